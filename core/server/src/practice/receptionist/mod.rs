//! A receptionist made of rules: from the words of a call alone she works out with whom, on which day and at
//! what time the caller wants to come, and when they have agreed to it.
//!
//! She exists so that recorded booking dialogues can be replayed without anybody telling the appliance what was
//! booked. The caller's words decide; the agent's lines count only as what the caller was told (who was offered,
//! what was read back, whether it worked). Pure: no clock, no network, no model. Deliberately absent: any tool
//! call (see [`super::replay`]) and anything a caller may want besides an appointment.

mod dates;
mod people;
mod replies;
mod telling;
#[cfg(test)]
mod tests;
mod times;
mod tokens;

pub use dates::DateOrder;
pub use people::People;
pub use times::{SaidTime, time_in};

use jiff::civil::{Date, DateTime, Time};
use replies::{Back, Reply};
use telling::Telling;
use times::Lone;

/// What the caller has agreed to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// The practitioner's name as the clinic writes it.
    pub practitioner: String,
    /// The local start.
    pub at: DateTime,
}

/// What the agent's line means for a slot that is held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    /// Nothing.
    Nothing,
    /// It could not be booked: let go of it.
    Refused,
    /// It is booked, or about to be. With a value, the caller had not said yes in so many words, and had not
    /// objected either.
    Booked(Option<Wanted>),
}

/// A day and a time, either of which may not be known yet.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct When {
    day: Option<Date>,
    time: Option<SaidTime>,
}

/// The state of one call.
#[derive(Debug, Clone)]
pub struct Receptionist {
    people: People,
    today: Date,
    order: DateOrder,
    offered: Vec<usize>,
    practitioner: Option<usize>,
    when: When,
    read_back: Option<When>,
    /// The caller has said yes to what stands in `when`.
    settled: bool,
    time_asked: bool,
}

impl Receptionist {
    /// Answers a call on `today`, the clinic's own day.
    pub fn new(people: People, today: Date, order: DateOrder) -> Self {
        Self {
            people,
            today,
            order,
            offered: Vec::new(),
            practitioner: None,
            when: When::default(),
            read_back: None,
            settled: false,
            time_asked: false,
        }
    }

    /// Hears what the agent said to the caller.
    pub fn agent_said(&mut self, line: &str) -> Told {
        let telling = telling::telling(line);
        // "Booked" before anything was agreed can only be a read-back in odd words.
        if telling == Telling::Booked && (self.settled || self.read_back.is_some()) {
            let silent = self.read_back.take().and_then(|when| self.agreed(when));
            return Told::Booked(silent);
        }
        let named = self.people.named_in(line);
        if let Some(last) = named.last() {
            self.practitioner = Some(*last);
            self.offered.extend(named);
        }
        self.time_asked = replies::asks_for_time(line);
        let said = self.said(line, Lone::Never);
        self.read_back = match telling {
            _ if said.day.is_some() || said.time.is_some() => Some(said),
            Telling::Asks => Some(When::default()),
            _ => None,
        };
        if telling == Telling::Refused {
            Told::Refused
        } else {
            Told::Nothing
        }
    }

    /// Hears the caller. The answer is what they have just agreed to.
    pub fn caller_said(&mut self, line: &str) -> Option<Wanted> {
        self.hear_about_people(line);
        let lone = if self.time_asked {
            Lone::Anywhere
        } else {
            Lone::AfterAt
        };
        let said = self.said(line, lone);
        let reply = replies::reply(line);
        let Some(read_back) = self.read_back else {
            self.take_in(said);
            return None;
        };
        if differs(said, read_back, self.when) {
            // A correction of one part keeps what was read back of the other.
            self.take_in(read_back);
            self.take_in(said);
            self.read_back = None;
            return None;
        }
        match reply {
            Reply::Yes => {
                self.read_back = None;
                self.agreed(read_back)
            }
            Reply::No => {
                self.read_back = None;
                None
            }
            Reply::Neither => None,
        }
    }

    fn hear_about_people(&mut self, line: &str) {
        let named = self.people.named_in(line);
        if let Some(last) = named
            .last()
            .copied()
            .or_else(|| self.people.meant_by_one_word(line, &self.offered))
        {
            self.practitioner = Some(last);
        } else if let Some(back) = replies::goes_back_to(line) {
            let earlier = match back {
                Back::First => self.offered.first(),
                Back::Previous => self
                    .offered
                    .iter()
                    .rev()
                    .find(|who| Some(**who) != self.practitioner),
            };
            self.practitioner = earlier.copied().or(self.practitioner);
        } else if replies::wants_another(line) {
            self.practitioner = None;
        }
    }

    /// The day and time in a line: of several the last, without those that are ruled out ("I can't on Thursday").
    fn said(&self, line: &str, lone: Lone) -> When {
        let tokens = tokens::tokens(line);
        let days = dates::days(&tokens, self.today, self.order);
        let mut taken = vec![false; tokens.len()];
        for day in &days {
            taken[day.from..day.to].fill(true);
        }
        let times = times::times(&tokens, &taken, lone);
        let ruled_out = |at: usize| ruled_out(&tokens, at);
        When {
            day: days
                .iter()
                .rev()
                .find(|day| !ruled_out(day.from))
                .map(|day| day.day),
            time: times
                .iter()
                .rev()
                .find(|time| !ruled_out(time.from))
                .map(|time| time.said),
        }
    }

    fn take_in(&mut self, said: When) {
        self.settled &= said == When::default();
        self.when.day = said.day.or(self.when.day);
        self.when.time = said.time.or(self.when.time);
    }

    fn agreed(&mut self, read_back: When) -> Option<Wanted> {
        let time = match (read_back.time, self.when.time) {
            // "At 4" read back to somebody who said "four in the afternoon".
            (Some(read), Some(own)) if !read.sure && same_face(read.time, own.time) => Some(own),
            (read, own) => read.or(own),
        };
        self.when = When {
            day: read_back.day.or(self.when.day),
            time,
        };
        self.settled = true;
        let who = self.practitioner.or_else(|| self.offered.last().copied())?;
        Some(Wanted {
            practitioner: self.people.name(who)?.to_owned(),
            at: self.when.day?.to_datetime(self.when.time?.time),
        })
    }
}

/// Whether the caller named another day or time than was read back, or than was agreed where nothing was.
fn differs(said: When, read_back: When, before: When) -> bool {
    let day = said
        .day
        .is_some_and(|day| read_back.day.or(before.day) != Some(day));
    let time = said
        .time
        .is_some_and(|said| match read_back.time.or(before.time) {
            Some(read) => {
                read.time != said.time && !((!said.sure || !read.sure) && same_face(read.time, said.time))
            }
            None => true,
        });
    day || time
}

/// The same on a clock face.
fn same_face(a: Time, b: Time) -> bool {
    a.hour() % 12 == b.hour() % 12 && a.minute() == b.minute()
}

/// Whether the words before it, in its own clause, rule a day or time out.
fn ruled_out(tokens: &[tokens::Token], at: usize) -> bool {
    const NEGATIONS: &[&str] = &[
        "can't", "cannot", "cant", "not", "don't", "dont", "doesn't", "won't", "isn't", "except", "couldn't",
    ];
    let clause = tokens[at].clause;
    let before: Vec<&str> = tokens[..at]
        .iter()
        .rev()
        .take_while(|token| token.clause == clause)
        .map(|token| token.text.as_str())
        .collect();
    let instead_of = before
        .windows(2)
        .any(|pair| matches!(pair, ["of", "instead"] | ["than", "rather"]));
    instead_of || before.iter().take(6).any(|word| NEGATIONS.contains(word))
}

/// Whether an agent's line tells the caller that it is booked.
pub fn tells_of_a_booking(line: &str) -> bool {
    telling::telling(line) == Telling::Booked
}
