//! Whether a caller agreed that their own words are kept: said in the call, or told to staff. The latest word counts.

use super::rules::rules_in;
use crate::booking::Actor;
use crate::clinic::Clinic;
use crate::error::{Done, EngineError};
use crate::events::{self, Change};
use callwaiting_store::tables::call::CallRow;
use callwaiting_store::tables::consent::ConsentRow;
use callwaiting_store::tables::{Tx, audit, call, call_event, consent, sealed_turn};
use jiff::Timestamp;

/// How an answer was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Channel {
    /// To Voxanne, in the call.
    Phone,
    /// To staff.
    Desk,
}

impl Channel {
    fn as_str(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::Desk => "desk",
        }
    }
}

/// One answer and who noted it.
pub(crate) struct Answer<'a> {
    pub(crate) id: String,
    pub(crate) given: bool,
    pub(crate) channel: Channel,
    pub(crate) by: &'a str,
}

/// Notes an answer that staff were given. Without consent the originals are destroyed in the same transaction, of every
/// call of the same contact.
///
/// # Errors
/// [`EngineError::NotFound`] for an unknown call.
pub async fn record(clinic: &Clinic, call_id: String, given: bool, by: &Actor) -> Done<()> {
    let (now, id, by) = (clinic.now(), clinic.new_id(), by.name());
    clinic
        .write(move |tx| {
            let row = match call::find(&tx, &call_id)? {
                Some(row) => row,
                None => call::by_provider(&tx, &call_id)?.ok_or(EngineError::NotFound("call"))?,
            };
            let answer = Answer {
                id,
                given,
                channel: Channel::Desk,
                by: &by,
            };
            record_in(tx, &row, answer, now)
        })
        .await
}

/// The same, for whoever is in a transaction already.
pub(crate) fn record_in(tx: Tx<'_>, row: &CallRow, answer: Answer<'_>, now: Timestamp) -> Done<()> {
    let Answer {
        id,
        given,
        channel,
        by,
    } = answer;
    consent::insert(
        tx,
        &ConsentRow {
            id,
            call_id: row.id.clone(),
            contact_id: row.contact_id.clone(),
            given,
            wording: rules_in(&tx)?.consent_wording,
            channel: channel.as_str().into(),
            recorded_by: by.into(),
            at: now,
        },
    )?;
    let (deed, kind, text) = if given {
        (
            "consent.give",
            "consent_given",
            "Agreed that the exact words are kept",
        )
    } else {
        (
            "consent.withdraw",
            "consent_withdrawn",
            "Did not agree that the exact words are kept",
        )
    };
    if !given {
        sealed_turn::destroy(tx, &row.id, row.contact_id.as_deref())?;
    }
    call_event::add(tx, &row.id, now, kind, text)?;
    audit::append(tx, now, by, deed, Some(&row.id), None)?;
    events::tell(tx, now, Change::CallUpdated(&row.id))
}
