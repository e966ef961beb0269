//! Twilio, the clinic's phone line and its text messages.
//!
//! Facts about the vendor that this folder rests on: a signature covers the exact public address and every
//! form field; callbacks may be lost, repeated and reordered; neither messages nor calls take an idempotency
//! key. Deliberately absent: what is said to whom and when, which is the product's own decision.

pub mod client;
pub mod error;
pub mod verify;
pub mod wire;
