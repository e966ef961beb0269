//! The product's rules and nothing else: no IO, no async, no clock, no randomness.
//!
//! Every function here is a pure decision over values it is given, so that each rule can be tested by
//! handing it the awkward case. Deliberately absent: SQL, HTTP, vendors' words, and anything that reads
//! the time; those live in the crates that depend on this one.

pub mod audit;
pub mod booking;
pub mod calls;
pub mod contact;
pub mod ids;
pub mod money;
pub mod phi;
pub mod ports;
pub mod redaction;
pub mod staff;
pub mod words;
