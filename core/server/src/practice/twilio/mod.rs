//! Twilio as the appliance meets it: messages and calls over REST, signed callbacks, texts that come in.
//!
//! From the vendor's documents: forms in, snake-case JSON out, RFC 2822 dates, error codes in the body, no
//! idempotency key, callbacks without an order. The test credentials' magic numbers work here as there.
//! Deliberately absent: media, messaging services, audio.

mod account;
mod callbacks;
mod calls;
mod errors;
mod messages;
mod rest;
#[cfg(test)]
mod tests;

pub use account::{Account, Fault};
pub use callbacks::{Fate, Route, TextIn, report_call, report_message, text_in};
pub use rest::router;
