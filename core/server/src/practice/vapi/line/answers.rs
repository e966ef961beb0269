//! The clinic's answers, read as strictly as the vendor's documents are written.

use serde_json::Value;

/// Who takes a call that rings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Opening {
    /// An assistant.
    Assistant,
    /// Another phone, at once.
    Forwarded,
    /// Nobody; the caller hears a sentence.
    Refused,
    /// No answer in time, or none at all.
    Failed,
    /// An answer that Vapi can't use.
    Invalid(&'static str),
}

impl Opening {
    pub(super) fn read(answer: &Value) -> Self {
        let present = |key: &str| answer.get(key).is_some_and(|value| !value.is_null());
        // A destination wins over everything else.
        if present("destination") {
            return match answer["destination"]["number"]
                .as_str()
                .or(answer["destination"]["sipUri"].as_str())
            {
                Some(_) => Self::Forwarded,
                None => Self::Invalid("a destination without a number"),
            };
        }
        if present("assistantId") || present("assistant") || present("squadId") || present("squad") {
            return Self::Assistant;
        }
        match answer.get("error") {
            Some(Value::String(_)) => Self::Refused,
            Some(_) => Self::Invalid("an error that is not a sentence"),
            None if present("messageResponse") => {
                Self::Invalid("the answer must not be wrapped in messageResponse")
            }
            None => Self::Invalid("neither an assistant nor a destination nor an error"),
        }
    }

    /// The `endedReason` of a call that no assistant takes.
    pub(super) fn ends_with(&self) -> Option<&'static str> {
        match self {
            Self::Assistant => None,
            Self::Forwarded => Some("assistant-request-returned-forwarding-phone-number"),
            Self::Refused => Some("assistant-request-returned-error"),
            Self::Failed => Some("assistant-request-failed"),
            Self::Invalid(_) => Some("assistant-request-returned-invalid-assistant"),
        }
    }
}

/// What a tool said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ToolReply {
    /// Its result.
    Result(String),
    /// Its error, which the model can mend or say.
    Error(String),
    /// Nothing that Vapi can use.
    Nothing,
}

impl ToolReply {
    /// The words, whichever they are.
    pub fn text(&self) -> &str {
        match self {
            Self::Result(text) | Self::Error(text) => text,
            Self::Nothing => "",
        }
    }

    /// Whether it is a result.
    pub fn is_ok(&self) -> bool {
        matches!(self, Self::Result(_))
    }

    pub(super) fn read(answer: &Value, id: &str) -> Result<Self, &'static str> {
        let Some([one]) = answer["results"].as_array().map(Vec::as_slice) else {
            return Err("a tool-calls answer needs one result for each call");
        };
        if one["toolCallId"].as_str() != Some(id) {
            return Err("the result is for another tool call");
        }
        if !one["name"].is_string() {
            return Err("the result lacks the tool's name");
        }
        let (reply, text) = match (&one["result"], &one["error"]) {
            (Value::String(text), Value::Null) => (Self::Result(text.clone()), text),
            (Value::Null, Value::String(text)) => (Self::Error(text.clone()), text),
            _ => return Err("a result needs a text as either result or error"),
        };
        if text.contains(['\n', '\r']) {
            Err("a result must be a single line")
        } else {
            Ok(reply)
        }
    }
}
