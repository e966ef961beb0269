//! What the voice may do while somebody is on the line, and what it is told in return.
//!
//! Every tool call is deduplicated, takes effect and gets its answer in one transaction; a repeat gets the
//! first answer. A time is only ever claimed by the id under which it was offered in the same call, and
//! prices and names come from the clinic's data, so a model's slip comes back as an error it can mend.
//! Vendors' shapes are not here.

mod arguments;
mod book;
mod change;
mod find;
mod people;
mod run;
mod transfer;

pub use people::emergency_number;
pub use run::{ToolAnswer, ToolAsk, run};
pub use transfer::{HandOver, transfer};

/// The tools by name, as the assistant is set up with them.
pub const TOOLS: [&str; 9] = [
    "find_slots",
    "claim_slot",
    "confirm_booking",
    "release_slot",
    "move_appointment",
    "cancel_appointment",
    "save_caller",
    "record_consent",
    "hand_over",
];
