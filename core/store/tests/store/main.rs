//! The store on real encrypted files: every promise of its module headers, checked from outside the crate.

#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test that cannot go on stops there, and one that is skipped says so"
)]
#![expect(
    clippy::disallowed_methods,
    reason = "tests hold threads, make plain databases and start processes"
)]

mod clinic;
mod damage;
mod fault;
mod keys;
mod migrate;
mod places;
mod readers;
mod rekey;
mod sealing;
mod support;
mod unreadable;
mod writer;
