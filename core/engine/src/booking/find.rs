//! Free times, and the nearest ones when a slot is gone. Reads only.

use super::ClaimRequest;
use crate::clinic::Clinic;
use crate::error::{Done, EngineError};
use callwaiting_domain::booking::{
    Catalogue, LONGEST_QUERY_DAYS, Refusal, Slot, SlotQuery, Span, free_slots, nearest, say_taken, slot_id,
};
use callwaiting_domain::ids::{PractitionerId, ProcedureId};
use callwaiting_store::tables::{hold, occupancy};
use jiff::{Timestamp, ToSpan as _};
use serde::Serialize;
use std::sync::{Mutex, MutexGuard, PoisonError};
use utoipa::ToSchema;

/// One time that can be had.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Offered {
    /// The slot's id.
    pub id: String,
    /// When it starts, UTC.
    #[schema(value_type = String, format = DateTime)]
    pub start: Timestamp,
    /// When it ends, UTC.
    #[schema(value_type = String, format = DateTime)]
    pub end: Timestamp,
    /// With whom.
    pub practitioner_id: String,
    /// Their name.
    pub practitioner_name: String,
}

/// Up to three other times and a sentence that offers them.
#[derive(Clone, Debug, Default)]
pub struct Alternatives {
    /// The times, by start.
    pub slots: Vec<Slot>,
    /// The same for a reply.
    pub offered: Vec<Offered>,
    /// What the voice can say.
    pub say: String,
}

/// A question for free times.
#[derive(Clone, Debug)]
pub struct SlotsWanted {
    /// For what.
    pub procedure: ProcedureId,
    /// With whom; anybody when absent.
    pub practitioner: Option<PractitionerId>,
    /// Starting in here.
    pub within: Span,
}

pub(crate) fn offered(catalogue: &Catalogue, slot: &Slot) -> Offered {
    Offered {
        id: slot_id(slot),
        start: slot.span.start,
        end: slot.span.end,
        practitioner_id: slot.practitioner.to_string(),
        practitioner_name: catalogue
            .practitioner(&slot.practitioner)
            .map(|p| p.name.clone())
            .unwrap_or_default(),
    }
}

/// The free slots for a question.
///
/// # Errors
/// [`EngineError::Slot`] for a procedure or practitioner the clinic doesn't have, [`EngineError::Validation`]
/// for a stretch that is empty or longer than 31 days.
pub async fn slots(clinic: &Clinic, wanted: SlotsWanted) -> Done<Vec<Slot>> {
    let seconds = wanted.within.end.as_second() - wanted.within.start.as_second();
    // Counted in days of at most 25 hours, since the clocks may change.
    if seconds <= 0 || seconds > LONGEST_QUERY_DAYS * 25 * 3600 {
        return Err(EngineError::Validation("ask for between one moment and 31 days"));
    }
    let catalogue = clinic.catalogue();
    let procedure = catalogue
        .procedure(&wanted.procedure)
        .filter(|p| p.active)
        .ok_or(Refusal::ProcedureNotOffered)?;
    if let Some(id) = &wanted.practitioner {
        let practitioner = catalogue
            .practitioner(id)
            .filter(|p| p.active)
            .ok_or(Refusal::NoSuchPractitioner)?;
        if !practitioner.procedures.contains(&procedure.id) {
            return Err(Refusal::NotTheirs.into());
        }
    }
    let now = clinic.now();
    let around = Span {
        start: wanted
            .within
            .start
            .checked_sub(24.hours())
            .unwrap_or(wanted.within.start),
        end: wanted
            .within
            .end
            .checked_add(24.hours())
            .unwrap_or(wanted.within.end),
    };
    let busy = clinic
        .read(move |conn| Ok(occupancy::busy(conn, around, now, None)?))
        .await?;
    let query = SlotQuery {
        procedure,
        practitioner: wanted.practitioner.as_ref(),
        within: wanted.within,
        now,
    };
    Ok(free_slots(&catalogue, &busy, &query))
}

/// What to offer instead of `start`: the same practitioner nearby first, then others, within a week before
/// and two weeks after. Everybody who lost the same slot between two commits gets the same answer.
pub async fn alternatives(
    clinic: &Clinic,
    procedure: &ProcedureId,
    practitioner: &PractitionerId,
    start: Timestamp,
) -> Done<Alternatives> {
    let wanted = looked_at(clinic, procedure, practitioner, start);
    if let Some(known) = clinic.lost().get(&wanted) {
        return Ok(known);
    }
    let within = Span {
        start: start.checked_sub((7 * 24).hours()).unwrap_or(start),
        end: start.checked_add((14 * 24).hours()).unwrap_or(start),
    };
    let free = slots(
        clinic,
        SlotsWanted {
            procedure: procedure.clone(),
            practitioner: None,
            within,
        },
    )
    .await?;
    let catalogue = clinic.catalogue();
    let slots = nearest(&free, start, Some(practitioner), 3);
    let found = Alternatives {
        offered: slots.iter().map(|slot| offered(&catalogue, slot)).collect(),
        say: say_taken(&catalogue, &slots),
        slots,
    };
    clinic.lost().keep(wanted, found.clone());
    Ok(found)
}

/// The state in which a slot was looked at.
fn looked_at(
    clinic: &Clinic,
    procedure: &ProcedureId,
    practitioner: &PractitionerId,
    start: Timestamp,
) -> Lost {
    Lost {
        procedure: procedure.clone(),
        practitioner: practitioner.clone(),
        start,
        commits: clinic.bus().commit_count(),
        second: clinic.now().as_second(),
    }
}

/// The answer for a slot that is known to be gone: nothing was committed since that was found out, and no hold has run
/// out. So a rush on one slot need not queue at the writer to hear the same a hundred times.
pub(crate) fn known_gone(clinic: &Clinic, request: &ClaimRequest) -> Result<Alternatives, Lost> {
    let wanted = looked_at(clinic, &request.procedure, &request.practitioner, request.start);
    match clinic.lost().gone(&wanted, clinic.now()) {
        Some(known) => Ok(known),
        None => Err(wanted),
    }
}

/// Remembers that the writer refused a slot, if nothing was committed from before it was asked until now.
pub(crate) async fn remember_gone(clinic: &Clinic, asked: Lost) -> Done<()> {
    let until = clinic.read(|conn| Ok(hold::next_expiry(conn)?)).await?;
    if clinic.bus().commit_count() == asked.commits {
        clinic.lost().sure(asked, until);
    }
    Ok(())
}

/// A slot that somebody lost, at a state of the database and a second.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Lost {
    procedure: ProcedureId,
    practitioner: PractitionerId,
    start: Timestamp,
    commits: u64,
    second: i64,
}

/// The last answer to a loser. A rush on one slot asks the same question a hundred times at once.
#[derive(Debug, Default)]
pub(crate) struct LastLost(Mutex<Last>);

#[derive(Debug, Default)]
struct Last {
    found: Option<(Lost, Alternatives)>,
    /// Refused by the writer in this very state, and until when no hold runs out.
    gone: Option<(Lost, Option<Timestamp>)>,
}

impl LastLost {
    fn get(&self, wanted: &Lost) -> Option<Alternatives> {
        self.lock().found(wanted)
    }

    fn gone(&self, wanted: &Lost, now: Timestamp) -> Option<Alternatives> {
        let last = self.lock();
        let (lost, until) = last.gone.as_ref()?;
        (lost == wanted && until.is_none_or(|until| now < until)).then(|| last.found(wanted))?
    }

    fn keep(&self, lost: Lost, found: Alternatives) {
        self.lock().found = Some((lost, found));
    }

    fn sure(&self, lost: Lost, until: Option<Timestamp>) {
        self.lock().gone = Some((lost, until));
    }

    fn lock(&self) -> MutexGuard<'_, Last> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Last {
    fn found(&self, wanted: &Lost) -> Option<Alternatives> {
        let (lost, found) = self.found.as_ref()?;
        (lost == wanted).then(|| found.clone())
    }
}
