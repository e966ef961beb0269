//! One tool call from its arrival to its one answer.

use super::arguments::Arguments;
use super::{book, change, find, people};
use crate::booking::Alternatives;
use crate::calls::{CallRef, Heard, ensure, settle_again};
use crate::clinic::{Clinic, Mint};
use crate::error::{Done, EngineError};
use crate::events::{self, Change};
use callwaiting_domain::booking::{Catalogue, Slot};
use callwaiting_domain::calls::is_loop;
use callwaiting_domain::ids::{PractitionerId, ProcedureId};
use callwaiting_domain::redaction::Context;
use callwaiting_store::tables::call::CallRow;
use callwaiting_store::tables::{Tx, call, delivery, hold, offer};
use jiff::Timestamp;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use std::sync::Arc;

/// The deliveries' kind in the store.
const KIND: &str = "tool-calls";

/// One request of the voice.
#[derive(Clone, Debug)]
pub struct ToolAsk {
    /// The provider's id of this tool call.
    pub id: String,
    /// Which tool.
    pub tool: String,
    /// Its arguments; `None` when they could not be read.
    pub arguments: Option<Map<String, Value>>,
}

/// What the voice is told: a line without personal data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToolAnswer {
    /// Whether it was done.
    pub ok: bool,
    /// What happened, and what to do next.
    pub text: String,
}

impl ToolAnswer {
    pub(super) fn yes(text: impl Into<String>) -> Self {
        Self {
            ok: true,
            text: text.into(),
        }
    }

    pub(super) fn no(text: impl Into<String>) -> Self {
        Self {
            ok: false,
            text: text.into(),
        }
    }

    fn kept(&self) -> String {
        format!("{}{}", if self.ok { '+' } else { '-' }, self.text)
    }

    fn read(kept: &str) -> Option<Self> {
        let text = kept.get(1..)?.to_owned();
        Some(Self {
            ok: kept.starts_with('+'),
            text,
        })
    }
}

/// What a tool decides inside the transaction.
pub(super) enum Step {
    /// It is done, or can't be.
    Answer(ToolAnswer),
    /// Free times must be read first.
    Find(find::Wanted),
    /// Somebody else has the time; others must be read first.
    Taken {
        procedure: ProcedureId,
        practitioner: PractitionerId,
        start: Timestamp,
    },
}

/// What a tool works with inside the transaction.
pub(super) struct Desk<'a> {
    pub(super) tx: Tx<'a>,
    pub(super) mint: &'a Mint,
    pub(super) catalogue: &'a Catalogue,
    pub(super) country: &'a str,
    pub(super) context: &'a Context,
    pub(super) call: &'a CallRow,
    pub(super) now: Timestamp,
}

/// Runs one tool call.
pub async fn run(clinic: &Clinic, reference: CallRef, ask: ToolAsk) -> Done<ToolAnswer> {
    let key = format!("tool:{}:{}", reference.provider_call_id, ask.id);
    let mut tries = 0;
    loop {
        match first_half(clinic, &reference, &ask, &key).await {
            Err(EngineError::Stale) if tries < 3 => {
                tries += 1;
                clinic.reload_catalogue().await?;
            }
            Err(other) => return Err(other),
            Ok((_, Step::Answer(answer))) => return Ok(answer),
            Ok((call_id, Step::Find(wanted))) => {
                let found = find::look(clinic, &wanted).await?;
                return second_half(clinic, call_id, key, found.slots, move |catalogue, ids| {
                    find::answer(catalogue, &wanted, &found.exact, ids)
                })
                .await;
            }
            Ok((
                call_id,
                Step::Taken {
                    procedure,
                    practitioner,
                    start,
                },
            )) => {
                let Alternatives { slots, say, .. } =
                    crate::booking::alternatives(clinic, &procedure, &practitioner, start).await?;
                return second_half(clinic, call_id, key, slots, move |catalogue, ids| {
                    ToolAnswer::no(find::listed(catalogue, &say, ids))
                })
                .await;
            }
        }
    }
}

/// Deduplicates, renews the call's hold, stops loops, and does what needs no reading.
async fn first_half(clinic: &Clinic, reference: &CallRef, ask: &ToolAsk, key: &str) -> Done<(String, Step)> {
    let (mint, now, country, context) = (
        clinic.mint(),
        clinic.now(),
        clinic.row().country.clone(),
        clinic.context(),
    );
    let catalogue: Arc<Catalogue> = clinic.catalogue();
    let (heard, ask, key) = (Heard::new(reference.clone(), clinic), ask.clone(), key.to_owned());
    clinic
        .write(move |tx| {
            let row = ensure(tx, &mint, &heard, now)?;
            let known = delivery::answer_of(&tx, &key)?;
            if let Some(first) = known.as_ref().and_then(|kept| ToolAnswer::read(kept.as_deref()?)) {
                return Ok((row.id, Step::Answer(first)));
            }
            for id in hold::renew_for_call(tx, &row.id, now)? {
                events::tell(tx, now, Change::Hold(&id))?;
            }
            let desk = Desk {
                tx,
                mint: &mint,
                catalogue: &catalogue,
                country: &country,
                context: &context,
                call: &row,
                now,
            };
            // A twin that came while the first is being answered is the same question, not one more.
            let looping = if known.is_none() {
                asked_too_often(&desk, &ask)?
            } else {
                None
            };
            let step = match looping {
                Some(answer) => Step::Answer(answer),
                None => decide(&desk, &ask)?,
            };
            match &step {
                Step::Answer(answer) => delivery::answered(tx, &key, KIND, now, &answer.kept())?,
                Step::Find(_) | Step::Taken { .. } => {
                    delivery::insert(tx, &key, KIND, now, None).map(drop)?
                }
            }
            settle_again(tx, &mint, &row.id, now)?;
            events::tell(tx, now, Change::CallUpdated(&row.id))?;
            Ok((row.id, step))
        })
        .await
}

/// Offers the slots that were read, and keeps the answer; a twin that was faster wins.
async fn second_half(
    clinic: &Clinic,
    call_id: String,
    key: String,
    slots: Vec<Slot>,
    say: impl FnOnce(&Catalogue, &[(String, Slot)]) -> ToolAnswer + Send + 'static,
) -> Done<ToolAnswer> {
    let (now, catalogue, mint) = (clinic.now(), clinic.catalogue(), clinic.mint());
    clinic
        .write(move |tx| {
            if let Some(first) =
                delivery::answer_of(&tx, &key)?.and_then(|kept| ToolAnswer::read(kept.as_deref()?))
            {
                return Ok(first);
            }
            let mut offers = Vec::with_capacity(slots.len());
            for slot in slots {
                offers.push((offer::put(tx, &call_id, &slot)?, slot));
            }
            if !offers.is_empty() {
                let times = if offers.len() == 1 {
                    "one time"
                } else {
                    "some times"
                };
                callwaiting_store::tables::call_event::add(
                    tx,
                    &call_id,
                    now,
                    "offered",
                    &format!("Offered {times}"),
                )?;
            }
            let answer = say(&catalogue, &offers);
            delivery::answered(tx, &key, KIND, now, &answer.kept())?;
            settle_again(tx, &mint, &call_id, now)?;
            events::tell(tx, now, Change::CallUpdated(&call_id))?;
            Ok(answer)
        })
        .await
}

fn asked_too_often(desk: &Desk<'_>, ask: &ToolAsk) -> Done<Option<ToolAnswer>> {
    let arguments = Value::Object(ask.arguments.clone().unwrap_or_default()).to_string();
    let asked = hex::encode(Sha256::digest(format!("{}\n{arguments}", ask.tool)));
    // A model may make a tool up, and call it anything.
    let tool = super::TOOLS
        .into_iter()
        .find(|tool| *tool == ask.tool)
        .unwrap_or("unknown");
    let times = offer::count_use(desk.tx, &desk.call.id, tool, &asked)?;
    if !is_loop(times) {
        return Ok(None);
    }
    people::raise(
        desk,
        "tool_trouble",
        false,
        "Voxanne got stuck and a person should take over",
        "The same step was tried five times in one call",
    )?;
    Ok(Some(ToolAnswer::no(
        "Stop: this has been tried five times with the same words and will not change. Tell the caller a colleague will ring back, and say goodbye.",
    )))
}

fn decide(desk: &Desk<'_>, ask: &ToolAsk) -> Done<Step> {
    let Some(map) = &ask.arguments else {
        return Ok(Step::Answer(ToolAnswer::no(
            "The arguments could not be read. Send them as a JSON object.",
        )));
    };
    let arguments = Arguments(map);
    let step = match ask.tool.as_str() {
        "find_slots" => find::prepare(desk, &arguments),
        "claim_slot" => book::claim(desk, &arguments),
        "confirm_booking" => book::confirm(desk, &arguments),
        "release_slot" => book::release(desk),
        "move_appointment" => change::move_to(desk, &arguments),
        "cancel_appointment" => change::cancel(desk, &arguments),
        "save_caller" => people::save(desk, &arguments),
        "record_consent" => people::consent(desk, &arguments),
        "hand_over" => people::hand_over(desk, &arguments),
        _ => {
            return Ok(Step::Answer(ToolAnswer::no(format!(
                "There is no such tool. There are: {}.",
                super::TOOLS.join(", ")
            ))));
        }
    }?;
    Ok(step.unwrap_or_else(Step::Answer))
}

/// What a tool returns: a step, or an answer that says what is wrong with the question.
pub(super) type Decided = Done<Result<Step, ToolAnswer>>;

/// Turns an argument's complaint into the tool's answer.
macro_rules! need {
    ($value:expr) => {
        match $value {
            Ok(value) => value,
            Err(answer) => return Ok(Err(answer)),
        }
    };
}
pub(super) use need;

/// Notes the topic of the call.
pub(super) fn about(desk: &Desk<'_>, procedure: &ProcedureId) -> Done<()> {
    Ok(call::set_topic(
        desk.tx,
        &desk.call.id,
        Some(procedure.as_str()),
        None,
    )?)
}
