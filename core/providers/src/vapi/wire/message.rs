//! Which message it is, and the small ones.

use super::{
    CallStatus,
    read::{self, Notes, Object},
    report::{self, EndOfCallReport, EndedReason},
    tool_calls::{self, FunctionCall, ToolCall},
    turns::{self, Turn},
};
use crate::{
    private::{Personal, PrivateJson, Spoken},
    vapi::error::WireError,
};
use serde_json::Value;

/// A server message.
#[derive(Debug)]
pub enum Message {
    /// A call rings on a number without an assistant of its own: say who answers, within 7.5 s.
    AssistantRequest,
    /// The model called our tools: one result each, in this order. Never empty.
    ToolCalls(Vec<ToolCall>),
    /// The old form of a tool call.
    FunctionCall(FunctionCall),
    /// The call moved on.
    StatusUpdate(StatusUpdate),
    /// Words, as they are being recognised or spoken.
    Transcript(TranscriptLine),
    /// The whole conversation so far.
    ConversationUpdate {
        /// All of it, from the start.
        turns: Vec<Turn>,
    },
    /// Somebody began or stopped speaking.
    SpeechUpdate {
        /// Which of the two.
        status: SpeechStatus,
        /// Who.
        role: Speaker,
        /// The number of the turn, from 0.
        turn: Option<u64>,
    },
    /// The model wants to pass the call on: say where to.
    TransferDestinationRequest,
    /// The receptionist is stalled on a slow model, voice or tool. Nobody hung up, whatever the name says.
    Hang,
    /// The caller spoke over the receptionist.
    UserInterrupted {
        /// Vapi's id of the turn.
        turn_id: Option<String>,
    },
    /// The call is over, with everything Vapi keeps of it.
    EndOfCallReport(Box<EndOfCallReport>),
    /// A type that is documented and tells nothing we keep, however it is formed. Answer 200 with `{}`.
    Chatter {
        /// The type.
        kind: &'static str,
    },
    /// A type that we don't know. Answer 200 with `{}`.
    Unknown {
        /// The type, cut to 64 characters.
        kind: String,
        /// The message as it came; not scrubbed.
        body: PrivateJson,
    },
}

/// What Vapi tells about a call as it goes on, of which its other messages say all that matters.
const CHATTER: [&str; 8] = [
    "assistant.started",
    "assistant.speechStarted",
    "language-changed",
    "language-change-detected",
    "model-output",
    "phone-call-control",
    "transfer-update",
    "voice-input",
];

/// The call moved on.
#[derive(Debug, Clone, PartialEq)]
pub struct StatusUpdate {
    /// Where it is now. Right even where the call's own status lags.
    pub status: CallStatus,
    /// Why it ended, only with ended.
    pub ended_reason: Option<EndedReason>,
    /// Where it is passed on to, only with forwarding.
    pub forwarded_to: Option<Personal>,
}

/// Words, as they are being recognised or spoken.
#[derive(Debug, Clone, PartialEq)]
pub struct TranscriptLine {
    /// Who speaks.
    pub role: Speaker,
    /// Whether the words may still change.
    pub kind: TranscriptKind,
    /// The words.
    pub text: Spoken,
    /// The words before Vapi filtered them, where it did.
    pub original: Option<Spoken>,
}

/// Who speaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Speaker {
    /// The receptionist.
    Assistant,
    /// The person.
    User,
    /// A role that Vapi has added since.
    Other(String),
}

/// Whether words may still change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TranscriptKind {
    /// They may.
    Partial,
    /// They won't.
    Final,
}

/// Began or stopped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SpeechStatus {
    /// Began.
    Started,
    /// Stopped.
    Stopped,
    /// A status that Vapi has added since.
    Other(String),
}

impl Message {
    /// Vapi's own word for the type.
    pub fn kind(&self) -> &str {
        match self {
            Self::AssistantRequest => "assistant-request",
            Self::ToolCalls(_) => "tool-calls",
            Self::FunctionCall(_) => "function-call",
            Self::StatusUpdate(_) => "status-update",
            Self::Transcript(_) => "transcript",
            Self::ConversationUpdate { .. } => "conversation-update",
            Self::SpeechUpdate { .. } => "speech-update",
            Self::TransferDestinationRequest => "transfer-destination-request",
            Self::Hang => "hang",
            Self::UserInterrupted { .. } => "user-interrupted",
            Self::EndOfCallReport(_) => "end-of-call-report",
            Self::Chatter { kind } => kind,
            Self::Unknown { kind, .. } => kind,
        }
    }

    /// Whether nothing comes of it, whatever call it is about.
    pub(super) fn is_not_acted_on(&self) -> bool {
        matches!(
            self,
            Self::SpeechUpdate { .. }
                | Self::UserInterrupted { .. }
                | Self::Chatter { .. }
                | Self::Unknown { .. }
        )
    }

    /// Whether Vapi waits for the content of the answer. For all others 200 with `{}` is enough.
    pub fn wants_an_answer(&self) -> bool {
        matches!(
            self,
            Self::AssistantRequest
                | Self::ToolCalls(_)
                | Self::FunctionCall(_)
                | Self::TransferDestinationRequest
        )
    }
}

pub(super) fn parse(kind: &str, message: &Object, notes: &mut Notes) -> Result<Message, WireError> {
    Ok(match kind {
        "assistant-request" => Message::AssistantRequest,
        "tool-calls" => Message::ToolCalls(tool_calls::of_message(message, notes)?),
        "function-call" => Message::FunctionCall(tool_calls::legacy(message)?),
        "status-update" => Message::StatusUpdate(StatusUpdate {
            status: CallStatus::read(read::need_text(message, "message.status")?),
            ended_reason: read::text(message, "message.endedReason", notes).map(EndedReason::new),
            forwarded_to: report::destination(message, notes),
        }),
        "transcript" | "transcript[transcriptType=\"final\"]" => Message::Transcript(TranscriptLine {
            role: speaker(read::need_text(message, "message.role")?),
            kind: match read::text(message, "message.transcriptType", notes) {
                Some("partial") => TranscriptKind::Partial,
                Some("final") => TranscriptKind::Final,
                None if kind != "transcript" => TranscriptKind::Final,
                _ => {
                    return Err(WireError::WrongType {
                        path: "message.transcriptType",
                    });
                }
            },
            text: Spoken::new(read::need_text(message, "message.transcript")?),
            original: read::text(message, "message.originalTranscript", notes).map(Spoken::new),
        }),
        "conversation-update" => {
            let entries = match read::list(message, "message.messages")? {
                [] => read::list(message, "message.messagesOpenAIFormatted")?,
                entries => entries,
            };
            Message::ConversationUpdate {
                turns: turns::read_all(entries, notes),
            }
        }
        "speech-update" => Message::SpeechUpdate {
            status: match read::text(message, "message.status", notes).unwrap_or_default() {
                "started" => SpeechStatus::Started,
                "stopped" => SpeechStatus::Stopped,
                other => SpeechStatus::Other(other.to_owned()),
            },
            role: speaker(read::text(message, "message.role", notes).unwrap_or_default()),
            turn: read::number(message, "message.turn", notes).and_then(|turn| turn.as_u64()),
        },
        "transfer-destination-request" => Message::TransferDestinationRequest,
        "hang" => Message::Hang,
        "user-interrupted" => Message::UserInterrupted {
            turn_id: read::text(message, "message.turnId", notes).map(str::to_owned),
        },
        "end-of-call-report" => {
            let call = message.get("call").and_then(Value::as_object);
            Message::EndOfCallReport(Box::new(report::parse(message, call, notes)))
        }
        other => match CHATTER.into_iter().find(|kind| *kind == other) {
            Some(kind) => Message::Chatter { kind },
            None => Message::Unknown {
                kind: other.chars().take(64).collect(),
                body: PrivateJson::new(Value::Object(message.clone())),
            },
        },
    })
}

fn speaker(text: &str) -> Speaker {
    match text {
        "assistant" | "bot" => Speaker::Assistant,
        "user" => Speaker::User,
        other => Speaker::Other(other.to_owned()),
    }
}
