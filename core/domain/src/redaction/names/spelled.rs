//! Names said letter by letter: "M A Y", "s m i double t h", "b for bravo", the phonetic alphabet.
//!
//! Deliberately absent: postcodes and references, which have digits among their letters.

use super::Turn;
use crate::redaction::words::{Words, set};
use std::sync::LazyLock;

static NUMBER: LazyLock<Words> = LazyLock::new(|| {
    set("zero one two three four five six seven eight nine nought twenty sixteen at dot ten")
});

/// Spans of words, end exclusive; `named` says whether a name or its spelling is spoken of.
pub(super) fn find(turn: &Turn, named: bool) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < turn.words.len() {
        let (end, letters, said) = run(turn, at);
        if letters < 2 {
            at += 1;
            continue;
        }
        if letters >= 3 && spells(turn, at, end, &said, named) {
            out.push((at, end));
        }
        at = end;
    }
    out
}

/// Where the letters from `at` end, how many there are, and which.
fn run(turn: &Turn, at: usize) -> (usize, usize, String) {
    let (mut end, mut letters, mut said) = (at, 0, String::new());
    while end < turn.words.len() {
        let parted = end > at && turn.words[end].gap.contains(['?', '!', '\n', ';']);
        let Some((length, letter)) = unit(turn, end).filter(|_| !parted) else {
            break;
        };
        end += length;
        if let Some((letter, count)) = letter {
            letters += count;
            said.extend(std::iter::repeat_n(letter, count));
        }
    }
    // An article or a pronoun after the letters: "M.D., a".
    if end > at + 1
        && matches!(turn.words[end - 1].key.as_str(), "a" | "i")
        && turn.words[end - 1].gap != turn.words[at + 1].gap
    {
        end -= 1;
        letters -= 1;
        said.pop();
    }
    // "hyphen" or "then" at the end belongs to no letter.
    while end > at && is_joint(&turn.words[end - 1].key) {
        end -= 1;
    }
    (end, letters, said)
}

type Unit = (usize, Option<(char, usize)>);

/// One letter, however it is said: how many words it takes, and the letter with its count.
fn unit(turn: &Turn, at: usize) -> Option<Unit> {
    let key = |on: usize| -> &str { turn.words.get(at + on).map_or("", |w| w.key.as_str()) };
    let letter = |on: usize| -> Option<char> {
        turn.words
            .get(at + on)
            .filter(|w| w.is_letter())
            .and_then(|w| w.key.chars().next())
    };
    if matches!(key(0), "double" | "treble" | "triple" | "capital") {
        if key(0) == "double" && key(1) == "u" && letter(2).is_none() {
            return Some((2, Some(('w', 1))));
        }
        let count = match key(0) {
            "double" => 2,
            "capital" => 1,
            _ => 3,
        };
        return letter(1).map(|c| (2, Some((c, count))));
    }
    if let Some(first) = letter(0) {
        let says = |on: usize| {
            turn.words
                .get(at + on)
                .is_some_and(|w| w.key.starts_with(first) && w.key.len() > 2)
        };
        if matches!(key(1), "for" | "like") && says(2) {
            return Some((3, Some((first, 1))));
        }
        if key(1) == "as" && matches!(key(2), "in" | "for") && says(3) {
            return Some((4, Some((first, 1))));
        }
        return Some((1, Some((first, 1))));
    }
    if let Some(first) = phonetic(key(0)) {
        return Some((1, Some((first, 1))));
    }
    if is_joint(key(0)) && at > 0 {
        let next = turn.words.get(at + 1)?;
        return (next.is_letter()
            || phonetic(&next.key).is_some()
            || matches!(next.key.as_str(), "double" | "capital"))
        .then_some((1, None));
    }
    None
}

fn is_joint(key: &str) -> bool {
    matches!(
        key,
        "hyphen" | "dash" | "apostrophe" | "space" | "then" | "new" | "word"
    )
}

fn phonetic(key: &str) -> Option<char> {
    const WORDS: [&str; 34] = [
        "alpha", "alfa", "bravo", "charlie", "delta", "echo", "foxtrot", "golf", "hotel", "india", "juliet",
        "juliett", "kilo", "lima", "mike", "november", "oscar", "papa", "quebec", "romeo", "sierra", "tango",
        "uniform", "victor", "whiskey", "whisky", "xray", "yankee", "zulu", "nan", "able", "zebra", "sugar",
        "roger",
    ];
    WORDS.contains(&key).then(|| key.chars().next()).flatten()
}

/// Whether the letters are a name's: enough of them, no figures beside them, no short form everybody knows.
fn spells(turn: &Turn, from: usize, to: usize, said: &str, named: bool) -> bool {
    const KNOWN: [&str; 47] = [
        "nhs", "mds", "dds", "phd", "ada", "hrt", "ivf", "mri", "usa", "abc", "dob", "ssn", "iud", "ent",
        "gmc", "bbc", "aaa", "adhd", "ptsd", "copd", "ibs", "ecg", "ekg", "fda", "cqc", "vip", "hiv", "sti",
        "std", "gdpr", "asap", "faq", "pcos", "aidc", "prp", "ipl", "bbl", "ptfe", "hpv", "mrsa", "dvt",
        "cbt", "ocd", "pdf", "sms", "url", "atm",
    ];
    let number = |key: &str| key.bytes().any(|b| b.is_ascii_digit()) || NUMBER.contains(key);
    let beside = |i: Option<usize>| i.and_then(|i| turn.words.get(i)).is_some_and(|w| number(&w.key));
    if KNOWN.contains(&said) || beside(from.checked_sub(1)) || beside(Some(to)) {
        return false;
    }
    let all_single = turn.words[from..to].iter().all(|w| w.is_letter());
    let plain_phonetic = turn.words[from..to].iter().any(|w| phonetic(&w.key).is_some());
    said.len() >= 4 && (all_single || plain_phonetic || to - from > said.len() / 2)
        || named
        || turn.follows(from, &["thats", "its", "is", "spelled", "spelt", "like", "under"])
        || (from == turn.first_content() && to == turn.words.len())
}
