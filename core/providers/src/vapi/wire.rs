//! What Vapi's server messages say, in the product's words: pure functions over bytes.
//!
//! What routes a message (its type, the call's id, a status, the list of tool calls, the words of a
//! transcript) must have the right type, or the answer is a coded [`WireError`]. Everything else is read
//! leniently: an absent or oddly typed detail is `None`, and [`Envelope::oddities`] names the place. Fields
//! that we don't know are ignored, types that we don't know are kept whole in [`Message::Unknown`].
//! Nesting is bounded at 128 levels by serde_json; the size of a body is bounded by whoever reads it.
//! Deliberately absent: cutting secrets out (see [`super::scrub`]) and any decision.

mod call;
mod cost;
mod message;
mod read;
mod report;
mod tool_calls;
mod turns;

pub use call::{CallRecord, CallRef, CallStatus, Direction, parse_call, parse_call_list};
pub use cost::{Cost, CostPart, UsdMicros};
pub use message::{Message, Speaker, SpeechStatus, StatusUpdate, TranscriptKind, TranscriptLine};
pub use report::{Access, EndOfCallReport, EndedClass, EndedReason, Recording, Recordings};
pub use tool_calls::{ArgumentError, Arguments, FunctionCall, ToolCall};
pub use turns::{Role, ToolResult, Turn};

use super::error::WireError;
use jiff::Timestamp;
use read::Notes;
use serde_json::Value;

/// One delivery: which call it is about, when Vapi says it happened, and what happened.
#[derive(Debug)]
pub struct Envelope {
    /// The call. A few types that we don't act on have none, and one that wants an answer gets it even so.
    pub call: Option<CallRef>,
    /// When Vapi made the message. `None` when absent or out of any sane range.
    pub timestamp: Option<Timestamp>,
    /// What it says.
    pub message: Message,
    /// Places of details that were passed over because of their type. For a log; never contents.
    pub oddities: Vec<&'static str>,
}

/// A moment from a text of epoch seconds or milliseconds, as signed timestamps come. The two are told apart by
/// their size; anything outside 2015 to 2100 is `None`.
pub fn epoch(text: &str) -> Option<Timestamp> {
    text.trim().parse().ok().and_then(read::from_epoch)
}

/// Reads JSON, and nothing about it. Errors: not JSON, or nested too deeply.
pub fn read_json(body: &[u8]) -> Result<Value, WireError> {
    serde_json::from_slice(body).map_err(|error| read::json_error(&error))
}

/// Reads a delivery.
pub fn parse(body: &[u8]) -> Result<Envelope, WireError> {
    parse_value(&read_json(body)?)
}

/// Reads a delivery that is JSON already.
pub fn parse_value(body: &Value) -> Result<Envelope, WireError> {
    let body = body.as_object().ok_or(WireError::NotAnObject)?;
    let message = match body.get("message") {
        None | Some(Value::Null) => return Err(WireError::NoMessage),
        Some(Value::Object(message)) => message,
        Some(_) => return Err(WireError::WrongType { path: "message" }),
    };
    let kind = match message.get("type") {
        Some(Value::String(kind)) if !kind.is_empty() => kind,
        _ => return Err(WireError::NoType),
    };
    let mut notes = Notes::default();
    let content = message::parse(kind, message, &mut notes)?;
    let call = match (call::of_message(message, &mut notes), &content) {
        (Ok(call), _) => call,
        // What we don't act on doesn't have to be well formed, and somebody waits on the line for an answer.
        (Err(_), content) if content.wants_an_answer() || content.is_not_acted_on() => {
            notes.odd("message.call");
            None
        }
        (Err(error), _) => return Err(error),
    };
    Ok(Envelope {
        call,
        timestamp: read::time(message, "message.timestamp", &mut notes),
        message: content,
        oddities: notes.into_places(),
    })
}
