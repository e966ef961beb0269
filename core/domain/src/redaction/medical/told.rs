//! Health that a phrase announces whatever the word is: "diagnosed with …", "allergic to …", "I take …".
//!
//! Deliberately absent: words of the lists, which need no announcement.

use super::lexicon::sounds_clinical;
use crate::redaction::names::is_ordinary;
use crate::redaction::words::{Word, Words, set};
use std::sync::LazyLock;

static ENDS: LazyLock<Words> = LazyLock::new(|| {
    set(
        "and or but so when in at on since for i im he she it is was last this that anything any everything \
     something nothing as by about years a the if then now you we they my before two three four five ten \
     no not because will can do just too either them me old which with also",
    )
});

static TAKES: LazyLock<Words> =
    LazyLock::new(|| set("take takes taking took taken prescribed using on started stopped uses"));

static DOSED: LazyLock<Words> =
    LazyLock::new(|| set("mg milligrams milligram tablets tablet pills daily twice once every cream"));

/// Spans of words.
pub(super) fn find(words: &[Word]) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let next = words.get(at + 1).map_or("", |w| w.key.as_str());
        let announced = matches!(
            (word.key.as_str(), next),
            ("diagnosed", "with")
                | ("born", "with")
                | ("allergic", "to")
                | ("allergy", "to")
                | ("intolerant", "to")
                | ("suffer" | "suffers" | "suffering" | "suffered", "from" | "with")
                | ("died", "of" | "from")
                | ("reaction", "to")
                | ("positive", "for")
                | ("treated", "for")
        ) || (word.key == "history" && next == "of");
        if announced {
            let whole = matches!(
                word.key.as_str(),
                "allergic" | "allergy" | "intolerant" | "reaction"
            );
            out.extend(what_follows(words, at + 2).map(|(from, to)| (if whole { at } else { from }, to)));
        } else if takes(&word.key) {
            out.extend(medicine(words, at + 1));
        }
        if sounds_clinical(&word.key) && !is_ordinary(&word.key) {
            out.push((at, at + 1));
        }
    }
    out
}

/// One to three words after an announcement, and what an "and" adds.
fn what_follows(words: &[Word], mut at: usize) -> Option<(usize, usize)> {
    while words.get(at).is_some_and(|w| {
        matches!(
            w.key.as_str(),
            "a" | "an" | "the" | "my" | "some" | "certain" | "both" | "his" | "her"
        )
    }) {
        at += 1;
    }
    let from = at;
    while at < words.len() && at - from < 5 {
        let word = &words[at];
        let linked = at > from
            && matches!(word.key.as_str(), "and" | "or")
            && words.get(at + 1).is_some_and(|w| !ends(&w.key));
        if at > from && !word.is_joined() || ends(&word.key) && !linked {
            break;
        }
        at += 1;
    }
    (at > from).then_some((from, at))
}

fn ends(key: &str) -> bool {
    ENDS.contains(key)
}

fn takes(key: &str) -> bool {
    TAKES.contains(key)
}

/// A word after "take" that no dictionary has, where a dose or the verb speaks for a medicine.
fn medicine(words: &[Word], mut at: usize) -> Option<(usize, usize)> {
    let verb = words[at - 1].key.as_str();
    while words.get(at).is_some_and(|w| {
        matches!(
            w.key.as_str(),
            "a" | "my" | "some" | "the" | "me" | "daily" | "taking" | "him" | "her"
        )
    }) {
        at += 1;
    }
    let word = words
        .get(at)
        .filter(|w| w.is_joined() && w.key.len() >= 5 && !w.has_digit())?;
    let dosed = words
        .get(at + 1)
        .is_some_and(|w| DOSED.contains(w.key.as_str()) || w.has_digit());
    let prescribed = verb == "prescribed" && !word.capital;
    let swallowed = matches!(verb, "take" | "takes" | "taking")
        && words.get(at + 1).is_none_or(|w| {
            !w.is_joined()
                || matches!(
                    w.key.as_str(),
                    "and" | "for" | "or" | "when" | "as" | "in" | "at" | "with"
                )
        });
    (!is_ordinary(&word.key) && (dosed && verb != "on" || prescribed || swallowed)).then_some((at, at + 1))
}
