//! The appliance: HTTP in and out of the engine, the composition root, the practice simulators, the command line.
//!
//! One router serves browsers and, in process, the window; hooks have a router and a listener of their own.
//! Nothing here decides about bookings or calls, and nothing here knows of a desktop.

pub mod api;
pub mod appliance;
mod catch_up;
pub mod cli;
pub mod compose;
pub mod hooks;
pub mod http;
pub mod practice;
pub mod rehearsal;

pub use appliance::{Appliance, KeySource};
pub use callwaiting_store::keys::{Keychain, KeychainError, OsKeychain};
pub use compose::{Config, Running, start};
