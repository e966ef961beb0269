//! The exact words of a call, sealed: kept only with consent, opened only with a reason, destroyed on time.

use super::rules::rules_in;
use crate::booking::Actor;
use crate::calls::context_of;
use crate::clinic::Clinic;
use crate::error::{Done, EngineError};
use callwaiting_domain::calls::{Source, Speaker, Turn, merge_turns};
use callwaiting_domain::phi::PatientText;
use callwaiting_domain::ports::Entropy;
use callwaiting_domain::redaction::redact;
use callwaiting_store::StoreError;
use callwaiting_store::keys::{KeyError, SealingKey};
use callwaiting_store::tables::call::CallRow;
use callwaiting_store::tables::sealed_turn::{self, SealedRow};
use callwaiting_store::tables::{Tx, audit, call, consent, turn};
use jiff::{Timestamp, ToSpan as _};
use serde_json::json;
use std::collections::HashMap;
use std::sync::Arc;

const SHORTEST_REASON: usize = 5;
const LONGEST_REASON: usize = 300;

/// Seals words inside a job.
#[derive(Clone)]
pub(crate) struct Sealer {
    key: SealingKey,
    entropy: Arc<dyn Entropy>,
}

impl Clinic {
    pub(crate) fn sealer(&self) -> Sealer {
        Sealer {
            key: self.database().sealing.clone(),
            entropy: self.ports().entropy.clone(),
        }
    }
}

fn failed(error: KeyError) -> EngineError {
    EngineError::Store(StoreError::from(error))
}

/// Keeps the words of a turn as they were said, if the caller has agreed.
pub(crate) fn keep_original(
    tx: Tx<'_>,
    sealer: &Sealer,
    row: &CallRow,
    source: Source,
    ordinal: i64,
    words: &PatientText,
    now: Timestamp,
) -> Done<()> {
    let agreed = consent::in_force(&tx, &row.id, row.contact_id.as_deref())?.is_some_and(|c| c.given);
    if !agreed || row.erased {
        return Ok(());
    }
    let place = sealed_turn::place(&row.id, source, ordinal);
    let sealed = sealer.key.seal(&place, words, &*sealer.entropy).map_err(failed)?;
    let kept = SealedRow {
        source,
        ordinal,
        sealed,
    };
    Ok(sealed_turn::put(tx, &row.id, &kept, now)?)
}

/// One turn as it was said.
#[derive(Clone, Debug)]
pub struct Original {
    /// Who.
    pub speaker: Speaker,
    /// When.
    pub at: Timestamp,
    /// The words; whoever shows them answers for where they go.
    pub words: PatientText,
}

/// Opens the originals of a call for a manager. That it was opened, by whom and why stands in the audit log before the
/// words go out; what the reason says of a person is redacted there.
///
/// # Errors
/// [`EngineError::Validation`] without a reason, [`EngineError::NotFound`] when nothing is kept.
pub async fn open(clinic: &Clinic, call_id: String, reason: String, by: &Actor) -> Done<Vec<Original>> {
    let reason = reason.trim().to_owned();
    if !(SHORTEST_REASON..=LONGEST_REASON).contains(&reason.chars().count()) {
        return Err(EngineError::Validation("say why, in 5 to 300 characters"));
    }
    let (now, by, base, sealer) = (clinic.now(), by.name(), clinic.context(), clinic.sealer());
    clinic
        .write(move |tx| {
            let row = match call::find(&tx, &call_id)? {
                Some(row) => row,
                None => call::by_provider(&tx, &call_id)?.ok_or(EngineError::NotFound("call"))?,
            };
            let sealed = sealed_turn::of_call(&tx, &row.id)?;
            if sealed.is_empty() {
                return Err(EngineError::NotFound("original"));
            }
            let said = redact(&PatientText::new(reason), &context_of(&tx, &base, &row)?);
            let detail = json!({ "reason": said.text });
            audit::append(tx, now, &by, "call.open_original", Some(&row.id), Some(&detail))?;
            read(tx, &sealer, &row, sealed)
        })
        .await
}

/// The turns that a reader of the transcript sees, in their original words where those are kept.
fn read(tx: Tx<'_>, sealer: &Sealer, row: &CallRow, sealed: Vec<SealedRow>) -> Done<Vec<Original>> {
    let mut words = HashMap::new();
    for one in sealed {
        let place = sealed_turn::place(&row.id, one.source, one.ordinal);
        let opened = sealer.key.open(&place, &one.sealed).map_err(failed)?;
        words.insert((one.source.rank(), one.ordinal), opened);
    }
    let shown = merge_turns(&turn::of_call(&tx, &row.id)?, row.conversation_at);
    let original = |turn: Turn<turn::Words>| {
        let kept = words.remove(&(turn.source.rank(), turn.ordinal));
        Original {
            speaker: turn.speaker,
            at: turn.at,
            // Said before the caller agreed: as redacted as everybody sees it.
            words: kept.unwrap_or_else(|| PatientText::new(turn.content.text)),
        }
    };
    Ok(shown.into_iter().map(original).collect())
}

/// Destroys originals that have been kept as long as the clinic keeps them; says how many turns.
pub async fn destroy_expired(clinic: &Clinic) -> Done<usize> {
    let now = clinic.now();
    clinic
        .write(move |tx| {
            let days = rules_in(&tx)?.retention_days;
            let before = now.checked_sub((days * 24).hours()).unwrap_or(now);
            let gone = sealed_turn::destroy_before(tx, before)?;
            if gone > 0 {
                let detail = json!({ "turns": gone, "afterDays": days });
                audit::append(tx, now, "appliance", "original.expire", None, Some(&detail))?;
            }
            Ok(gone)
        })
        .await
}
