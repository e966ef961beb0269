//! Recorded booking dialogues: one JSON object a line, with the turns and what was booked in the end.
//!
//! Fields that the replay doesn't need (where the dialogue comes from, its licence, the slots' wordings) are
//! read over. Deliberately absent: any judgement of what was booked; see [`super::report`].

use crate::practice::receptionist::time_in;
use jiff::civil::{Date, DateTime};
use serde::Deserialize;

/// One recorded conversation.
#[derive(Debug, Clone, Deserialize)]
pub struct Dialogue {
    /// Its name in reports.
    pub id: String,
    /// What was said, in order.
    pub turns: Vec<SpokenTurn>,
    /// What was booked in the end.
    pub bookings: Vec<Booking>,
}

/// One thing said.
#[derive(Debug, Clone, Deserialize)]
pub struct SpokenTurn {
    /// Who said it.
    pub speaker: Speaker,
    /// The words.
    pub text: String,
}

/// Who speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Speaker {
    /// The person who rings.
    Caller,
    /// Who answers.
    Agent,
}

/// What was booked: with whom and when.
#[derive(Debug, Clone, Deserialize)]
pub struct Booking {
    /// The practitioner, as the corpus writes the name.
    pub doctor: String,
    /// The day.
    pub date_iso: Date,
    /// The wordings of the time; all of them mean the same.
    pub time: Vec<String>,
}

/// Why a file can't be replayed.
#[derive(Debug, thiserror::Error)]
pub enum DialogueError {
    /// A line is not a dialogue.
    #[error("line {line} is not a booking dialogue")]
    NotADialogue {
        /// Counted from 1.
        line: usize,
        /// What is wrong with it.
        #[source]
        source: serde_json::Error,
    },
    /// No wording of a booked time could be read.
    #[error("the booked time of dialogue {id} can't be read")]
    UnreadableTime {
        /// The dialogue's name.
        id: String,
    },
}

impl Booking {
    /// The local start. `None` when no wording of the time can be read. A wording that names the half of the
    /// day wins over one that leaves it open.
    pub fn start(&self) -> Option<DateTime> {
        let named = |wording: &&String| {
            let wording = wording.to_lowercase();
            ["am", "pm", "morning", "afternoon", "evening", "night", "noon"]
                .iter()
                .any(|part| wording.contains(part))
        };
        let clearest = self
            .time
            .iter()
            .filter(named)
            .chain(&self.time)
            .find_map(|wording| time_in(wording))?;
        Some(self.date_iso.to_datetime(clearest))
    }
}

/// Reads a file of dialogues; empty lines are passed over.
///
/// # Errors
/// [`DialogueError`] names the first line or dialogue that can't be used. Its text holds nothing that was said.
pub fn read(text: &str) -> Result<Vec<Dialogue>, DialogueError> {
    let mut dialogues = Vec::new();
    for (at, line) in text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
    {
        let dialogue: Dialogue = serde_json::from_str(line)
            .map_err(|source| DialogueError::NotADialogue { line: at + 1, source })?;
        if dialogue.bookings.iter().any(|booking| booking.start().is_none()) {
            return Err(DialogueError::UnreadableTime { id: dialogue.id });
        }
        dialogues.push(dialogue);
    }
    Ok(dialogues)
}
