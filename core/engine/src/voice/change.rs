//! `move_appointment` and `cancel_appointment`, for the person the call is known to come from.

use super::arguments::Arguments;
use super::book::{described, find_offer};
use super::run::{Decided, Desk, Step, ToolAnswer, need};
use crate::booking::{Actor, cancel_in, move_in};
use crate::error::{Done, EngineError};
use callwaiting_domain::ids::{PractitionerId, ProcedureId};
use callwaiting_store::tables::appointment::AppointmentRow;
use callwaiting_store::tables::{appointment, call_event, contact};

/// What the caller may change: what was made in this call, and what belongs to the contact whose number the
/// call comes from. A number that is only said proves nothing; whoever knows it could say it.
fn theirs(desk: &Desk<'_>) -> Done<Option<Vec<AppointmentRow>>> {
    let from_this_line = match &desk.call.contact_id {
        Some(id) => contact::find(&desk.tx, id)?.filter(|c| c.phone.is_some() && c.phone == desk.call.phone),
        None => None,
    };
    let mut upcoming = appointment::booked_in_call(&desk.tx, &desk.call.id)?;
    if from_this_line.is_none() && upcoming.is_empty() {
        return Ok(None);
    }
    if let Some(contact) = from_this_line {
        let others = appointment::upcoming_of(&desk.tx, &contact.id, desk.now)?;
        upcoming.extend(
            others
                .into_iter()
                .filter(|a| a.call_id.as_deref() != Some(&desk.call.id)),
        );
    }
    upcoming.retain(|a| a.span.start > desk.now);
    upcoming.sort_by(|a, b| (a.span.start, &a.id).cmp(&(b.span.start, &b.id)));
    Ok(Some(upcoming))
}

/// The appointment the caller means: the only one, or the one of the given reference.
fn meant(desk: &Desk<'_>, arguments: &Arguments<'_>) -> Done<Result<AppointmentRow, ToolAnswer>> {
    let Some(mut upcoming) = theirs(desk)? else {
        return Ok(Err(ToolAnswer::no(
            "I can't see whose appointment that is from this number. Call hand_over so that a colleague can check.",
        )));
    };
    let wanted = arguments
        .text("appointmentRef")
        .and_then(|r| r.trim_start_matches('a').parse::<usize>().ok());
    match (upcoming.len(), wanted) {
        (0, _) => Ok(Err(ToolAnswer::no(
            "This caller has no appointment coming up. Offer to book one, or hand over.",
        ))),
        (1, _) => Ok(Ok(upcoming.remove(0))),
        (n, Some(at)) if (1..=n).contains(&at) => Ok(Ok(upcoming.remove(at - 1))),
        _ => {
            let list: Vec<String> = upcoming
                .iter()
                .enumerate()
                .map(|(i, a)| {
                    format!(
                        "a{}={}",
                        i + 1,
                        described(desk, &a.practitioner_id, &a.procedure_id, a.span.start)
                    )
                })
                .collect();
            Ok(Err(ToolAnswer::no(format!(
                "Which one? Ask the caller, then pass appointmentRef: {}.",
                list.join("; ")
            ))))
        }
    }
}

pub(super) fn move_to(desk: &Desk<'_>, arguments: &Arguments<'_>) -> Decided {
    let slot_id = need!(arguments.required("slotId"));
    let offered = need!(find_offer(desk, &slot_id)?);
    let row = need!(meant(desk, arguments)?);
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
