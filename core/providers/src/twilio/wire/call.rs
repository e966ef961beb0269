//! How far a call has got, and who or what answered it.

use super::Form;
use crate::{private::Personal, twilio::error::FormError};
use std::time::Duration;

/// How far a call has got.
#[derive(Debug, Clone, PartialEq)]
pub struct CallUpdate {
    /// Which call.
    pub sid: String,
    /// How far. Absent when only the answering-machine detection reports.
    pub state: Option<CallState>,
    /// The order of the callbacks, where Twilio tells it.
    pub sequence: Option<u64>,
    /// How long it lasted, once it is over.
    pub duration: Option<Duration>,
    /// Who was rung from where.
    pub from: Option<Personal>,
    /// And to where.
    pub to: Option<Personal>,
    /// Whether the clinic placed it.
    pub outbound: Option<bool>,
    /// What answered. Right in about nine of ten cases: never speak of a patient on the strength of it.
    pub answered_by: Option<AnsweredBy>,
}

/// Where a call is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CallState {
    /// Waiting for a line.
    Queued,
    /// Placed.
    Initiated,
    /// Ringing.
    Ringing,
    /// Answered.
    InProgress,
    /// Over.
    Completed,
    /// The line was busy.
    Busy,
    /// It could not be connected.
    Failed,
    /// Nobody answered.
    NoAnswer,
    /// Called off before it was answered.
    Cancelled,
    /// A state that Twilio has added since.
    Other(String),
}

impl CallState {
    pub(crate) fn read(text: &str) -> Self {
        match text {
            "queued" => Self::Queued,
            "initiated" => Self::Initiated,
            "ringing" => Self::Ringing,
            "in-progress" | "answered" => Self::InProgress,
            "completed" => Self::Completed,
            "busy" => Self::Busy,
            "failed" => Self::Failed,
            "no-answer" => Self::NoAnswer,
            "canceled" => Self::Cancelled,
            other => Self::Other(other.to_owned()),
        }
    }

    /// Whether nothing more comes.
    pub fn is_final(&self) -> bool {
        matches!(
            self,
            Self::Completed | Self::Busy | Self::Failed | Self::NoAnswer | Self::Cancelled
        )
    }
}

/// What answered a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnsweredBy {
    /// A person.
    Human,
    /// A machine, still talking.
    MachineStart,
    /// A machine whose greeting is over.
    MachineEnd,
    /// A fax.
    Fax,
    /// Nobody can say.
    Unknown,
}

/// Reads a call's status callback, or the report of its answering-machine detection.
pub fn parse_call_status(form: &Form) -> Result<CallUpdate, FormError> {
    let answered_by = form.get("AnsweredBy")?.map(|text| match text {
        "human" => AnsweredBy::Human,
        "machine_start" => AnsweredBy::MachineStart,
        text if text.starts_with("machine_end") => AnsweredBy::MachineEnd,
        "fax" => AnsweredBy::Fax,
        _ => AnsweredBy::Unknown,
    });
    let state = form.get("CallStatus")?.map(CallState::read);
    if state.is_none() && answered_by.is_none() {
        return Err(FormError::Missing("CallStatus"));
    }
    Ok(CallUpdate {
        sid: form.need("CallSid")?.to_owned(),
        state,
        sequence: form.number("SequenceNumber")?,
        duration: form.number("CallDuration")?.map(Duration::from_secs),
        from: form.get("From")?.map(Personal::new),
        to: form.get("To")?.map(Personal::new),
        outbound: form
            .get("Direction")?
            .map(|direction| direction.starts_with("outbound")),
        answered_by,
    })
}
