//! Names in recogniser output without capitals: given names, what follows an introduction, what stands beside both.
//!
//! Deliberately absent: text with capitals (`written.rs`), spelled letters, bare answers to a question (`reply.rs`).

use super::anchors::{self, Anchor};
use super::{Turn, runs};
use crate::redaction::words::{Words, set};
use std::sync::LazyLock;

static CLOSERS: LazyLock<Words> = LazyLock::new(|| {
    set(
        "by will would there said or not about had booked wanted we have are if when booking available free working did does you sorry and for at on here calling speaking from again i im my with please is ssn social phone number date \
     born email thats that it its but the today tomorrow tonight this next to thanks thank has was who uh \
     um zero oh one two three four five six seven eight nine double in or ive id can could just and's so \
     as yes yeah name last dob needs wants",
    )
});

static SMALL_WORDS: LazyLock<Words> = LazyLock::new(|| {
    set(
        "a an the my your his her our in on at for to of is are be not so no yes and or but it its that this \
     here there just all same me him we you i im he she they with from by as if do have can has please \
     ssn ok okay one two three four five six seven eight nine ten",
    )
});

static PREDICATES: LazyLock<Words> = LazyLock::new(|| {
    set(
        "down still wrong right already under listed missing different hard difficult common both only also \
     up always back early late now see call said an any am out off bye sorry on well good morning fine \
     able odd less even ever in over again long best free sure going easy new old true lost",
    )
});

static MOSTLY_WORDS: LazyLock<Words> = LazyLock::new(|| {
    set(
        "may june april august summer winter autumn art cash max don dot sky rain storm trip gift river luck \
     queen gay brook pepper peach rich skip sunny misty lucky major precious rocky rusty pat kit victory \
     royal sunday happiness comfort china ireland london kent paris india asia kenya chelsea preston \
     bradford derby milan valencia vienna dallas houston lancaster winchester chester devon kingston \
     sydney florence miles ash clay coral justice fortune favour favor crystal lane reef di al",
    )
});

/// Spans of words, end exclusive.
pub(super) fn find(turn: &Turn) -> Vec<(usize, usize)> {
    let mut out: Vec<(usize, usize)> = Vec::new();
    let mut at = 0;
    while at < turn.words.len() {
        if let Some(span) = begins(turn, at, out.last().map_or(0, |s| s.1)) {
            at = span.1;
            out.push(span);
        } else {
            at += 1;
        }
    }
    out
}

fn begins(turn: &Turn, at: usize, free: usize) -> Option<(usize, usize)> {
    let (word, traits) = (&turn.words[at], turn.traits[at]);
    if word.has_digit() || word.is_letter() || anchors::is_title(&word.key) {
        return None;
    }
    let anchor = anchors::before(turn, at);
    let end = extend(
        turn,
        at + 1,
        anchor >= Anchor::Intro || at == turn.first_content(),
    );
    let alone = end == at + 1;
    let ends_well = closes(turn, end);
    let named = anchors::after(turn, end);
    let accepted = match anchor {
        Anchor::Strong => {
            !stops(&word.key)
                && (traits.sure_name()
                    || traits.unknown()
                    || traits.word_given()
                    || particle(turn, at)
                    || titled(turn, at) && traits.any_name()
                    || traits.listed_given() && !predicate(&word.key))
        }
        Anchor::Intro => {
            traits.sure_name()
                || traits.unknown() && (alone || ends_well)
                || particle(turn, at) && traits.any_name()
                || traits.word_given() && !season(&word.key) && (!alone || ends_well)
                || traits.word_given() && !alone && turn.traits[end - 1].sure_name()
        }
        Anchor::Loose => {
            traits.sure_given()
                || traits.sure_name() && (!alone || ends_well)
                || traits.word_given() && !alone && ends_well && turn.traits[at + 1].may_follow()
                || traits.word_given()
                    && alone
                    && ends_well
                    && !season(&word.key)
                    && (turn.last_word(at) || turn.follows(at, &["is"]))
                    && by_person(turn, at)
        }
        Anchor::None if named => traits.sure_name() || traits.word_given() || traits.unknown() && at == 0,
        Anchor::None => {
            traits.sure_given()
                || traits.sure_name() && !alone
                || traits.sure_name() && end == turn.words.len() && at == turn.first_content()
                || traits.word_given()
                    && !alone
                    && !season(&word.key)
                    && ends_well
                    && at == turn.first_content()
        }
    };
    if !accepted || street(turn, end) || business(turn, end) {
        return None;
    }
    Some((back(turn, at, free), end))
}

/// How far the name goes on from `end`.
fn extend(turn: &Turn, mut end: usize, freely: bool) -> usize {
    let from = end;
    while end < turn.words.len() && end - from < 4 {
        let (word, traits) = (&turn.words[end], turn.traits[end]);
        let sole_letter =
            word.is_letter() && !matches!(word.key.as_str(), "i" | "a") && letters_from(turn, end) == 1;
        let goes = word.is_joined()
            && !word.has_digit()
            && !stops(&word.key)
            && (traits.may_follow()
                || freely
                    && traits.any_name()
                    && !predicate(&word.key)
                    && !traits.is_other()
                    && !traits.is_place()
                || sole_letter
                || particle(turn, end)
                || runs::is_suffix(&word.key));
        // A word that is a word first is a family name only where the phrase ends with it.
        if !goes
            || (traits.is_word() && !traits.sure_name() && !closes(turn, end + 1)) && !particle(turn, end)
        {
            break;
        }
        end += 1;
    }
    end
}

/// The family name said first: "schneider april".
fn back(turn: &Turn, at: usize, free: usize) -> usize {
    let Some(i) = at.checked_sub(1).filter(|i| *i >= free) else {
        return at;
    };
    let opening = i == turn.first_content() || anchors::before(turn, i) >= Anchor::Intro;
    let fits = turn.traits[i].sure_name() || (opening && turn.traits[i].unknown());
    if turn.words[at].is_joined() && fits && !stops(&turn.words[i].key) {
        i
    } else {
        at
    }
}

/// Whether a phrase can end before the word at `at`.
fn closes(turn: &Turn, at: usize) -> bool {
    let Some(word) = turn.words.get(at) else {
        return true;
    };
    !word.is_joined() || word.has_digit() || CLOSERS.contains(word.key.as_str())
}

/// Small words that no introduction makes a name.
fn stops(key: &str) -> bool {
    SMALL_WORDS.contains(key)
}

/// What one says of a name: "my name is down", "… is wrong".
fn predicate(key: &str) -> bool {
    PREDICATES.contains(key)
}

fn season(key: &str) -> bool {
    MOSTLY_WORDS.contains(key)
}

/// Whether a person, not a reason, is spoken of: "see", "with", "my wife".
fn by_person(turn: &Turn, at: usize) -> bool {
    if turn
        .words
        .get(at + 1)
        .is_some_and(|w| matches!(w.key.as_str(), "there" | "in" | "available" | "free" | "working"))
    {
        return turn.follows(at, &["is"]);
    }
    at.checked_sub(1).is_some_and(|i| {
        !matches!(
            turn.words[i].key.as_str(),
            "is" | "was" | "like" | "good" | "no" | "or" | "does" | "has" | "and"
        )
    })
}

fn titled(turn: &Turn, at: usize) -> bool {
    at.checked_sub(1)
        .is_some_and(|i| anchors::is_title(&turn.words[i].key))
}

/// Whether the word at `at` is a particle with a name behind it.
fn particle(turn: &Turn, at: usize) -> bool {
    runs::is_particle(&turn.words[at].key)
        && turn.words.get(at + 1).is_some_and(|w| w.is_joined())
        && turn
            .traits
            .get(at + 1)
            .is_some_and(|t| t.sure_name() || t.unknown())
}

fn letters_from(turn: &Turn, at: usize) -> usize {
    turn.words[at..].iter().take_while(|w| w.is_letter()).count()
}

fn street(turn: &Turn, end: usize) -> bool {
    turn.words.get(end).is_some_and(|w| {
        w.is_joined()
            && matches!(
                w.key.as_str(),
                "street" | "road" | "avenue" | "lane" | "drive" | "crescent" | "close" | "terrace"
            )
    })
}

fn business(turn: &Turn, end: usize) -> bool {
    turn.words.get(end).is_some_and(|w| {
        w.is_joined()
            && runs::is_business(&w.key)
            && !matches!(w.key.as_str(), "care" | "house" | "bar" | "family")
    })
}
