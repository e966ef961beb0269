//! `find_slots`: free times for a procedure the clinic offers, under ids that only this call knows.

use super::arguments::Arguments;
use super::run::{Decided, Desk, Step, ToolAnswer, about, need};
use crate::booking::{SlotsWanted, slots};
use crate::clinic::Clinic;
use crate::error::Done;
use callwaiting_domain::booking::{Catalogue, Procedure, Slot, Span};
use callwaiting_domain::ids::{PractitionerId, ProcedureId};
use callwaiting_domain::words::spoken_when;
use jiff::civil::{Date, Time};
use jiff::{Timestamp, ToSpan as _};

/// How many times one answer offers.
const OFFERED: usize = 4;
/// How far the search goes on when the wished days are full, in days.
const FURTHER: i64 = 21;

/// A question that was understood.
pub(super) struct Wanted {
    procedure: ProcedureId,
    practitioner: Option<PractitionerId>,
    from: Date,
    to: Date,
    time: Option<Time>,
}

/// What was found, and whether it lies within the wished days.
pub(super) struct Found {
    pub(super) slots: Vec<Slot>,
    pub(super) exact: bool,
}

pub(super) fn prepare(desk: &Desk<'_>, arguments: &Arguments<'_>) -> Decided {
    let said = need!(arguments.required("procedure"));
    let procedure = match desk.catalogue.procedures_called(&said)[..] {
        [one] => one,
        [] => {
            return Ok(Err(ToolAnswer::no(format!(
                "This clinic does not offer that. It offers: {}.",
                offered(desk.catalogue)
            ))));
        }
        ref several => {
            let names: Vec<&str> = several.iter().map(|p| p.name.as_str()).collect();
            return Ok(Err(ToolAnswer::no(format!(
                "That can be one of these: {}. Ask the caller which they mean, and ask again with its name.",
                names.join(", ")
            ))));
        }
    };
    about(desk, &procedure.id)?;
    let practitioner = match arguments.text("practitioner") {
        None => None,
        Some(name) => match desk.catalogue.practitioner_called(&name) {
            None => {
                return Ok(Err(ToolAnswer::no(format!(
                    "Nobody of that name can be booked here. {}",
                    who_does(desk.catalogue, procedure)
                ))));
            }
            Some(person) if !person.procedures.contains(&procedure.id) => {
                return Ok(Err(ToolAnswer::no(format!(
                    "{} does not do {}. {}",
                    person.name,
                    procedure.name,
                    who_does(desk.catalogue, procedure)
                ))));
            }
            Some(person) => Some(person.id.clone()),
        },
    };
    let today = desk.now.to_zoned(desk.catalogue.zone.clone()).date();
    let asked_from = need!(arguments.date("from"));
    let from = asked_from.unwrap_or(today);
    if from < today && need!(arguments.date("to")).is_none_or(|to| to < today) {
        return Ok(Err(ToolAnswer::no(format!(
            "That day has passed. Today is {today}. Ask for a day from today on."
        ))));
    }
    let from = from.max(today);
    let last = if asked_from.is_some() {
        from
    } else {
        later(from, FURTHER)
    };
    let to = need!(arguments.date("to"))
        .unwrap_or(last)
        .clamp(from, later(from, 30));
    let time = need!(arguments.time("time"));
    Ok(Ok(Step::Find(Wanted {
        procedure: procedure.id.clone(),
        practitioner,
        from,
        to,
        time,
    })))
}

fn offered(catalogue: &Catalogue) -> String {
    let names: Vec<&str> = catalogue
        .procedures
        .iter()
        .filter(|p| p.active)
        .map(|p| p.name.as_str())
        .take(10)
        .collect();
    names.join(", ")
}

fn who_does(catalogue: &Catalogue, procedure: &Procedure) -> String {
    let able: Vec<&str> = catalogue
        .practitioners
        .iter()
        .filter(|p| p.active && p.procedures.contains(&procedure.id))
        .map(|p| p.name.as_str())
        .take(8)
        .collect();
    if able.is_empty() {
        "Nobody does it at the moment.".into()
    } else {
        format!("{} is done by: {}.", procedure.name, able.join(", "))
    }
}

fn later(date: Date, days: i64) -> Date {
    date.checked_add(days.days()).unwrap_or(date)
}

/// Reads free times; when the wished days are full, the ones after them.
pub(super) async fn look(clinic: &Clinic, wanted: &Wanted) -> Done<Found> {
    let within = read(clinic, wanted, wanted.from, wanted.to).await?;
    if !within.is_empty() {
        return Ok(Found {
            slots: chosen(clinic, wanted, &within),
            exact: true,
        });
    }
    let after = read(clinic, wanted, wanted.from, later(wanted.from, FURTHER)).await?;
    Ok(Found {
        slots: chosen(clinic, wanted, &after),
        exact: false,
    })
}

async fn read(clinic: &Clinic, wanted: &Wanted, from: Date, to: Date) -> Done<Vec<Slot>> {
    let zone = clinic.catalogue().zone.clone();
    let midnight = |date: Date| -> Timestamp {
        date.to_zoned(zone.clone())
            .map_or(clinic.now(), |z| z.timestamp())
    };
    let within = Span {
        start: midnight(from),
        end: midnight(later(to, 1)),
    };
    slots(
        clinic,
        SlotsWanted {
            procedure: wanted.procedure.clone(),
            practitioner: wanted.practitioner.clone(),
            within,
        },
    )
    .await
}

/// The few to say: nearest to the wished time of day if there is one, else spread over days and halves of
/// days; always in order of time.
fn chosen(clinic: &Clinic, wanted: &Wanted, free: &[Slot]) -> Vec<Slot> {
    let zone = clinic.catalogue().zone.clone();
    let local = |slot: &Slot| slot.span.start.to_zoned(zone.clone()).datetime();
    let minutes = |time: Time| i64::from(time.hour()) * 60 + i64::from(time.minute());
    let mut picked: Vec<Slot> = match wanted.time {
        Some(time) => {
            let mut ranked: Vec<&Slot> = free.iter().collect();
            ranked.sort_by_key(|slot| {
                let away = (minutes(local(slot).time()) - minutes(time)).abs();
                // A quarter of an hour off today beats the exact time in three days.
                (
                    away + i64::from(local(slot).date().since(wanted.from).map_or(0, |s| s.get_days())) * 30,
                    slot.span.start,
                )
            });
            ranked.into_iter().cloned().collect()
        }
        None => {
            let mut seen = Vec::new();
            let (mut first, mut rest) = (Vec::new(), Vec::new());
            for slot in free {
                let half = (local(slot).date(), local(slot).hour() < 12);
                if seen.contains(&half) {
                    rest.push(slot.clone());
                } else {
                    seen.push(half);
                    first.push(slot.clone());
                }
            }
            first.into_iter().chain(rest).collect()
        }
    };
    let mut kept: Vec<Slot> = Vec::with_capacity(OFFERED);
    for slot in picked.drain(..) {
        if kept.len() < OFFERED && kept.iter().all(|k| k.span.start != slot.span.start) {
            kept.push(slot);
        }
    }
    kept.sort_by_key(|slot| slot.span.start);
    kept
}

pub(super) fn answer(
    catalogue: &Catalogue,
    wanted: &Wanted,
    exact: &bool,
    offers: &[(String, Slot)],
) -> ToolAnswer {
    let Some(procedure) = catalogue.procedure(&wanted.procedure) else {
        return ToolAnswer::no("This clinic no longer offers that.");
    };
    if offers.is_empty() {
        return ToolAnswer::no(format!(
            "{} has no free time in the next three weeks. Offer to have a colleague ring back.",
            procedure.name
        ));
    }
    let start = if *exact {
        "Free:"
    } else {
        "Nothing is free then. The next free times:"
    };
    ToolAnswer::yes(format!(
        "{}{}",
        listed(catalogue, start, offers),
        price(procedure)
    ))
}

fn price(procedure: &Procedure) -> String {
    match (&procedure.price_from, &procedure.price_to) {
        (Some(from), Some(to)) if from != to => {
            format!(" It costs from {} to {}.", from.spoken(), to.spoken())
        }
        (Some(only), _) | (None, Some(only)) => format!(" It costs {}.", only.spoken()),
        (None, None) => String::new(),
    }
}

/// "start s1=2026-11-26T11:30 (Thursday 26 November at 11:30 am with Miss Okafor); s2=… Use these slot ids."
pub(super) fn listed(catalogue: &Catalogue, start: &str, offers: &[(String, Slot)]) -> String {
    let lines: Vec<String> = offers
        .iter()
        .map(|(id, slot)| {
            let local = slot.span.start.to_zoned(catalogue.zone.clone());
            let who = catalogue
                .practitioner(&slot.practitioner)
                .map_or("", |p| p.name.as_str());
            format!(
                "{id}={} ({} with {who})",
                local.strftime("%Y-%m-%dT%H:%M"),
                spoken_when(slot.span.start, &catalogue.zone)
            )
        })
        .collect();
    if lines.is_empty() {
        start.to_owned()
    } else {
        format!("{start} {}.", lines.join("; "))
    }
}
