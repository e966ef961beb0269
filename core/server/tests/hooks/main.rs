//! The hooks listener against whole bodies: everything a provider may send, and what nobody should.

#![allow(missing_docs, unreachable_pub)]

mod bodies;
mod refused;
mod support;
mod taken;
