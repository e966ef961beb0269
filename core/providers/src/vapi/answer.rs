//! The answers that Vapi waits for. All of them go out bare, with status 200.
//!
//! Results and errors of tools must be single lines of text: a newline or an object in one makes Vapi drop it.
//! Every other message is answered with [`empty`].

use crate::private::Personal;
use serde_json::{Map, Value, json};

/// The answer to everything that Vapi doesn't wait for.
pub fn empty() -> Value {
    json!({})
}

/// Who takes a call that rings.
#[derive(Debug, Clone)]
pub enum CallTaker {
    /// An assistant that is saved at Vapi, with values for its variables.
    Saved {
        /// Its id.
        assistant_id: String,
        /// Values for this call only.
        variables: Map<String, Value>,
    },
    /// An assistant described here and now (see [`super::assistant`]).
    Described(Value),
    /// A person's phone, at once.
    Person {
        /// The number in E.164.
        number: Personal,
        /// What the caller hears first; `None` for silence.
        say: Option<String>,
    },
    /// Nobody: the caller hears this and the call ends.
    Nobody {
        /// The sentence.
        say: String,
    },
}

/// Answers `assistant-request`.
pub fn assistant_request_answer(taker: &CallTaker) -> Value {
    match taker {
        CallTaker::Saved {
            assistant_id,
            variables,
        } if variables.is_empty() => json!({"assistantId": assistant_id}),
        CallTaker::Saved {
            assistant_id,
            variables,
        } => {
            json!({"assistantId": assistant_id, "assistantOverrides": {"variableValues": variables}})
        }
        CallTaker::Described(assistant) => json!({"assistant": assistant}),
        CallTaker::Person { number, say } => {
            let message = say.as_deref().map(one_line).unwrap_or_default();
            json!({"destination": {"type": "number", "number": number.expose(), "message": message}})
        }
        CallTaker::Nobody { say } => json!({"error": one_line(say)}),
    }
}

/// What one call of a tool came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToolAnswer {
    /// The id, exactly as it came.
    pub tool_call_id: String,
    /// The tool.
    pub name: String,
    /// What the model reads: the result, or an error that it can mend or say.
    pub outcome: Result<String, String>,
}

/// Answers `tool-calls`: one result a call, in the order of the calls.
pub fn tool_results(answers: &[ToolAnswer]) -> Value {
    let results: Vec<Value> = answers
        .iter()
        .map(|answer| {
            let (key, text) = match &answer.outcome {
                Ok(text) => ("result", text),
                Err(text) => ("error", text),
            };
            json!({"toolCallId": answer.tool_call_id, "name": answer.name, key: one_line(text)})
        })
        .collect();
    json!({"results": results})
}

/// Answers the old `function-call`.
pub fn function_call_answer(outcome: &Result<String, String>) -> Value {
    let (Ok(text) | Err(text)) = outcome;
    json!({"result": one_line(text)})
}

/// Answers `transfer-destination-request`: a number and what is said first, or a sentence why not. Vapi's
/// schema calls the sentence `content`, its guide `message`; both are sent.
pub fn transfer_destination(destination: Result<(&Personal, &str), &str>) -> Value {
    match destination {
        Ok((number, say)) => {
            let say = one_line(say);
            json!({
                "destination": {"type": "number", "number": number.expose()},
                "message": {"type": "request-start", "content": say, "message": say},
            })
        }
        Err(why) => json!({"error": one_line(why)}),
    }
}

/// Text as one line: every run of white space and control characters becomes one space.
pub fn one_line(text: &str) -> String {
    let gap = |c: char| c.is_whitespace() || c.is_control();
    text.split(gap)
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn results_keep_their_order_their_ids_and_one_line() {
        let answers = [
            ToolAnswer {
                tool_call_id: "call_1".into(),
                name: "find_slots".into(),
                outcome: Ok("Monday\nat 9 am".into()),
            },
            ToolAnswer {
                tool_call_id: "call_2".into(),
                name: "claim_slot".into(),
                outcome: Err("taken\r\n\u{2028}".into()),
            },
        ];
        assert_eq!(
            tool_results(&answers),
            json!({"results": [
                {"toolCallId": "call_1", "name": "find_slots", "result": "Monday at 9 am"},
                {"toolCallId": "call_2", "name": "claim_slot", "error": "taken"},
            ]})
        );
    }

    #[test]
    fn a_call_can_go_to_any_taker() {
        let saved = CallTaker::Saved {
            assistant_id: "a1".into(),
            variables: Map::new(),
        };
        assert_eq!(assistant_request_answer(&saved), json!({"assistantId": "a1"}));
        let person = CallTaker::Person {
            number: Personal::new("+442079460000"),
            say: None,
        };
        assert_eq!(
            assistant_request_answer(&person),
            json!({"destination": {"type": "number", "number": "+442079460000", "message": ""}})
        );
        assert_eq!(
            assistant_request_answer(&CallTaker::Nobody { say: "Sorry.".into() }),
            json!({"error": "Sorry."})
        );
    }

    proptest! {
        #[test]
        fn one_line_is_one_line_and_keeps_its_words(text in "\\PC{0,40}[\n\r\t\u{85}\u{2028}\u{2029}]{0,3}\\PC{0,40}") {
            let line = one_line(&text);
            let breaks = |c: char| c.is_control() || ['\u{2028}', '\u{2029}'].contains(&c);
            prop_assert!(!line.contains(breaks));
            prop_assert_eq!(one_line(&line), line);
        }
    }
}
