//! The times that can be offered, derived afresh for every question.
//!
//! A slot is free when the practitioner and one resource for each need are free over the slot and
//! its buffers. Nothing here remembers an offer; that is the call's business.

use super::{Catalogue, Practitioner, Procedure, Span, claim, horizon, hours, needs};
use crate::ids::{PractitionerId, ProcedureId, ResourceId};
use jiff::{Timestamp, ToSpan as _};
use std::collections::HashMap;

/// A bookable interval of one practitioner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    /// Who.
    pub practitioner: PractitionerId,
    /// What.
    pub procedure: ProcedureId,
    /// When, without buffers.
    pub span: Span,
}

/// An id for a slot that two lists agree on.
pub fn slot_id(slot: &Slot) -> String {
    format!(
        "{}.{}.{}",
        slot.practitioner,
        slot.procedure,
        slot.span.start.as_second()
    )
}

/// What is taken, by resource.
#[derive(Clone, Debug, Default)]
pub struct Busy(HashMap<ResourceId, Vec<Span>>);

impl Busy {
    /// Collects what is taken; order doesn't matter.
    pub fn new(taken: impl IntoIterator<Item = (ResourceId, Span)>) -> Self {
        let mut map: HashMap<ResourceId, Vec<Span>> = HashMap::new();
        for (resource, span) in taken {
            map.entry(resource).or_default().push(span);
        }
        for spans in map.values_mut() {
            spans.sort();
        }
        Self(map)
    }

    /// Whether nothing of the resource overlaps `span`.
    pub fn is_free(&self, resource: &ResourceId, span: &Span) -> bool {
        let Some(taken) = self.0.get(resource) else {
            return true;
        };
        // Taken spans of one resource never overlap, so their ends are in order too.
        let first = taken.partition_point(|t| t.end <= span.start);
        taken.get(first).is_none_or(|t| t.start >= span.end)
    }
}

/// One question for free times.
#[derive(Clone, Debug)]
pub struct SlotQuery<'a> {
    /// What is wanted.
    pub procedure: &'a Procedure,
    /// By whom; anybody who does it when absent.
    pub practitioner: Option<&'a PractitionerId>,
    /// Slots starting in here.
    pub within: Span,
    /// Nothing before this, nor further after it than the horizon.
    pub now: Timestamp,
}

/// Every free slot for the question, by start and then in the catalogue's order of practitioners.
pub fn free_slots(catalogue: &Catalogue, busy: &Busy, query: &SlotQuery<'_>) -> Vec<Slot> {
    let able = |p: &&Practitioner| {
        p.active
            && p.procedures.contains(&query.procedure.id)
            && query.practitioner.is_none_or(|id| *id == p.id)
    };
    let mut slots: Vec<Slot> = catalogue
        .practitioners
        .iter()
        .filter(able)
        .flat_map(|p| slots_of(catalogue, busy, p, query))
        .collect();
    slots.sort_by_key(|slot| slot.span.start);
    slots
}

fn slots_of(
    catalogue: &Catalogue,
    busy: &Busy,
    practitioner: &Practitioner,
    query: &SlotQuery<'_>,
) -> Vec<Slot> {
    let earliest = query.within.start.max(query.now);
    let mut out = Vec::new();
    let mut day = earliest.to_zoned(catalogue.zone.clone()).date();
    let latest = horizon(query.now, &catalogue.zone);
    let last = query
        .within
        .end
        .min(latest)
        .to_zoned(catalogue.zone.clone())
        .date();
    while day <= last {
        for open in hours::open_spans(
            &practitioner.hours,
            &practitioner.exceptions,
            day,
            &catalogue.zone,
        ) {
            for span in grid(open, query.procedure.minutes, catalogue.step_minutes) {
                let wanted = span.start >= earliest && span.start < query.within.end && span.start <= latest;
                if wanted && can_take(busy, practitioner, query.procedure, span) {
                    let (practitioner, procedure) = (practitioner.id.clone(), query.procedure.id.clone());
                    out.push(Slot {
                        practitioner,
                        procedure,
                        span,
                    });
                }
            }
        }
        let Ok(next) = day.checked_add(1.day()) else { break };
        day = next;
    }
    out
}

/// The stretches of `minutes` that start on the grid inside `open`.
pub(super) fn grid(open: Span, minutes: i64, step: i64) -> impl Iterator<Item = Span> {
    let (length, step) = (minutes.max(1) * 60, step.max(1) * 60);
    let count = (open.end.as_second() - open.start.as_second() - length).div_euclid(step) + 1;
    (0..count.max(0)).filter_map(move |n| {
        let start = open.start.checked_add((n * step).seconds()).ok()?;
        Some(Span {
            start,
            end: start.checked_add(length.seconds()).ok()?,
        })
    })
}

fn can_take(busy: &Busy, practitioner: &Practitioner, procedure: &Procedure, span: Span) -> bool {
    let taken = claim::span_taken(procedure, span);
    busy.is_free(&ResourceId::from(&practitioner.id), &taken)
        && needs::choose(&procedure.needs, |r| busy.is_free(r, &taken)).is_some()
}
