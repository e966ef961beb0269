//! The only door through which words leave the patient's side.
//!
//! [`Redacted`] is what the transcript, logs, events, prompts and the hub accept, and only this module makes
//! one. A finder that panics means that the text is withheld, never that it passes. There is no clock in here, so the
//! bound on a finder's time is a bound on its work: every finder is linear in the text, and a text of more than
//! [`MOST_BYTES`] is withheld. Deliberately absent: sealing the originals.

mod finders;
mod identifiers;
mod known;
#[cfg(test)]
mod marked;
mod medical;
mod names;
mod own;
mod settle;
mod words;

#[cfg(test)]
mod properties;

pub use identifiers::given;
pub use own::is_own_name;

use crate::phi::PatientText;
use serde::{Serialize, Serializer};
use std::collections::BTreeMap;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Something from which personal data has been taken out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redacted<T>(T);

impl<T> Redacted<T> {
    /// What is left.
    pub fn get(&self) -> &T {
        &self.0
    }

    /// What is left, by value.
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T: Serialize> Serialize for Redacted<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

/// The kinds of personal data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Label {
    /// A person's name.
    Name,
    /// A telephone number.
    Phone,
    /// An e-mail address.
    Email,
    /// A street, a postcode.
    Address,
    /// A date of birth.
    Dob,
    /// A number that identifies: NHS, passport, policy.
    Id,
    /// A payment card.
    Card,
    /// The caller's own health.
    Medical,
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Name => "NAME",
            Self::Phone => "PHONE",
            Self::Email => "EMAIL",
            Self::Address => "ADDRESS",
            Self::Dob => "DOB",
            Self::Id => "ID",
            Self::Card => "CARD",
            Self::Medical => "MEDICAL",
        })
    }
}

/// One stretch that was found; byte offsets on character boundaries, end exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Finding {
    /// First byte.
    pub start: usize,
    /// First byte after.
    pub end: usize,
    /// What it is.
    pub label: Label,
}

/// What a text may say although a finder would take it, and what it must not say although none would.
#[derive(Clone, Debug, Default)]
pub struct Context {
    /// The clinic's own names, which stay readable.
    pub keep: Vec<String>,
    /// Values of this call's contact, which go wherever they turn up.
    pub known: Vec<(Label, PatientText)>,
    /// The turns just before this text, oldest first: the question that it answers, the first half of a number.
    pub before: Vec<Said>,
}

/// How many turns before a text can bear on it.
const HEARD_BEFORE: usize = 4;

impl Context {
    /// Puts the turns just before a text in place of those known so far; whether the caller spoke, and the words.
    pub fn hear_before(&mut self, turns: &[(bool, PatientText)]) {
        let last = turns.iter().skip(turns.len().saturating_sub(HEARD_BEFORE));
        let said = |(by_caller, text): &(bool, PatientText)| Said {
            by_caller: *by_caller,
            text: text.clone(),
        };
        self.before = last.map(said).collect();
    }
}

/// One turn of a conversation.
#[derive(Clone, Debug)]
pub struct Said {
    /// Whether the caller said it, not the clinic's side.
    pub by_caller: bool,
    /// The words, as they were before any redaction.
    pub text: PatientText,
}

/// The text that stands for one that couldn't be redacted.
pub const WITHHELD: &str = "[WITHHELD]";

/// The longest text that is searched, in bytes; a longer one is withheld.
pub const MOST_BYTES: usize = 256 * 1024;

/// The outcome of one redaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redaction {
    /// What may be shown.
    pub text: Redacted<String>,
    /// How many stretches were taken out, by label.
    pub counts: BTreeMap<Label, u32>,
    /// What was taken out, in order, by the bytes of the original. Not to be kept beside the words.
    pub findings: Vec<Finding>,
    /// Whether the whole text was withheld because a finder failed.
    pub withheld: bool,
}

impl Redaction {
    /// All stretches together.
    pub fn total(&self) -> u32 {
        self.counts.values().sum()
    }
}

/// Takes personal data out of `text`.
pub fn redact(text: &PatientText, context: &Context) -> Redaction {
    redact_with(text, context, finders::find)
}

/// Takes out of `text` only what is known of the contact: for words that were redacted before more was known.
pub fn redact_known(text: &PatientText, context: &Context) -> Redacted<String> {
    redact_with(text, context, known::find).text
}

fn redact_with(
    text: &PatientText,
    context: &Context,
    find: impl Fn(&str, &Context) -> Vec<Finding>,
) -> Redaction {
    let words = text.expose();
    let settled = if words.len() <= MOST_BYTES {
        catch_unwind(AssertUnwindSafe(|| settle::settle(words, context, &find)))
            .ok()
            .flatten()
    } else {
        None
    };
    let (text, findings, withheld) = match settled {
        Some((text, findings)) => (text, findings, false),
        None => (WITHHELD.into(), Vec::new(), true),
    };
    let mut counts = BTreeMap::new();
    for finding in &findings {
        *counts.entry(finding.label).or_insert(0) += 1;
    }
    Redaction {
        text: Redacted(text),
        counts,
        findings,
        withheld,
    }
}

/// Takes personal data out of every string of a JSON value; keys, numbers that are short, and booleans stay.
pub fn redact_json(value: &serde_json::Value, context: &Context) -> Redacted<serde_json::Value> {
    use serde_json::Value;
    fn walk(value: &Value, context: &Context) -> Value {
        match value {
            Value::String(text) => Value::String(
                redact(&PatientText::new(text.as_str()), context)
                    .text
                    .into_inner(),
            ),
            Value::Number(number) if number.to_string().len() > 6 && !number.is_f64() => Value::String(
                redact(&PatientText::new(number.to_string()), context)
                    .text
                    .into_inner(),
            ),
            Value::Array(items) => Value::Array(items.iter().map(|v| walk(v, context)).collect()),
            Value::Object(map) => {
                Value::Object(map.iter().map(|(k, v)| (k.clone(), walk(v, context))).collect())
            }
            other => other.clone(),
        }
    }
    Redacted(walk(value, context))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text_of(words: &str) -> String {
        redact(&PatientText::new(words), &Context::default())
            .text
            .into_inner()
    }

    #[test]
    fn written_identifiers_go() {
        assert_eq!(
            text_of("ring 07700 900123 or mail a.b@example.com"),
            "ring [REDACTED_PHONE] or mail [REDACTED_EMAIL]"
        );
        assert_eq!(
            text_of("my card is 4242 4242 4242 4242"),
            "my card is [REDACTED_CARD]"
        );
    }

    #[test]
    fn prices_and_times_stay() {
        let said = "Is it 380 pounds on Thursday 19 November at 10:30, and does it take 45 minutes?";
        assert_eq!(text_of(said), said);
    }

    #[test]
    fn a_name_after_an_introduction_goes_and_the_clinics_own_stays() {
        assert_eq!(
            text_of("my name is Amelia Hart and I'd like a visit"),
            "my name is [REDACTED_NAME] and I'd like a visit"
        );
        let context = Context {
            keep: vec!["Miss Okafor".into()],
            ..Context::default()
        };
        let kept = redact(
            &PatientText::new("This is Okafor's clinic, is Miss Okafor in?"),
            &context,
        );
        assert!(kept.text.get().contains("Miss Okafor in"));
    }

    #[test]
    fn what_the_contact_gave_goes_wherever_it_turns_up() {
        let context = Context {
            known: vec![(Label::Name, PatientText::new("Joanna Whitfield"))],
            ..Context::default()
        };
        let out = redact(
            &PatientText::new("Thank you joanna whitfield, bye Joanna"),
            &context,
        );
        assert_eq!(out.text.get(), "Thank you [REDACTED_NAME], bye [REDACTED_NAME]");
        assert_eq!(out.total(), 2);
    }

    #[test]
    fn a_finder_that_panics_withholds_the_text() {
        let quiet = std::panic::take_hook();
        std::panic::set_hook(Box::new(|_| {}));
        let out = redact_with(&PatientText::new("secret"), &Context::default(), |_, _| {
            panic!("finder")
        });
        std::panic::set_hook(quiet);
        assert!(out.withheld);
        assert_eq!(out.text.get(), WITHHELD);
    }

    #[test]
    fn a_finding_that_cuts_a_character_withholds_the_text() {
        let cut = |_: &str, _: &Context| {
            vec![Finding {
                start: 0,
                end: 1,
                label: Label::Name,
            }]
        };
        assert!(redact_with(&PatientText::new("é"), &Context::default(), cut).withheld);
    }

    #[test]
    fn redacting_twice_changes_nothing() {
        let once = text_of("my name is Amelia Hart, 07700 900123, born 3 May 1980, SW1A 1AA");
        assert_eq!(text_of(&once), once);
    }
}
