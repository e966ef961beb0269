//! The call that a message is about, and the call as `GET /call` lists it.

use super::{
    read::{self, Notes, Object},
    report::{self, EndOfCallReport},
};
use crate::{
    private::{Personal, Secret},
    vapi::error::WireError,
};
use jiff::Timestamp;
use serde_json::Value;

/// What a message or a listing says about its call.
#[derive(Debug, Clone, PartialEq)]
pub struct CallRef {
    /// Vapi's id of the call.
    pub id: String,
    /// Inbound or outbound.
    pub direction: Option<Direction>,
    /// The call's own status. In messages it lags: a status update's own status is right.
    pub status: Option<CallStatus>,
    /// The other party's number, as E.164 where Vapi knows it.
    pub customer_number: Option<Personal>,
    /// Our reference for the other party, from outbound calls.
    pub customer_external_id: Option<String>,
    /// The clinic's number.
    pub our_number: Option<String>,
    /// Vapi's id of the clinic's number.
    pub phone_number_id: Option<String>,
    /// The saved assistant, where one answered.
    pub assistant_id: Option<String>,
    /// The carrier's own id; Twilio's CallSid.
    pub provider_call_id: Option<String>,
    /// Our name for the call, from outbound calls.
    pub name: Option<String>,
    /// When Vapi made the call's record.
    pub created_at: Option<Timestamp>,
    /// When Vapi last changed it.
    pub updated_at: Option<Timestamp>,
    /// When the call was answered.
    pub started_at: Option<Timestamp>,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
    /// The address that controls the live call, for whoever holds it.
    pub control_url: Option<Secret>,
}

/// Who rang.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Direction {
    /// A caller rang the clinic.
    Inbound,
    /// The clinic rang somebody.
    Outbound,
    /// A call from a web page, or another kind.
    Other(String),
}

/// Where a call is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CallStatus {
    /// Planned for later.
    Scheduled,
    /// Waiting for a line.
    Queued,
    /// Ringing.
    Ringing,
    /// Answered.
    InProgress,
    /// Being handed to another number.
    Forwarding,
    /// Over.
    Ended,
    /// Vapi has no such call.
    NotFound,
    /// Vapi could not erase it.
    DeletionFailed,
    /// A status that Vapi has added since.
    Other(String),
}

impl CallStatus {
    pub(crate) fn read(text: &str) -> Self {
        match text {
            "scheduled" => Self::Scheduled,
            "queued" => Self::Queued,
            "ringing" => Self::Ringing,
            "in-progress" => Self::InProgress,
            "forwarding" => Self::Forwarding,
            "ended" => Self::Ended,
            "not-found" => Self::NotFound,
            "deletion-failed" => Self::DeletionFailed,
            other => Self::Other(other.to_owned()),
        }
    }

    /// Vapi's own word.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Scheduled => "scheduled",
            Self::Queued => "queued",
            Self::Ringing => "ringing",
            Self::InProgress => "in-progress",
            Self::Forwarding => "forwarding",
            Self::Ended => "ended",
            Self::NotFound => "not-found",
            Self::DeletionFailed => "deletion-failed",
            Self::Other(text) => text,
        }
    }
}

/// A call of `GET /call` or `GET /call/{id}`: the reference and everything an end-of-call report would say.
#[derive(Debug, Clone, PartialEq)]
pub struct CallRecord {
    /// Which call, and its status.
    pub call: CallRef,
    /// What is known of it so far; complete when the status is ended.
    pub report: EndOfCallReport,
}

/// Reads one call object of the REST interface.
pub fn parse_call(value: &Value) -> Result<CallRecord, WireError> {
    let object = value.as_object().ok_or(WireError::NotAnObject)?;
    let mut notes = Notes::default();
    let call = of_object(object, None, &mut notes)?;
    let report = report::parse(object, Some(object), &mut notes);
    Ok(CallRecord { call, report })
}

/// Reads the bare array of `GET /call`. One unreadable call doesn't hide the others.
pub fn parse_call_list(body: &[u8]) -> Result<Vec<Result<CallRecord, WireError>>, WireError> {
    match super::read_json(body)? {
        Value::Array(calls) => Ok(calls.iter().map(parse_call).collect()),
        _ => Err(WireError::WrongType { path: "calls" }),
    }
}

pub(super) fn of_message(message: &Object, notes: &mut Notes) -> Result<Option<CallRef>, WireError> {
    match message.get("call") {
        None | Some(Value::Null) => Ok(None),
        Some(call) => of_object(read::as_object(call, "message.call")?, Some(message), notes).map(Some),
    }
}

fn of_object(call: &Object, message: Option<&Object>, notes: &mut Notes) -> Result<CallRef, WireError> {
    let id = match read::need_text(call, "call.id")? {
        "" => return Err(WireError::WrongType { path: "call.id" }),
        id => id.to_owned(),
    };
    let mut of_call = |path| read::text(call, path, notes).map(str::to_owned);
    let (kind, status) = (of_call("call.type"), of_call("call.status"));
    let provider_call_id = of_call("call.phoneCallProviderId");
    let (assistant_id, name) = (of_call("call.assistantId"), of_call("call.name"));
    let number_id = of_call("call.phoneNumberId");
    // The call's own object first, then its neighbour in the message.
    let mut nested = |path, field| {
        [Some(call), message].into_iter().flatten().find_map(|from| {
            let inner = read::object(from, path, notes)?;
            read::text(inner, field, notes).map(str::to_owned)
        })
    };
    let customer_number = nested("call.customer", "call.customer.number").map(Personal::new);
    let customer_external_id = nested("call.customer", "call.customer.externalId");
    let our_number = nested("call.phoneNumber", "call.phoneNumber.number");
    let phone_number_id = number_id.or_else(|| nested("call.phoneNumber", "call.phoneNumber.id"));
    let control_url = nested("call.monitor", "call.monitor.controlUrl").map(Secret::new);
    Ok(CallRef {
        id,
        direction: kind.map(|kind| match kind.as_str() {
            "inboundPhoneCall" => Direction::Inbound,
            "outboundPhoneCall" => Direction::Outbound,
            _ => Direction::Other(kind),
        }),
        status: status.as_deref().map(CallStatus::read),
        customer_number,
        customer_external_id,
        our_number,
        phone_number_id,
        assistant_id,
        provider_call_id,
        name,
        created_at: read::time(call, "call.createdAt", notes),
        updated_at: read::time(call, "call.updatedAt", notes),
        started_at: read::time(call, "call.startedAt", notes),
        ended_at: read::time(call, "call.endedAt", notes),
        control_url,
    })
}
