//! The practice simulators: Vapi and Twilio on loopback, and callers who ring a clinic.
//!
//! They speak the vendors' own HTTP: same paths, same authentication, same errors, same webhooks. Nothing else
//! is pretended; the appliance that they talk to is the real one. What the simulators send is built here, from
//! the vendors' documents, and not with the types that the appliance reads it with. Deliberately absent: any
//! way into the appliance but its HTTP listeners, and any real phone number, key or person.

pub mod pace;
pub mod play;
mod post;
pub mod receptionist;
pub mod replay;
pub mod scenario;
pub mod seed;
pub mod target;
#[cfg(test)]
mod tests;
pub mod twilio;
pub mod vapi;

pub use pace::{AtOnce, Pace, RealTime};
pub use play::{Played, play, provider_call_ids};
pub use scenario::{Scenario, scenarios};
pub use target::Target;
