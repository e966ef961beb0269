//! Values that are known beforehand: those of the call's contact go, the clinic's own names stay.
//!
//! Deliberately absent: a known value in another form (spelled, or with other spaces), which its finder finds.

use super::{Context, Finding, Label};

/// Every place where a value of the contact stands.
pub(super) fn find(text: &str, context: &Context) -> Vec<Finding> {
    let mut out = Vec::new();
    for (label, value) in &context.known {
        let value = value.expose().trim();
        let words = value
            .split_whitespace()
            .filter(|word| *label == Label::Name && word.chars().count() >= 3);
        for part in std::iter::once(value)
            .chain(words)
            .filter(|p| p.chars().count() >= 2)
        {
            let hits = occurrences(text, part).into_iter();
            out.extend(hits.map(|(start, end)| Finding {
                start,
                end,
                label: *label,
            }));
        }
    }
    out
}

/// Every place where one of the clinic's own names stands.
pub(super) fn kept(text: &str, context: &Context) -> Vec<(usize, usize)> {
    context
        .keep
        .iter()
        .flat_map(|name| occurrences(text, name))
        .collect()
}

/// Whole-word occurrences without regard to the case of ASCII letters.
fn occurrences(text: &str, needle: &str) -> Vec<(usize, usize)> {
    let needle = needle.trim();
    let mut out = Vec::new();
    let Some(first) = needle.bytes().next() else {
        return out;
    };
    for (start, byte) in text.bytes().enumerate() {
        if !byte.eq_ignore_ascii_case(&first) {
            continue;
        }
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
