//! From findings to the text that is left: in order, without overlap, on whole characters, and stable.
//!
//! Redacting a redacted text must change nothing. So the text that is left is searched again until nothing is found
//! in it, which is once more for most. Deliberately absent: finding.

use super::identifiers::placeholder;
use super::{Context, Finding, Label};
use unicode_segmentation::UnicodeSegmentation;

/// How often the text that is left is searched again.
const PASSES: usize = 12;

/// The text that is left, and what was taken out, by the bytes of the original.
pub(super) type Settled = (String, Vec<Finding>);

/// Cuts `text` at what `find` finds; nothing when a finding lies outside of the text or there is no end to it.
pub(super) fn settle(
    text: &str,
    context: &Context,
    find: &impl Fn(&str, &Context) -> Vec<Finding>,
) -> Option<Settled> {
    let mut out = clean(text, find(text, context))?;
    if out.is_empty() {
        return Some((text.to_owned(), out));
    }
    for _ in 0..PASSES {
        let (left, places) = replace(text, &out);
        let more = clean(&left, find(&left, context))?;
        if more.is_empty() {
            return Some((left, out));
        }
        out.extend(more.into_iter().map(|f| Finding {
            start: original(&places, f.start),
            end: original(&places, f.end),
            label: f.label,
        }));
        out = clean(text, out)?;
    }
    None
}

/// In order, on whole graphemes, without overlap, and clear of placeholders that stand in the text already. Of two
/// that overlap the earlier, then the longer, swallows the other.
fn clean(text: &str, mut findings: Vec<Finding>) -> Option<Vec<Finding>> {
    if findings
        .iter()
        .any(|f| f.start > f.end || text.get(f.start..f.end).is_none())
    {
        return None;
    }
    if findings.is_empty() {
        return Some(findings);
    }
    let edges: Option<Vec<usize>> =
        (!text.is_ascii()).then(|| text.grapheme_indices(true).map(|(at, _)| at).collect());
    let whole = |f: Finding| match &edges {
        None => f,
        Some(edges) => {
            let start = edges[..edges.partition_point(|e| *e <= f.start)]
                .last()
                .copied()
                .unwrap_or(0);
            let end = edges
                .get(edges.partition_point(|e| *e < f.end))
                .copied()
                .unwrap_or(text.len());
            Finding {
                start,
                end,
                label: f.label,
            }
        }
    };
    let fixed = placeholders(text);
    findings.sort_by_key(|f| (f.start, std::cmp::Reverse(f.end)));
    let mut out: Vec<Finding> = Vec::with_capacity(findings.len());
    for finding in findings
        .into_iter()
        .flat_map(|f| clear_of(text, &fixed, f))
        .map(whole)
    {
        match out.last_mut() {
            Some(last) if finding.start < last.end => last.end = last.end.max(finding.end),
            _ => out.push(finding),
        }
    }
    Some(out)
}

fn placeholders(text: &str) -> Vec<(usize, usize)> {
    text.match_indices('[')
        .filter_map(|(at, _)| placeholder(&text[at..]).map(|length| (at, at + length)))
        .collect()
}

/// The parts of a finding between the placeholders, without what is no letter or digit at their ends.
fn clear_of(text: &str, fixed: &[(usize, usize)], finding: Finding) -> Vec<Finding> {
    let from = fixed.partition_point(|(_, end)| *end <= finding.start);
    let (mut out, mut at) = (Vec::new(), finding.start);
    let inside = fixed[from..]
        .iter()
        .copied()
        .take_while(|(start, _)| *start < finding.end);
    for (start, end) in inside.chain([(finding.end, finding.end)]) {
        if at < start {
            let part = &text[at..start];
            let first = part.find(|c: char| c.is_alphanumeric() || c == '+');
            let last = part.char_indices().rev().find(|(_, c)| c.is_alphanumeric());
            if let (Some(first), Some((last, c))) = (first, last)
                && first <= last
            {
                out.push(Finding {
                    start: at + first,
                    end: at + last + c.len_utf8(),
                    label: finding.label,
                });
            }
        }
        at = at.max(end);
    }
    out
}

/// What stands for a finding.
fn stand_in(label: Label) -> String {
    format!("[REDACTED_{label}]")
}

/// The text with the findings replaced, and where its unreplaced stretches lie: (place in it, place in the original, length).
fn replace(text: &str, findings: &[Finding]) -> (String, Vec<(usize, usize, usize)>) {
    let mut out = String::with_capacity(text.len() + 16 * findings.len());
    let (mut places, mut at) = (Vec::with_capacity(findings.len() + 1), 0);
    for finding in findings {
        places.push((out.len(), at, finding.start - at));
        out.push_str(&text[at..finding.start]);
        out.push_str(&stand_in(finding.label));
        at = finding.end;
    }
    places.push((out.len(), at, text.len() - at));
    out.push_str(&text[at..]);
    (out, places)
}

/// A place in the replaced text by the bytes of the original.
fn original(places: &[(usize, usize, usize)], at: usize) -> usize {
    let index = places.partition_point(|(place, _, _)| *place <= at);
    places[..index].last().map_or(0, |(place, original, length)| {
        original + (at - place).min(*length)
    })
}
