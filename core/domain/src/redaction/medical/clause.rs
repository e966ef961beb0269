//! What somebody tells of a part of their own body in words that no list has: "my knees creak", "tugging at his ears".
//!
//! The whole clause goes, up to a few words, where nothing else was found in it. Deliberately absent: hair and nails,
//! and bodies of which the sentence asks or wants something.

use super::body::key;
use super::lexicon::{Class, Term};
use super::sentence::Sentence;
use crate::redaction::words::{Word, Words, set};
use std::sync::LazyLock;

/// What one speaks of as of a part of the body, by itself no more telling than one.
static FUNCTIONS: LazyLock<Words> = LazyLock::new(|| {
    set(
        "memory voice vision urine pee stool stools poo appetite balance speech breathing breath pulse mood sleep period periods cycle \
     cycles mole moles eyesight hearing gait temperature energy posture libido discharge wound scar saliva spit snot phlegm mucus \
     metabolism bowels digestion heartbeat concentration coordination sinuses airways cycle incision cast stump stoma flow tumor lump",
    )
});

static ELSEWHERE: LazyLock<Words> = LazyLock::new(|| {
    set(
        "hair nail nails eyebrow eyebrows head face hand hands side sides body finger fingers fingertips thumb",
    )
});

static WELL: LazyLock<Words> = LazyLock::new(|| {
    set(
        "fine good okay ok normal great ready full tied set better sealed perfect open free on best lovely clear crossed wet back rumbling growling",
    )
});

static BREAKS: LazyLock<Words> = LazyLock::new(|| {
    set("and but so because since when while although or if then until unless after before whenever where")
});

static OPENERS: LazyLock<Words> = LazyLock::new(|| {
    set(
        "i im ive id he hes she shes it its was is am have has had there theres that thats this yes no yeah well oh um uh also just a an \
     the some really like they we you got to be do did who which then actually so because",
    )
});

/// `spans` and the clauses that none of them touches.
pub(super) fn filled(
    words: &[Word],
    terms: &[Term],
    sentences: &[Sentence],
    spans: Vec<(usize, usize)>,
) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    for sentence in sentences
        .iter()
        .filter(|s| s.has_person() && !s.is_asked() && !s.is_offer())
    {
        for at in sentence.from + 1..sentence.to {
            let before = key(words, at - 1);
            if !matches!(before, "my" | "his" | "her" | "both" | "these") && !super::body::is_side(before) {
                continue;
            }
            let owner = (at.saturating_sub(3).max(sentence.from)..at)
                .find(|i| matches!(key(words, *i), "my" | "his" | "her"));
            let Some(owner) = owner else { continue };
            let Some(to) = part(words, terms, at) else {
                continue;
            };
            if let Some(span) = lengthened(words, &spans, owner, at, to) {
                out.push(span);
            } else if let Some(span) = clause(words, sentence, owner, at, to)
                && near(&spans, span).is_none()
            {
                out.push(span);
            }
        }
    }
    let mut spans = spans;
    spans.extend(out);
    spans
}

/// The first of `spans`, which are in order, that touches `span`.
pub(super) fn near(spans: &[(usize, usize)], span: (usize, usize)) -> Option<(usize, usize)> {
    spans
        .get(spans.partition_point(|(_, end)| *end <= span.0))
        .copied()
        .filter(|(from, _)| *from < span.1)
}

/// A finding with the part that it is of: "my voice is hoarse", "pressure on my chest".
fn lengthened(
    words: &[Word],
    spans: &[(usize, usize)],
    owner: usize,
    at: usize,
    to: usize,
) -> Option<(usize, usize)> {
    let unbroken =
        |from: usize, to: usize| (from..to).all(|i| words[i].is_joined() && !BREAKS.contains(key(words, i)));
    if ELSEWHERE.contains(key(words, to - 1)) {
        return None;
    }
    let after = near(spans, (at, to + 5));
    if let Some((from, end)) = after.filter(|(from, _)| *from < words.len()) {
        if from <= at && to <= end {
            return None;
        }
        if from >= to {
            return unbroken(to, from + 1).then_some((at, end));
        }
    }
    let (_, end) = near(spans, (owner.saturating_sub(4), owner))?;
    (end <= owner && unbroken(end, to)).then_some((end, to))
}

/// Where a part of the body ends that begins at `at`.
fn part(words: &[Word], terms: &[Term], at: usize) -> Option<usize> {
    let listed = super::lexicon::covering(terms, at);
    match listed {
        Some(term) => (term.from == at && term.class == Class::Body).then_some(term.to),
        None => FUNCTIONS.contains(key(words, at)).then_some(at + 1),
    }
}

fn clause(words: &[Word], sentence: &Sentence, owner: usize, at: usize, to: usize) -> Option<(usize, usize)> {
    let goes_on = |i: &usize| *i < sentence.to && words[*i].is_joined() && !BREAKS.contains(key(words, *i));
    let end = (to..to + 6).take_while(goes_on).last().map_or(to, |i| i + 1);
    let starts = (1..=6)
        .filter_map(|back| owner.checked_sub(back))
        .take_while(|i| *i >= sentence.from && words[i + 1].is_joined() && !BREAKS.contains(key(words, *i)))
        .last()
        .unwrap_or(owner);
    let told = (starts..owner).find(|i| !OPENERS.contains(key(words, *i)));
    let last = key(words, to - 1);
    let well = (to..end).any(|i| WELL.contains(key(words, i)));
    match told {
        // "My knees creak."
        None if end > to + usize::from(FUNCTIONS.contains(last))
            && !well
            && !matches!(last, "hair" | "nail" | "nails" | "face" | "head" | "side") =>
        {
            Some((at, end))
        }
        // "Tugging at his ears."
        Some(from) if !ELSEWHERE.contains(last) && !FUNCTIONS.contains(last) && !well => Some((from, to)),
        _ => None,
    }
}
