//! Passing a call on to a person's telephone, when the voice asks where to.

use crate::calls::{CallRef, Heard, ensure};
use crate::clinic::Clinic;
use crate::error::Done;
use crate::events::{self, Change};
use callwaiting_store::tables::need::NeedRow;
use callwaiting_store::tables::{call_event, clinic as table, need};

/// Where a call goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HandOver {
    /// To this number, E.164.
    To(String),
    /// Nowhere: the clinic has set no number, so somebody will ring back.
    RingBack,
}

/// Answers where a call should go. A repeat gives the same answer and raises nothing twice.
pub async fn transfer(clinic: &Clinic, reference: CallRef) -> Done<HandOver> {
    let (mint, now, heard) = (clinic.mint(), clinic.now(), Heard::new(reference, clinic));
    clinic
        .write(move |tx| {
            let row = ensure(tx, &mint, &heard, now)?;
            let number = table::setting(&tx, "handover_number")?;
            if !call_event::has(&tx, &row.id, "handed_over")? {
                let text = if number.is_some() {
                    "Passed on to the desk"
                } else {
                    "Asked for a person; somebody should ring back"
                };
                call_event::add(tx, &row.id, now, "handed_over", text)?;
            }
            if number.is_none()
                && !need::open_for_call(&tx, &row.id, "callback")?
                && !need::open_for_call(&tx, &row.id, "handover")?
            {
                let need = NeedRow {
                    id: mint.id(),
                    kind: "callback".into(),
                    urgent: false,
                    title: "Asked to speak to a person".into(),
                    detail: "No number is set to pass calls on to".into(),
                    call_id: Some(row.id.clone()),
                    contact_id: row.contact_id.clone(),
                    created_at: now,
                };
                need::insert(tx, &need)?;
                events::tell(tx, now, Change::Needs)?;
            }
            events::tell(tx, now, Change::CallUpdated(&row.id))?;
            Ok(number.map_or(HandOver::RingBack, HandOver::To))
        })
        .await
}
