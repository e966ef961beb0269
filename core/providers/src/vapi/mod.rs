//! Vapi, the voice that answers the clinic's phone.
//!
//! Facts about the vendor that this folder rests on: one POST per event with the single key `message`; no
//! event id; deliveries may be lost, repeated and reordered; `message.status` is right where `call.status`
//! lags; bodies may carry the clinic's Twilio token. Deliberately absent: what a tool does and what the
//! receptionist may say beyond her instructions.

pub mod answer;
pub mod assistant;
pub mod client;
pub mod error;
mod prompt;
pub mod scrub;
pub mod tools;
pub mod verify;
pub mod wire;
