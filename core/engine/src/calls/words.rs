//! Words of a call: redacted before they are written, told, or sent anywhere.
//!
//! Redaction is slow beside a write, so it is done before the writer is asked, with what is known of the caller then.
//! Inside the job that is compared with what is known now; if somebody learned more meanwhile, it is done again.

use super::{CallRef, Delivery, Heard, context_of, ensure, is_new, keep_original};
use crate::clinic::{Clinic, Mint};
use crate::error::{Done, EngineError};
use crate::events::{self, Change, Partial};
use crate::privacy::Sealer;
use callwaiting_domain::calls::{Source, Speaker, Turn};
use callwaiting_domain::contact::ContactDetails;
use callwaiting_domain::phi::PatientText;
use callwaiting_domain::redaction::{Context, Redaction, redact, redact_known};
use callwaiting_store::tables::call::CallRow;
use callwaiting_store::tables::{Tx, call, event, turn};
use jiff::Timestamp;
use serde_json::json;
use std::sync::Arc;

/// Somebody may learn the caller's name once or twice in the moment between reading and writing, not more often.
pub(super) const TRIES: usize = 4;

/// What somebody said, before redaction.
#[derive(Clone, Debug)]
pub struct SpokenTurn {
    /// Who.
    pub speaker: Speaker,
    /// What.
    pub text: PatientText,
    /// When it began, as far as is known.
    pub at: Timestamp,
    /// Seconds since the start of the call.
    pub seconds: Option<f64>,
}

/// Turns with what is left of each, and what was known when it was taken out.
#[derive(Clone)]
pub(super) struct Prepared {
    pub(super) turns: Arc<[SpokenTurn]>,
    pub(super) redactions: Arc<[Redaction]>,
    pub(super) context: Arc<Context>,
    /// What the caller told of themselves in the turns.
    pub(super) given: Arc<ContactDetails>,
}

/// Redacts turns outside the writer, on a thread that may be busy for long. A turn is read with those before it.
pub(super) async fn prepare(clinic: &Clinic, heard: &Heard, turns: &Arc<[SpokenTurn]>) -> Done<Prepared> {
    let (base, heard, turns) = (clinic.context(), heard.clone(), turns.clone());
    let context = clinic
        .read(move |conn| super::person::context_before(conn, &base, &heard))
        .await?;
    let context = Arc::new(context);
    let (known, words) = (context.clone(), turns.clone());
    let work = move || -> Arc<[Redaction]> {
        let mut context = (*known).clone();
        let mut redacted = |(at, said): (usize, &SpokenTurn)| {
            if at > 0 {
                let before = words.iter().take(at).skip(at.saturating_sub(4));
                let before: Vec<_> = before
                    .map(|s| (s.speaker == Speaker::Caller, s.text.clone()))
                    .collect();
                context.hear_before(&before);
            }
            redact(&said.text, &context)
        };
        words.iter().enumerate().map(&mut redacted).collect()
    };
    let long = turns.iter().map(|said| said.text.expose().len()).sum::<usize>() > 4096;
    let redactions = if long {
        let done = tokio::task::spawn_blocking(work).await;
        done.map_err(|_| EngineError::Store(callwaiting_store::StoreError::Panicked))?
    } else {
        work()
    };
    let given = Arc::new(super::given::read(
        &turns,
        &redactions,
        &context,
        &clinic.row().country,
    ));
    Ok(Prepared {
        turns,
        redactions,
        context,
        given,
    })
}

/// Whether what was known when the words were redacted is still all there is to know.
pub(super) fn check_context(tx: Tx<'_>, prepared: &Prepared, base: &Context, row: &CallRow) -> Done<()> {
    if context_of(&tx, base, row)?.known == prepared.context.known {
        Ok(())
    } else {
        Err(EngineError::Stale)
    }
}

/// Takes one finished utterance.
pub async fn spoken(clinic: &Clinic, delivery: Delivery, reference: CallRef, said: SpokenTurn) -> Done<()> {
    let heard = Heard::new(reference, clinic);
    let turns: Arc<[SpokenTurn]> = [said].into();
    for _ in 0..TRIES {
        let prepared = prepare(clinic, &heard, &turns).await?;
        let (mint, now, base) = (clinic.mint(), clinic.now(), clinic.context());
        let (bus, sealer) = (clinic.bus().clone(), clinic.sealer());
        let (delivery, heard) = (delivery.clone(), heard.clone());
        let written = clinic
            .write(move |tx| {
                if !is_new(tx, &delivery, now)? {
                    return Ok(());
                }
                let row = ensure(tx, &mint, &heard, now)?;
                if row.erased {
                    return Ok(());
                }
                check_context(tx, &prepared, &base, &row)?;
                bus.finish(&row.id);
                put_spoken(tx, &mint, &sealer, row, &prepared, &base, now)
            })
            .await;
        match written {
            Err(EngineError::Stale) => {}
            done => return done,
        }
    }
    Err(EngineError::Stale)
}

fn put_spoken(
    tx: Tx<'_>,
    mint: &Mint,
    sealer: &Sealer,
    row: CallRow,
    prepared: &Prepared,
    base: &Context,
    now: Timestamp,
) -> Done<()> {
    let (Some(said), Some(redaction)) = (prepared.turns.first(), prepared.redactions.first()) else {
        return Ok(());
    };
    // Two utterances may carry one time; the second takes the next place.
    let mut ordinal = said.at.as_millisecond() * 2 + i64::from(said.speaker == Speaker::Voxanne);
    while turn::is_there(&tx, &row.id, Source::Spoken, ordinal)? {
        ordinal += 2;
    }
    let turn = Turn {
        source: Source::Spoken,
        at: said.at,
        ordinal,
        speaker: said.speaker,
        content: redaction.clone(),
    };
    turn::put(tx, &row.id, &turn, said.seconds, now)?;
    keep_original(tx, sealer, &row, Source::Spoken, ordinal, &said.text, now)?;
    let row = super::given::learn_from(tx, mint, row, &prepared.given, base, now)?;
    if row.state.reported {
        // A report may have come without a transcript; whether this turn shows is for whoever reads all of them.
        return events::tell(tx, now, Change::CallUpdated(&row.id));
    }
    let start = row
        .state
        .answered_at
        .or(row.state.started_at)
        .unwrap_or(row.first_heard_at);
    let since =
        (turn.at >= start).then(|| (turn.at.as_millisecond() - start.as_millisecond()) as f64 / 1000.0);
    let told = json!({
        "id": format!("{}-{ordinal}", turn.source.rank()),
        "speaker": turn.speaker.as_str(),
        "at": turn.at,
        "secondsFromStart": said.seconds.or(since),
        "text": turn.content.text,
        "final": true,
        "answerMs": null,
    });
    events::tell(
        tx,
        now,
        Change::Turn {
            call_id: &row.id,
            turn: &told,
        },
    )
}

/// Takes the running conversation: the whole list as it is known so far.
pub async fn conversation(
    clinic: &Clinic,
    delivery: Delivery,
    reference: CallRef,
    turns: Vec<SpokenTurn>,
) -> Done<()> {
    let heard = Heard::new(reference, clinic);
    let turns: Arc<[SpokenTurn]> = turns.into();
    for _ in 0..TRIES {
        let prepared = prepare(clinic, &heard, &turns).await?;
        let (mint, now, base) = (clinic.mint(), clinic.now(), clinic.context());
        let (sealer, delivery, heard) = (clinic.sealer(), delivery.clone(), heard.clone());
        let written = clinic
            .write(move |tx| {
                if !is_new(tx, &delivery, now)? {
                    return Ok(());
                }
                let row = ensure(tx, &mint, &heard, now)?;
                if row.erased {
                    return Ok(());
                }
                check_context(tx, &prepared, &base, &row)?;
                // An older list of the same length has an older last turn.
                let older = row.conversation_at.is_some_and(|newest| heard.at < newest);
                let known = turn::count(&tx, &row.id, Source::Conversation)?;
                let late = older && i64::try_from(prepared.turns.len()).unwrap_or(i64::MAX) <= known;
                if !late && put_list(tx, &sealer, &row, Source::Conversation, &prepared, now)? {
                    call::set_conversation_at(tx, &row.id, heard.at)?;
                    let row = super::given::learn_from(tx, &mint, row, &prepared.given, &base, now)?;
                    events::tell(tx, now, Change::CallUpdated(&row.id))?;
                }
                Ok(())
            })
            .await;
        match written {
            Err(EngineError::Stale) => {}
            done => return done,
        }
    }
    Err(EngineError::Stale)
}

/// Writes a source's list unless a longer one is known already. All but the last known turn are final, so
/// only what follows is written again.
pub(super) fn put_list(
    tx: Tx<'_>,
    sealer: &Sealer,
    row: &CallRow,
    source: Source,
    prepared: &Prepared,
    now: Timestamp,
) -> Done<bool> {
    let known = usize::try_from(turn::count(&tx, &row.id, source)?).unwrap_or_default();
    if prepared.turns.is_empty() || prepared.turns.len() < known {
        return Ok(false);
    }
    let from = if source == Source::Report {
        0
    } else {
        known.saturating_sub(1)
    };
    let all = prepared.turns.iter().zip(prepared.redactions.iter());
    for (index, (said, redaction)) in all.enumerate().skip(from) {
        let ordinal = i64::try_from(index).unwrap_or(i64::MAX);
        let one = Turn {
            source,
            at: said.at,
            ordinal,
            speaker: said.speaker,
            content: redaction.clone(),
        };
        turn::put(tx, &row.id, &one, said.seconds, now)?;
        keep_original(tx, sealer, row, source, ordinal, &said.text, now)?;
    }
    Ok(true)
}

/// Passes on words that are still being spoken. They are not kept; an unknown call's are dropped.
pub async fn partial(clinic: &Clinic, reference: CallRef, speaker: Speaker, text: PatientText) -> Done<()> {
    let base = clinic.context();
    let found = clinic
        .read(move |conn| {
            let Some(row) = call::by_provider(conn, &reference.provider_call_id)?.filter(|row| !row.erased)
            else {
                return Ok(None);
            };
            let context = context_of(conn, &base, &row)?;
            Ok(Some((row.id, redact(&text, &context).text)))
        })
        .await?;
    if let Some((call_id, text)) = found {
        clinic.bus().send_partial(Partial {
            call_id,
            speaker: speaker.as_str(),
            text,
        });
    }
    Ok(())
}

/// Takes what is now known of a call's person out of its words once more: a name said before it was saved goes from the
/// transcript and from the changes that windows may still read.
pub(crate) fn redact_again(tx: Tx<'_>, row: &CallRow, base: &Context, now: Timestamp) -> Done<()> {
    let context = context_of(&tx, base, row)?;
    let mut changed = false;
    for said in turn::of_call(&tx, &row.id)? {
        let again = redact_known(&PatientText::new(said.content.text.as_str()), &context);
        if *again.get() != said.content.text {
            turn::rewrite(tx, &row.id, &said, &again, now)?;
            changed = true;
        }
    }
    if changed {
        event::forget_turns(tx, &row.id)?;
        events::tell(tx, now, Change::CallUpdated(&row.id))?;
    }
    Ok(())
}
