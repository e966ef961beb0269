//! Booking and calls on a real encrypted clinic: what is promised, checked from outside the crate.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on stops there")]

#[path = "../support/mod.rs"]
mod support;

mod callers;
mod claims;
mod converge;
mod ends;
mod history;
mod linear;
mod model;
mod originals;
mod privacy;
mod random;
mod reconcile;
mod repeats;
mod schema;
mod slots;
mod specification;
mod tools;
