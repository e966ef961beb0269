//! The sentences a voice says about times. Data in, words out: nothing is invented here.

use super::{Catalogue, Slot};
use crate::words::{one_of, spoken_when};
use jiff::tz::TimeZone;

/// "That time has just been taken. I could offer you … instead."
pub fn say_taken(catalogue: &Catalogue, alternatives: &[Slot]) -> String {
    if alternatives.is_empty() {
        return "I'm sorry, that time has just been taken, and I can't see another free time close to it. Shall I look at another week, or ask a colleague to ring you back?".into();
    }
    let times: Vec<String> = alternatives
        .iter()
        .map(|slot| when_with_whom(catalogue, slot, &catalogue.zone))
        .collect();
    format!(
        "I'm sorry, that time has just been taken. I could offer you {} instead. Which would suit you?",
        one_of(&times)
    )
}

/// "I have … or …."
pub fn say_offers(catalogue: &Catalogue, slots: &[Slot]) -> String {
    let times: Vec<String> = slots
        .iter()
        .map(|slot| when_with_whom(catalogue, slot, &catalogue.zone))
        .collect();
    format!("I have {}.", one_of(&times))
}

fn when_with_whom(catalogue: &Catalogue, slot: &Slot, zone: &TimeZone) -> String {
    let when = spoken_when(slot.span.start, zone);
    match catalogue.practitioner(&slot.practitioner) {
        Some(practitioner) => format!("{when} with {}", practitioner.name),
        None => when,
    }
}
