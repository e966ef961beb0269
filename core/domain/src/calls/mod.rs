//! What a phone call is, and how scattered, repeated and late news of it converge on one story.
//!
//! Vendors' words are not here: the engine translates them first. Nothing here stores or sends.

mod ended;
mod loops;
mod state;
mod turns;

pub use ended::{EndKind, classify_end};
pub use loops::{LOOP_LIMIT, is_loop};
pub use state::{CallState, CallStatus, News, Outcome};
pub use turns::{Source, Speaker, Turn, merge_turns};
