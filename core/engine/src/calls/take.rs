//! Taking in what a provider says about a call: rings, answered, over, reported, stalled, or unheard of.

use super::given::learn_from;
use super::person::{begin, known};
use super::words::{self, SpokenTurn};
use super::{CallRef, Delivery, Heard, context_of, ensure, is_new, settle};
use crate::clinic::Clinic;
use crate::error::{Done, EngineError};
use crate::events::{self, Change};
use callwaiting_domain::calls::{News, Source};
use callwaiting_domain::phi::PatientText;
use callwaiting_domain::redaction::{redact, redact_json, redact_known};
use callwaiting_store::tables::call::CallRow;
use callwaiting_store::tables::{Tx, call, call_event, delivery};
use jiff::Timestamp;
use std::sync::Arc;

const ANSWERED: &str = "Answered by Voxanne";

/// The end-of-call report, or the provider's own record of a call; everything but the end may be missing.
#[derive(Clone, Debug)]
pub struct Report {
    /// When the call began.
    pub started: Option<Timestamp>,
    /// When it ended.
    pub ended: Option<Timestamp>,
    /// The provider's reason.
    pub reason: Option<String>,
    /// The turns.
    pub turns: Vec<SpokenTurn>,
    /// The provider's summary.
    pub summary: Option<PatientText>,
    /// Cost in millionths, with its currency.
    pub cost: Option<(i64, String)>,
}

/// Takes a change of a call's state.
pub async fn news(clinic: &Clinic, delivery: Delivery, reference: CallRef, news: News) -> Done<()> {
    let (mint, now, heard) = (clinic.mint(), clinic.now(), Heard::new(reference, clinic));
    let bus = clinic.bus().clone();
    clinic
        .write(move |tx| {
            if !is_new(tx, &delivery, now)? {
                return Ok(());
            }
            let row = match known(tx, &heard)? {
                Some(row) => learn(tx, row, &news, now)?,
                None => {
                    let row = begin(tx, &mint, &heard, Some(&news), now)?;
                    if let Some(answered) = row.state.answered_at {
                        call_event::add(tx, &row.id, answered, "answered", ANSWERED)?;
                    }
                    row
                }
            };
            if !row.state.status.is_live() {
                bus.finish(&row.id);
            }
            settle(tx, &mint, row, now)
        })
        .await
}

/// Writes what a piece of news changes, and says how the call stands then.
fn learn(tx: Tx<'_>, mut row: CallRow, news: &News, now: Timestamp) -> Done<CallRow> {
    let before = row.state.clone();
    row.state.learn(news);
    if row.state == before {
        return Ok(row);
    }
    call::set_state(tx, &row.id, &row.state)?;
    if let Some(answered) = row.state.answered_at.filter(|at| before.answered_at != Some(*at)) {
        call_event::set(tx, &row.id, answered, "answered", ANSWERED)?;
    }
    events::tell(tx, now, Change::CallUpdated(&row.id))?;
    Ok(row)
}

/// Takes the final report of a call. A second one, or the reconciler's reading of the provider's list, adds
/// what the first lacked.
pub async fn report(
    clinic: &Clinic,
    delivery: Option<Delivery>,
    reference: CallRef,
    report: Report,
) -> Done<()> {
    let heard = Heard::new(reference, clinic);
    let turns: Arc<[SpokenTurn]> = report.turns.clone().into();
    for _ in 0..words::TRIES {
        let prepared = words::prepare(clinic, &heard, &turns).await?;
        let summary = report
            .summary
            .as_ref()
            .map(|told| redact(told, &prepared.context).text.into_inner());
        let (mint, now, base) = (clinic.mint(), clinic.now(), clinic.context());
        let (sealer, bus, heard) = (clinic.sealer(), clinic.bus().clone(), heard.clone());
        let (delivery, report) = (delivery.clone(), report.clone());
        let written = clinic
            .write(move |tx| {
                if let Some(delivery) = &delivery
                    && !is_new(tx, delivery, now)?
                {
                    return Ok(());
                }
                let mut row = ensure(tx, &mint, &heard, now)?;
                if !row.erased {
                    words::check_context(tx, &prepared, &base, &row)?;
                    words::put_list(tx, &sealer, &row, Source::Report, &prepared, now)?;
                    row = learn_from(tx, &mint, row, &prepared.given, &base, now)?;
                }
                let cost = report
                    .cost
                    .as_ref()
                    .map(|(micros, currency)| (*micros, currency.as_str()));
                // Redacted before, but perhaps before the turns told who it is about.
                let summary = match summary.filter(|_| !row.erased) {
                    Some(told) => Some(redact_known(
                        &PatientText::new(told),
                        &context_of(&tx, &base, &row)?,
                    )),
                    None => None,
                };
                call::set_report(tx, &row.id, summary.as_ref().map(|s| s.get().as_str()), cost)?;
                if let Some(started) = report.started {
                    row = learn(tx, row, &News::Answered(started), now)?;
                }
                let news = News::Reported {
                    started: report.started,
                    ended: report.ended.unwrap_or(heard.at),
                    reason: report.reason,
                };
                row = learn(tx, row, &news, now)?;
                bus.finish(&row.id);
                events::tell(tx, now, Change::CallUpdated(&row.id))?;
                settle(tx, &mint, row, now)
            })
            .await;
        match written {
            Err(EngineError::Stale) => {}
            done => return done,
        }
    }
    Err(EngineError::Stale)
}

/// Notes that the voice waited for a slow model, voice or tool.
pub async fn stalled(clinic: &Clinic, delivery: Delivery, reference: CallRef) -> Done<()> {
    let (mint, now, heard) = (clinic.mint(), clinic.now(), Heard::new(reference, clinic));
    clinic
        .write(move |tx| {
            if !is_new(tx, &delivery, now)? {
                return Ok(());
            }
            let row = ensure(tx, &mint, &heard, now)?;
            call_event::add(tx, &row.id, heard.at, "stalled", "Voxanne was slow to answer")?;
            events::tell(tx, now, Change::CallUpdated(&row.id))
        })
        .await
}

/// Keeps a message of a type nobody knows. Secrets must have been cut out of `body` before.
pub async fn unknown(clinic: &Clinic, kind: String, body: serde_json::Value) -> Done<()> {
    let (now, context) = (clinic.now(), clinic.context());
    let body = redact_json(&body, &context);
    clinic
        .write(move |tx| Ok(delivery::keep_unknown(tx, &kind, now, &body)?))
        .await
}
