//! Turning a hold into an appointment.

use super::Actor;
use crate::clinic::Clinic;
use crate::contacts;
use crate::error::{Done, EngineError};
use crate::events::{self, Change};
use callwaiting_domain::booking::{HoldKind, Procedure, span_taken};
use callwaiting_domain::contact::ContactDetails;
use callwaiting_store::tables::appointment::{self, AppointmentRow};
use callwaiting_store::tables::occupancy::{self, Owner};
use callwaiting_store::tables::{Tx, audit, hold};
use callwaiting_domain::ids::ProcedureId;
use jiff::Timestamp;

/// What is to be confirmed, and for whom.
#[derive(Clone, Debug)]
pub struct Confirmation {
    /// The hold.
    pub hold_id: String,
    /// A contact the clinic knows.
    pub contact_id: Option<String>,
    /// What is known of the person besides.
    pub contact: ContactDetails,
}

/// Who confirms, when, and the ids that may be needed.
pub(crate) struct Booker {
    pub(crate) by: Actor,
    pub(crate) now: Timestamp,
    pub(crate) appointment_id: String,
    pub(crate) contact_id: String,
}

/// Confirms a hold. Confirming it again gives the same appointment.
///
/// # Errors
/// [`EngineError::NotFound`], [`EngineError::HoldExpired`], [`EngineError::HoldEnded`]; and
/// [`EngineError::Validation`] when nothing says who comes.
pub async fn confirm(clinic: &Clinic, wanted: Confirmation, by: Actor) -> Done<AppointmentRow> {
    let catalogue = clinic.catalogue();
    let booker = Booker { by, now: clinic.now(), appointment_id: clinic.new_id(), contact_id: clinic.new_id() };
    clinic
        .write(move |tx| {
            let hold = hold::find(&tx, &wanted.hold_id)?.ok_or(EngineError::NotFound("hold"))?;
            let procedure = catalogue.procedure(&ProcedureId::new(hold.procedure_id)).ok_or(EngineError::Stale)?;
            confirm_in(tx, procedure, &wanted, booker)
        })
        .await
}

pub(crate) fn confirm_in(tx: Tx<'_>, procedure: &Procedure, wanted: &Confirmation, booker: Booker) -> Done<AppointmentRow> {
    let Booker { by, now, appointment_id, contact_id } = booker;
    let held = hold::find(&tx, &wanted.hold_id)?.ok_or(EngineError::NotFound("hold"))?;
    match held.state.as_str() {
        "confirmed" => return appointment::of_hold(&tx, &held.id)?.ok_or(EngineError::HoldEnded),
        "released" => return Err(EngineError::HoldEnded),
        "expired" => return Err(EngineError::HoldExpired),
        _ if held.expires_at <= now => return Err(EngineError::HoldExpired),
        _ => {}
    }
    let known = wanted.contact_id.as_deref().or(held.contact_id.as_deref());
    if wanted.contact.is_empty() && known.is_none() {
        return Err(EngineError::Validation("say who comes: a name, a phone number or a known contact"));
    }
    let contact = contacts::find_or_add(tx, &wanted.contact, known, now, contact_id)?;
    let rooms = occupancy::of_hold(&tx, &held.id, &held.practitioner_id)?;
    hold::end(tx, &held.id, "confirmed", now)?;
    let row = AppointmentRow {
        id: appointment_id,
        hold_id: Some(held.id.clone()),
        practitioner_id: held.practitioner_id,
        procedure_id: held.procedure_id,
        contact_id: Some(contact),
        call_id: held.call_id,
        span: held.span,
        booked: true,
        arrived: false,
        won_back: held.kind == HoldKind::Recovery,
        confirmed_by: by.confirmed_by().into(),
        version: 1,
        created_at: now,
    };
    appointment::insert(tx, &row)?;
    occupancy::take_all(tx, Owner::Appointment(&row.id), &rooms, span_taken(procedure, row.span))?;
    audit::append(tx, now, &by.name(), "appointment.confirm", Some(&row.id), None)?;
    events::tell(tx, now, Change::Hold(&held.id))?;
    events::tell(tx, now, Change::Appointment(&row.id))?;
    Ok(row)
}
