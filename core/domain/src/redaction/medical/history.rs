//! Whether a procedure or a test is one that somebody has had: "I had filler before", not "how much is filler".
//!
//! Deliberately absent: operations that are never on offer, which always count.

use super::lexicon::{Class, Term};
use super::sentence::Sentence;
use crate::redaction::words::{Word, Words, set};
use std::sync::LazyLock;

static GIVES_WAY: LazyLock<Words> = LazyLock::new(|| {
    set(
        "came fell snapped broke broken ruptured leaked leaking burst cracked chipped popped moved loose \
     fallen has is feels",
    )
});

static WISHES: LazyLock<Words> = LazyLock::new(|| set("can to could will like should i'd you do would may"));

static VISITS: LazyLock<Words> = LazyLock::new(|| {
    set(
        "appointment appointments consultation consultations booking consult slot session price prices cost \
     offer package voucher course deposit",
    )
});

static BLOCKS: LazyLock<Words> = LazyLock::new(|| {
    set(
        "question questions appointment consultation consult booking book booked wanted want chat call quote \
     price look voucher enquiry interest about offer hoping wondering thinking into get getting if \
     before like need needs much offered you",
    )
});

/// Whether the sentence says of the term that it has happened.
pub(super) fn has_happened(words: &[Word], sentence: &Sentence, term: &Term) -> bool {
    if matches!(term.class, Class::Operation) && !sentence.is_offer() {
        return true;
    }
    let next = |on: usize| {
        words[..sentence.to]
            .get(term.to + on)
            .map_or("", |w| w.key.as_str())
    };
    if is_visit(next(0)) {
        return false;
    }
    let owned = term
        .from
        .checked_sub(1)
        .is_some_and(|i| matches!(words[i].key.as_str(), "my" | "his" | "her" | "the"));
    led(words, sentence, term)
        || followed(owned, [next(0), next(1), next(2)], sentence)
        || (is_worn(&words[term.to - 1].key) && gives_way(next(0)))
}

/// A verb or a word of time shortly before: "had", "after my", "my last".
fn led(words: &[Word], sentence: &Sentence, term: &Term) -> bool {
    let mut back = 1;
    while back <= 7 {
        let Some(i) = term.from.checked_sub(back).filter(|i| *i >= sentence.from) else {
            return false;
        };
        let key = words[i].key.as_str();
        let before = i
            .checked_sub(1)
            .filter(|j| *j >= sentence.from)
            .map_or("", |j| words[j].key.as_str());
        match key {
            "had" | "underwent" | "got" | "gotten" | "undergone" | "wearing" | "wear" => {
                return !matches!(before, "you" | "youve") && !sentence.asks_you();
            }
            "no" | "never" | "just" | "only" if sentence.has_person() || back == 1 => {
                return !sentence.is_offer() && !sentence.is_general();
            }
            "did" | "done" | "took" | "ordered" | "sent" | "ran" | "scheduled" | "referred"
            | "recommended" => return !sentence.asks_you(),
            "after" | "since" | "following" | "post" => {
                return sentence.has_person() && !sentence.is_general();
            }
            "last" | "previous" | "first" | "old" | "recent" | "second" | "third" | "existing" | "failed"
            | "botched" | "past" | "prior" => {
                return sentence.has_person() || matches!(before, "a");
            }
            "have" | "has" | "with" | "having" if is_worn(&words[term.to - 1].key) => {
                return sentence.has_person() && !WISHES.contains(before);
            }
            "my" | "his" | "her" if is_worn(&words[term.to - 1].key) => return true,
            _ if blocks(key) => return false,
            _ => back += 1,
        }
    }
    false
}

/// A word of time, or a result, right after: "in 2019", "two years ago", "came back".
fn followed(owned: bool, [one, two, three]: [&str; 3], sentence: &Sentence) -> bool {
    let time = |key: &str| matches!(key, "ago" | "previously" | "already" | "years");
    let year = |key: &str| {
        key.len() == 4
            && (key.starts_with("19") || key.starts_with("20"))
            && key.bytes().all(|b| b.is_ascii_digit())
    };
    let told = owned && matches!(one, "was" | "were")
        || matches!(
            one,
            "results" | "result" | "showed" | "shows" | "came" | "revealed" | "scar" | "scars"
        );
    let dated = year(two)
        || (matches!(one, "last") && matches!(two, "year" | "month" | "summer" | "winter" | "week" | "time"))
        || one == "twice";
    let done = matches!(one, "done" | "removed" | "dissolved")
        && (time(two)
            || time(three)
            || matches!(two, "before" | "last" | "elsewhere" | "in" | "twice" | "abroad"));
    let ago = time(one) || time(two) || time(three) || (one == "before" && two.is_empty());
    let young = matches!(one, "when" | "as") && matches!(two, "i" | "a" | "he" | "she");
    (told || dated || done || ago || young) && !sentence.is_general() && (sentence.has_person() || told)
}

/// "My crown came off."
fn gives_way(key: &str) -> bool {
    GIVES_WAY.contains(key)
}

/// Things that stay in or on a body.
fn is_worn(key: &str) -> bool {
    let one = key.strip_suffix('s').unwrap_or(key);
    matches!(
        one,
        "implant" | "crown" | "brace" | "filling" | "retainer" | "veneer" | "aligner" | "bypass" | "graft"
    )
}

/// A visit that is planned, which is an offer.
pub(super) fn is_visit(key: &str) -> bool {
    VISITS.contains(key)
}

fn blocks(key: &str) -> bool {
    BLOCKS.contains(key)
}
