//! Fills the references in a scenario's texts from what the tools have answered.

use super::offers::{OfferedSlot, offered_slots, sayable};
use crate::practice::{seed::Seed, vapi::ToolReply};
use jiff::{
    ToSpan as _,
    civil::{Date, DateTime, Weekday},
};
use serde_json::Value;

/// What a call has heard so far.
#[derive(Debug)]
pub(super) struct Words {
    today: Date,
    latest: Vec<OfferedSlot>,
    every: Vec<OfferedSlot>,
    claimed: Option<String>,
    said: String,
}

impl Words {
    pub(super) fn new(today: Date) -> Self {
        Self {
            today,
            latest: Vec::new(),
            every: Vec::new(),
            claimed: None,
            said: String::new(),
        }
    }

    /// Remembers an answer.
    pub(super) fn heard(&mut self, tool: &str, arguments: &Value, reply: &ToolReply) {
        let slots = offered_slots(reply.text());
        if !slots.is_empty() {
            self.every.extend(slots.clone());
            self.latest = slots;
        }
        if tool == "claim_slot" {
            self.claimed = arguments["slotId"].as_str().map(str::to_owned);
        }
        self.said = sayable(reply.text()).to_owned();
    }

    /// Fills every `{{…}}`. Errors: a reference to something that nobody said, in its braces.
    pub(super) fn fill(&self, text: &str) -> Result<String, String> {
        let mut out = String::new();
        let mut rest = text;
        while let Some((before, reference, after)) = next_reference(rest) {
            out.push_str(before);
            out.push_str(
                &self
                    .meaning(reference)
                    .ok_or_else(|| format!("{{{{{reference}}}}}"))?,
            );
            rest = after;
        }
        out.push_str(rest);
        Ok(out)
    }

    fn meaning(&self, reference: &str) -> Option<String> {
        let (kind, number) = reference.split_once(':').unwrap_or((reference, "0"));
        let at: usize = number.parse().ok()?;
        Some(match kind {
            "slot" => self.latest.get(at)?.id.clone(),
            "when" => spoken(self.latest.get(at)?.start),
            "with" => self.latest.get(at)?.practitioner.clone(),
            "other" => self.others().nth(at)?.id.clone(),
            "otherWhen" => spoken(self.others().nth(at)?.start),
            "said" => self.said.clone(),
            "day" => weekday_from(self.today, at)?.to_string(),
            "weekday" => name(weekday_from(self.today, at)?.weekday()).to_owned(),
            _ => return None,
        })
    }

    /// Slots that are not the one claimed last, the latest answer's first.
    fn others(&self) -> impl Iterator<Item = &OfferedSlot> {
        let claimed = self
            .claimed
            .as_ref()
            .and_then(|id| self.every.iter().find(|slot| slot.id == *id));
        let differs = move |slot: &&OfferedSlot| {
            claimed.is_none_or(|taken| (slot.start, &slot.practitioner) != (taken.start, &taken.practitioner))
        };
        self.latest
            .iter()
            .filter(differs)
            .chain(self.every.iter().filter(differs))
    }
}

fn next_reference(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once("{{")?;
    let (reference, after) = rest.split_once("}}")?;
    Some((before, reference, after))
}

/// The `count`th Monday-to-Friday after today.
fn weekday_from(today: Date, count: usize) -> Option<Date> {
    let mut day = today;
    for _ in 0..count.min(250) {
        day = day.checked_add(1.day()).ok()?;
        while matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) {
            day = day.checked_add(1.day()).ok()?;
        }
    }
    Some(day)
}

/// "Monday 23 November at half past two" is for people; a script says "at 2.30".
fn spoken(start: DateTime) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let month = usize::try_from(start.month() - 1)
        .ok()
        .and_then(|at| MONTHS.get(at))
        .copied()
        .unwrap_or_default();
    let hour = match start.hour() % 12 {
        0 => 12,
        hour => hour,
    };
    let half = if start.hour() < 12 {
        "in the morning"
    } else {
        "in the afternoon"
    };
    let clock = match start.minute() {
        0 => format!("{hour} o'clock"),
        15 => format!("quarter past {hour}"),
        30 => format!("half past {hour}"),
        minute => format!("{hour}.{minute:02}"),
    };
    format!(
        "{} the {} of {month} at {clock} {half}",
        name(start.weekday()),
        ordinal(start.day())
    )
}

fn ordinal(day: i8) -> String {
    let ending = match (day % 10, day / 10) {
        (1, 0 | 2 | 3) => "st",
        (2, 0 | 2) => "nd",
        (3, 0 | 2) => "rd",
        _ => "th",
    };
    format!("{day}{ending}")
}

fn name(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    }
}

/// A caller's number, with digits from the seed where it has `{n}`. The rest of the number decides how many: a
/// British drama number is 13 characters long, an American one 12.
pub(super) fn phone(pattern: &str, seed: &mut Seed) -> String {
    let Some((before, after)) = pattern.split_once("{n}") else {
        return pattern.to_owned();
    };
    let length: usize = if pattern.starts_with("+44") { 13 } else { 12 };
    let mut number = before.to_owned();
    while number.len() + after.len() < length {
        number.push_str(&seed.below(10).to_string());
    }
    number + after
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use serde_json::json;

    fn words() -> Words {
        let mut words = Words::new(date(2026, 11, 20));
        let reply = "I have two. Slots: s1=2026-11-23T09:00 Dr Whitlock; s2=2026-11-23T14:30 Miss Okafor";
        words.heard("find_slots", &json!({}), &ToolReply::Result(reply.to_owned()));
        words
    }

    #[test]
    fn references_are_filled() {
        let words = words();
        assert_eq!(
            words.fill("{{slot:1}} is {{when:1}} with {{with:1}}").unwrap(),
            "s2 is Monday the 23rd of November at half past 2 in the afternoon with Miss Okafor"
        );
        assert_eq!(
            words.fill("{{day:1}}, a {{weekday:1}}").unwrap(),
            "2026-11-23, a Monday"
        );
        assert_eq!(words.fill("{{said}}").unwrap(), "I have two.");
        assert_eq!(words.fill("{{slot:7}}").unwrap_err(), "{{slot:7}}");
    }

    #[test]
    fn another_slot_is_not_the_claimed_one() {
        let mut words = words();
        words.heard(
            "claim_slot",
            &json!({"slotId": "s1"}),
            &ToolReply::Error("Gone.".to_owned()),
        );
        assert_eq!(words.fill("{{other:0}}").unwrap(), "s2");
    }

    #[test]
    fn a_number_keeps_its_length() {
        assert_eq!(phone("+447700900{n}", &mut Seed::new(1)).len(), 13);
        assert_eq!(phone("+447700900123", &mut Seed::new(1)), "+447700900123");
    }
}
