//! The clinic that a file of dialogues needs, and its day.
//!
//! Dialogues that would clash (one practitioner, overlapping times) go to different worlds; normally one is
//! enough.

use super::dialogue::Dialogue;
use jiff::{
    SignedDuration, Timestamp, ToSpan as _,
    civil::{Date, DateTime, Time, date},
    tz::TimeZone,
};

/// The day on which the corpus of the booking dialogues plays.
const CORPUS_DAY: Date = date(2019, 3, 1);
/// The zone of the places in it.
const CORPUS_ZONE: &str = "America/Los_Angeles";
/// The clinic's only procedure.
const PROCEDURE: &str = "Appointment";

/// A throwaway clinic to set up, and the dialogues to replay there.
#[derive(Debug, Clone)]
pub struct ReplayPlan {
    /// The dialogues.
    pub dialogues: Vec<Dialogue>,
    /// Names of the practitioners, each once. All of them do the one procedure, in no room.
    pub practitioners: Vec<String>,
    /// The one procedure's name.
    pub procedure: String,
    /// Its length and the clinic's grid: every booked time on a multiple of five minutes is the start of a slot.
    pub minutes: i64,
    /// The clinic's zone.
    pub zone: TimeZone,
    /// The zone's name.
    pub zone_name: String,
    /// The clinic's day.
    pub today: Date,
    /// Where the clinic's clock stands.
    pub clock_start: Timestamp,
    /// Open every day of the week from here …
    pub opens: Time,
    /// … to here.
    pub closes: Time,
}

/// Plans for a file: one for each world, each dialogue in exactly one of them.
pub fn plans(dialogues: Vec<Dialogue>) -> Vec<ReplayPlan> {
    let starts = || {
        dialogues
            .iter()
            .flat_map(|dialogue| dialogue.bookings.iter().filter_map(|booking| booking.start()))
    };
    let today = day_of(starts().map(|start| start.date()).min());
    let minutes = grid(starts());
    let opens = starts()
        .map(|start| start.time())
        .min()
        .unwrap_or(Time::midnight())
        .min(Time::constant(6, 0, 0, 0));
    let last = starts()
        .map(|start| start.time())
        .max()
        .unwrap_or(Time::midnight())
        .max(Time::constant(21, 30, 0, 0));
    let opens = Time::new(opens.hour(), 0, 0, 0).unwrap_or(opens);
    let closes = last
        .checked_add(30.minutes())
        .unwrap_or(Time::constant(23, 59, 0, 0));
    let mut worlds: Vec<Vec<Dialogue>> = Vec::new();
    for dialogue in dialogues {
        match worlds
            .iter_mut()
            .find(|world| !world.iter().any(|other| clash(other, &dialogue, minutes)))
        {
            Some(world) => world.push(dialogue),
            None => worlds.push(vec![dialogue]),
        }
    }
    let zone = TimeZone::get(CORPUS_ZONE).unwrap_or(TimeZone::UTC);
    let clock_start = zone
        .to_timestamp(today.at(7, 30, 0, 0))
        .unwrap_or(Timestamp::UNIX_EPOCH);
    let plan = |dialogues: Vec<Dialogue>| ReplayPlan {
        practitioners: practitioners(&dialogues),
        dialogues,
        procedure: PROCEDURE.to_owned(),
        minutes,
        zone: zone.clone(),
        zone_name: CORPUS_ZONE.to_owned(),
        today,
        clock_start,
        opens,
        closes,
    };
    worlds.into_iter().map(plan).collect()
}

/// The corpus's day, or the first booked day where that is before it or in another year.
fn day_of(earliest: Option<Date>) -> Date {
    match earliest {
        Some(day) if day < CORPUS_DAY || day.year() != CORPUS_DAY.year() => day,
        _ => CORPUS_DAY,
    }
}

/// A quarter of an hour, or five minutes where a booked time needs them. No clinic's grid is finer.
fn grid(mut starts: impl Iterator<Item = DateTime>) -> i64 {
    if starts.all(|start| start.minute() % 15 == 0) {
        15
    } else {
        5
    }
}

fn clash(a: &Dialogue, b: &Dialogue, minutes: i64) -> bool {
    a.bookings.iter().any(|one| {
        b.bookings.iter().any(|other| {
            let apart = match (one.start(), other.start()) {
                (Some(one), Some(other)) => {
                    one.duration_since(other).abs() >= SignedDuration::from_mins(minutes)
                }
                _ => true,
            };
            same_name(&one.doctor, &other.doctor) && !apart
        })
    })
}

/// Names are the same whatever their case.
pub(super) fn same_name(a: &str, b: &str) -> bool {
    a.trim().to_lowercase() == b.trim().to_lowercase()
}

fn practitioners(dialogues: &[Dialogue]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for booking in dialogues.iter().flat_map(|dialogue| &dialogue.bookings) {
        let name = booking.doctor.trim();
        if !names.iter().any(|known| same_name(known, name)) {
            names.push(name.to_owned());
        }
    }
    names
}
