//! Names in text that has capitals: runs of capitalised words, weighed by what they are and what leads to them.
//!
//! Deliberately absent: recogniser output without capitals (`heard.rs`), spelled letters, bare answers.

use super::anchors::{self, Anchor};
use super::{Turn, runs};

/// Spans of words, end exclusive.
pub(super) fn find(turn: &Turn) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < turn.words.len() {
        if !starts(turn, at) {
            at += 1;
            continue;
        }
        let end = run_end(turn, at);
        let again = out.last().is_some_and(|last: &(usize, usize)| {
            last.1 == at && turn.words[at].gap == ", " && !turn.words[at].is_letter()
        });
        if let Some(span) = weigh(turn, at, end, again) {
            out.push(span);
        }
        at = end;
    }
    out
}

/// Whether a run can begin at `at`.
fn starts(turn: &Turn, at: usize) -> bool {
    let (word, traits) = (&turn.words[at], turn.traits[at]);
    if !word.capital {
        return runs::is_particle(&word.key)
            && matches!(word.key.as_str(), "van" | "von" | "de" | "di" | "da" | "del")
            && turn
                .words
                .get(at + 1)
                .is_some_and(|next| next.capital && next.is_joined());
    }
    !(breaks(turn, at) || traits.is_place() && !traits.word_given())
}

/// Words with a capital that never belong to a name.
fn breaks(turn: &Turn, at: usize) -> bool {
    let (word, traits) = (&turn.words[at], turn.traits[at]);
    (word.key == "i"
        && !turn.words.get(at + 1).is_some_and(|next| {
            next.gap == ". " && at > 0 && turn.words[at].is_joined() && turn.words[at - 1].capital
        }))
        || word.has_digit()
        || degree(turn, at)
        || anchors::is_title(&word.key)
        || (traits.is_other()
            && !runs::is_suffix(&word.key)
            && !runs::is_particle(&word.key)
            && !word.is_letter())
}

/// "M.D." and the like, which follow a name.
fn degree(turn: &Turn, at: usize) -> bool {
    let key = |i: usize| turn.words.get(i).map_or("", |w| w.key.as_str());
    let dotted = |i: usize| turn.words.get(i).is_some_and(|w| w.gap == ".");
    matches!(
        (key(at), key(at + 1)),
        ("m" | "d", "d") | ("b", "a" | "s") | ("r", "n")
    ) && dotted(at + 1)
        || at > 0 && dotted(at) && matches!((key(at - 1), key(at)), ("m" | "d", "d") | ("d", "s"))
}

fn run_end(turn: &Turn, from: usize) -> usize {
    let mut end = from + 1;
    while end < turn.words.len() && end - from < 6 {
        let word = &turn.words[end];
        let after_initial = turn.words[end - 1].is_letter() || turn.words[end - 1].key == "st";
        let joined = word.is_joined() || (after_initial && matches!(word.gap, ". " | "."));
        let suffix = runs::is_suffix(&word.key) && matches!(word.gap, " " | ", ");
        let particle = runs::is_particle(&word.key)
            && turn
                .words
                .get(end + 1)
                .is_some_and(|next| next.is_joined() && (next.capital || runs::is_particle(&next.key)));
        // A possessive ends a name: "Amelia's Friday".
        let owned = !word.gap.starts_with([' ', '.', ',', '-']);
        if owned || !(suffix || joined && (particle || word.capital && !breaks(turn, end))) {
            break;
        }
        end += 1;
    }
    end
}

/// The part of the run that is a name, if one is.
fn weigh(turn: &Turn, mut from: usize, to: usize, again: bool) -> Option<(usize, usize)> {
    while from < to && turn.opens_sentence(from) && ordinary_opening(turn, from, to) {
        from += 1;
    }
    if from == to {
        return None;
    }
    let anchor = anchors::before(turn, from).max(if again { Anchor::Intro } else { Anchor::None });
    let length = to - from;
    let initial = turn.opens_sentence(from) && anchor == Anchor::None;
    let kinds = &turn.traits[from..to];
    let named = anchors::after(turn, to);
    if runs::in_business(turn, from, to) && anchor < Anchor::Strong
        || runs::in_street(turn, from, to)
        || runs::is_place_prefix(&turn.words[from].key) && length > 1 && anchor < Anchor::Intro
        || kinds.iter().all(|t| t.is_place()) && anchor < Anchor::Intro
    {
        return None;
    }
    let any_sure_given = kinds.iter().any(|t| t.sure_given());
    let any_given = kinds.iter().any(|t| t.any_given());
    let any_sure = kinds.iter().any(|t| t.sure_name());
    let any_name = kinds.iter().any(|t| t.any_name());
    let any_unknown = kinds.iter().any(|t| t.unknown());
    let likely = kinds
        .iter()
        .all(|t| (t.any_name() || t.unknown()) && !t.is_place())
        && (kinds.iter().any(|t| !t.is_word())
            || kinds[0].any_given() && kinds[1..].iter().all(|t| t.may_follow()));
    let placed = from.checked_sub(1).is_some_and(|i| {
        matches!(
            turn.words[i].key.as_str(),
            "at" | "in" | "near" | "the" | "from" | "to" | "a" | "an" | "restaurant" | "visit"
        ) && !turn.opens_sentence(from)
    });
    let letter_only = kinds.len() == 1 && turn.words[from].is_letter();
    let accepted = match anchor {
        Anchor::Strong => true,
        Anchor::Intro => {
            any_name || any_unknown || (!initial && (length > 1 || anchors::of_somebody(turn, from)))
        }
        Anchor::Loose => any_name && (!initial || any_given || any_sure) || any_unknown,
        Anchor::None if named => any_name || any_unknown,
        Anchor::None if placed => {
            any_sure_given && (length > 1 || turn.follows(from, &["to", "from"]))
                || likely && length > 1 && turn.follows(from, &["to", "from"])
        }
        Anchor::None if initial => {
            any_sure_given && (length > 1 || kinds[0].sure_given())
                || length > 1 && any_given && kinds[1..].iter().any(|t| t.may_follow())
                || length > 1 && any_sure && any_unknown
                || likely
                    && length > 1
                    && (length == turn.words.len()
                        || turn.follows_on(to, &["for", "has", "at", "booked", "is"]))
                || length == turn.words.len() && any_sure
        }
        Anchor::None => any_sure || any_given,
    };
    (accepted && !letter_only).then_some((from, to))
}

/// Whether the word that opens a sentence is there as a word: "Please", "Will Amelia come".
fn ordinary_opening(turn: &Turn, at: usize, to: usize) -> bool {
    let traits = turn.traits[at];
    if !traits.is_word() && !traits.is_other() {
        return false;
    }
    let anchored = anchors::before(turn, at) >= Anchor::Strong;
    if anchored {
        return false;
    }
    let asks = matches!(
        turn.words[at].key.as_str(),
        "will"
            | "may"
            | "can"
            | "do"
            | "does"
            | "did"
            | "is"
            | "are"
            | "has"
            | "have"
            | "had"
            | "was"
            | "were"
            | "would"
            | "could"
    );
    let next = turn.traits.get(at + 1).filter(|_| at + 1 < to);
    match next {
        Some(next) if asks => next.sure_given() || !next.may_follow() || !traits.word_given(),
        Some(_) => {
            !traits.any_name() || !traits.word_given() && turn.words.get(at + 1).is_none_or(|w| !w.capital)
        }
        None => asks || !(traits.word_given() && anchors::after(turn, at + 1)),
    }
}
