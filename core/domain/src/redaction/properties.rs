//! What holds for every text, not only for those that somebody thought of.
//!
//! Deliberately absent: what is found, which the finders' own tests say.

use super::{Context, MOST_BYTES, Said, WITHHELD, redact};
use crate::phi::PatientText;
use proptest::prelude::*;
use unicode_segmentation::UnicodeSegmentation;

/// Words that the finders have rules for, so that random texts reach deep into them.
fn talk() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "oh",
        "seven",
        "double",
        "triple",
        "twenty",
        "one",
        "hundred",
        "um",
        "no",
        "sorry",
        "at",
        "dot",
        "com",
        "gmail",
        "road",
        "flat",
        "12",
        "07700",
        "900123",
        "s",
        "w",
        "one",
        "a",
        "for",
        "sugar",
        "born",
        "may",
        "third",
        "1980",
        "my",
        "number",
        "is",
        "card",
        "policy",
        "postcode",
        "date of birth",
        "[REDACTED_NAME]",
        "[REDACTED_PHONE]",
        "[WITHHELD]",
        "\nAgent:",
        "\nCaller:",
        "uh-huh",
        ",",
        ".",
        "?",
        "-",
        "/",
        "@",
        "+44",
        "é",
        "e\u{301}",
        "👩‍👩‍👧",
        "ß",
        "İ",
        "ſ",
        "corner of",
        "apo",
        "ae",
        "suite",
        "zip",
        "CA",
        "94105",
        "AB123456C",
        "4242",
        "what's your address",
        "john",
        "£",
        ":",
        "pm",
    ]);
    prop::collection::vec(
        (words, prop::sample::select(vec![" ", " ", " ", "", "\n"])),
        0..40,
    )
    .prop_map(|parts| parts.into_iter().flat_map(|(word, gap)| [word, gap]).collect())
}

fn holds(text: &str, context: &Context) -> Result<(), TestCaseError> {
    let done = redact(&PatientText::new(text), context);
    prop_assert!(!done.withheld, "withheld: {text:?}");
    let edges: Vec<usize> = text
        .grapheme_indices(true)
        .map(|(at, _)| at)
        .chain([text.len()])
        .collect();
    let mut last = 0;
    for finding in &done.findings {
        prop_assert!(finding.start >= last && finding.start < finding.end && finding.end <= text.len());
        prop_assert!(
            edges.contains(&finding.start) && edges.contains(&finding.end),
            "{text:?} {finding:?}"
        );
        last = finding.end;
    }
    let twice = redact(&PatientText::new(done.text.get().as_str()), context);
    prop_assert_eq!(twice.text.get(), done.text.get());
    prop_assert_eq!(done.total() as usize, done.findings.len());
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_cut_on_whole_characters_and_once_is_enough(text in "\\PC{0,120}") {
        holds(&text, &Context::default())?;
    }

    #[test]
    fn any_talk_too(text in talk()) {
        holds(&text, &Context::default())?;
    }

    #[test]
    fn and_with_turns_before(text in talk(), before in prop::collection::vec((any::<bool>(), talk()), 0..4)) {
        let before = before.into_iter().map(|(by_caller, text)| Said { by_caller, text: PatientText::new(text) }).collect();
        holds(&text, &Context { before, ..Context::default() })?;
    }

    /// Whatever its digits are, a number that is written or said like a telephone's goes whole.
    #[test]
    fn every_number_of_a_known_shape_goes(digits in prop::collection::vec(0_u8..10, 9), shape in 0..6_usize, o in any::<bool>()) {
        const WORDS: [&str; 10] = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
        let d: String = digits.iter().map(|d| char::from(b'0' + d)).collect();
        let said = digits.iter().map(|d| if *d == 0 && o { "oh" } else { WORDS[usize::from(*d)] }).collect::<Vec<_>>().join(" ");
        let number = match shape {
            0 => format!("07{d}"),
            1 => format!("07{} {} {}", &d[..3], &d[3..6], &d[6..]),
            2 => format!("+447{d}"),
            3 => format!("oh seven {said}"),
            4 => format!("plus four four seven {said}"),
            _ => format!("{} {} {}", &d[..3], &d[3..6], &d[6..]),
        };
        let text = format!("it is {number} if you need me");
        let done = redact(&PatientText::new(text.as_str()), &Context::default());
        prop_assert_eq!(done.total(), 1, "{}", text);
        let rest = done.text.get();
        prop_assert!(rest.starts_with("it is [REDACTED_") && rest.ends_with("] if you need me"), "{}", rest);
    }
}

#[test]
fn a_text_over_the_bound_is_withheld() {
    let done = redact(&PatientText::new("a ".repeat(MOST_BYTES)), &Context::default());
    assert!(done.withheld);
    assert_eq!(done.text.get(), WITHHELD);
}

/// Work grows with the text and not faster: eight times the text, far less than sixty-four times the steps. Measured in
/// what can be counted without a clock: all of it is done at all, for the texts that every finder has most to do with.
#[test]
fn the_longest_text_is_still_done() {
    for part in [
        "oh seven ",
        "a dot at ",
        "12 hill road ",
        "born may ",
        "s w one ",
        "card 4242 ",
        "flat 3 , ",
        "Caller: uh\n",
    ] {
        let text = part.repeat(MOST_BYTES / 4 / part.len());
        assert!(
            !redact(&PatientText::new(text), &Context::default()).withheld,
            "{part}"
        );
    }
}

#[test]
fn what_is_found_one_by_one_is_found_to_the_end() {
    let asked = vec![Said {
        by_caller: false,
        text: PatientText::new("and your zip?"),
    }];
    let context = Context {
        before: asked,
        ..Context::default()
    };
    let words =
        PatientText::new("six oh ni, oh ni, f seven, s seven ni, ni f seven, f six oh, thirty three z");
    assert!(!redact(&words, &context).withheld);
}
