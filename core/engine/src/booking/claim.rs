//! Claiming a slot: practitioner, room and device at once or nothing, one winner among any number.

use super::{alternatives, attempt, expire_in, known_gone, remember_gone};
use crate::clinic::{Clinic, check_version};
use crate::contacts::{self, Trust};
use crate::error::{Done, EngineError};
use crate::events::{self, Change};
use callwaiting_domain::booking::{Catalogue, HoldKind, check_slot, span_taken};
use callwaiting_domain::contact::ContactDetails;
use callwaiting_domain::ids::{PractitionerId, ProcedureId};
use callwaiting_store::tables::hold::{self, HoldRow};
use callwaiting_store::tables::occupancy::{self, Owner};
use callwaiting_store::tables::{Tx, call};
use jiff::{Timestamp, ToSpan as _};
use std::sync::Arc;

/// What is to be claimed.
#[derive(Clone, Debug)]
pub struct ClaimRequest {
    /// Start of the slot.
    pub start: Timestamp,
    /// With whom.
    pub practitioner: PractitionerId,
    /// For what.
    pub procedure: ProcedureId,
    /// The call that claims; its tool calls renew the hold.
    pub call_id: Option<String>,
    /// For whom, if known already.
    pub contact: Option<ContactDetails>,
}

/// What became of a claim inside the transaction.
pub(crate) enum Claimed {
    /// A new hold.
    Held(HoldRow),
    /// The hold that this call had on the very slot.
    Already(HoldRow),
    /// Somebody else has it, or part of what it needs.
    Taken,
}

/// Claims a slot.
///
/// # Errors
/// [`EngineError::SlotTaken`] with other times when somebody was faster; [`EngineError::Slot`] when there is
/// no such slot; [`EngineError::NotFound`] for an unknown call.
pub async fn claim(clinic: &Clinic, request: ClaimRequest) -> Done<HoldRow> {
    // A call that repeats its own claim must reach the writer: the slot may be gone to itself.
    let asked = match known_gone(clinic, &request) {
        Ok(other) if request.call_id.is_none() => {
            // Nothing else here waits for anything, and a loop of such claims must not keep the thread to itself.
            tokio::task::yield_now().await;
            return Err(EngineError::SlotTaken(Box::new(other)));
        }
        Ok(_) => None,
        Err(asked) => Some(asked),
    };
    for _ in 0..3 {
        let catalogue = clinic.catalogue();
        let (now, ids) = (clinic.now(), [clinic.new_id(), clinic.new_id()]);
        let job = request.clone();
        let decided = clinic
            .write(move |tx| claim_job(tx, &catalogue, &job, now, ids))
            .await;
        match decided {
            Err(EngineError::Stale) => {
                clinic.reload_catalogue().await?;
            }
            Ok(row) => return Ok(row),
            Err(EngineError::SlotTaken(_)) => {
                let other =
                    alternatives(clinic, &request.procedure, &request.practitioner, request.start).await?;
                if let Some(asked) = asked {
                    remember_gone(clinic, asked).await?;
                }
                return Err(EngineError::SlotTaken(Box::new(other)));
            }
            Err(other) => return Err(other),
        }
    }
    Err(EngineError::Stale)
}

fn claim_job(
    tx: Tx<'_>,
    catalogue: &Arc<Catalogue>,
    request: &ClaimRequest,
    now: Timestamp,
    [hold_id, contact_id]: [String; 2],
) -> Done<HoldRow> {
    let mut contact = None;
    if let Some(id) = &request.call_id {
        let row = call::find(&tx, id)?.ok_or(EngineError::NotFound("call"))?;
        contact = row.contact_id;
    }
    // An error undoes the job, so a loser leaves no trace and wakes nobody.
    let (Claimed::Held(row) | Claimed::Already(row)) =
        claim_in(tx, catalogue, request, contact, now, hold_id)?
    else {
        return Err(EngineError::SlotTaken(Box::default()));
    };
    if let Some(details) = request.contact.as_ref().filter(|d| !d.is_empty()) {
        let id = contacts::find_or_add(
            tx,
            details,
            row.contact_id.as_deref(),
            now,
            contact_id,
            Trust::Desk,
        )?;
        tx.prepare_cached("UPDATE hold SET contact_id = ?2 WHERE id = ?1")?
            .execute([&row.id, &id])?;
    }
    Ok(row)
}

/// The claim itself, for whoever is in a transaction already. A call keeps one live hold: taking another
/// gives the first one up, once the second is sure.
pub(crate) fn claim_in(
    tx: Tx<'_>,
    catalogue: &Catalogue,
    request: &ClaimRequest,
    contact_id: Option<String>,
    now: Timestamp,
    hold_id: String,
) -> Done<Claimed> {
    check_version(tx, catalogue)?;
    let (practitioner, procedure, span) = check_slot(
        catalogue,
        &request.practitioner,
        &request.procedure,
        request.start,
        now,
    )?;
    expire_in(tx, now)?;
    let held = match &request.call_id {
        Some(id) => hold::held_by_call(&tx, id)?,
        None => Vec::new(),
    };
    let same = |h: &&HoldRow| {
        h.practitioner_id == practitioner.id.as_str()
            && h.procedure_id == procedure.id.as_str()
            && h.span == span
    };
    if let Some(mine) = held.iter().find(same) {
        return Ok(Claimed::Already(mine.clone()));
    }
    let row = HoldRow {
        id: hold_id,
        kind: HoldKind::Live,
        state: "held".into(),
        practitioner_id: practitioner.id.to_string(),
        procedure_id: procedure.id.to_string(),
        span,
        renewed_at: now,
        expires_at: now.checked_add(HoldKind::Live.seconds().seconds()).unwrap_or(now),
        call_id: request.call_id.clone(),
        contact_id,
    };
    let taken = attempt(tx, |tx| {
        // Its own other hold may be in the way (a neighbouring time), so it goes first and comes back if this fails.
        for other in &held {
            hold::end(tx, &other.id, "released", now)?;
        }
        hold::insert(tx, &row)?;
        let met = occupancy::take_needs(
            tx,
            Owner::Hold(&row.id),
            &procedure.needs,
            span_taken(procedure, span),
        )?;
        Ok(met.then_some(()))
    })?;
    if taken.is_none() {
        return Ok(Claimed::Taken);
    }
    for id in held.iter().map(|h| &h.id).chain([&row.id]) {
        events::tell(tx, now, Change::Hold(id))?;
    }
    Ok(Claimed::Held(row))
}
