//! The product's use-cases: what happens when a call comes in, a slot is claimed, a person signs in.
//!
//! A use-case reads and writes one clinic through its store, lets the domain decide, and leaves changes for
//! windows in the event table. No HTTP, no vendor's words, no window; nothing here reads the clock or makes
//! randomness but through the ports it was given.

pub mod access;
pub mod booking;
pub mod calls;
pub mod catalogue;
pub mod clinic;
pub mod contacts;
pub mod error;
pub mod events;
pub mod needs;
pub mod privacy;
pub mod reconcile;
pub mod setup;
pub mod tasks;
pub mod views;
pub mod voice;

pub use clinic::{Clinic, Ports};
pub use error::{Done, EngineError};
