//! May this start be claimed at all? Everything but "is it still free", which only the store's one
//! transaction can answer.

use super::{Catalogue, Practitioner, Procedure, Span, horizon, hours, slots};
use crate::ids::{PractitionerId, ProcedureId};
use jiff::{Timestamp, ToSpan as _};
use serde::{Deserialize, Serialize};

/// The two kinds of hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HoldKind {
    /// 90 s, renewed by activity of its call.
    Live,
    /// 30 min, after a call ended without a booking.
    Recovery,
}

impl HoldKind {
    /// The kind's name in the API and the store.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Recovery => "recovery",
        }
    }

    /// How long such a hold lives from its making or its renewal, in seconds.
    pub fn seconds(self) -> i64 {
        match self {
            Self::Live => super::LIVE_HOLD_SECONDS,
            Self::Recovery => super::RECOVERY_HOLD_SECONDS,
        }
    }
}

/// Why a start can't be claimed whoever asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// No such procedure, or it is no longer offered.
    #[error("the clinic doesn't offer that procedure")]
    ProcedureNotOffered,
    /// No such practitioner, or they can't be booked.
    #[error("that practitioner can't be booked at this clinic")]
    NoSuchPractitioner,
    /// The practitioner doesn't do the procedure.
    #[error("that practitioner doesn't do that procedure")]
    NotTheirs,
    /// The start has passed.
    #[error("that time has passed")]
    InPast,
    /// Outside opening hours, across a break, off the grid, or further ahead than anybody books.
    #[error("there is no bookable slot at that time")]
    NotASlot,
}

/// Checks a start against the catalogue.
///
/// # Errors
/// The first [`Refusal`] that applies.
pub fn check_slot<'a>(
    catalogue: &'a Catalogue,
    practitioner: &PractitionerId,
    procedure: &ProcedureId,
    start: Timestamp,
    now: Timestamp,
) -> Result<(&'a Practitioner, &'a Procedure, Span), Refusal> {
    let procedure = catalogue
        .procedure(procedure)
        .filter(|p| p.active)
        .ok_or(Refusal::ProcedureNotOffered)?;
    let practitioner = catalogue
        .practitioner(practitioner)
        .filter(|p| p.active)
        .ok_or(Refusal::NoSuchPractitioner)?;
    if !practitioner.procedures.contains(&procedure.id) {
        return Err(Refusal::NotTheirs);
    }
    if start < now {
        return Err(Refusal::InPast);
    }
    if start > horizon(now, &catalogue.zone) {
        return Err(Refusal::NotASlot);
    }
    let day = start.to_zoned(catalogue.zone.clone()).date();
    hours::open_spans(
        &practitioner.hours,
        &practitioner.exceptions,
        day,
        &catalogue.zone,
    )
    .into_iter()
    .flat_map(|open| slots::grid(open, procedure.minutes, catalogue.step_minutes))
    .find(|span| span.start == start)
    .map(|span| (practitioner, procedure, span))
    .ok_or(Refusal::NotASlot)
}

/// What a booking of `span` takes from its resources: the span and the procedure's buffers.
pub fn span_taken(procedure: &Procedure, span: Span) -> Span {
    let before = procedure.buffer_before_minutes.minutes();
    let after = procedure.buffer_after_minutes.minutes();
    Span {
        start: span.start.checked_sub(before).unwrap_or(span.start),
        end: span.end.checked_add(after).unwrap_or(span.end),
    }
}
