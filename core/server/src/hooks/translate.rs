//! Vapi's words into the product's.

use callwaiting_domain::calls::{News, Speaker};
use callwaiting_domain::phi::PatientText;
use callwaiting_engine::calls::{CallRef, Report, SpokenTurn};
use callwaiting_engine::reconcile::ListedCall;
use callwaiting_providers::vapi::wire::{
    self, CallRecord, CallStatus, Direction, EndOfCallReport, Role, StatusUpdate,
};
use callwaiting_providers::{Personal, Spoken};
use jiff::{SignedDuration, Timestamp};

pub(super) fn call_ref(call: &wire::CallRef, at: Timestamp) -> CallRef {
    CallRef {
        provider_call_id: call.id.clone(),
        number: call
            .customer_number
            .as_ref()
            .map(|n: &Personal| PatientText::new(n.expose())),
        inbound: call.direction != Some(Direction::Outbound),
        at,
    }
}

/// How far a provider's clock may be ahead of ours.
const AHEAD: SignedDuration = SignedDuration::from_mins(5);

/// A time that a sender wrote, unless it lies in the future: what has been told has happened.
pub(super) fn believed(at: Option<Timestamp>, now: Timestamp) -> Option<Timestamp> {
    at.filter(|at| at.duration_since(now) <= AHEAD)
}

pub(super) fn words(text: &Spoken) -> PatientText {
    PatientText::new(text.expose())
}

pub(super) fn speaker(role: &wire::Speaker) -> Option<Speaker> {
    match role {
        wire::Speaker::Assistant => Some(Speaker::Voxanne),
        wire::Speaker::User => Some(Speaker::Caller),
        wire::Speaker::Other(_) => None,
    }
}

/// What a status means; `None` for one that changes nothing here.
pub(super) fn news(update: &StatusUpdate, at: Timestamp) -> Option<News> {
    match update.status {
        CallStatus::Queued | CallStatus::Ringing | CallStatus::Scheduled => Some(News::Ringing(at)),
        CallStatus::InProgress | CallStatus::Forwarding => Some(News::Answered(at)),
        CallStatus::Ended => Some(News::Ended {
            at,
            reason: update.ended_reason.as_ref().map(|r| r.as_str().to_owned()),
        }),
        CallStatus::NotFound | CallStatus::DeletionFailed | CallStatus::Other(_) => None,
    }
}

/// The spoken turns of a list; tool calls and instructions are not among them.
pub(super) fn turns(list: &[wire::Turn], start: Timestamp, now: Timestamp) -> Vec<SpokenTurn> {
    list.iter()
        .filter_map(|turn| {
            let speaker = match turn.role {
                Role::User => Speaker::Caller,
                Role::Bot => Speaker::Voxanne,
                _ => return None,
            };
            let text = turn.text.as_ref().filter(|t| !t.is_blank())?;
            let offset = turn.from_start_ms.and_then(|ms| i64::try_from(ms).ok());
            let at = believed(turn.at, now)
                .or_else(|| start.checked_add(SignedDuration::from_millis(offset?)).ok())
                .unwrap_or(start);
            Some(SpokenTurn {
                speaker,
                text: words(text),
                at,
                seconds: offset.map(|ms| ms as f64 / 1000.0),
            })
        })
        .collect()
}

pub(super) fn report(told: &EndOfCallReport, at: Timestamp, now: Timestamp) -> Report {
    let started = believed(told.started_at, now);
    let start = started.unwrap_or(at);
    let mut spoken = turns(&told.turns, start, now);
    if spoken.is_empty()
        && let Some(transcript) = &told.transcript
    {
        spoken = lines(transcript, start);
    }
    Report {
        started,
        ended: believed(told.ended_at, now),
        reason: told.ended_reason.as_ref().map(|r| r.as_str().to_owned()),
        turns: spoken,
        summary: told.summary.as_ref().map(words),
        cost: told.cost.as_ref().map(|c| (c.total.0, "USD".to_owned())),
    }
}

/// Turns out of a transcript that is one text, with lines that begin "AI:" and "User:". Their order is known
/// and their times are not, so each is a second after the one before it.
fn lines(transcript: &Spoken, start: Timestamp) -> Vec<SpokenTurn> {
    let spoken = transcript
        .expose()
        .lines()
        .filter_map(|line| match line.split_once(':') {
            Some(("AI", text)) => Some((Speaker::Voxanne, text)),
            Some(("User", text)) => Some((Speaker::Caller, text)),
            _ => None,
        });
    spoken
        .enumerate()
        .map(|(index, (speaker, text))| {
            let offset = SignedDuration::from_secs(i64::try_from(index).unwrap_or_default());
            let at = start.checked_add(offset).unwrap_or(start);
            SpokenTurn {
                speaker,
                text: PatientText::new(text.trim()),
                at,
                seconds: None,
            }
        })
        .collect()
}

/// A call of the provider's own list, for the reconciler.
pub(super) fn listed_call(record: &CallRecord, now: Timestamp) -> ListedCall {
    let call = &record.call;
    let started = believed(call.started_at, now);
    let at = started.or(believed(call.created_at, now)).unwrap_or(now);
    let ended = matches!(call.status, Some(CallStatus::Ended)) || record.report.ended_at.is_some();
    let mut told = report(&record.report, at, now);
    told.ended = told
        .ended
        .or_else(|| believed(call.ended_at.or(call.updated_at), now));
    told.started = told.started.or(started);
    ListedCall {
        reference: call_ref(call, at),
        answered: started.or(told.started),
        report: ended.then_some(told),
    }
}
