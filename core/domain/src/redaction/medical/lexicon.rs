//! Words of health as lists: conditions, symptoms, medicines, procedures, parts of the body.
//!
//! Deliberately absent: whether the caller speaks of their health or of an offer (`sentence.rs`).

use crate::redaction::names::entries;
use crate::redaction::words::Word;
use std::collections::HashMap;
use std::sync::LazyLock;

/// What a phrase of the lists is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    Condition,
    Symptom,
    /// A symptom that may also be the effect of a treatment somebody asks about.
    Effect,
    Medicine,
    /// An operation that no clinic of this kind offers.
    Operation,
    /// A test or an operation in general, which counts unless somebody asks for it.
    Test,
    /// A procedure that is on offer as well.
    Procedure,
    Body,
    /// A turn of phrase that only borrows the word.
    Idiom,
}

/// A phrase of the lists found at words `from..to`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Term {
    pub from: usize,
    pub to: usize,
    pub class: Class,
}

struct Entry {
    rest: Vec<&'static str>,
    class: Class,
}

macro_rules! list {
    ($name:literal) => {
        include_str!(concat!("../../../../../models/redaction/", $name))
    };
}

/// What may stand at the end of an entry.
const MARKS: [char; 3] = ['?', '!', '~'];

static PHRASES: LazyLock<HashMap<&'static str, Vec<Entry>>> = LazyLock::new(|| {
    let mut map: HashMap<&str, Vec<Entry>> = HashMap::new();
    for (list, plain, marked) in [
        (list!("conditions.txt"), Class::Condition, Class::Condition),
        (list!("symptoms.txt"), Class::Symptom, Class::Effect),
        (list!("drugs.txt"), Class::Medicine, Class::Medicine),
        (list!("procedures.txt"), Class::Procedure, Class::Operation),
        (list!("body.txt"), Class::Body, Class::Body),
        (list!("idioms.txt"), Class::Idiom, Class::Idiom),
    ] {
        for entry in entries(list) {
            let phrase = entry.trim_end_matches(MARKS);
            let class = match entry.strip_prefix(phrase) {
                Some("~") => Class::Test,
                Some("") | None => plain,
                Some(_) => marked,
            };
            let mut parts = phrase.split(' ');
            if let Some(first) = parts.next() {
                map.entry(first).or_default().push(Entry {
                    rest: parts.collect(),
                    class,
                });
            }
        }
    }
    for entries in map.values_mut() {
        entries.sort_by_key(|entry| std::cmp::Reverse(entry.rest.len()));
    }
    map
});

/// Every longest phrase, from left to right.
pub(super) fn terms(words: &[Word]) -> Vec<Term> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < words.len() {
        match longest(words, at) {
            Some(term) => {
                at = term.to;
                out.push(term);
            }
            None => at += 1,
        }
    }
    out
}

/// The term that covers the word at `at`.
pub(super) fn covering(terms: &[Term], at: usize) -> Option<&Term> {
    terms
        .get(terms.partition_point(|term| term.to <= at))
        .filter(|term| term.from <= at)
}

/// The part of the body that begins at `at`.
pub(super) fn body_at(terms: &[Term], at: usize) -> Option<&Term> {
    covering(terms, at).filter(|term| term.from == at && term.class == Class::Body)
}

fn longest(words: &[Word], at: usize) -> Option<Term> {
    let key = words[at].key.as_str();
    let owned = is_possessive(&words[at]).then(|| format!("{key}s"));
    let candidates = PHRASES
        .get(key)
        .into_iter()
        .chain(singular(key).and_then(|one| PHRASES.get(one)))
        .chain(owned.and_then(|owned| PHRASES.get(owned.as_str())));
    candidates
        .flatten()
        .filter(|entry| follows(words, at + 1, &entry.rest))
        .max_by_key(|entry| entry.rest.len())
        .map(|entry| Term {
            from: at,
            to: at + 1 + entry.rest.len(),
            class: entry.class,
        })
}

fn follows(words: &[Word], at: usize, rest: &[&str]) -> bool {
    words.len() >= at + rest.len()
        && words[at..]
            .iter()
            .zip(rest)
            .all(|(word, part)| word.is_joined() && is(word, part))
}

/// Whether a word is the part of a phrase, as it stands, in the plural, or as "Crohn's" for "crohns".
fn is(word: &Word, part: &str) -> bool {
    word.key == part
        || singular(&word.key) == Some(part)
        || (is_possessive(word) && part.strip_suffix('s') == Some(word.key.as_str()))
}

fn is_possessive(word: &Word) -> bool {
    word.whole_end > word.end
}

fn singular(key: &str) -> Option<&str> {
    key.strip_suffix('s').filter(|one| one.len() > 2)
}

/// Whether a word that no list has ends like a medicine, a disease or an operation.
pub(super) fn sounds_clinical(key: &str) -> bool {
    const ENDINGS: [&str; 52] = [
        "sartan",
        "statin",
        "olol",
        "azole",
        "cillin",
        "mycin",
        "micin",
        "prazole",
        "tidine",
        "oxetine",
        "azepam",
        "zolam",
        "zumab",
        "ximab",
        "tinib",
        "gliptin",
        "gliflozin",
        "glutide",
        "parin",
        "xaban",
        "dipine",
        "triptan",
        "setron",
        "cyclovir",
        "cycline",
        "floxacin",
        "profen",
        "oxicam",
        "codone",
        "morphone",
        "barbital",
        "zosin",
        "terol",
        "solone",
        "thiazide",
        "semide",
        "lukast",
        "ectomy",
        "otomy",
        "ostomy",
        "plasty",
        "itis",
        "aemia",
        "emia",
        "algia",
        "pathy",
        "plegia",
        "oscopy",
        "phobia",
        "uria",
        "carcinoma",
        "opril",
    ];
    let one = singular(key).unwrap_or(key);
    key.len() >= 7
        && ENDINGS
            .iter()
            .any(|ending| key.ends_with(ending) || one.ends_with(ending))
}
