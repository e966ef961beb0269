//! Calls whose end was never told: the message was lost, and the provider keeps no list or forgot.
//!
//! No call lasts as long as [`SILENT_HOURS`] without a word, so such a call is over; what it held is freed and somebody is
//! asked to ring back. A late report still has the last word on when and why.

use super::settle;
use crate::clinic::Clinic;
use crate::error::Done;
use crate::events::{self, Change};
use callwaiting_domain::calls::News;
use callwaiting_store::tables::call;
use jiff::ToSpan as _;

/// Longer than any call that the voice takes, twice over.
const SILENT_HOURS: i64 = 2;
/// Stands where the provider's reason would; no provider's list has it, so it counts as a fault.
const NO_END_WAS_TOLD: &str = "no-end-was-told";

/// Ends the calls that have been silent for too long; says how many.
pub async fn end_silent(clinic: &Clinic) -> Done<usize> {
    let (mint, now) = (clinic.mint(), clinic.now());
    let before = now.checked_sub(SILENT_HOURS.hours()).unwrap_or(now);
    let bus = clinic.bus().clone();
    clinic
        .write(move |tx| {
            let silent = call::silent_since(&tx, before)?;
            let ended = silent.len();
            for (mut row, last_sign) in silent {
                row.state.learn(&News::Ended {
                    at: last_sign,
                    reason: Some(NO_END_WAS_TOLD.into()),
                });
                call::set_state(tx, &row.id, &row.state)?;
                bus.finish(&row.id);
                events::tell(tx, now, Change::CallUpdated(&row.id))?;
                settle(tx, &mint, row, now)?;
            }
            Ok(ended)
        })
        .await
}
