//! What Twilio's callbacks say, in the product's words: pure functions over form bodies.
//!
//! Fields that we don't know are ignored, since Twilio adds some without notice; a field that we need and
//! don't find is a coded [`FormError`](super::error::FormError). Deliberately absent: TwiML, and the media socket's frames.

mod call;
mod form;
mod message;

pub use call::{AnsweredBy, CallState, CallUpdate, parse_call_status};
pub use form::Form;
pub use message::{
    InboundMessage, Keyword, MessageState, MessageUpdate, keyword, parse_inbound_message,
    parse_message_status,
};
