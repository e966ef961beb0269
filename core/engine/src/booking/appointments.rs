//! Moving and cancelling, undoing a cancellation, and noting that the patient is here.

use super::{Actor, alternatives, attempt, expire_in};
use crate::clinic::{Clinic, check_version};
use crate::error::{Done, EngineError};
use crate::events;
use callwaiting_domain::booking::{Catalogue, check_slot, span_taken};
use callwaiting_domain::ids::{PractitionerId, ProcedureId};
use callwaiting_store::tables::appointment::{self, AppointmentRow};
use callwaiting_store::tables::occupancy::{self, Owner};
use callwaiting_store::tables::{Tx, audit};
use jiff::Timestamp;

/// What is to change about an appointment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Another start, another practitioner, or both.
    Move {
        /// The new start; the old one when absent.
        start: Option<Timestamp>,
        /// The new practitioner; the old one when absent.
        practitioner: Option<PractitionerId>,
    },
    /// Cancelled.
    Cancel,
    /// The cancellation is taken back, if the time is still free.
    Rebook,
    /// The patient is here, or not after all.
    Arrived(bool),
}

/// What somebody else had when it was wanted.
pub(crate) struct Gone {
    procedure: ProcedureId,
    practitioner: PractitionerId,
    start: Timestamp,
}

/// Changes an appointment. `version`, when given, must be the one in force.
///
/// # Errors
/// [`EngineError::NotFound`], [`EngineError::VersionConflict`], [`EngineError::SlotTaken`] with other times,
/// [`EngineError::Slot`], and [`EngineError::Validation`] for moving what is cancelled.
pub async fn change(
    clinic: &Clinic,
    id: String,
    what: Change,
    version: Option<i64>,
    by: Actor,
) -> Done<AppointmentRow> {
    for _ in 0..3 {
        let catalogue = clinic.catalogue();
        let (now, id, what, by) = (clinic.now(), id.clone(), what.clone(), by.clone());
        let done = clinic
            .write(move |tx| {
                let row = appointment::find(&tx, &id)?.ok_or(EngineError::NotFound("appointment"))?;
                if version.is_some_and(|v| v != row.version) {
                    return Err(EngineError::VersionConflict);
                }
                match &what {
                    Change::Move { start, practitioner } => {
                        let practitioner = practitioner
                            .clone()
                            .unwrap_or_else(|| row.practitioner_id.as_str().into());
                        move_in(
                            tx,
                            &catalogue,
                            &row,
                            &practitioner,
                            start.unwrap_or(row.span.start),
                            now,
                            &by,
                        )
                    }
                    Change::Cancel => cancel_in(tx, &row, now, &by).map(Ok),
                    Change::Rebook => rebook_in(tx, &catalogue, &row, now, &by),
                    Change::Arrived(arrived) => {
                        appointment::set_arrived(tx, &row.id, *arrived)?;
                        told(tx, &row.id, now).map(Ok)
                    }
                }
            })
            .await;
        match done {
            Err(EngineError::Stale) => {
                clinic.reload_catalogue().await?;
            }
            Ok(Ok(row)) => return Ok(row),
            Ok(Err(gone)) => {
                let other = alternatives(clinic, &gone.procedure, &gone.practitioner, gone.start).await?;
                return Err(EngineError::SlotTaken(Box::new(other)));
            }
            Err(other) => return Err(other),
        }
    }
    Err(EngineError::Stale)
}

/// Moves a booked appointment: the new stretch is taken before the old one is gone, in one step.
pub(crate) fn move_in(
    tx: Tx<'_>,
    catalogue: &Catalogue,
    row: &AppointmentRow,
    practitioner: &PractitionerId,
    start: Timestamp,
    now: Timestamp,
    by: &Actor,
) -> Done<Result<AppointmentRow, Gone>> {
    if !row.booked {
        return Err(EngineError::Validation(
            "a cancelled appointment can't be moved; book it again first",
        ));
    }
    check_version(tx, catalogue)?;
    let wanted = ProcedureId::new(row.procedure_id.clone());
    let (practitioner, procedure, span) = check_slot(catalogue, practitioner, &wanted, start, now)?;
    if span == row.span && practitioner.id.as_str() == row.practitioner_id {
        return Ok(Ok(row.clone()));
    }
    expire_in(tx, now)?;
    let moved = attempt(tx, |tx| {
        appointment::move_to(tx, &row.id, practitioner.id.as_str(), span)?;
        let met = occupancy::take_needs(
            tx,
            Owner::Appointment(&row.id),
            &procedure.needs,
            span_taken(procedure, span),
        )?;
        Ok(met.then_some(()))
    })?;
    if moved.is_none() {
        return Ok(Err(Gone {
            procedure: wanted,
            practitioner: practitioner.id.clone(),
            start,
        }));
    }
    audit::append(tx, now, &by.name(), "appointment.move", Some(&row.id), None)?;
    told(tx, &row.id, now).map(Ok)
}

/// Cancels; cancelling again changes nothing.
pub(crate) fn cancel_in(
    tx: Tx<'_>,
    row: &AppointmentRow,
    now: Timestamp,
    by: &Actor,
) -> Done<AppointmentRow> {
    if !row.booked {
        return Ok(row.clone());
    }
    appointment::set_booked(tx, &row.id, false)?;
    audit::append(tx, now, &by.name(), "appointment.cancel", Some(&row.id), None)?;
    told(tx, &row.id, now)
}

fn rebook_in(
    tx: Tx<'_>,
    catalogue: &Catalogue,
    row: &AppointmentRow,
    now: Timestamp,
    by: &Actor,
) -> Done<Result<AppointmentRow, Gone>> {
    if row.booked {
        return Ok(Ok(row.clone()));
    }
    check_version(tx, catalogue)?;
    let wanted = ProcedureId::new(row.procedure_id.clone());
    let procedure = catalogue.procedure(&wanted).ok_or(EngineError::Stale)?;
    expire_in(tx, now)?;
    let booked = attempt(tx, |tx| {
        appointment::set_booked(tx, &row.id, true)?;
        let met = occupancy::take_needs(
            tx,
            Owner::Appointment(&row.id),
            &procedure.needs,
            span_taken(procedure, row.span),
        )?;
        Ok(met.then_some(()))
    })?;
    if booked.is_none() {
        return Ok(Err(Gone {
            procedure: wanted,
            practitioner: row.practitioner_id.as_str().into(),
            start: row.span.start,
        }));
    }
    audit::append(tx, now, &by.name(), "appointment.rebook", Some(&row.id), None)?;
    told(tx, &row.id, now).map(Ok)
}

fn told(tx: Tx<'_>, id: &str, now: Timestamp) -> Done<AppointmentRow> {
    events::tell(tx, now, events::Change::Appointment(id))?;
    appointment::find(&tx, id)?.ok_or(EngineError::NotFound("appointment"))
}
