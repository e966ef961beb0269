//! What is known of a word by itself: a given name, a family name, an English word, a place, none of a person's.
//!
//! The lists lie in `models/redaction`; this file only asks them. Deliberately absent: what stands around a word.

use crate::redaction::words::Word;
use std::collections::HashMap;
use std::sync::LazyLock;

const GIVEN: u16 = 1;
const FAMILY: u16 = 2;
const WORD: u16 = 4;
const PLACE: u16 = 8;
const OTHER: u16 = 16;
const WORD_GIVEN: u16 = 32;
const WORD_FAMILY: u16 = 64;
const HEALTH: u16 = 128;

macro_rules! list {
    ($name:literal) => {
        include_str!(concat!("../../../../../models/redaction/", $name))
    };
}

static WORDS: LazyLock<HashMap<&'static str, u16>> = LazyLock::new(|| {
    let mut map = HashMap::with_capacity(120_000);
    for (list, flag) in [
        (list!("given-names.txt"), GIVEN),
        (list!("surnames.txt"), FAMILY),
        (list!("more-names.txt"), GIVEN | FAMILY),
        (list!("common-words.txt"), WORD),
        (list!("places.txt"), PLACE),
        (list!("not-names.txt"), OTHER),
        (list!("word-given.txt"), WORD_GIVEN),
        (list!("word-family.txt"), WORD_FAMILY),
        (list!("conditions.txt"), HEALTH),
        (list!("symptoms.txt"), HEALTH),
        (list!("drugs.txt"), HEALTH),
        (list!("procedures.txt"), HEALTH),
    ] {
        for entry in entries(list) {
            *map.entry(entry.trim_end_matches(['?', '!', '~'])).or_insert(0) |= flag;
        }
    }
    map
});

/// Places and other things of more than one word, by their first.
static PLACES: LazyLock<HashMap<&'static str, Vec<Vec<&'static str>>>> = LazyLock::new(|| {
    let mut map: HashMap<&str, Vec<Vec<&str>>> = HashMap::new();
    for entry in entries(list!("places.txt")).chain(entries(list!("not-names.txt"))) {
        let parts: Vec<&str> = entry.split(' ').collect();
        if let [first, rest @ ..] = parts.as_slice()
            && !rest.is_empty()
        {
            map.entry(first).or_default().push(rest.to_vec());
        }
    }
    map
});

/// The entries of a list: a line each, without comments.
pub(in crate::redaction) fn entries(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// Whether `key` is an English word, a name or a place.
pub(in crate::redaction) fn is_ordinary(key: &str) -> bool {
    WORDS.get(key).is_some_and(|flags| flags & !HEALTH != 0) || inflected(key)
}

/// What is known of one word.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Traits {
    flags: u16,
    word: bool,
    short: bool,
    letters: bool,
}

impl Traits {
    /// A given name and nothing else.
    pub(super) fn sure_given(self) -> bool {
        self.flags & GIVEN != 0 && self.only_name()
    }

    /// A given or family name and nothing else.
    pub(super) fn sure_name(self) -> bool {
        self.flags & (GIVEN | FAMILY) != 0 && self.only_name()
    }

    /// In some list of names, whatever else it is.
    pub(super) fn any_name(self) -> bool {
        self.flags & (GIVEN | FAMILY | WORD_GIVEN | WORD_FAMILY) != 0 && self.letters
    }

    /// In the lists of given names, whatever else it is.
    pub(super) fn listed_given(self) -> bool {
        self.flags & (GIVEN | WORD_GIVEN) != 0 && self.letters
    }

    /// A given name that is a word, a month or a place too.
    pub(super) fn word_given(self) -> bool {
        self.flags & WORD_GIVEN != 0
    }

    /// May stand where a given name stands.
    pub(super) fn any_given(self) -> bool {
        self.sure_given() || self.word_given()
    }

    /// May follow a given name.
    pub(super) fn may_follow(self) -> bool {
        self.sure_name() || self.unknown() || self.flags & (WORD_FAMILY | WORD_GIVEN) != 0
    }

    /// A name that the lists of words that are names have.
    pub(super) fn curated(self) -> bool {
        self.flags & (WORD_FAMILY | WORD_GIVEN) != 0
    }

    /// No list has it: perhaps a rare name.
    pub(super) fn unknown(self) -> bool {
        self.letters && !self.short && !self.word && self.flags == 0
    }

    /// An English word.
    pub(super) fn is_word(self) -> bool {
        self.word
    }

    /// A place, a people.
    pub(super) fn is_place(self) -> bool {
        self.flags & PLACE != 0
    }

    /// Never a person: a day, a brand, a trade, a word of health.
    pub(super) fn is_other(self) -> bool {
        self.flags & (OTHER | HEALTH) != 0 && self.flags & WORD_GIVEN == 0
    }

    fn only_name(self) -> bool {
        !self.word && !self.short && self.letters && self.flags & (PLACE | OTHER | HEALTH | WORD_GIVEN) == 0
    }
}

/// What is known of each word; a word inside a place of several words is only a place.
pub(super) fn traits(words: &[Word]) -> Vec<Traits> {
    let mut out: Vec<Traits> = words.iter().map(of).collect();
    for (i, word) in words.iter().enumerate() {
        let Some(phrases) = PLACES.get(word.key.as_str()) else {
            continue;
        };
        for rest in phrases {
            let here = words[i + 1..].iter().map(|w| w.key.as_str()).take(rest.len());
            if words.len() > i + rest.len() && here.eq(rest.iter().copied()) {
                for traits in &mut out[i..=i + rest.len()] {
                    traits.flags = PLACE;
                }
            }
        }
    }
    out
}

fn of(word: &Word) -> Traits {
    let key = word.key.as_str();
    let taken_out = key.starts_with("redacted_") || key == "redacted" || key == "withheld";
    let flags = if taken_out {
        OTHER
    } else {
        WORDS.get(key).copied().unwrap_or(0)
    };
    Traits {
        flags,
        word: flags & WORD != 0 || (flags & (GIVEN | FAMILY) == 0 && inflected(key)),
        short: key.chars().count() < 3,
        letters: key.chars().all(char::is_alphabetic),
    }
}

/// Whether `key` is an inflected English word; the same endings as in `models/build_lists.py`.
fn inflected(key: &str) -> bool {
    [
        ("ies", "y"),
        ("es", ""),
        ("s", ""),
        ("ing", ""),
        ("ing", "e"),
        ("ed", ""),
        ("ed", "e"),
        ("ly", ""),
    ]
    .into_iter()
    .filter_map(|(ending, instead)| key.strip_suffix(ending).map(|stem| (stem, instead)))
    .filter(|(stem, _)| stem.len() >= 3)
    .any(|(stem, instead)| {
        let known = |word: &str| WORDS.get(word).is_some_and(|flags| flags & WORD != 0);
        if instead.is_empty() {
            known(stem)
        } else {
            known(&format!("{stem}{instead}"))
        }
    })
}
