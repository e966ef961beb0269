//! The first screen in one answer: who needs somebody, who is on the line, who is next.

use super::appointments::{AppointmentView, HoldView, appointment_view, hold_view};
use super::calls::{CallSummary, PartialView, TurnView, summary, turns, unfinished};
use super::people::{NeedView, open_needs};
use crate::booking::{SlotsWanted, slots};
use crate::clinic::Clinic;
use crate::error::Done;
use callwaiting_domain::booking::Span;
use callwaiting_domain::calls::{CallStatus, Outcome};
use callwaiting_store::tables::{appointment, call, hold};
use jiff::{Timestamp, ToSpan as _};
use serde::Serialize;
use utoipa::ToSchema;

/// The last turns of a live call that the screen shows.
const TURNS_SHOWN: usize = 12;

/// A call that is on the line.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct LiveView {
    /// The call.
    pub call: CallSummary,
    /// Its last turns.
    pub turns: Vec<TurnView>,
    /// What is being said right now.
    pub partial: Option<PartialView>,
    /// The time it holds.
    pub hold: Option<HoldView>,
}

/// What happened since the clinic was last open.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Since {
    /// From when, UTC.
    #[schema(value_type = String, format = DateTime)]
    pub from: Timestamp,
    /// Calls answered.
    pub answered: usize,
    /// Calls that ended in an appointment.
    pub booked: usize,
    /// Callers won back.
    pub won_back: usize,
    /// Calls that failed.
    pub missed: usize,
}

/// The next time that is free.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct NextFree {
    /// Start, UTC.
    #[schema(value_type = String, format = DateTime)]
    pub start: Timestamp,
    /// With whom.
    pub practitioner_name: String,
}

/// The first screen.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TodayView {
    /// The clinic's local day.
    pub date: String,
    /// What needs a person.
    pub needs_you: Vec<NeedView>,
    /// Who is on the line.
    pub live: Vec<LiveView>,
    /// Today's appointments.
    pub appointments: Vec<AppointmentView>,
    /// Today's holds.
    pub holds: Vec<HoldView>,
    /// Since the clinic was last open.
    pub since: Since,
    /// The next free time of anybody.
    pub next_free: Option<NextFree>,
}

/// Today, as the clinic's clock has it.
pub async fn today(clinic: &Clinic) -> Done<TodayView> {
    let (catalogue, now) = (clinic.catalogue(), clinic.now());
    let date = now.to_zoned(catalogue.zone.clone()).date();
    let midnight = |d: jiff::civil::Date| d.to_zoned(catalogue.zone.clone()).map_or(now, |z| z.timestamp());
    let day = Span {
        start: midnight(date),
        end: midnight(date.checked_add(1.day()).unwrap_or(date)),
    };
    let from = closed_at(&catalogue.zone, date).unwrap_or(day.start);
    let (reading, bus) = (catalogue.clone(), clinic.bus().clone());
    let mut view = clinic
        .read(move |conn| {
            let wanted = appointment::Wanted {
                from: Some(day.start),
                to: Some(day.end),
                status: Some("booked".into()),
                ..Default::default()
            };
            let (rows, _) = appointment::list(conn, &wanted, 500, 0)?;
            let holds: Vec<HoldView> = hold::in_force(conn, now)?
                .iter()
                .map(|h| hold_view(conn, &reading, h))
                .collect::<Result<_, _>>()?;
            let mut live = Vec::new();
            for row in call::live(conn)? {
                let mut shown = turns(conn, &row)?;
                let hold = holds
                    .iter()
                    .find(|h| h.call_id.as_deref() == Some(&row.id))
                    .cloned();
                live.push(LiveView {
                    partial: unfinished(&bus, &row),
                    call: summary(conn, &reading, &row)?,
                    turns: shown.split_off(shown.len().saturating_sub(TURNS_SHOWN)),
                    hold,
                });
            }
            let calls = call::since(conn, from)?;
            let count = |wanted: &dyn Fn(&call::CallRow) -> bool| calls.iter().filter(|c| wanted(c)).count();
            Ok(TodayView {
                date: date.to_string(),
                needs_you: open_needs(conn)?,
                live,
                appointments: rows
                    .iter()
                    .map(|a| appointment_view(conn, &reading, a))
                    .collect::<Result<_, _>>()?,
                holds: holds
                    .into_iter()
                    .filter(|h| h.start >= day.start && h.start < day.end)
                    .collect(),
                since: Since {
                    from,
                    answered: count(&|c| c.state.answered_at.is_some()),
                    booked: count(&|c| c.outcome == Some(Outcome::Booked)),
                    won_back: count(&|c| c.state.status == CallStatus::Recovered),
                    missed: count(&|c| c.state.status == CallStatus::Failed),
                },
                next_free: None,
            })
        })
        .await?;
    view.next_free = next_free(clinic, day).await?;
    Ok(view)
}

/// Six in the evening of the day before, which is when most clinics close.
fn closed_at(zone: &jiff::tz::TimeZone, date: jiff::civil::Date) -> Option<Timestamp> {
    let before = date.checked_sub(1.day()).ok()?;
    before
        .at(18, 0, 0, 0)
        .to_zoned(zone.clone())
        .ok()
        .map(|z| z.timestamp())
}

async fn next_free(clinic: &Clinic, day: Span) -> Done<Option<NextFree>> {
    let catalogue = clinic.catalogue();
    let shortest = catalogue
        .procedures
        .iter()
        .filter(|p| p.active)
        .min_by_key(|p| p.minutes);
    let Some(procedure) = shortest else {
        return Ok(None);
    };
    let within = Span {
        start: day.start,
        end: day.end.checked_add((7 * 24).hours()).unwrap_or(day.end),
    };
    let free = slots(
        clinic,
        SlotsWanted {
            procedure: procedure.id.clone(),
            practitioner: None,
            within,
        },
    )
    .await?;
    Ok(free.first().map(|slot| NextFree {
        start: slot.span.start,
        practitioner_name: catalogue
            .practitioner(&slot.practitioner)
            .map(|p| p.name.clone())
            .unwrap_or_default(),
    }))
}
