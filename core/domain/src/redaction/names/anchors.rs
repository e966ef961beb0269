//! What stands around a name: introductions, titles, people one speaks of, and what follows a name.
//!
//! Deliberately absent: whether the word itself could be a name (`lexicon.rs`).

use super::Turn;
use crate::redaction::words::{Words, set};
use std::sync::LazyLock;

static TITLES: LazyLock<Words> = LazyLock::new(|| {
    set("mr mrs ms miss mx mister missus dr doctor prof professor sir madam dame rev reverend nurse lord")
});

static FILLERS: LazyLock<Words> =
    LazyLock::new(|| set("uh um umm uhm erm er err ah eh hmm mm just actually like"));

static RELATIONS: LazyLock<Words> = LazyLock::new(|| {
    set(
        "husband wife partner son daughter mum mom mam mother dad father brother sister friend colleague boss \
     fiance fiancee girlfriend girlfriends partners boyfriend cousin aunt auntie uncle nan neighbour baby \
     kid child twin carer niece nephew grandson granddaughter grandma grandad mate flatmate little hubby \
     toddler boy girl",
    )
});

static THINGS: LazyLock<Words> = LazyLock::new(|| {
    set(
        "clinic practice salon restaurant place company business brand product street road treatment \
     procedure medication medicine drug cafe bar hotel spa shop store bank insurer file domain city town \
     hospital pharmacy surgery machine device condition school trade user",
    )
});

/// How strongly the words before a place say that a name comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Anchor {
    /// Nothing does.
    None,
    /// "for", "with", "my wife": a name may come, and much else.
    Loose,
    /// "this is", "under", "I'm": a name comes, or a plain word.
    Intro,
    /// "my name is", "Dr": a name comes.
    Strong,
}

/// Titles, which aren't part of the name.
pub(super) fn is_title(key: &str) -> bool {
    TITLES.contains(key)
}

/// Sounds between an introduction and a name.
pub(super) fn is_filler(key: &str) -> bool {
    FILLERS.contains(key)
}

fn is_relation(key: &str) -> bool {
    RELATIONS.contains(key)
}

/// Things that have a name without being a person.
fn has_other_name(key: &str) -> bool {
    THINGS.contains(key)
}

/// Whether a booking or a relation leads to the word: "under", "my son".
pub(super) fn of_somebody(turn: &Turn, at: usize) -> bool {
    at.checked_sub(1).is_some_and(|i| {
        let key = turn.words[i].key.as_str();
        key == "under" || is_relation(key)
    })
}

/// What the words before the word at `at` promise.
pub(super) fn before(turn: &Turn, at: usize) -> Anchor {
    let key = |back: usize| -> &str { at.checked_sub(back).map_or("", |i| turn.words[i].key.as_str()) };
    let gap = turn.words[at].gap;
    let mut one = 1;
    while is_filler(key(one)) && one < 4 {
        one += 1;
    }
    let (a, b, c) = (key(one), key(one + 1), key(one + 2));
    let short = matches!(a, "dr" | "mr" | "mrs" | "ms" | "mx" | "prof" | "rev");
    if is_title(a) && !gap.contains([',', '!', '?', '\n']) && (short || !gap.contains('.')) {
        return Anchor::Strong;
    }
    if gap.contains(['.', '?', '!', '\n']) {
        return Anchor::None;
    }
    match a {
        "name" | "surname" | "lastname" | "firstname" | "names" | "forename" if !has_other_name(b) => {
            Anchor::Strong
        }
        "is" | "was" | "be" | "its" | "as" | "s" | "it" if named(turn, at, one + 1) => Anchor::Strong,
        "of" if b == "name" => Anchor::Strong,
        "named" if !has_other_name(b) && !has_other_name(c) => Anchor::Strong,
        "me" if matches!(b, "call" | "called") => Anchor::Strong,
        "as" if matches!(b, "known" | "down") => Anchor::Strong,
        "by" if matches!(b, "goes" | "go" | "going") => Anchor::Strong,
        "called"
            if matches!(b, "im" | "am" | "was" | "is" | "are" | "hes" | "shes") && !has_other_name(c) =>
        {
            Anchor::Strong
        }
        "called" if !has_other_name(b) => Anchor::Intro,
        "is" if matches!(b, "this" | "it" | "that" | "patient" | "caller") || is_relation(b) => Anchor::Intro,
        _ if is_relation(a) && matches!(b, "my" | "our" | "his" | "her" | "your") => Anchor::Intro,
        "its" | "im" | "thats" | "under" | "whos" => Anchor::Intro,
        "am" if b == "i" => Anchor::Intro,
        "to" | "with"
            if matches!(
                b,
                "speak" | "speaking" | "spoke" | "talk" | "talking" | "spoken" | "talked" | "listen"
            ) =>
        {
            Anchor::Intro
        }
        "for" if matches!(b, "ask" | "asking" | "asked" | "is" | "its") => Anchor::Intro,
        "of" if b == "behalf" => Anchor::Intro,
        "hi" | "hello" | "hey" | "dear" | "hiya" | "regards" | "sincerely" | "thanks" | "signed" => {
            Anchor::Intro
        }
        "you" if b == "thank" => Anchor::Intro,
        "for" | "with" | "see" | "by" | "and" | "tell" | "told" | "meet" | "said" | "says" | "ask"
        | "asked" | "saw" | "seen" | "yes" | "yeah" | "no" | "sorry" | "or" | "does" | "did" | "has"
        | "is" | "was" | "booked" | "seeing" | "yep" | "sure" | "ok" | "okay" | "right" | "user"
        | "caller" | "patient" | "like" | "good" | "morning" | "afternoon" | "met" => Anchor::Loose,
        _ if is_relation(a) => Anchor::Loose,
        _ => Anchor::None,
    }
}

/// Whether "name" stands a few words back in the same sentence, as in "the name on the booking is".
fn named(turn: &Turn, at: usize, from: usize) -> bool {
    for back in from..from + 6 {
        let Some(i) = at.checked_sub(back) else {
            return false;
        };
        let key = turn.words[i].key.as_str();
        if has_other_name(key) {
            return false;
        }
        if matches!(
            key,
            "name" | "surname" | "names" | "lastname" | "firstname" | "forename"
        ) {
            return !i
                .checked_sub(1)
                .is_some_and(|j| has_other_name(&turn.words[j].key));
        }
        if turn.words[i + 1].gap.contains(['.', '?', '!', '\n']) {
            return false;
        }
    }
    false
}

/// Whether the words after a name say that it was one: "… is my name", "… speaking".
pub(super) fn after(turn: &Turn, end: usize) -> bool {
    let key = |on: usize| -> &str { turn.words.get(end + on).map_or("", |w| w.key.as_str()) };
    match (key(0), key(1), key(2), key(3)) {
        ("here" | "speaking" | "calling", ..) => true,
        ("is", "my" | "the" | "his" | "her" | "our", "name" | "surname", _) => true,
        ("is", "my" | "the" | "his" | "her", "first" | "last" | "full", "name") => true,
        ("thats" | "that", "my" | "the" | "is", ..) => true,
        ("is", "my", relation, _) => is_relation(relation),
        _ => false,
    }
}
