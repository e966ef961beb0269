//! The crate from outside: recorded bodies, the vendors' own documents, and clients against a server on
//! this machine.
#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "this is all test code")]

mod contracts;
mod openapi;
mod support;
mod twilio_client;
mod twilio_wire;
mod vapi_broken;
mod vapi_client;
mod vapi_wire;
