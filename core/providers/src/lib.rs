//! The only crate that reaches the network: one folder a vendor, each with the same files.
//!
//! `wire` reads what the vendor sends (pure functions over bytes), `verify` decides whether the vendor sent
//! it, `client` asks the vendor for something, `error` says what went wrong. Deliberately absent: any
//! decision of the product (what to book, whether to text), any storage, any clock and any randomness of its
//! own; those come in as arguments.

pub mod http;
pub mod private;
pub mod retry;
pub mod twilio;
pub mod vapi;

pub use private::{Personal, PrivateJson, Secret, Spoken};
