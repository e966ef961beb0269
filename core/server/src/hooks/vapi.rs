//! `POST /hooks/{clinicId}/vapi`: every server message of Vapi.
//!
//! `assistant-request` is answered within Vapi's 7.5 s whatever happens here; tools always get 200 with a
//! result or an error that the model can mend; everything else is stored and answered `{}`, or answered 503
//! so that it is sent again.

use super::answer::Refused;
use super::tools::within;
use super::{Door, auth, receptionist, tools, translate};
use axum::Json;
use axum::body::Bytes;
use axum::extract::FromRequest as _;
use axum::extract::rejection::BytesRejection;
use axum::extract::{ConnectInfo, Path, Request, State};
use callwaiting_domain::calls::News;
use callwaiting_engine::calls::{self, CallRef, Delivery, SpokenTurn};
use callwaiting_engine::voice::{self, HandOver};
use callwaiting_engine::{Clinic, EngineError, setup};
use callwaiting_providers::Personal;
use callwaiting_providers::vapi::answer::{CallTaker, assistant_request_answer, empty, transfer_destination};
use callwaiting_providers::vapi::scrub::scrub;
use callwaiting_providers::vapi::wire::{self, Message, TranscriptKind};
use jiff::Timestamp;
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

/// Vapi waits 7.5 s for an `assistant-request`; the way there and back needs some of it.
const RING_DEADLINE: Duration = Duration::from_secs(5);

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
    let sent = translate::believed(envelope.timestamp, clinic.now());
    let at = sent.unwrap_or_else(|| clinic.now());
    let reference = envelope.call.as_ref().map(|call| translate::call_ref(call, at));
    let answer = match (envelope.message, reference) {
        (Message::AssistantRequest, reference) => {
            ring(&clinic, &*door, reference, verified.message_id, at).await
        }
        (message, Some(reference)) => {
            act(&clinic, message, reference, verified.message_id, sent, value).await?
        }
        (message, None) => without_call(&clinic, message, kind, value).await?,
    };
    Ok(Json(answer))
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
        Message::Chatter { kind } => kind,
        Message::Unknown { .. } => "unknown",
    }
}

async fn act(
    clinic: &Clinic,
    message: Message,
    reference: CallRef,
    message_id: Option<String>,
    sent: Option<Timestamp>,
    value: Value,
) -> Result<Value, Refused> {
    let (at, now) = (reference.at, clinic.now());
    let call_id = reference.provider_call_id.clone();
    let delivery = |kind, rest: String| noted_as(kind, &call_id, &rest, message_id.as_deref());
    let stamp = at.as_millisecond().to_string();
    match message {
        Message::ToolCalls(asked) => Ok(tools::run_all(clinic, Some(&reference), asked).await),
        Message::FunctionCall(asked) => Ok(tools::run_legacy(clinic, Some(&reference), asked, &value).await),
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
                        // One may say two things in a millisecond; without a time, the same words are a repeat.
                        let when = sent.map(|at| at.as_millisecond().to_string()).unwrap_or_default();
                        let digest = hex::encode(&Sha256::digest(text.expose())[..8]);
                        let key = format!("{}:{when}:{digest}", speaker.as_str());
                        let said = SpokenTurn {
                            speaker,
                            text,
                            at,
                            seconds: None,
                        };
                        calls::spoken(clinic, delivery("transcript", key), reference, said).await?;
                    }
                }
            }
            Ok(empty())
        }
        Message::ConversationUpdate { turns } => {
            let turns = translate::turns(&turns, at, now);
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
        Message::TransferDestinationRequest => {
            let answer = voice::transfer(clinic, reference).await?;
            Ok(handed_over(match &answer {
                HandOver::To(number) => Some(number.as_str()),
                HandOver::RingBack => None,
            }))
        }
        Message::EndOfCallReport(told) => {
            let told = translate::report(&told, at, now);
            // A join: a second report adds what the first lacked, a repeat adds nothing. So none is turned away.
            calls::report(clinic, None, reference, told).await?;
            Ok(empty())
        }
        // Who speaks at this moment changes nothing that is kept; who answers a call that rings is `ring`.
        Message::SpeechUpdate { .. }
        | Message::UserInterrupted { .. }
        | Message::Chatter { .. }
        | Message::AssistantRequest => Ok(empty()),
        Message::Unknown { kind, .. } => {
            keep(clinic, kind, value).await?;
            Ok(empty())
        }
    }
}

/// A message that doesn't say whose call it is about. Somebody may be waiting for its answer all the same.
async fn without_call(
    clinic: &Clinic,
    message: Message,
    kind: String,
    value: Value,
) -> Result<Value, Refused> {
    match message {
        Message::ToolCalls(asked) => Ok(tools::run_all(clinic, None, asked).await),
        Message::FunctionCall(asked) => Ok(tools::run_legacy(clinic, None, asked, &value).await),
        Message::TransferDestinationRequest => {
            let desk = setup::setting(clinic, setup::HANDOVER_NUMBER).await?;
            Ok(handed_over(desk.as_deref()))
        }
        Message::SpeechUpdate { .. } | Message::UserInterrupted { .. } | Message::Chatter { .. } => {
            Ok(empty())
        }
        _ => {
            keep(clinic, kind, value).await?;
            Ok(empty())
        }
    }
}

/// The delivery's key: what the sender calls it, else what repeats of it share.
fn noted_as(kind: &'static str, call_id: &str, rest: &str, message_id: Option<&str>) -> Delivery {
    let key = message_id.map_or_else(|| format!("{kind}:{call_id}:{rest}"), |id| format!("id:{id}"));
    Delivery { key, kind }
}

async fn keep(clinic: &Clinic, kind: String, mut value: Value) -> Result<(), EngineError> {
    scrub(&mut value);
    calls::unknown(clinic, kind, value).await
}

/// A call rings. Whatever the store does, and whatever the message lacks, an answer goes out in time.
async fn ring(
    clinic: &Clinic,
    door: &dyn Door,
    reference: Option<CallRef>,
    message_id: Option<String>,
    at: Timestamp,
) -> Value {
    let noted = async {
        let Some(reference) = reference else {
            tracing::warn!("a call that rings has no id; it is answered and not noted");
            return receptionist::taker(clinic, door).await;
        };
        let call_id = reference.provider_call_id.clone();
        let delivery = noted_as("assistant-request", &call_id, "", message_id.as_deref());
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

/// Where the voice may pass the call on to, if anywhere.
fn handed_over(number: Option<&str>) -> Value {
    match number {
        Some(number) => transfer_destination(Ok((
            &Personal::new(number),
            "I'm putting you through to the front desk.",
        ))),
        None => transfer_destination(Err(
            "Nobody can take the call right now. Tell the caller somebody will ring back.",
        )),
    }
}
