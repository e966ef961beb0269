//! What counts as personal data in a line of speech: a first, small set of patterns.
//!
//! Written numbers and addresses, numbers said digit by digit, names after an introduction, and whatever
//! the call's contact has given. Names without an introduction and medical words are deliberately absent.

use super::{Context, Finding, Label};
use regex::Regex;
use std::sync::LazyLock;

struct Pattern {
    label: Label,
    /// The first capturing group is what goes; the whole match where there is none.
    regex: Regex,
}

const DIGIT: &str = r"(?:zero|oh|nought|one|two|three|four|five|six|seven|eight|nine|double|triple|\d)";

static PATTERNS: LazyLock<Vec<Pattern>> = LazyLock::new(|| {
    let spoken = format!(r"(?i)\b{DIGIT}(?:[\s,.-]+{DIGIT}){{6,}}\b");
    let table: [(Label, &str); 8] = [
        (
            Label::Email,
            r"(?i)\b[a-z0-9._%+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+\b",
        ),
        (
            Label::Email,
            r"(?i)\b[a-z0-9]+(?:\s(?:dot|underscore|dash)\s[a-z0-9]+)*\sat\s[a-z0-9]+(?:\sdot\s[a-z]{2,})+\b",
        ),
        (Label::Card, r"\b\d(?:[ -]?\d){12,18}\b"),
        (Label::Phone, r"(?:\+|\b)\d(?:[\s().-]{0,2}\d){6,13}\b"),
        (Label::Phone, spoken.as_str()),
        (Label::Address, r"(?i)\b[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}\b"),
        (
            Label::Dob,
            r"(?i)\b(?:born(?:\son)?|birth(?:day)?(?:\sis)?|d\.?o\.?b\.?(?:\sis)?)\W+(?:the\s)?((?:\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4})|(?:\d{1,2}(?:st|nd|rd|th)?\s(?:of\s)?[a-z]{3,9},?\s\d{2,4})|(?:[a-z]{3,9}\s\d{1,2}(?:st|nd|rd|th)?,?\s\d{2,4}))",
        ),
        (
            Label::Name,
            r"\b(?i:my\s(?:full\s|first\s|last\s)?name\sis|my\sname's|i\sam\scalled|i'm\scalled|name's|surname\sis|speaking\sto)\s((?:[A-Z][\p{L}'’-]+)(?:\s[A-Z][\p{L}'’-]+){0,3})",
        ),
    ];
    table
        .into_iter()
        .filter_map(|(label, source)| Regex::new(source).ok().map(|regex| Pattern { label, regex }))
        .collect()
});

/// Everything found, in no order, possibly overlapping.
pub(super) fn find(text: &str, context: &Context) -> Vec<Finding> {
    let mut out = Vec::new();
    for pattern in PATTERNS.iter() {
        for captures in pattern.regex.captures_iter(text) {
            if let Some(hit) = captures.get(1).or_else(|| captures.get(0)) {
                out.push(Finding {
                    start: hit.start(),
                    end: hit.end(),
                    label: pattern.label,
                });
            }
        }
    }
    out.extend(super::names::find(text, context));
    out.extend(super::medical::find(text, context));
    for (label, value) in &context.known {
        known(text, *label, value.expose(), &mut out);
    }
    let kept: Vec<(usize, usize)> = context
        .keep
        .iter()
        .flat_map(|name| occurrences(text, name))
        .collect();
    out.retain(|f| f.label != Label::Name || !kept.iter().any(|(s, e)| *s <= f.start && f.end <= *e));
    out
}

/// The whole value and, of a name, each of its words of three letters or more.
fn known(text: &str, label: Label, value: &str, out: &mut Vec<Finding>) {
    let mut parts = vec![value.trim()];
    if label == Label::Name {
        parts.extend(value.split_whitespace().filter(|word| word.chars().count() >= 3));
    }
    for part in parts.into_iter().filter(|p| p.chars().count() >= 2) {
        out.extend(
            occurrences(text, part)
                .into_iter()
                .map(|(start, end)| Finding { start, end, label }),
        );
    }
}

/// Whole-word occurrences without regard to the case of ASCII letters.
fn occurrences(text: &str, needle: &str) -> Vec<(usize, usize)> {
    let needle = needle.trim();
    let mut out = Vec::new();
    if needle.is_empty() {
        return out;
    }
    for (start, _) in text.char_indices() {
        let end = start + needle.len();
        let same = text
            .get(start..end)
            .is_some_and(|part| part.eq_ignore_ascii_case(needle));
        if same && is_edge(text, start) && is_edge(text, end) {
            out.push((start, end));
        }
    }
    out
}

/// Whether no word runs across `at`.
fn is_edge(text: &str, at: usize) -> bool {
    let before = text[..at].chars().next_back().is_some_and(char::is_alphanumeric);
    let after = text[at..].chars().next().is_some_and(char::is_alphanumeric);
    !(before && after)
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_pattern_compiles() {
        assert_eq!(super::PATTERNS.len(), 8);
    }
}
