//! `claim_slot`, `confirm_booking`, `release_slot`.

use super::arguments::Arguments;
use super::run::{Decided, Desk, Step, ToolAnswer, need};
use crate::booking::{
    Actor, Booker, ClaimRequest, Claimed, Confirmation, Confirmed, claim_in, confirm_in, release_in,
};
use crate::calls::redact_again;
use crate::error::{Done, EngineError};
use callwaiting_domain::ids::{PractitionerId, ProcedureId};
use callwaiting_domain::words::spoken_when;
use callwaiting_store::tables::hold::HoldRow;
use callwaiting_store::tables::offer::OfferRow;
use callwaiting_store::tables::{appointment, call, call_event, contact, hold, offer};
use jiff::Timestamp;

pub(super) fn claim(desk: &Desk<'_>, arguments: &Arguments<'_>) -> Decided {
    let slot_id = need!(arguments.required("slotId"));
    let offered = need!(find_offer(desk, &slot_id)?);
    let held = match take(desk, &offered)? {
        Ok(row) => row,
        Err(step) => return Ok(step),
    };
    Ok(Ok(Step::Answer(ToolAnswer::yes(format!(
        "Held for this caller: {}. Ask for their name if you don't have it, then call confirm_booking.",
        described(desk, &held.practitioner_id, &held.procedure_id, held.span.start)
    )))))
}

/// The slot that was offered in this call under that id.
pub(super) fn find_offer(desk: &Desk<'_>, slot_id: &str) -> Done<Result<OfferRow, ToolAnswer>> {
    let found = offer::find(&desk.tx, &desk.call.id, slot_id.trim())?;
    Ok(found.ok_or_else(|| {
        ToolAnswer::no(
            "That slot id was not offered in this call. Call find_slots and use one of the ids it returns.",
        )
    }))
}

/// Claims an offered slot for the call, or says what is to be answered instead.
fn take(desk: &Desk<'_>, offered: &OfferRow) -> Done<Result<HoldRow, Result<Step, ToolAnswer>>> {
    let request = ClaimRequest {
        start: offered.start,
        practitioner: PractitionerId::new(offered.practitioner_id.clone()),
        procedure: ProcedureId::new(offered.procedure_id.clone()),
        call_id: Some(desk.call.id.clone()),
        contact: None,
    };
    match claim_in(
        desk.tx,
        desk.catalogue,
        &request,
        desk.call.contact_id.clone(),
        desk.now,
        desk.mint.id(),
    ) {
        Ok(Claimed::Held(row)) => {
            call_event::add(
                desk.tx,
                &desk.call.id,
                desk.now,
                "held",
                &format!("Held {}", spoken_when(row.span.start, &desk.catalogue.zone)),
            )?;
            Ok(Ok(row))
        }
        Ok(Claimed::Already(row)) => Ok(Ok(row)),
        Ok(Claimed::Taken) => {
            let ClaimRequest {
                start,
                practitioner,
                procedure,
                ..
            } = request;
            Ok(Err(Ok(Step::Taken {
                procedure,
                practitioner,
                start,
            })))
        }
        Err(EngineError::Slot(refusal)) => Ok(Err(Err(ToolAnswer::no(format!(
            "Not possible: {refusal}. Call find_slots again."
        ))))),
        Err(other) => Err(other),
    }
}

pub(super) fn confirm(desk: &Desk<'_>, arguments: &Arguments<'_>) -> Decided {
    let today = desk.now.to_zoned(desk.catalogue.zone.clone()).date();
    let mut details = need!(arguments.details(desk.country, today));
    let wanted = match arguments.text("slotId") {
        Some(slot_id) => Some(need!(find_offer(desk, &slot_id)?)),
        None => None,
    };
    let known_name = match &desk.call.contact_id {
        Some(id) => contact::find(&desk.tx, id)?.is_some_and(|c| c.name.is_some()),
        None => false,
    };
    if details.name.is_none() && !known_name {
        return Ok(Err(ToolAnswer::no(
            "The caller's name is missing. Ask for it, then call confirm_booking again with name.",
        )));
    }
    if details.phone.is_none() {
        details.phone = desk
            .call
            .phone
            .as_ref()
            .and_then(|p| callwaiting_domain::contact::Phone::parse(p.expose(), desk.country));
    }
    if let Some(again) = already_booked(desk, wanted.as_ref())? {
        return Ok(Ok(Step::Answer(again)));
    }
    let held = match held_for(desk, wanted.as_ref())? {
        Ok(row) => row,
        Err(step) => return Ok(step),
    };
    let booker = Booker {
        by: Actor::Voxanne,
        now: desk.now,
        appointment_id: desk.mint.id(),
        contact_id: desk.mint.id(),
        line: desk.call.phone.as_ref().map(|p| p.expose().to_owned()),
    };
    let contact_id = desk.call.contact_id.clone();
    let booked = match confirm_in(
        desk.tx,
        desk.catalogue,
        &Confirmation {
            hold_id: held.id,
            contact_id,
            contact: details,
        },
        booker,
    )? {
        Confirmed::Booked(row) => row,
        Confirmed::Taken(held) => {
            let (procedure, practitioner) = (held.procedure_id.into(), held.practitioner_id.into());
            return Ok(Ok(Step::Taken {
                procedure,
                practitioner,
                start: held.span.start,
            }));
        }
    };
    call::set_person(desk.tx, &desk.call.id, None, booked.contact_id.as_deref())?;
    known_now(desk)?;
    let when = described(
        desk,
        &booked.practitioner_id,
        &booked.procedure_id,
        booked.span.start,
    );
    call_event::add(
        desk.tx,
        &desk.call.id,
        desk.now,
        "confirmed",
        &format!("Booked {when}"),
    )?;
    Ok(Ok(Step::Answer(ToolAnswer::yes(format!(
        "Booked: {when}. Tell the caller and ask if there is anything else."
    )))))
}

/// The answer for a booking this call has made already: of the same time, or when no other is asked for.
fn already_booked(desk: &Desk<'_>, wanted: Option<&OfferRow>) -> Done<Option<ToolAnswer>> {
    let booked = appointment::booked_in_call(&desk.tx, &desk.call.id)?;
    let same = match wanted {
        Some(offered) => booked
            .iter()
            .find(|b| offered.start == b.span.start && offered.practitioner_id == b.practitioner_id),
        None if hold::held_by_call(&desk.tx, &desk.call.id)?.is_empty() => booked.first(),
        None => None,
    };
    Ok(same.map(|b| {
        let when = described(desk, &b.practitioner_id, &b.procedure_id, b.span.start);
        ToolAnswer::yes(format!(
            "Booked already: {when}. There is nothing more to confirm."
        ))
    }))
}

/// The hold to confirm: the wished slot's, claimed now if it has to be, else the call's own, else the one it
/// had, claimed once more.
fn held_for(desk: &Desk<'_>, wanted: Option<&OfferRow>) -> Done<Result<HoldRow, Result<Step, ToolAnswer>>> {
    let held = hold::held_by_call(&desk.tx, &desk.call.id)?;
    let in_force = held.into_iter().find(|h| h.in_force(desk.now));
    let again = |h: &HoldRow| OfferRow {
        slot_id: String::new(),
        practitioner_id: h.practitioner_id.clone(),
        procedure_id: h.procedure_id.clone(),
        start: h.span.start,
    };
    match (wanted, in_force) {
        (Some(offered), _) => take(desk, offered),
        (None, Some(row)) => Ok(Ok(row)),
        (None, None) => match hold::latest_of_call(&desk.tx, &desk.call.id)?
            .filter(|h| h.state == "expired" || h.state == "held")
        {
            Some(late) => take(desk, &again(&late)),
            None => Ok(Err(Err(ToolAnswer::no(
                "No time is held in this call. Call find_slots, then claim_slot, then confirm_booking.",
            )))),
        },
    }
}

pub(super) fn release(desk: &Desk<'_>) -> Decided {
    let held = hold::held_by_call(&desk.tx, &desk.call.id)?;
    for row in &held {
        release_in(desk.tx, &row.id, desk.now)?;
    }
    let text = if held.is_empty() {
        "No time was held."
    } else {
        "The time was given up. Ask whether another would suit."
    };
    Ok(Ok(Step::Answer(ToolAnswer::yes(text))))
}

/// Takes what is now known of the caller out of what was said before.
pub(super) fn known_now(desk: &Desk<'_>) -> Done<()> {
    match call::find(&desk.tx, &desk.call.id)? {
        Some(row) => redact_again(desk.tx, &row, desk.context, desk.now),
        None => Ok(()),
    }
}

/// "Liquid rhinoplasty on Thursday 26 November at 11:30 am with Nurse Lindqvist".
pub(super) fn described(desk: &Desk<'_>, practitioner: &str, procedure: &str, start: Timestamp) -> String {
    let who = desk
        .catalogue
        .practitioner(&practitioner.into())
        .map_or("", |p| p.name.as_str());
    let what = desk
        .catalogue
        .procedure(&procedure.into())
        .map_or("", |p| p.name.as_str());
    format!(
        "{what} on {} with {who}",
        spoken_when(start, &desk.catalogue.zone)
    )
}
