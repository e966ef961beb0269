//! Turns of a conversation as Vapi records them: who spoke, what, and when.

use super::{
    read::{self, Notes, Object},
    tool_calls::{self, ToolCall},
};
use crate::private::Spoken;
use jiff::Timestamp;
use serde_json::Value;

/// One entry of a conversation.
#[derive(Debug, Clone, PartialEq)]
pub struct Turn {
    /// Who.
    pub role: Role,
    /// What was said. `None` where nothing was, as in a tool call.
    pub text: Option<Spoken>,
    /// When it began.
    pub at: Option<Timestamp>,
    /// When it ended. Vapi's own `duration` is not read: its unit differs between documents and captures.
    pub ended_at: Option<Timestamp>,
    /// Milliseconds from the start of the call to its beginning.
    pub from_start_ms: Option<u64>,
    /// The tools called in it.
    pub tool_calls: Vec<ToolCall>,
    /// The tool result it records.
    pub tool_result: Option<ToolResult>,
}

/// What a tool answered.
#[derive(Debug, Clone, PartialEq)]
pub struct ToolResult {
    /// Which call of a tool.
    pub tool_call_id: String,
    /// The tool.
    pub name: Option<String>,
    /// Its answer.
    pub result: Spoken,
}

/// Who a turn belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Role {
    /// Instructions to the model.
    System,
    /// The person.
    User,
    /// The receptionist.
    Bot,
    /// The model called tools.
    ToolCalls,
    /// A tool answered.
    ToolCallResult,
    /// A role that Vapi has added since.
    Other(String),
}

/// Every entry that is an object with a role; others are noted and left out.
pub(super) fn read_all(entries: &[Value], notes: &mut Notes) -> Vec<Turn> {
    entries
        .iter()
        .filter_map(|entry| one(entry.as_object()?, notes))
        .collect()
}

fn one(turn: &Object, notes: &mut Notes) -> Option<Turn> {
    let role = match read::text(turn, "turn.role", notes)? {
        "system" => Role::System,
        "user" => Role::User,
        "bot" | "assistant" => Role::Bot,
        "tool_calls" => Role::ToolCalls,
        "tool_call_result" | "tool" => Role::ToolCallResult,
        other => Role::Other(other.to_owned()),
    };
    let text =
        read::text(turn, "turn.message", notes).or_else(|| turn.get("content").and_then(Value::as_str));
    let tool_result = match role {
        Role::ToolCallResult => read::text(turn, "turn.toolCallId", notes).map(|id| ToolResult {
            tool_call_id: id.to_owned(),
            name: read::text(turn, "turn.name", notes).map(str::to_owned),
            result: Spoken::new(read::text(turn, "turn.result", notes).unwrap_or_default()),
        }),
        _ => None,
    };
    Some(Turn {
        text: text.filter(|text| !text.is_empty()).map(Spoken::new),
        at: read::time(turn, "turn.time", notes),
        ended_at: read::time(turn, "turn.endTime", notes),
        from_start_ms: read::number(turn, "turn.secondsFromStart", notes)
            .as_ref()
            .and_then(read::millis_of_seconds),
        tool_calls: tool_calls::of_turn(turn, notes),
        tool_result,
        role,
    })
}
