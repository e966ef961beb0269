//! Words of a call: redacted before they are written, told, or sent anywhere.

use super::{CallRef, Delivery, Heard, context_of, ensure, is_new};
use crate::clinic::Clinic;
use crate::error::Done;
use crate::events::{self, Change, Partial};
use callwaiting_domain::calls::{Source, Speaker, Turn};
use callwaiting_domain::phi::PatientText;
use callwaiting_domain::redaction::{Context, redact};
use callwaiting_store::tables::call::CallRow;
use callwaiting_store::tables::{Tx, call, event, turn};
use jiff::Timestamp;
use serde_json::json;

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

/// Takes one finished utterance.
pub async fn spoken(clinic: &Clinic, delivery: Delivery, reference: CallRef, said: SpokenTurn) -> Done<()> {
    let (mint, now, base) = (clinic.mint(), clinic.now(), clinic.context());
    let heard = Heard::new(reference, clinic);
    let bus = clinic.bus().clone();
    clinic
        .write(move |tx| {
            if !is_new(tx, &delivery, now)? {
                return Ok(());
            }
            let row = ensure(tx, &mint, &heard, now)?;
            bus.finish(&row.id);
            let content = redact(&said.text, &context_of(&tx, &base, &row)?).text;
            let ordinal = said.at.as_millisecond() * 2 + i64::from(said.speaker == Speaker::Voxanne);
            let turn = Turn { source: Source::Spoken, at: said.at, ordinal, speaker: said.speaker, content };
            turn::put(tx, &row.id, &turn, said.seconds)?;
            if row.state.reported {
                // A report may have come without a transcript; whether this turn shows is for whoever reads all of them.
                return events::tell(tx, now, Change::CallUpdated(&row.id));
            }
            let start = row.state.answered_at.or(row.state.started_at).unwrap_or(row.first_heard_at);
            let told = json!({
                "id": format!("{}-{ordinal}", turn.source.rank()),
                "speaker": turn.speaker.as_str(),
                "at": turn.at,
                "secondsFromStart": said.seconds.or_else(|| (turn.at >= start).then(|| (turn.at.as_millisecond() - start.as_millisecond()) as f64 / 1000.0)),
                "text": turn.content,
                "final": true,
                "answerMs": null,
            });
            events::tell(tx, now, Change::Turn { call_id: &row.id, turn: &told })
        })
        .await
}

/// Takes the running conversation: the whole list as it is known so far.
pub async fn conversation(
    clinic: &Clinic,
    delivery: Delivery,
    reference: CallRef,
    turns: Vec<SpokenTurn>,
) -> Done<()> {
    let (mint, now, base) = (clinic.mint(), clinic.now(), clinic.context());
    let heard = Heard::new(reference, clinic);
    clinic
        .write(move |tx| {
            if !is_new(tx, &delivery, now)? {
                return Ok(());
            }
            let row = ensure(tx, &mint, &heard, now)?;
            let context = context_of(&tx, &base, &row)?;
            // An older list of the same length has an older last turn.
            let older = row.conversation_at.is_some_and(|newest| heard.at < newest);
            let known = turn::count(&tx, &row.id, Source::Conversation)?;
            let late = older && i64::try_from(turns.len()).unwrap_or(i64::MAX) <= known;
            if !late && put_list(tx, &row.id, Source::Conversation, &turns, &context)? {
                call::set_conversation_at(tx, &row.id, heard.at)?;
                events::tell(tx, now, Change::CallUpdated(&row.id))?;
            }
            Ok(())
        })
        .await
}

/// Writes a source's list unless a longer one is known already. All but the last known turn are final, so
/// only what follows is written again.
pub(super) fn put_list(
    tx: Tx<'_>,
    call_id: &str,
    source: Source,
    turns: &[SpokenTurn],
    context: &Context,
) -> Done<bool> {
    let known = usize::try_from(turn::count(&tx, call_id, source)?).unwrap_or_default();
    if turns.is_empty() || turns.len() < known {
        return Ok(false);
    }
    let from = if source == Source::Report {
        0
    } else {
        known.saturating_sub(1)
    };
    for (index, said) in turns.iter().enumerate().skip(from) {
        let content = redact(&said.text, context).text;
        let ordinal = i64::try_from(index).unwrap_or(i64::MAX);
        let one = Turn {
            source,
            at: said.at,
            ordinal,
            speaker: said.speaker,
            content,
        };
        turn::put(tx, call_id, &one, said.seconds)?;
    }
    Ok(true)
}

/// Passes on words that are still being spoken. They are not kept; an unknown call's are dropped.
pub async fn partial(clinic: &Clinic, reference: CallRef, speaker: Speaker, text: PatientText) -> Done<()> {
    let base = clinic.context();
    let found = clinic
        .read(move |conn| {
            let Some(row) = call::by_provider(conn, &reference.provider_call_id)? else {
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

/// Redacts a call's words once more, now that more is known of its person: a name said before it was saved goes
/// from the transcript and from the changes that windows may still read.
pub(crate) fn redact_again(tx: Tx<'_>, row: &CallRow, base: &Context, now: Timestamp) -> Done<()> {
    let context = context_of(&tx, base, row)?;
    let mut changed = false;
    for said in turn::of_call(&tx, &row.id)? {
        let again = redact(&PatientText::new(said.content.text.as_str()), &context).text;
        if *again.get() != said.content.text {
            turn::rewrite(tx, &row.id, &said, &again)?;
            changed = true;
        }
    }
    if changed {
        event::forget_turns(tx, &row.id)?;
        events::tell(tx, now, Change::CallUpdated(&row.id))?;
    }
    Ok(())
}
