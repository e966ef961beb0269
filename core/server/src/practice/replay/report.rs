//! What was booked in the appliance against what was booked in the dialogues.

use super::{BookedThere, Dialogue, plan::same_name, session::Session};
use serde::Serialize;

/// The outcome of a replay, as the command line prints it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// How many dialogues were replayed.
    pub dialogues: usize,
    /// How many calls ended with an appointment in the appliance.
    pub booked: usize,
    /// How many ended with exactly the dialogue's appointments and no other.
    pub matched: usize,
    /// The others.
    pub failures: Vec<Failure>,
}

/// A dialogue that did not end as it should.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Failure {
    /// The dialogue's name.
    pub id: String,
    /// Why, without a word that was said.
    pub why: String,
}

impl Report {
    /// Adds the report of another world of the same file.
    pub fn add(&mut self, other: Self) {
        self.dialogues += other.dialogues;
        self.booked += other.booked;
        self.matched += other.matched;
        self.failures.extend(other.failures);
    }
}

pub(super) fn compare(dialogues: &[Dialogue], sessions: &[Session], booked: &[BookedThere]) -> Report {
    let mut report = Report {
        dialogues: dialogues.len(),
        ..Report::default()
    };
    for (dialogue, session) in dialogues.iter().zip(sessions) {
        let there: Vec<&BookedThere> = booked
            .iter()
            .filter(|one| one.provider_call_id == session.provider_call_id)
            .collect();
        report.booked += usize::from(!there.is_empty());
        let missing = dialogue.bookings.iter().filter(|booking| {
            !there.iter().any(|one| {
                same_name(&one.practitioner, &booking.doctor) && Some(one.start) == booking.start()
            })
        });
        let missing = missing.count();
        if missing == 0 && there.len() == dialogue.bookings.len() {
            report.matched += 1;
        } else {
            report.failures.push(Failure {
                id: dialogue.id.clone(),
                why: why(session, missing, there.len()),
            });
        }
    }
    report
}

/// The clinic couldn't be asked.
pub(super) fn nothing_known(dialogues: &[Dialogue]) -> Report {
    let failure = |dialogue: &Dialogue| Failure {
        id: dialogue.id.clone(),
        why: "the clinic's appointments could not be read".to_owned(),
    };
    Report {
        dialogues: dialogues.len(),
        failures: dialogues.iter().map(failure).collect(),
        ..Report::default()
    }
}

fn why(session: &Session, missing: usize, there: usize) -> String {
    let mut why = match (session.confirmed, there, missing) {
        (0, 0, _) => "nothing was booked".to_owned(),
        (_, 0, _) => "confirmed, but not in the clinic's appointments".to_owned(),
        (_, _, 0) => "more was booked than in the dialogue".to_owned(),
        _ => "booked with another practitioner or at another time".to_owned(),
    };
    for trouble in &session.troubles {
        why.push_str("; ");
        why.push_str(trouble);
    }
    why
}
