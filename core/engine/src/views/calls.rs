//! Calls: the line in a list, and everything about one.

use super::appointments::{AppointmentView, HoldView, appointment_view, hold_view};
use super::{MoneyView, who};
use crate::clinic::Clinic;
use crate::error::{Done, EngineError};
use crate::events::Bus;
use callwaiting_domain::booking::Catalogue;
use callwaiting_domain::calls::{Turn, merge_turns};
use callwaiting_store::tables::call::CallRow;
use callwaiting_store::tables::turn::Words;
use callwaiting_store::tables::{appointment, call as table, call_event, consent, hold, sealed_turn, turn};
use jiff::Timestamp;
use rusqlite::Connection;
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// A call in a list.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CallSummary {
    /// Its id here.
    pub id: String,
    /// Its id at the provider.
    pub provider_call_id: String,
    /// `inbound` or `outbound`.
    pub direction: &'static str,
    /// Where it stands.
    pub status: &'static str,
    /// What came of it.
    pub outcome: Option<&'static str>,
    /// Whether somebody is on the line.
    pub live: bool,
    /// When it began, UTC.
    #[schema(value_type = String, format = DateTime)]
    pub started_at: Timestamp,
    /// When it was answered, UTC.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub answered_at: Option<Timestamp>,
    /// When it ended, UTC.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub ended_at: Option<Timestamp>,
    /// How long it took.
    pub duration_seconds: Option<i64>,
    /// Who is on the other side.
    pub who: String,
    /// Their contact.
    pub contact_id: Option<String>,
    /// The last three digits of their number.
    pub phone_ending: Option<String>,
    /// What it is about.
    pub reason: Option<String>,
    /// The provider's reason for its end.
    pub ended_reason: Option<String>,
}

/// One turn of the redacted transcript.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TurnView {
    /// Its id within the call.
    pub id: String,
    /// `caller` or `voxanne`.
    pub speaker: &'static str,
    /// When, UTC.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// Seconds since the call was answered.
    pub seconds_from_start: Option<f64>,
    /// Redacted words.
    pub text: String,
    /// Whether the words will stay as they are.
    #[serde(rename = "final")]
    #[schema(rename = "final")]
    pub is_final: bool,
    /// From the end of the caller's words to the first of the answer, in milliseconds, where it was measured.
    pub answer_ms: Option<i64>,
}

/// One line of the timeline.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TimelineEventView {
    /// When, UTC.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// Seconds since the call was answered.
    pub seconds_from_start: Option<f64>,
    /// What, as a short fixed word.
    pub kind: String,
    /// What, as a sentence without personal data.
    pub text: String,
}

/// What a call cost.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CostView {
    /// All of it.
    pub total: Option<MoneyView>,
}

/// Everything about one call.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CallView {
    /// The line in the list.
    #[serde(flatten)]
    pub summary: CallSummary,
    /// The transcript, redacted.
    pub turns: Vec<TurnView>,
    /// What happened.
    pub timeline: Vec<TimelineEventView>,
    /// The time it holds.
    pub hold: Option<HoldView>,
    /// What was booked in it.
    pub appointment: Option<AppointmentView>,
    /// How many details were removed from the transcript.
    pub redactions: usize,
    /// What it cost, once known.
    pub cost: Option<CostView>,
    /// What is being said right now.
    pub partial: Option<PartialView>,
    /// What was taken out of the transcript, by label.
    pub removed: Vec<RemovedView>,
    /// How many turns were withheld whole because redaction failed.
    pub withheld: usize,
    /// What the caller answered when asked whether their exact words may be kept; absent where nobody asked.
    pub consent: Option<ConsentView>,
    /// Whether the exact words are kept, sealed.
    pub has_original: bool,
}

/// How often something was taken out of a call's words.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RemovedView {
    /// `NAME`, `PHONE`, `EMAIL`, `ADDRESS`, `DOB`, `ID`, `CARD` or `MEDICAL`.
    pub label: String,
    /// How often.
    pub times: usize,
    /// When it was last done, UTC.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub last_at: Option<Timestamp>,
}

/// A caller's answer on whether their exact words may be kept.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ConsentView {
    /// Yes or no.
    pub given: bool,
    /// What was asked, word for word.
    pub wording: String,
    /// `phone`, `desk`, `sms` or `web`.
    pub channel: String,
    /// When, UTC.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
}

/// What was taken out of the turns that are shown, by label, the most frequent first.
fn removed(shown: &[Turn<Words>]) -> Vec<RemovedView> {
    let mut found: BTreeMap<&str, RemovedView> = BTreeMap::new();
    for turn in shown {
        for piece in turn.content.text.split("[REDACTED_").skip(1) {
            let Some((label, _)) = piece.split_once(']') else {
                continue;
            };
            let one = found.entry(label).or_insert_with(|| RemovedView {
                label: label.into(),
                times: 0,
                last_at: None,
            });
            one.times += 1;
            one.last_at = one.last_at.max(turn.content.redacted_at);
        }
    }
    let mut all: Vec<_> = found.into_values().collect();
    all.sort_by_key(|one| std::cmp::Reverse(one.times));
    all
}

/// Words that are still being spoken.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PartialView {
    /// `caller` or `voxanne`.
    pub speaker: String,
    /// Redacted words so far.
    pub text: String,
}

/// What is being said in a call that is on the line.
pub(crate) fn unfinished(bus: &Bus, row: &CallRow) -> Option<PartialView> {
    let words = bus.unfinished(&row.id).filter(|_| row.state.status.is_live())?;
    Some(PartialView {
        speaker: words.speaker.into(),
        text: words.text.into_inner(),
    })
}

fn seconds(row: &CallRow, at: Timestamp) -> Option<f64> {
    let start = row
        .state
        .answered_at
        .or(row.state.started_at)
        .unwrap_or(row.first_heard_at);
    let ms = at.as_millisecond() - start.as_millisecond();
    Some((ms.max(0)) as f64 / 1000.0)
}

pub(crate) fn summary(
    conn: &Connection,
    catalogue: &Catalogue,
    row: &CallRow,
) -> rusqlite::Result<CallSummary> {
    let start = row.state.started_at.unwrap_or(row.first_heard_at);
    let procedure = row
        .procedure_id
        .as_deref()
        .and_then(|id| catalogue.procedure(&id.into()))
        .map(|p| p.name.clone());
    let answered = row.state.answered_at.unwrap_or(start);
    Ok(CallSummary {
        id: row.id.clone(),
        provider_call_id: row.provider_call_id.clone(),
        direction: if row.inbound { "inbound" } else { "outbound" },
        status: row.state.status.as_str(),
        outcome: row.outcome.map(|o| o.as_str()),
        live: row.state.status.is_live(),
        started_at: start,
        answered_at: row.state.answered_at,
        ended_at: row.state.ended_at,
        duration_seconds: row
            .state
            .ended_at
            .map(|end| (end.as_second() - answered.as_second()).max(0)),
        who: who(conn, row)?,
        contact_id: row.contact_id.clone(),
        phone_ending: row.phone_ending().map(str::to_owned),
        reason: procedure.or_else(|| row.reason.clone()),
        ended_reason: row.state.ended_reason.clone(),
    })
}

pub(crate) fn turns(conn: &Connection, row: &CallRow) -> rusqlite::Result<Vec<TurnView>> {
    Ok(turn_views(row, shown(conn, row)?))
}

fn shown(conn: &Connection, row: &CallRow) -> rusqlite::Result<Vec<Turn<Words>>> {
    Ok(merge_turns(&turn::of_call(conn, &row.id)?, row.conversation_at))
}

fn turn_views(row: &CallRow, shown: Vec<Turn<Words>>) -> Vec<TurnView> {
    shown
        .into_iter()
        .map(|t| TurnView {
            id: format!("{}-{}", t.source.rank(), t.ordinal),
            speaker: t.speaker.as_str(),
            at: t.at,
            seconds_from_start: t.content.seconds.or_else(|| seconds(row, t.at)),
            text: t.content.text,
            is_final: true,
            answer_ms: None,
        })
        .collect()
}

/// A page of calls, newest first, and how many there are. An empty status means any.
pub async fn calls(
    clinic: &Clinic,
    status: String,
    q: String,
    limit: i64,
    offset: i64,
) -> Done<(Vec<CallSummary>, i64)> {
    let catalogue = clinic.catalogue();
    clinic
        .read(move |conn| {
            let (rows, total) = table::list(conn, &status, &q, limit, offset)?;
            let views = rows
                .iter()
                .map(|row| summary(conn, &catalogue, row))
                .collect::<Result<_, _>>()?;
            Ok((views, total))
        })
        .await
}

/// One call, by its id here or at the provider.
pub async fn call(clinic: &Clinic, id: String) -> Done<CallView> {
    let (catalogue, now, bus) = (clinic.catalogue(), clinic.now(), clinic.bus().clone());
    clinic
        .read(move |conn| {
            let found = match table::find(conn, &id)? {
                Some(row) => Some(row),
                None => table::by_provider(conn, &id)?,
            };
            let row = found.ok_or(EngineError::NotFound("call"))?;
            Ok(whole(conn, &catalogue, &bus, row, now)?)
        })
        .await
}

/// Every call of a contact, newest first.
pub async fn calls_of(clinic: &Clinic, contact_id: String) -> Done<Vec<CallView>> {
    let (catalogue, now, bus) = (clinic.catalogue(), clinic.now(), clinic.bus().clone());
    clinic
        .read(move |conn| {
            let rows = table::of_contact(conn, &contact_id)?.into_iter();
            let views = rows.map(|row| whole(conn, &catalogue, &bus, row, now));
            Ok(views.collect::<rusqlite::Result<_>>()?)
        })
        .await
}

fn whole(
    conn: &Connection,
    catalogue: &Catalogue,
    bus: &Bus,
    row: CallRow,
    now: Timestamp,
) -> rusqlite::Result<CallView> {
    let shown = shown(conn, &row)?;
    let (removed, withheld) = (
        removed(&shown),
        shown.iter().filter(|t| t.content.withheld).count(),
    );
    let turns = turn_views(&row, shown);
    let agreed = consent::in_force(conn, &row.id, row.contact_id.as_deref())?;
    let held = hold::held_by_call(conn, &row.id)?
        .into_iter()
        .find(|h| h.in_force(now));
    let timeline = call_event::of_call(conn, &row.id)?
        .into_iter()
        .map(|e| TimelineEventView {
            at: e.at,
            seconds_from_start: seconds(&row, e.at),
            kind: e.kind,
            text: e.text,
        })
        .collect();
    Ok(CallView {
        partial: unfinished(bus, &row),
        removed,
        withheld,
        consent: agreed.map(|c| ConsentView {
            given: c.given,
            wording: c.wording,
            channel: c.channel,
            at: c.at,
        }),
        has_original: sealed_turn::has(conn, &row.id)?,
        summary: summary(conn, catalogue, &row)?,
        redactions: turns.iter().map(|t| t.text.matches("[REDACTED_").count()).sum(),
        turns,
        timeline,
        hold: held.map(|h| hold_view(conn, catalogue, &h)).transpose()?,
        appointment: appointment::of_call(conn, &row.id)?
            .map(|a| appointment_view(conn, catalogue, &a))
            .transpose()?,
        cost: row.cost.as_ref().map(|(micros, currency)| CostView {
            total: Some(MoneyView {
                amount_minor: (micros + 5_000) / 10_000,
                currency: currency.clone(),
            }),
        }),
    })
}
