//! One dialogue as one call: its turns as transcripts, and the tool calls where the booking is made.

use super::{
    Mode, ReplayPlan,
    dialogue::{Dialogue, Speaker},
    plan::same_name,
};
use crate::practice::{
    pace::Pace,
    play::offered_slots,
    receptionist::{DateOrder, People, Receptionist, Told, Wanted},
    seed::Seed,
    target::Target,
    vapi::{Caller, Line, LineSettings, ToolReply},
};
use callwaiting_domain::ports::Clock;
use serde_json::json;

/// What came of one call.
#[derive(Debug)]
pub(super) struct Session {
    pub(super) provider_call_id: String,
    /// How many bookings the appliance confirmed.
    pub(super) confirmed: usize,
    /// Why a booking was not made, or what else went wrong. Holds nothing that was said.
    pub(super) troubles: Vec<String>,
}

#[expect(
    clippy::too_many_arguments,
    reason = "private, called once: the dialogue and all that it is played with"
)]
pub(super) async fn replay(
    plan: &ReplayPlan,
    dialogue: &Dialogue,
    number: usize,
    mode: Mode,
    target: &Target,
    pace: &dyn Pace,
    clock: &dyn Clock,
    seed: Seed,
) -> Session {
    let mut session = Session {
        provider_call_id: Line::call_id_of(&seed),
        confirmed: 0,
        troubles: Vec::new(),
    };
    let caller = Caller {
        phone: format!("+447700900{:03}", number % 1000),
    };
    let line = Line::dial(target, &caller, LineSettings::default(), pace, clock, seed);
    let mut line = match line {
        Ok(line) => line,
        Err(violation) => {
            session.troubles.push(violation.what);
            return session;
        }
    };
    line.pick_up().await;
    let mut desk = Desk {
        plan,
        line: &mut line,
        session: &mut session,
        number,
        held: None,
        made: Vec::new(),
    };
    match mode {
        Mode::Recorded => desk.recorded(dialogue).await,
        Mode::Receptionist => desk.by_ear(dialogue).await,
    }
    line.hang_up("customer-ended-call").await;
    session.troubles.extend(
        line.violations()
            .iter()
            .map(|violation| format!("{}: {}", violation.at, violation.what)),
    );
    session
}

/// Who makes the tool calls of one call.
struct Desk<'d, 'l> {
    plan: &'d ReplayPlan,
    line: &'d mut Line<'l>,
    session: &'d mut Session,
    number: usize,
    /// Claimed, not confirmed: the slot's id and what it is.
    held: Option<(String, Wanted)>,
    made: Vec<Wanted>,
}

impl Desk<'_, '_> {
    async fn recorded(&mut self, dialogue: &Dialogue) {
        let moment = where_it_is_booked(dialogue);
        for (at, turn) in dialogue.turns.iter().enumerate() {
            if at == moment {
                self.book_all(dialogue).await;
            }
            self.say(turn.speaker, &turn.text).await;
        }
        if moment >= dialogue.turns.len() {
            self.book_all(dialogue).await;
        }
    }

    async fn book_all(&mut self, dialogue: &Dialogue) {
        for booking in &dialogue.bookings {
            let Some(at) = booking.start() else { continue };
            self.claim(Wanted {
                practitioner: booking.doctor.clone(),
                at,
            })
            .await;
            self.confirm().await;
        }
    }

    /// From the caller's words alone.
    async fn by_ear(&mut self, dialogue: &Dialogue) {
        let people = People::new(self.plan.practitioners.iter().cloned());
        let mut receptionist = Receptionist::new(people, self.plan.today, DateOrder::MonthFirst);
        for turn in &dialogue.turns {
            match turn.speaker {
                Speaker::Caller => {
                    self.say(turn.speaker, &turn.text).await;
                    if let Some(wanted) = receptionist.caller_said(&turn.text) {
                        self.agree(wanted).await;
                    }
                }
                Speaker::Agent => {
                    match receptionist.agent_said(&turn.text) {
                        Told::Refused => self.let_go().await,
                        Told::Booked(Some(wanted)) => {
                            self.agree(wanted).await;
                            self.confirm().await;
                        }
                        Told::Booked(None) | Told::Nothing => self.confirm().await,
                    }
                    self.say(turn.speaker, &turn.text).await;
                }
            }
        }
        self.confirm().await;
    }

    async fn say(&mut self, speaker: Speaker, text: &str) {
        match speaker {
            Speaker::Caller => self.line.caller_says(text, &[]).await,
            Speaker::Agent => self.line.agent_says(text).await,
        }
    }

    /// Holds what the caller agreed to, unless it is held or booked already.
    async fn agree(&mut self, wanted: Wanted) {
        let same =
            |other: &Wanted| same_name(&other.practitioner, &wanted.practitioner) && other.at == wanted.at;
        if self.made.iter().any(same) || self.held.as_ref().is_some_and(|(_, held)| same(held)) {
            return;
        }
        self.let_go().await;
        // Somebody who agrees to another time with the same practitioner has changed their mind.
        if self
            .made
            .last()
            .is_some_and(|made| same_name(&made.practitioner, &wanted.practitioner))
        {
            self.move_to(wanted).await;
        } else {
            self.claim(wanted).await;
        }
    }

    async fn find(&mut self, wanted: &Wanted) -> Option<String> {
        let day = wanted.at.date().to_string();
        let asked = json!({
            "procedure": self.plan.procedure,
            "practitioner": wanted.practitioner,
            "from": day,
            "to": day,
            "time": wanted.at.strftime("%H:%M").to_string(),
        });
        let reply = self.line.tool("find_slots", &asked).await;
        if !reply.is_ok() {
            self.session
                .troubles
                .push("find_slots answered with an error".to_owned());
            return None;
        }
        let found = offered_slots(reply.text())
            .into_iter()
            .find(|slot| slot.start == wanted.at)
            .map(|slot| slot.id);
        if found.is_none() {
            self.session
                .troubles
                .push("the booked time was not among the slots that were offered".to_owned());
        }
        found
    }

    async fn claim(&mut self, wanted: Wanted) {
        let Some(slot) = self.find(&wanted).await else {
            return;
        };
        match self.line.tool("claim_slot", &json!({"slotId": slot})).await {
            ToolReply::Result(_) => self.held = Some((slot, wanted)),
            _ => self.session.troubles.push("claim_slot was refused".to_owned()),
        }
    }

    async fn confirm(&mut self) {
        let Some((slot, wanted)) = self.held.take() else {
            return;
        };
        let name = name(self.number);
        match self
            .line
            .tool("confirm_booking", &json!({"slotId": slot, "name": name}))
            .await
        {
            ToolReply::Result(_) => {
                self.session.confirmed += 1;
                self.made.push(wanted);
            }
            _ => self
                .session
                .troubles
                .push("confirm_booking was refused".to_owned()),
        }
    }

    async fn let_go(&mut self) {
        if self.held.take().is_some() && !self.line.tool("release_slot", &json!({})).await.is_ok() {
            self.session.troubles.push("release_slot was refused".to_owned());
        }
    }

    async fn move_to(&mut self, wanted: Wanted) {
        let Some(slot) = self.find(&wanted).await else {
            return;
        };
        match self.line.tool("move_appointment", &json!({"slotId": slot})).await {
            ToolReply::Result(_) => {
                self.made.pop();
                self.made.push(wanted);
            }
            _ => self
                .session
                .troubles
                .push("move_appointment was refused".to_owned()),
        }
    }
}

/// A name for a caller whom the corpus leaves nameless.
fn name(number: usize) -> String {
    const FIRST: [&str; 12] = [
        "Ada", "Bruno", "Celia", "Dev", "Elin", "Farid", "Greta", "Hugo", "Ines", "Jonas", "Kezia", "Lorcan",
    ];
    const LAST: [&str; 7] = [
        "Ashdown",
        "Birkett",
        "Coverdale",
        "Dunmore",
        "Everley",
        "Farrow",
        "Garside",
    ];
    format!("{} {}", FIRST[number % FIRST.len()], LAST[number % LAST.len()])
}

/// The last line in which the agent says that it is booked; after the last turn where there is none.
fn where_it_is_booked(dialogue: &Dialogue) -> usize {
    let told = |at: &usize| {
        let turn = &dialogue.turns[*at];
        turn.speaker == Speaker::Agent && crate::practice::receptionist::tells_of_a_booking(&turn.text)
    };
    (0..dialogue.turns.len())
        .rev()
        .find(told)
        .unwrap_or(dialogue.turns.len())
}
