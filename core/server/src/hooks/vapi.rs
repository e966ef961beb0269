//! `POST /hooks/{clinicId}/vapi`: every server message of Vapi.
//!
//! `assistant-request` is answered within Vapi's 7.5 s whatever happens here; tools always get 200 with a
//! result or an error that the model can mend; everything else is stored and answered `{}`, or answered 503
//! so that it is sent again.

use super::answer::Refused;
use super::{Door, auth, receptionist, translate};
use axum::Json;
use axum::body::Bytes;
use axum::extract::FromRequest as _;
use axum::extract::rejection::BytesRejection;
use axum::extract::{ConnectInfo, Path, Request, State};
use callwaiting_domain::calls::News;
use callwaiting_engine::calls::{self, CallRef, Delivery, SpokenTurn};
use callwaiting_engine::voice::{self, HandOver, ToolAsk};
use callwaiting_engine::{Clinic, EngineError};
use callwaiting_providers::Personal;
use callwaiting_providers::vapi::answer::{
    CallTaker, ToolAnswer, assistant_request_answer, empty, function_call_answer, tool_results,
    transfer_destination,
};
use callwaiting_providers::vapi::scrub::scrub;
use callwaiting_providers::vapi::wire::{self, Message, ToolCall, TranscriptKind};
use jiff::Timestamp;
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

/// Vapi waits 7.5 s for an `assistant-request`; the way there and back needs some of it.
const RING_DEADLINE: Duration = Duration::from_secs(5);
/// Vapi waits 20 s for a tool.
const TOOL_DEADLINE: Duration = Duration::from_secs(12);

pub(super) async fn receive(
    State(door): State<Arc<dyn Door>>,
    Path(clinic_id): Path<String>,
    request: Request,
) -> Result<Json<Value>, Refused> {
    let sender = request
        .extensions()
        .get::<ConnectInfo<SocketAddr>>()
        .map(|info| info.0.ip());
    let (method, uri, headers) = (
        request.method().clone(),
        request.uri().clone(),
        request.headers().clone(),
    );
    let body = Bytes::from_request(request, &())
        .await
        .map_err(|e: BytesRejection| Refused::Body(e.status()))?;
    let (clinic, verified) =
        auth::admit(&*door, &clinic_id, sender, (&method, &uri, &headers), &body).await?;
    let value = wire::read_json(&body).map_err(Refused::Wire)?;
    let envelope = wire::parse_value(&value).map_err(Refused::Wire)?;
    let kind = envelope.message.kind().to_owned();
    metrics::counter!("callwaiting_webhooks_total", "type" => known_kind(&envelope.message)).increment(1);
    if !envelope.oddities.is_empty() {
        tracing::debug!(places = ?envelope.oddities, "a delivery had details of an unexpected type");
    }
    let at = envelope.timestamp.unwrap_or_else(|| clinic.now());
    let Some(call) = &envelope.call else {
        keep(&clinic, kind, value).await?;
        return Ok(Json(empty()));
    };
    let reference = translate::call_ref(call, at);
    act(
        &clinic,
        &*door,
        envelope.message,
        reference,
        verified.message_id,
        at,
        value,
    )
    .await
    .map(Json)
}

/// The type as a metric's label: our own list, never what a sender wrote.
fn known_kind(message: &Message) -> &'static str {
    match message {
        Message::AssistantRequest => "assistant-request",
        Message::ToolCalls(_) => "tool-calls",
        Message::FunctionCall(_) => "function-call",
        Message::StatusUpdate(_) => "status-update",
        Message::Transcript(_) => "transcript",
        Message::ConversationUpdate { .. } => "conversation-update",
        Message::SpeechUpdate { .. } => "speech-update",
        Message::TransferDestinationRequest => "transfer-destination-request",
        Message::Hang => "hang",
        Message::UserInterrupted { .. } => "user-interrupted",
        Message::EndOfCallReport(_) => "end-of-call-report",
        Message::Unknown { .. } => "unknown",
    }
}

async fn act(
    clinic: &Arc<Clinic>,
    door: &dyn Door,
    message: Message,
    reference: CallRef,
    message_id: Option<String>,
    at: Timestamp,
    value: Value,
) -> Result<Value, Refused> {
    let call_id = reference.provider_call_id.clone();
    let delivery = |kind: &'static str, rest: String| {
        let key = message_id
            .as_ref()
            .map_or_else(|| format!("{kind}:{call_id}:{rest}"), |id| format!("id:{id}"));
        Delivery { key, kind }
    };
    let stamp = at.as_millisecond().to_string();
    match message {
        Message::AssistantRequest => Ok(ring(
            clinic,
            door,
            reference,
            delivery("assistant-request", String::new()),
            at,
        )
        .await),
        Message::ToolCalls(asked) => Ok(tools(clinic, &reference, asked).await),
        Message::FunctionCall(asked) => {
            let id = hex::encode(Sha256::digest(value.to_string()));
            let one = ToolCall {
                id,
                name: asked.name,
                arguments: asked.arguments,
            };
            Ok(function_call_answer(&tool(clinic, &reference, one).await.outcome))
        }
        Message::StatusUpdate(update) => {
            if let Some(news) = translate::news(&update, at) {
                calls::news(
                    clinic,
                    delivery("status-update", update.status.as_str().to_owned()),
                    reference,
                    news,
                )
                .await?;
            }
            Ok(empty())
        }
        Message::Transcript(line) => {
            if let Some(speaker) = translate::speaker(&line.role) {
                let text = translate::words(&line.text);
                match line.kind {
                    TranscriptKind::Partial => calls::partial(clinic, reference, speaker, text).await?,
                    TranscriptKind::Final => {
                        let said = SpokenTurn {
                            speaker,
                            text,
                            at,
                            seconds: None,
                        };
                        calls::spoken(
                            clinic,
                            delivery("transcript", format!("{}:{stamp}", speaker.as_str())),
                            reference,
                            said,
                        )
                        .await?;
                    }
                }
            }
            Ok(empty())
        }
        Message::ConversationUpdate { turns } => {
            let turns = translate::turns(&turns, at);
            calls::conversation(
                clinic,
                delivery("conversation-update", format!("{}:{stamp}", turns.len())),
                reference,
                turns,
            )
            .await?;
            Ok(empty())
        }
        Message::Hang => {
            calls::stalled(clinic, delivery("hang", stamp), reference).await?;
            Ok(empty())
        }
        Message::TransferDestinationRequest => transfer(clinic, reference).await,
        Message::EndOfCallReport(told) => {
            let told = translate::report(&told, at);
            // A join: a second report adds what the first lacked, a repeat adds nothing. So none is turned away.
            calls::report(clinic, None, reference, told).await?;
            Ok(empty())
        }
        // Who speaks at this moment changes nothing that is kept.
        Message::SpeechUpdate { .. } | Message::UserInterrupted { .. } => Ok(empty()),
        Message::Unknown { kind, .. } => {
            keep(clinic, kind, value).await?;
            Ok(empty())
        }
    }
}

async fn keep(clinic: &Clinic, kind: String, mut value: Value) -> Result<(), EngineError> {
    scrub(&mut value);
    calls::unknown(clinic, kind, value).await
}

/// A call rings. Whatever the store does, an answer goes out in time.
async fn ring(
    clinic: &Arc<Clinic>,
    door: &dyn Door,
    reference: CallRef,
    delivery: Delivery,
    at: Timestamp,
) -> Value {
    let noted = async {
        if let Err(error) = calls::news(clinic, delivery, reference, News::Ringing(at)).await {
            tracing::error!(
                code = error.code(),
                "a ringing call could not be noted; it is answered all the same"
            );
        }
        receptionist::taker(clinic, door).await
    };
    let taker = match within(RING_DEADLINE, noted).await {
        Some(taker) => taker,
        None => within(Duration::from_secs(1), receptionist::fallback(clinic))
            .await
            .unwrap_or(CallTaker::Nobody {
                say: "I'm sorry, the clinic can't take your call right now. Please ring again.".into(),
            }),
    };
    assistant_request_answer(&taker)
}

async fn tools(clinic: &Clinic, reference: &CallRef, asked: Vec<ToolCall>) -> Value {
    let mut answers = Vec::with_capacity(asked.len());
    // In order, because a model that claims and confirms in one message means them in order.
    for one in asked {
        answers.push(tool(clinic, reference, one).await);
    }
    tool_results(&answers)
}

async fn tool(clinic: &Clinic, reference: &CallRef, asked: ToolCall) -> ToolAnswer {
    let ToolCall { id, name, arguments } = asked;
    let ask = ToolAsk {
        id: id.clone(),
        tool: name.clone(),
        arguments: arguments.ok(),
    };
    let outcome = match within(TOOL_DEADLINE, voice::run(clinic, reference.clone(), ask)).await {
        Some(Ok(answer)) if answer.ok => Ok(answer.text),
        Some(Ok(answer)) => Err(answer.text),
        Some(Err(error)) => {
            tracing::error!(code = error.code(), "a tool call failed");
            Err(sorry(&error).to_owned())
        }
        None => Err("This is taking too long. Tell the caller a colleague will ring back.".to_owned()),
    };
    ToolAnswer {
        tool_call_id: id,
        name,
        outcome,
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

async fn transfer(clinic: &Clinic, reference: CallRef) -> Result<Value, Refused> {
    let answer = voice::transfer(clinic, reference).await?;
    Ok(match &answer {
        HandOver::To(number) => transfer_destination(Ok((
            &Personal::new(number.as_str()),
            "I'm putting you through to the front desk.",
        ))),
        HandOver::RingBack => transfer_destination(Err(
            "Nobody can take the call right now. Tell the caller somebody will ring back.",
        )),
    })
}

async fn within<T>(deadline: Duration, work: impl Future<Output = T>) -> Option<T> {
    tokio::time::timeout(deadline, work).await.ok()
}
