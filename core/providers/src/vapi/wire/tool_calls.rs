//! The tools that the model called, in every shape that Vapi has been seen or documented to send.
//!
//! The list is `toolCallList`, else `toolCalls`, else `toolWithToolCallList[].toolCall`, the first that is
//! not empty. A name is at `function.name` or `name`. Arguments are at `function.arguments`, `arguments` or
//! `parameters`, an object or a string of JSON. What is wrong with one call, its id or its arguments, stays with
//! that call, so that the others get their results.

use super::read::{self, Notes, Object};
use crate::vapi::error::WireError;
use serde_json::Value;
use std::fmt;

/// What a tool was called with. May hold names and numbers that the caller gave: prints nothing.
pub type Arguments = serde_json::Map<String, Value>;

/// One call of a tool.
#[derive(Clone, PartialEq)]
pub struct ToolCall {
    /// The answer must repeat this id exactly. Empty when Vapi didn't say: then it can't be told from its repeat,
    /// and must not be run.
    pub id: String,
    /// The tool. Empty when Vapi didn't say.
    pub name: String,
    /// What it was called with; absent arguments are an empty object.
    pub arguments: Result<Arguments, ArgumentError>,
}

/// The old form of a tool call: one a message, no id.
#[derive(Clone, PartialEq)]
pub struct FunctionCall {
    /// The tool.
    pub name: String,
    /// What it was called with.
    pub arguments: Result<Arguments, ArgumentError>,
}

/// Why arguments can't be used. The model can mend each of these.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ArgumentError {
    /// A string that is not JSON.
    #[error("the arguments are not valid JSON")]
    NotJson,
    /// JSON that is not an object.
    #[error("the arguments are not an object")]
    NotAnObject,
    /// Nested deeper than 128 levels.
    #[error("the arguments are nested too deeply")]
    TooDeep,
}

impl fmt::Debug for ToolCall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let arguments = self.arguments.as_ref().map(|known| known.len());
        f.debug_struct("ToolCall")
            .field("id", &self.id)
            .field("name", &self.name)
            .field("arguments", &arguments)
            .finish()
    }
}

impl fmt::Debug for FunctionCall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let arguments = self.arguments.as_ref().map(|known| known.len());
        f.debug_struct("FunctionCall")
            .field("name", &self.name)
            .field("arguments", &arguments)
            .finish()
    }
}

pub(super) fn of_message(message: &Object, notes: &mut Notes) -> Result<Vec<ToolCall>, WireError> {
    for (path, item) in [
        ("message.toolCallList", "message.toolCallList[]"),
        ("message.toolCalls", "message.toolCalls[]"),
        ("message.toolWithToolCallList", "message.toolWithToolCallList[]"),
    ] {
        let list = read::list(message, path)?;
        if !list.is_empty() {
            let calls = list.iter().map(|entry| match entry.as_object() {
                Some(entry) => one(entry, notes),
                None => {
                    notes.odd(item);
                    ToolCall {
                        id: String::new(),
                        name: String::new(),
                        arguments: Err(ArgumentError::NotAnObject),
                    }
                }
            });
            return Ok(calls.collect());
        }
    }
    // A message that calls no tool at all is a mistake, not an empty list.
    Err(WireError::WrongType {
        path: "message.toolCallList",
    })
}

/// One entry: the call itself, or a tool definition that carries the call inside.
fn one(entry: &Object, notes: &mut Notes) -> ToolCall {
    let call = read::object(entry, "toolCall", notes).unwrap_or(entry);
    let function = read::object(call, "function", notes);
    let id = read::text(call, "toolCall.id", notes)
        .unwrap_or_default()
        .to_owned();
    let outer = read::object(entry, "function", notes);
    let name = [function, Some(call), outer, Some(entry)]
        .into_iter()
        .flatten()
        .find_map(|from| read::text(from, "toolCall.name", notes))
        .unwrap_or_default()
        .to_owned();
    let given = function
        .and_then(|function| function.get("arguments"))
        .or_else(|| call.get("arguments"))
        .or_else(|| call.get("parameters"));
    ToolCall {
        id,
        name,
        arguments: arguments(given),
    }
}

/// A turn's record of the calls it made; entries that can't be read are left out.
pub(super) fn of_turn(turn: &Object, notes: &mut Notes) -> Vec<ToolCall> {
    let list = read::lenient_list(turn, "turn.toolCalls", notes).unwrap_or_default();
    list.iter()
        .filter_map(|entry| Some(one(entry.as_object()?, notes)))
        .filter(|call| !call.id.is_empty())
        .collect()
}

pub(super) fn legacy(message: &Object) -> Result<FunctionCall, WireError> {
    let call = message.get("functionCall").unwrap_or(&Value::Null);
    let call = read::as_object(call, "message.functionCall")?;
    let name = read::need_text(call, "message.functionCall.name")?.to_owned();
    let given = call.get("parameters").or_else(|| call.get("arguments"));
    Ok(FunctionCall {
        name,
        arguments: arguments(given),
    })
}

fn arguments(given: Option<&Value>) -> Result<Arguments, ArgumentError> {
    match given {
        None | Some(Value::Null) => Ok(Arguments::new()),
        Some(Value::Object(known)) => Ok(known.clone()),
        Some(Value::String(text)) if text.trim().is_empty() => Ok(Arguments::new()),
        Some(Value::String(text)) => match serde_json::from_str(text) {
            Ok(Value::Object(known)) => Ok(known),
            Ok(Value::Null) => Ok(Arguments::new()),
            Ok(_) => Err(ArgumentError::NotAnObject),
            Err(error) if read::json_error(&error) == WireError::TooDeep => Err(ArgumentError::TooDeep),
            Err(_) => Err(ArgumentError::NotJson),
        },
        Some(_) => Err(ArgumentError::NotAnObject),
    }
}
