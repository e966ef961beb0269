//! Vapi as the appliance meets it: the REST interface with its state, and the line that rings a clinic.
//!
//! From the vendor's documents: one POST per event with the single key `message`, answers read bare, `GET /call`
//! as a bare array without a cursor, secrets leaking in bodies. Deliberately absent: speech, models, billing.

mod account;
mod body;
mod delivery;
mod line;
mod listing;
mod rest;
#[cfg(test)]
mod tests;

pub use account::{Account, Control, Fault};
pub use delivery::{Backoff, Trouble};
pub use line::{Caller, Line, LineSettings, Opening, ToolReply, Violation};
pub use rest::router;
