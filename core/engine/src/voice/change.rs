//! `move_appointment` and `cancel_appointment`, for the person the call is known to come from.

use super::arguments::Arguments;
use super::book::{described, find_offer};
use super::run::{Decided, Desk, Step, ToolAnswer, need};
use crate::booking::{Actor, cancel_in, move_in};
use crate::contacts::is_same_name;
use crate::error::{Done, EngineError};
use callwaiting_domain::ids::{PractitionerId, ProcedureId};
use callwaiting_store::tables::appointment::AppointmentRow;
use callwaiting_store::tables::contact::ContactRow;
use callwaiting_store::tables::{appointment, call_event, contact, offer};

/// What the caller may change: what was made in this call, and what belongs to the person whose number the call comes
/// from. A number that is only said proves nothing; whoever knows it could say it. On a number that several people
/// share, only theirs whose name was said.
fn theirs(desk: &Desk<'_>) -> Done<Option<Vec<AppointmentRow>>> {
    let from_this_line = match (&desk.call.contact_id, &desk.call.phone) {
        (Some(id), Some(line)) => contact::find(&desk.tx, id)?.filter(|c| c.phone.as_ref() == Some(line)),
        _ => None,
    };
    let mut upcoming = appointment::booked_in_call(&desk.tx, &desk.call.id)?;
    if from_this_line.is_none() && upcoming.is_empty() {
        return Ok(None);
    }
    if let (Some(person), Some(line)) = (from_this_line, &desk.call.phone) {
        // One person may be known twice under the same number and name.
        for same in contact::by_phone(&desk.tx, line.expose())?
            .iter()
            .filter(|c| is_same(c, &person))
        {
            let others = appointment::upcoming_of(&desk.tx, &same.id, desk.now)?;
            upcoming.extend(
                others
                    .into_iter()
                    .filter(|a| a.call_id.as_deref() != Some(&desk.call.id)),
            );
        }
    }
    upcoming.retain(|a| a.span.start > desk.now);
    upcoming.sort_by(|a, b| (a.span.start, &a.id).cmp(&(b.span.start, &b.id)));
    Ok(Some(upcoming))
}

fn is_same(one: &ContactRow, other: &ContactRow) -> bool {
    let same_name = match (&one.name, &other.name) {
        (Some(a), Some(b)) => is_same_name(a, b),
        _ => false,
    };
    one.id == other.id || same_name
}

/// The appointment the caller means: the one of the given reference, or the only one. A reference stays an appointment's
/// for the whole call, so that asking the same thing twice never means another.
fn meant(desk: &Desk<'_>, arguments: &Arguments<'_>) -> Done<Result<AppointmentRow, ToolAnswer>> {
    let Some(mut upcoming) = theirs(desk)? else {
        return Ok(Err(ToolAnswer::no(
            "I can't see whose appointment that is from this number. Call hand_over so that a colleague can check.",
        )));
    };
    let mut list = Vec::with_capacity(upcoming.len());
    for row in &upcoming {
        let reference = offer::put_ref(desk.tx, &desk.call.id, &row.id)?;
        let which = described(desk, &row.practitioner_id, &row.procedure_id, row.span.start);
        list.push(format!("{reference}={which}"));
    }
    if let Some(reference) = arguments.text("appointmentRef") {
        let known = offer::find_ref(&desk.tx, &desk.call.id, reference.trim())?;
        let row = match known {
            Some(id) => appointment::find(&desk.tx, &id)?,
            None => None,
        };
        return Ok(row.ok_or_else(|| {
            ToolAnswer::no(format!(
                "There is no appointment under that reference. There are: {}.",
                list.join("; ")
            ))
        }));
    }
    if upcoming.is_empty() {
        return Ok(Err(ToolAnswer::no(
            "This caller has no appointment coming up. Offer to book one, or hand over.",
        )));
    }
    // After one was cancelled in this call, "the only one left" would be another than was meant.
    if upcoming.len() == 1 && !call_event::has(&desk.tx, &desk.call.id, "cancelled")? {
        return Ok(Ok(upcoming.remove(0)));
    }
    Ok(Err(ToolAnswer::no(format!(
        "Which one? Ask the caller, then pass appointmentRef: {}.",
        list.join("; ")
    ))))
}

/// The answer for an appointment that is not booked any more.
fn gone(desk: &Desk<'_>, row: &AppointmentRow) -> Option<ToolAnswer> {
    let when = || described(desk, &row.practitioner_id, &row.procedure_id, row.span.start);
    (!row.booked).then(|| ToolAnswer::yes(format!("Cancelled already: {}.", when())))
}

pub(super) fn move_to(desk: &Desk<'_>, arguments: &Arguments<'_>) -> Decided {
    let slot_id = need!(arguments.required("slotId"));
    let offered = need!(find_offer(desk, &slot_id)?);
    let row = need!(meant(desk, arguments)?);
    if let Some(answer) = gone(desk, &row) {
        return Ok(Err(ToolAnswer::no(answer.text)));
    }
    if offered.procedure_id != row.procedure_id {
        return Ok(Err(ToolAnswer::no(
            "That slot is for another procedure than the appointment. Call find_slots for the same procedure.",
        )));
    }
    let practitioner = PractitionerId::new(offered.practitioner_id);
    match move_in(
        desk.tx,
        desk.catalogue,
        &row,
        &practitioner,
        offered.start,
        desk.now,
        &Actor::Voxanne,
    ) {
        Ok(Ok(moved)) => {
            let when = described(
                desk,
                &moved.practitioner_id,
                &moved.procedure_id,
                moved.span.start,
            );
            call_event::add(
                desk.tx,
                &desk.call.id,
                desk.now,
                "moved",
                &format!("Moved to {when}"),
            )?;
            Ok(Ok(Step::Answer(ToolAnswer::yes(format!(
                "Moved: {when}. Tell the caller."
            )))))
        }
        Ok(Err(_)) => Ok(Ok(Step::Taken {
            procedure: ProcedureId::new(row.procedure_id),
            practitioner,
            start: offered.start,
        })),
        Err(EngineError::Slot(refusal)) => Ok(Err(ToolAnswer::no(format!(
            "Not possible: {refusal}. Call find_slots again."
        )))),
        Err(other) => Err(other),
    }
}

pub(super) fn cancel(desk: &Desk<'_>, arguments: &Arguments<'_>) -> Decided {
    let row = need!(meant(desk, arguments)?);
    if let Some(answer) = gone(desk, &row) {
        return Ok(Ok(Step::Answer(answer)));
    }
    cancel_in(desk.tx, &row, desk.now, &Actor::Voxanne)?;
    let when = described(desk, &row.practitioner_id, &row.procedure_id, row.span.start);
    call_event::add(
        desk.tx,
        &desk.call.id,
        desk.now,
        "cancelled",
        &format!("Cancelled {when}"),
    )?;
    Ok(Ok(Step::Answer(ToolAnswer::yes(format!(
        "Cancelled: {when}. Ask whether they'd like another time."
    )))))
}
