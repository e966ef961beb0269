//! What the end of a call leaves behind: its outcome, its holds, and whether somebody must ring back.
//!
//! Settling again, after a late tool call or report, gives the same result as if everything had come in order.

use crate::clinic::Mint;
use crate::error::{Done, EngineError};
use crate::events::{self, Change};
use callwaiting_domain::booking::HoldKind;
use callwaiting_domain::calls::{CallStatus, EndKind, Outcome, classify_end};
use callwaiting_store::tables::call::CallRow;
use callwaiting_store::tables::need::NeedRow;
use callwaiting_store::tables::{Tx, appointment, call, call_event, contact, hold, need};
use jiff::Timestamp;

/// Settles a call whose row was changed since it was read.
pub(crate) fn settle_again(tx: Tx<'_>, mint: &Mint, call_id: &str, now: Timestamp) -> Done<()> {
    let row = call::find(&tx, call_id)?.ok_or(EngineError::NotFound("call"))?;
    settle(tx, mint, row, now)
}

/// Settles a call if it is over; `row` as it stands now.
pub(crate) fn settle(tx: Tx<'_>, mint: &Mint, row: CallRow, now: Timestamp) -> Done<()> {
    let call_id = row.id.as_str();
    let settled = matches!(
        row.state.status,
        CallStatus::Completed | CallStatus::Abandoned | CallStatus::Failed
    );
    if !settled {
        return Ok(());
    }
    let end = classify_end(row.state.ended_reason.as_deref());
    let booked = booked_in(tx, &row)?;
    let outcome = outcome_of(tx, &row, end, booked)?;
    let status = match (outcome, end) {
        (Outcome::Abandoned, _) => CallStatus::Abandoned,
        // Whoever changed an appointment got what they rang for; whoever only asked is a lead.
        (Outcome::Enquiry, EndKind::CallerLeft) if !changed_one(tx, &row)? => CallStatus::Abandoned,
        (Outcome::Enquiry, EndKind::Fault) => CallStatus::Failed,
        (Outcome::NotReached, _) => CallStatus::Failed,
        _ => CallStatus::Completed,
    };
    end_holds(tx, &row, booked, now)?;
    if row.outcome != Some(outcome) || row.state.status != status {
        call::set_outcome(tx, call_id, outcome)?;
        let mut state = row.state.clone();
        state.status = status;
        call::set_state(tx, call_id, &state)?;
        events::tell(tx, now, Change::CallUpdated(call_id))?;
    }
    if !row.closed {
        call::close(tx, call_id)?;
    }
    // A later word on the end may give another time or reason than the first.
    call_event::set(
        tx,
        call_id,
        row.state.ended_at.unwrap_or(now),
        "ended",
        sentence(end),
    )?;
    if end == EndKind::Fault && !booked {
        cut_off(tx, mint, &row, now)?;
    }
    Ok(())
}

/// Whether the call led to an appointment. What staff cancel later doesn't change what came of the call.
fn booked_in(tx: Tx<'_>, row: &CallRow) -> Done<bool> {
    if !appointment::booked_in_call(&tx, &row.id)?.is_empty() {
        return Ok(true);
    }
    Ok(row.closed && row.outcome == Some(Outcome::Booked) && !call_event::has(&tx, &row.id, "cancelled")?)
}

/// Whether the caller moved or cancelled an appointment.
fn changed_one(tx: Tx<'_>, row: &CallRow) -> Done<bool> {
    Ok(call_event::has(&tx, &row.id, "moved")? || call_event::has(&tx, &row.id, "cancelled")?)
}

fn outcome_of(tx: Tx<'_>, row: &CallRow, end: EndKind, booked: bool) -> Done<Outcome> {
    let has = |kind| call_event::has(&tx, &row.id, kind);
    Ok(if booked {
        Outcome::Booked
    } else if has("emergency")? {
        Outcome::Emergency
    } else if has("handed_over")? || end == EndKind::Forwarded {
        Outcome::HandedOver
    } else if end == EndKind::NotReached {
        Outcome::NotReached
    } else if end == EndKind::CallerLeft
        && !changed_one(tx, row)?
        && (has("offered")? || hold::latest_of_call(&tx, &row.id)?.is_some())
    {
        Outcome::Abandoned
    } else {
        Outcome::Enquiry
    })
}

fn end_holds(tx: Tx<'_>, row: &CallRow, booked: bool, now: Timestamp) -> Done<()> {
    let may_text = row.phone.is_some()
        && match &row.contact_id {
            Some(id) => contact::find(&tx, id)?.is_none_or(|c| !c.do_not_contact),
            None => true,
        };
    for held in hold::held_by_call(&tx, &row.id)? {
        if held.kind == HoldKind::Recovery && !booked {
            continue;
        }
        if !booked && may_text && held.expires_at > now {
            hold::to_recovery(tx, &held.id, now)?;
            call_event::add(
                tx,
                &row.id,
                now,
                "recovery_hold",
                "The time is kept for 30 minutes so that the caller can still take it",
            )?;
        } else {
            hold::end(tx, &held.id, "released", now)?;
        }
        events::tell(tx, now, Change::Hold(&held.id))?;
    }
    Ok(())
}

fn cut_off(tx: Tx<'_>, mint: &Mint, row: &CallRow, now: Timestamp) -> Done<()> {
    let title = "The call was cut off";
    if need::open_for_call(&tx, &row.id, "callback")?
        || need::raised_for_call(&tx, &row.id, "callback", title)?
    {
        return Ok(());
    }
    let need = NeedRow {
        id: mint.id(),
        kind: "callback".into(),
        urgent: false,
        title: title.into(),
        detail: "The line or the voice failed before the caller was done".into(),
        call_id: Some(row.id.clone()),
        contact_id: row.contact_id.clone(),
        created_at: now,
    };
    need::insert(tx, &need)?;
    events::tell(tx, now, Change::Needs)
}

fn sentence(end: EndKind) -> &'static str {
    match end {
        EndKind::CallerLeft => "The caller hung up",
        EndKind::Finished => "The call ended",
        EndKind::Forwarded => "The call was passed on",
        EndKind::NotReached => "Nobody was reached",
        EndKind::Fault => "The call was cut off",
    }
}
