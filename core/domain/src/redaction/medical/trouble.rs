//! What somebody can't do or finds hard: "trouble sleeping", "problem with my knee", "can't bend my arm".
//!
//! Deliberately absent: trouble with anything but the body, such as a booking.

use super::body::{Span, is_side, key};
use super::lexicon::{self, Term};
use crate::redaction::words::{Word, Words, set};
use std::sync::LazyLock;

static TROUBLES: LazyLock<Words> = LazyLock::new(|| {
    set(
        "trouble difficulty difficultie problem issue hard struggle struggling struggled unable difficult couldnt pain something \
     discomfort stiffness sensation",
    )
});

static BETWEEN: LazyLock<Words> =
    LazyLock::new(|| set("with to in my her his the wrong actually really even going properly"));

static ABILITIES: LazyLock<Words> = LazyLock::new(|| {
    set(
        "breathing breathe breath sleeping sleep swallowing swallow walking urinating urinate peeing pee concentrating concentrate \
     bending bend lifting chewing chew falling remembering focusing conceiving conceive standing hearing eating speaking seeing",
    )
});

static ERRANDS: LazyLock<Words> = LazyLock::new(|| {
    set(
        "finding getting parking booking paying logging understanding reaching making connecting using coming accessing opening signing \
     uploading calling scheduling cancelling canceling deciding choosing ordering following placing navigating loading tracking receiving \
     sending something anything everything nothing during morning evening",
    )
});

static MOVES: LazyLock<Words> =
    LazyLock::new(|| set("bend move lift feel raise turn open close straighten use twist stretch rotate"));

static ENDS: LazyLock<Words> = LazyLock::new(|| {
    set(
        "and but or so because since when if i im my he she you it is was that as for then also though lately now sometimes \
     today yesterday usually this these until while too a lot",
    )
});

/// Spans of words.
pub(super) fn find(words: &[Word], terms: &[Term]) -> Vec<Span> {
    (0..words.len())
        .filter_map(|at| at_word(words, terms, at))
        .collect()
}

/// What is hard goes on: "falling asleep", "walking up stairs".
fn to_the_end(words: &[Word], from: usize) -> usize {
    let goes_on = |at: &usize| words[*at].is_joined() && !ENDS.contains(key(words, *at));
    (from..words.len().min(from + 3))
        .take_while(goes_on)
        .last()
        .map_or(from, |at| at + 1)
}

fn at_word(words: &[Word], terms: &[Term], from: usize) -> Option<Span> {
    let word = words[from].key.as_str();
    let one = word.strip_suffix('s').unwrap_or(word);
    let can_not =
        matches!(word, "cant" | "cannot") || (word == "not" && from > 0 && key(words, from - 1) == "can");
    let hard_time =
        word == "time" && from > 0 && matches!(key(words, from - 1), "hard" | "difficult" | "tough");
    if !(can_not || hard_time || TROUBLES.contains(one)) {
        return None;
    }
    let mut at = from + 1;
    while at < from + 6
        && (BETWEEN.contains(key(words, at))
            || is_side(key(words, at))
            || (can_not && MOVES.contains(key(words, at))))
    {
        at += 1;
    }
    let span = |to: usize| Span {
        from,
        to,
        personal: false,
    };
    let doing = key(words, at);
    let plain = matches!(doing, "standing" | "hearing" | "seeing" | "eating" | "speaking")
        && !matches!(one, "trouble" | "difficulty" | "struggling" | "difficultie");
    let troubled = matches!(one, "trouble" | "difficulty" | "difficultie" | "struggling") || one == "time";
    let doing_something = troubled
        && doing.len() > 5
        && doing.ends_with("ing")
        && !ERRANDS.contains(doing)
        && key(words, at + 1) != "you";
    if ABILITIES.contains(doing) && !plain || doing_something {
        return Some(span(to_the_end(words, at + 1)));
    }
    if let Some(part) = (from + 2..from + 8)
        .take_while(|at| words.get(*at).is_some_and(|w| w.is_joined()))
        .filter(|at| {
            (can_not || word == "couldnt" || word == "unable")
                && matches!(key(words, at - 1), "my" | "his" | "her")
        })
        .find_map(|at| lexicon::body_at(terms, at))
        .filter(|part| {
            !matches!(
                key(words, part.to - 1),
                "hair" | "nail" | "nails" | "head" | "hand" | "hands" | "finger" | "eyes"
            )
        })
    {
        return Some(span(part.to));
    }
    let moved = can_not && (from + 1..at).any(|i| MOVES.contains(key(words, i)));
    lexicon::body_at(terms, at)
        .filter(|_| at > from + 1 && (moved || !can_not && one != "hard"))
        .map(|part| span(part.to))
}
