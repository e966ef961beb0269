//! The hooks listener against whole bodies: everything a provider may send, and what nobody should.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail by panicking too")]
#![allow(missing_docs, unreachable_pub)]

mod bodies;
mod odd;
mod refused;
mod repeats;
mod support;
mod taken;
