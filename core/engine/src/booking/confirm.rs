//! Turning a hold into an appointment.

use super::{Actor, alternatives, attempt};
use crate::clinic::{Clinic, check_version};
use crate::contacts::{self, Trust};
use crate::error::{Done, EngineError};
use crate::events::{self, Change};
use callwaiting_domain::booking::{Catalogue, HoldKind, span_taken};
use callwaiting_domain::contact::ContactDetails;
use callwaiting_domain::ids::ProcedureId;
use callwaiting_store::tables::appointment::{self, AppointmentRow};
use callwaiting_store::tables::hold::HoldRow;
use callwaiting_store::tables::occupancy::{self, Owner};
use callwaiting_store::tables::{Tx, audit, hold};
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

/// What became of a confirmation inside the transaction.
pub(crate) enum Confirmed {
    /// The appointment, new or the one it led to before.
    Booked(AppointmentRow),
    /// The procedure has since come to need more time, and somebody else has that; the hold stays as it is.
    Taken(HoldRow),
}

/// Who confirms, when, and the ids that may be needed.
#[derive(Clone)]
pub(crate) struct Booker {
    pub(crate) by: Actor,
    pub(crate) now: Timestamp,
    pub(crate) appointment_id: String,
    pub(crate) contact_id: String,
    /// The number a call comes from, where the voice books.
    pub(crate) line: Option<String>,
}

/// Confirms a hold. Confirming it again gives the same appointment.
///
/// # Errors
/// [`EngineError::NotFound`], [`EngineError::HoldExpired`], [`EngineError::HoldEnded`],
/// [`EngineError::SlotTaken`] when the procedure has come to need more than was held; and
/// [`EngineError::Validation`] when nothing says who comes.
pub async fn confirm(clinic: &Clinic, wanted: Confirmation, by: Actor) -> Done<AppointmentRow> {
    let booker = Booker {
        by,
        now: clinic.now(),
        appointment_id: clinic.new_id(),
        contact_id: clinic.new_id(),
        line: None,
    };
    for _ in 0..3 {
        let catalogue = clinic.catalogue();
        let (wanted, booker) = (wanted.clone(), booker.clone());
        match clinic
            .write(move |tx| confirm_in(tx, &catalogue, &wanted, booker))
            .await
        {
            Err(EngineError::Stale) => {
                clinic.reload_catalogue().await?;
            }
            Ok(Confirmed::Booked(row)) => return Ok(row),
            Ok(Confirmed::Taken(held)) => {
                let (procedure, practitioner) =
                    (held.procedure_id.into(), held.practitioner_id.as_str().into());
                let other = alternatives(clinic, &procedure, &practitioner, held.span.start).await?;
                return Err(EngineError::SlotTaken(Box::new(other)));
            }
            Err(other) => return Err(other),
        }
    }
    Err(EngineError::Stale)
}

pub(crate) fn confirm_in(
    tx: Tx<'_>,
    catalogue: &Catalogue,
    wanted: &Confirmation,
    booker: Booker,
) -> Done<Confirmed> {
    let Booker {
        by,
        now,
        appointment_id,
        contact_id,
        line,
    } = booker;
    let trust = match by {
        Actor::Voxanne => Trust::Voice {
            line: line.as_deref(),
        },
        _ => Trust::Desk,
    };
    let held = hold::find(&tx, &wanted.hold_id)?.ok_or(EngineError::NotFound("hold"))?;
    match held.state.as_str() {
        "confirmed" => {
            return appointment::of_hold(&tx, &held.id)?
                .map(Confirmed::Booked)
                .ok_or(EngineError::HoldEnded);
        }
        "released" => return Err(EngineError::HoldEnded),
        "expired" => return Err(EngineError::HoldExpired),
        _ if held.expires_at <= now => return Err(EngineError::HoldExpired),
        _ => {}
    }
    let known = wanted.contact_id.as_deref().or(held.contact_id.as_deref());
    if wanted.contact.is_empty() && known.is_none() {
        return Err(EngineError::Validation(
            "say who comes: a name, a phone number or a known contact",
        ));
    }
    check_version(tx, catalogue)?;
    let procedure = catalogue
        .procedure(&ProcedureId::new(held.procedure_id.clone()))
        .ok_or(EngineError::Stale)?;
    let rooms = occupancy::of_hold(&tx, &held)?;
    let mut row = AppointmentRow {
        id: appointment_id,
        hold_id: Some(held.id.clone()),
        practitioner_id: held.practitioner_id.clone(),
        procedure_id: held.procedure_id.clone(),
        contact_id: None,
        call_id: held.call_id.clone(),
        span: held.span,
        booked: true,
        arrived: false,
        won_back: held.kind == HoldKind::Recovery,
        confirmed_by: by.confirmed_by().into(),
        version: 1,
        created_at: now,
    };
    let taken = attempt(tx, |tx| {
        hold::end(tx, &held.id, "confirmed", now)?;
        appointment::insert(tx, &row)?;
        occupancy::take_all(
            tx,
            Owner::Appointment(&row.id),
            &rooms,
            span_taken(procedure, row.span),
        )
        .map(Some)
    })?;
    if taken.is_none() {
        return Ok(Confirmed::Taken(held));
    }
    let contact = contacts::find_or_add(tx, &wanted.contact, known, now, contact_id, trust)?;
    appointment::set_contact(tx, &row.id, &contact)?;
    row.contact_id = Some(contact);
    audit::append(tx, now, &by.name(), "appointment.confirm", Some(&row.id), None)?;
    events::tell(tx, now, Change::Hold(&held.id))?;
    events::tell(tx, now, Change::Appointment(&row.id))?;
    Ok(Confirmed::Booked(row))
}
