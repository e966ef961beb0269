//! Names in recogniser output without capitals: given names, what follows an introduction, what stands beside both.
//!
//! Deliberately absent: text with capitals (`written.rs`), spelled letters, bare answers to a question (`reply.rs`).

use super::anchors::{self, Anchor};
use super::{Turn, runs};
use crate::redaction::words::{Words, set};
use std::sync::LazyLock;

static BOOKED_UNDER: LazyLock<Words> = LazyLock::new(|| {
    set(
        "its is listed booked booking reservation reserved table put down made be was appointment it probably",
    )
});

static QUALITY: LazyLock<Words> = LazyLock::new(|| {
    set(
        "rich lucky gay sunny misty rusty precious cash max major will well royal frank game don di al \
     ireland london paris china india chelsea asia kenya dallas houston vienna kent derby chester preston \
     ash angelic wan",
    )
});

static CLOSERS: LazyLock<Words> = LazyLock::new(|| {
    set(
        "bye cheers goodbye yesterday earlier now monday tuesday wednesday thursday friday saturday sunday too then before ok okay instead later usually by will would there said or not about had booked wanted we have are if when booking available free working did does you sorry and for at on here calling speaking from again i im my with please is ssn social phone number date \
     born email thats that it its but the today tomorrow tonight this next to thanks thank has was who uh \
     um zero oh one two three four five six seven eight nine double in or ive id can could just and's so \
     as yes yeah name last dob needs wants first second third fourth fifth sixth seventh eighth ninth tenth eleventh \
     twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twenty thirtieth thirty \
     eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen hundred ten january february march april \
     june july august september october november december postcode post zip code address policy account member mobile \
     telephone cell contact reference nhs spelled spelt spelling aged age living lives there's theres got going looking trying hoping wondering",
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
        "mind need want work start cut come go says asked down still wrong right already under listed missing different hard difficult common both only also \
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
    let mut end = extend(
        turn,
        at + 1,
        anchor >= Anchor::Loose || at == turn.first_content(),
    );
    // After "my name is" the last word of the phrase is the family name, whatever it is.
    if anchor == Anchor::Strong && traits.any_name() && !is_small(&word.key) && last_of_phrase(turn, end) {
        end += 1;
    }
    let alone = end == at + 1;
    let ends_well = closes(turn, end);
    let named = anchors::after(turn, end);
    let accepted = match anchor {
        Anchor::Strong => {
            !is_small(&word.key)
                && (surname_said(turn, at) && traits.any_name() && ends_well && word.key.len() > 3
                    || traits.sure_name()
                    || traits.unknown()
                    || traits.word_given()
                    || particle(turn, at)
                    || titled(turn, at)
                        && traits.any_name()
                        && !matches!(
                            word.key.as_str(),
                            "good" | "well" | "right" | "now" | "sorry" | "fine" | "see" | "call"
                        )
                    || (traits.listed_given() || traits.curated()) && !is_predicate(&word.key))
        }
        Anchor::Intro => {
            traits.sure_name()
                || traits.unknown() && (alone || ends_well)
                || particle(turn, at) && traits.any_name()
                || traits.word_given() && !mostly_word(&word.key) && (!alone || ends_well)
                || traits.word_given() && !alone && (turn.traits[end - 1].sure_name() || ends_well)
                || traits.word_given()
                    && ends_well
                    && (of_person(turn, at)
                        || introduces(turn, at) && !is_month(&word.key) && !is_quality(&word.key))
                || traits.curated() && ends_well && booked_under(turn, at)
        }
        Anchor::Loose => {
            traits.curated() && ends_well && booked_for(turn, at) && !is_month(&word.key)
                || traits.sure_given()
                || traits.sure_name() && (!alone || ends_well)
                || traits.unknown()
                    && (!alone
                        || ends_well && (of_person(turn, at) || turn.follows(at, &["with", "by", "for"])))
                || traits.word_given() && !alone && ends_well && turn.traits[at + 1].may_follow()
                || traits.word_given() && alone && ends_well && of_person(turn, at) && !is_month(&word.key)
                || traits.word_given()
                    && alone
                    && ends_well
                    && !mostly_word(&word.key)
                    && (turn.last_word(at) || turn.follows(at, &["is"]))
                    && by_person(turn, at)
        }
        Anchor::None if named => traits.sure_name() || traits.word_given() || traits.unknown(),
        Anchor::None => {
            let opens = at == turn.first_content();
            traits.sure_given()
                || traits.sure_name() && !alone
                || traits.sure_name() && end == turn.words.len() && opens
                || traits.unknown() && !alone && (opens || ends_well)
                || traits.listed_given() && !alone && ends_well && opens && turn.traits[end - 1].sure_name()
                || traits.word_given()
                    && !alone
                    && ends_well
                    && turn.follows(at, &["from", "to"])
                    && turn.traits[at + 1].may_follow()
                    && !turn.traits[at + 1].is_place()
                || traits.word_given()
                    && !alone
                    && ends_well
                    && opens
                    && (!mostly_word(&word.key) || end == turn.words.len())
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
    while end < turn.words.len() && end - from < 4 && goes_on(turn, end, freely) {
        end += 1;
    }
    // A word that is a word first is a family name only where the phrase ends with it.
    while end > from {
        let (word, traits) = (&turn.words[end - 1], turn.traits[end - 1]);
        let certain = !traits.is_word() || traits.sure_name() || word.is_letter();
        if (certain && !runs::is_particle(&word.key)) || (traits.is_word() && closes(turn, end)) {
            break;
        }
        end -= 1;
    }
    end
}

/// Whether the word at `at` ends its phrase and is none that ends phrases by itself.
fn last_of_phrase(turn: &Turn, at: usize) -> bool {
    turn.words.get(at).is_some_and(|w| {
        w.is_joined()
            && !w.has_digit()
            && !CLOSERS.contains(w.key.as_str())
            && !is_small(&w.key)
            && !is_predicate(&w.key)
            && !anchors::is_filler(&w.key)
            && w.key.len() > 2
            && !turn.traits[at].is_other()
    }) && closes(turn, at + 1)
}

fn goes_on(turn: &Turn, at: usize, freely: bool) -> bool {
    let (word, traits) = (&turn.words[at], turn.traits[at]);
    let sole_letter =
        word.is_letter() && !matches!(word.key.as_str(), "i" | "a") && letters_from(turn, at) == 1;
    let listed = freely && traits.any_name() && !is_predicate(&word.key);
    let fits = traits.may_follow() || listed;
    let placed = traits.is_place() && !(freely && traits.any_name());
    word.is_joined()
        && !word.has_digit()
        && !is_small(&word.key)
        && (fits && !traits.is_other() && !placed
            || sole_letter
            || particle(turn, at)
            || runs::is_suffix(&word.key))
}

/// The family name said first: "schneider april".
fn back(turn: &Turn, at: usize, free: usize) -> usize {
    let Some(i) = at.checked_sub(1).filter(|i| *i >= free) else {
        return at;
    };
    let opening = i == turn.first_content() || anchors::before(turn, i) >= Anchor::Intro;
    let introduced = anchors::before(turn, i) >= Anchor::Intro && turn.traits[i].curated();
    let fits = turn.traits[i].sure_name() || (opening && turn.traits[i].unknown()) || introduced;
    if turn.words[at].is_joined() && fits && !is_small(&turn.words[i].key) {
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
fn is_small(key: &str) -> bool {
    SMALL_WORDS.contains(key)
}

/// What one says of a name: "my name is down", "… is wrong".
fn is_predicate(key: &str) -> bool {
    PREDICATES.contains(key)
}

fn mostly_word(key: &str) -> bool {
    MOSTLY_WORDS.contains(key)
}

/// Whether one speaks to or of a person: "see", "ask", "spoke to".
fn of_person(turn: &Turn, at: usize) -> bool {
    let spoken = at.checked_sub(2).is_some_and(|i| {
        matches!(
            turn.words[i].key.as_str(),
            "spoke" | "speak" | "speaking" | "talk" | "talked" | "talking" | "spoken"
        )
    });
    turn.follows(
        at,
        &[
            "see", "saw", "seen", "seeing", "tell", "told", "ask", "asked", "meet", "met", "thanks",
        ],
    ) || spoken && turn.follows(at, &["to", "with"])
}

/// Whether "surname is" or "last name" stands before.
fn surname_said(turn: &Turn, at: usize) -> bool {
    (1..=3).filter_map(|back| at.checked_sub(back)).any(|i| {
        let key = turn.words[i].key.as_str();
        key == "surname" || key == "last" && turn.words.get(i + 1).is_some_and(|w| w.key == "name")
    })
}

/// Whether a booking stands under it: "it's under wall", not "under pressure".
fn booked_under(turn: &Turn, at: usize) -> bool {
    let before = at.checked_sub(2).map_or("", |i| turn.words[i].key.as_str());
    turn.follows(at, &["under"]) && BOOKED_UNDER.contains(before)
}

/// Whether it is booked for them: "a booking for stone".
fn booked_for(turn: &Turn, at: usize) -> bool {
    let before = at.checked_sub(2).map_or("", |i| turn.words[i].key.as_str());
    turn.follows(at, &["for"]) && matches!(before, "booking" | "reservation" | "appointment" | "reserved")
}

/// Whether somebody says who they are, or names one of theirs.
fn introduces(turn: &Turn, at: usize) -> bool {
    let before = at.checked_sub(2).map_or("", |i| turn.words[i].key.as_str());
    turn.follows(at, &["im"])
        || turn.follows(at, &["am"]) && before == "i"
        || turn.follows(at, &["is"]) && before == "this"
        || matches!(before, "my" | "our")
}

/// Names that are said of a person as words too: "I'm lucky".
fn is_quality(key: &str) -> bool {
    QUALITY.contains(key)
}

fn is_month(key: &str) -> bool {
    matches!(key, "may" | "june" | "april" | "august")
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
