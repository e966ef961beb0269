//! The ends of holds: released by somebody, or over.

use super::Actor;
use crate::clinic::Clinic;
use crate::error::{Done, EngineError};
use crate::events::{self, Change};
use callwaiting_store::tables::{Tx, call, call_event, hold};
use jiff::Timestamp;

/// Gives a hold up. Releasing one that was released or has expired is no error.
///
/// # Errors
/// [`EngineError::NotFound`]; [`EngineError::HoldEnded`] when it was confirmed: cancel the appointment instead.
pub async fn release(clinic: &Clinic, hold_id: String, _by: &Actor) -> Done<()> {
    let now = clinic.now();
    clinic.write(move |tx| release_in(tx, &hold_id, now)).await
}

pub(crate) fn release_in(tx: Tx<'_>, hold_id: &str, now: Timestamp) -> Done<()> {
    let row = hold::find(&tx, hold_id)?.ok_or(EngineError::NotFound("hold"))?;
    if row.state == "confirmed" {
        return Err(EngineError::HoldEnded);
    }
    if hold::end(tx, hold_id, "released", now)? {
        if let Some(call) = &row.call_id {
            call_event::add(tx, call, now, "released", "The held time was released")?;
            events::tell(tx, now, Change::CallUpdated(call))?;
        }
        events::tell(tx, now, Change::Hold(hold_id))?;
    }
    Ok(())
}

/// Ends every hold whose time is over.
pub async fn expire_due(clinic: &Clinic) -> Done<usize> {
    let now = clinic.now();
    clinic.write(move |tx| expire_in(tx, now)).await
}

/// When the next hold ends by itself.
pub async fn next_expiry(clinic: &Clinic) -> Done<Option<Timestamp>> {
    clinic.read(|conn| Ok(hold::next_expiry(conn)?)).await
}

pub(crate) fn expire_in(tx: Tx<'_>, now: Timestamp) -> Done<usize> {
    let ended = hold::expire_due(tx, now)?;
    for (id, call_id) in &ended {
        if let Some(call_id) = call_id {
            call_event::add(
                tx,
                call_id,
                now,
                "hold_expired",
                "The held time was released because nothing more was heard",
            )?;
            if call::find(&tx, call_id)?.is_some() {
                events::tell(tx, now, Change::CallUpdated(call_id))?;
            }
        }
        events::tell(tx, now, Change::Hold(id))?;
    }
    Ok(ended.len())
}
