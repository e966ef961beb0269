//! Whether a name that was said is the speaker's own.
//!
//! Only such a name may become a contact's: callers also name their children, their doctor and whoever sent them. In
//! doubt it is not their own. Deliberately absent: finding names.

use super::{Context, Finding, Label};
use regex::Regex;
use std::sync::LazyLock;

/// What leads up to one's own name.
static LEADS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)(?:my (?:full |first |last |sur)?name(?:'s| is)|name's|i'm called|i am called|this is|it's|it is|speaking is|i'm|i am|under(?: the name(?: of)?)?|name of)[\s,:]*$").ok()
});
/// What asks for it.
static ASKS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:your (?:full |first |last |sur)?name|who am i speaking|who(?:'s| is) (?:this|calling|speaking)|spell (?:that|it|your))\b").ok()
});

/// Whether the name at `finding` is the speaker's own: they introduce themselves, or answer who they are with little else.
pub fn is_own_name(text: &str, finding: &Finding, context: &Context) -> bool {
    if finding.label != Label::Name {
        return false;
    }
    let (Some(before), Some(name)) = (text.get(..finding.start), text.get(finding.start..finding.end)) else {
        return false;
    };
    if LEADS.as_ref().is_some_and(|leads| leads.is_match(before)) {
        return true;
    }
    let asked = context.before.last().is_some_and(|said| {
        !said.by_caller
            && ASKS
                .as_ref()
                .is_some_and(|asks| asks.is_match(said.text.expose()))
    });
    let others = text
        .split_whitespace()
        .count()
        .saturating_sub(name.split_whitespace().count());
    asked && others <= 3
}

#[cfg(test)]
mod tests {
    use super::super::{Said, redact};
    use super::*;
    use crate::phi::PatientText;

    fn own(asked: &str, text: &str, name: &str) -> bool {
        let start = text.find(name).unwrap();
        let finding = Finding {
            start,
            end: start + name.len(),
            label: Label::Name,
        };
        let before = vec![Said {
            by_caller: false,
            text: PatientText::new(asked),
        }];
        is_own_name(
            text,
            &finding,
            &Context {
                before,
                ..Context::default()
            },
        )
    }

    #[test]
    fn an_introduction_and_an_answer_are_ones_own() {
        assert!(own(
            "Hello?",
            "Hi, my name is Amelia Hart and I'd like a visit",
            "Amelia Hart"
        ));
        assert!(own("Hello?", "hello this is amelia hart", "amelia hart"));
        assert!(own(
            "May I take your full name?",
            "Yes, Amelia Hart",
            "Amelia Hart"
        ));
    }

    #[test]
    fn somebody_elses_is_not() {
        assert!(!own("How can I help?", "It's about my daughter Amelia", "Amelia"));
        assert!(!own(
            "May I take your name?",
            "I was sent by a friend of mine called Amelia Hart",
            "Amelia Hart"
        ));
        assert!(!own("Which practitioner?", "Amelia Hart", "Amelia Hart"));
    }

    #[test]
    fn a_number_is_no_name() {
        let text = PatientText::new("my name is 07700 900123");
        let found = redact(&text, &Context::default());
        assert!(
            found
                .findings
                .iter()
                .all(|f| !is_own_name(text.expose(), f, &Context::default()))
        );
    }
}
