//! Tools that the voice called: each gets its one answer with status 200, a result or an error that the model can
//! mend or say.

use callwaiting_engine::calls::CallRef;
use callwaiting_engine::voice::{self, ToolAsk};
use callwaiting_engine::{Clinic, EngineError};
use callwaiting_providers::vapi::answer::{ToolAnswer, function_call_answer, tool_results};
use callwaiting_providers::vapi::wire::{Arguments, FunctionCall, ToolCall};
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use std::future::Future;
use std::time::Duration;

/// Vapi waits 20 s for a tool.
const TOOL_DEADLINE: Duration = Duration::from_secs(12);
/// Nothing can be booked for a call that nobody can name.
const NO_CALL: &str =
    "This call can't be recognised, so nothing was done. Tell the caller a colleague will ring back.";
/// Without an id it can't be told from its repeat, and a booking must not be made twice.
const NO_ID: &str = "This tool call has no id, so nothing was done. Call the tool again.";

/// Runs what one message asks for and answers it whole, whatever is wrong with a part of it.
pub(super) async fn run_all(clinic: &Clinic, reference: Option<&CallRef>, asked: Vec<ToolCall>) -> Value {
    let mut answers = Vec::with_capacity(asked.len());
    // In order, because a model that claims and confirms in one message means them in order.
    for one in asked {
        answers.push(run(clinic, reference, one).await);
    }
    tool_results(&answers)
}

/// Runs a tool call of the old form, which has no id: its body stands for one.
pub(super) async fn run_legacy(
    clinic: &Clinic,
    reference: Option<&CallRef>,
    asked: FunctionCall,
    body: &Value,
) -> Value {
    let one = ToolCall {
        id: hex::encode(Sha256::digest(body.to_string())),
        name: asked.name,
        arguments: asked.arguments,
    };
    function_call_answer(&run(clinic, reference, one).await.outcome)
}

async fn run(clinic: &Clinic, reference: Option<&CallRef>, asked: ToolCall) -> ToolAnswer {
    let ToolCall { id, name, arguments } = asked;
    let outcome = match reference {
        None => {
            tracing::warn!("a tool call does not say of which telephone call; it was not run");
            Err(NO_CALL.to_owned())
        }
        Some(_) if id.is_empty() => Err(NO_ID.to_owned()),
        Some(reference) => done(clinic, reference, &id, &name, arguments.ok()).await,
    };
    ToolAnswer {
        tool_call_id: id,
        name,
        outcome,
    }
}

async fn done(
    clinic: &Clinic,
    reference: &CallRef,
    id: &str,
    name: &str,
    arguments: Option<Arguments>,
) -> Result<String, String> {
    let ask = ToolAsk {
        id: id.to_owned(),
        tool: name.to_owned(),
        arguments,
    };
    match within(TOOL_DEADLINE, voice::run(clinic, reference.clone(), ask)).await {
        Some(Ok(answer)) if answer.ok => Ok(answer.text),
        Some(Ok(answer)) => Err(answer.text),
        Some(Err(error)) => {
            tracing::error!(code = error.code(), "a tool call failed");
            Err(sorry(&error).to_owned())
        }
        None => Err("This is taking too long. Tell the caller a colleague will ring back.".to_owned()),
    }
}

/// What the model is told when the fault is ours.
fn sorry(error: &EngineError) -> &'static str {
    match error {
        EngineError::HoldExpired | EngineError::HoldEnded => {
            "That time is no longer held. Call find_slots again."
        }
        _ => "The diary can't be reached just now. Tell the caller a colleague will ring back to book.",
    }
}

/// The work's result, if it is there in time.
pub(super) async fn within<T>(deadline: Duration, work: impl Future<Output = T>) -> Option<T> {
    tokio::time::timeout(deadline, work).await.ok()
}
