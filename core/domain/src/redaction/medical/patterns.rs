//! Turns of phrase that tell of health with everyday words: "wake up to pee", "gets stuck in my throat".
//!
//! They are the lines of `complaints.txt`, whose head says how one is written. Deliberately absent: words that tell by
//! themselves (`lexicon.rs`).

use super::body::{Span, is_side, key};
use super::lexicon::{self, Term};
use crate::redaction::names::entries;
use crate::redaction::words::{Word, Words, set};
use std::collections::HashMap;
use std::sync::LazyLock;

enum Part {
    /// One of some words.
    Words(Vec<String>),
    /// A word with this ending.
    Ending(&'static str),
    Number,
    Body,
    /// Any one word.
    One,
    /// Up to three words.
    Gap,
    /// What gives it away begins here.
    Begin,
    /// What gives it away ends here.
    End,
}

struct Pattern {
    rest: Vec<Part>,
    /// Whether it counts only where somebody tells of themself and of nothing else.
    weak: bool,
}

/// The patterns by their first word.
static PATTERNS: LazyLock<HashMap<String, Vec<Pattern>>> = LazyLock::new(|| {
    let mut map: HashMap<String, Vec<Pattern>> = HashMap::new();
    for line in entries(include_str!("../../../../../models/redaction/complaints.txt")) {
        let written = line.strip_suffix(" ?").unwrap_or(line);
        let first = written.split(' ').next().map_or_else(Vec::new, forms);
        for word in first {
            map.entry(word).or_default().push(Pattern {
                rest: written.split(' ').skip(1).map(part).collect(),
                weak: written.len() < line.len(),
            });
        }
    }
    map
});

static NUMBERS: LazyLock<Words> = LazyLock::new(|| {
    set(
        "a an one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen eighteen \
     twenty thirty forty fifty sixty seventy eighty ninety hundred couple few of several many some about half and to \
     or every dozen",
    )
});

/// What one feels, notices and has without being ill.
static NOT_ILL: LazyLock<Words> = LazyLock::new(|| {
    set(
        "good great fine well better okay ok happy comfortable safe confident welcome sorry glad free bad lucky excited hungry full \
     time lunch dinner breakfast brunch supper meal party meeting guests fun wedding birthday call table conversation drinks people \
     friends family error account website login app card claim policy car booking reservation appointment price prices hearing \
     understanding paying money bill wine pizza food coffee beer water holiday vacation work job house phone email line connection \
     issue quote you your menu restaurant movie ticket tickets bus train visit kids children company service eating going doing",
    )
});

fn part(written: &'static str) -> Part {
    match written {
        "#" => Part::Number,
        "@" => Part::Body,
        "_" => Part::One,
        "-" => Part::Gap,
        "<" => Part::Begin,
        ">" => Part::End,
        _ => match written.strip_prefix('+') {
            Some(ending) => Part::Ending(ending),
            None => Part::Words(forms(written)),
        },
    }
}

/// The words that a part stands for: "a|b", "wake~" for all forms of a verb, "my" for anybody's.
fn forms(written: &str) -> Vec<String> {
    let mut out = Vec::new();
    for word in written.split('|') {
        match word {
            "my" => out.extend(["my", "his", "her", "our", "their", "me"].map(String::from)),
            "i" => out.extend(["i", "he", "she", "they", "we"].map(String::from)),
            "im" => out.extend(["im", "am", "hes", "shes", "is", "was", "been"].map(String::from)),
            "ive" => out.extend(["ive", "have", "has", "had", "got", "id", "hes", "shes"].map(String::from)),
            _ => match word.strip_suffix('~') {
                Some(stem) => out.extend(inflected(stem)),
                None => out.push(word.to_owned()),
            },
        }
    }
    out
}

fn inflected(stem: &str) -> Vec<String> {
    let mut out = vec![stem.to_owned(), format!("{stem}s"), format!("{stem}es")];
    let short = stem.strip_suffix('e').unwrap_or(stem);
    let doubled = format!("{stem}{}", stem.chars().last().unwrap_or_default());
    for base in [stem, short, &doubled] {
        out.extend(["ing", "ed"].map(|ending| format!("{base}{ending}")));
    }
    out.extend(
        stem.strip_suffix('y')
            .into_iter()
            .flat_map(|s| [format!("{s}ies"), format!("{s}ied")]),
    );
    out.sort_unstable();
    out.dedup();
    out
}

/// Spans of words; the second list is of those that count only where somebody tells of themself.
pub(super) fn find(words: &[Word], terms: &[Term]) -> (Vec<Span>, Vec<(usize, usize)>) {
    let (mut sure, mut weak) = (Vec::new(), Vec::new());
    let text = Text { words, terms };
    for (from, word) in words.iter().enumerate() {
        for pattern in PATTERNS.get(&word.key).into_iter().flatten() {
            let Some((from, to)) = text.end(from + 1, &pattern.rest, (from, None)) else {
                continue;
            };
            if !pattern.weak {
                sure.push(Span {
                    from,
                    to,
                    personal: true,
                });
            } else if !(from..to).any(|i| NOT_ILL.contains(key(words, i))) {
                weak.push((from, to));
            }
        }
    }
    (sure, weak)
}

struct Text<'a> {
    words: &'a [Word<'a>],
    terms: &'a [Term],
}

impl Text<'_> {
    /// Where the parts lead that begin at `at`; `edges` are what gives it away so far.
    fn end(&self, at: usize, parts: &[Part], edges: (usize, Option<usize>)) -> Option<(usize, usize)> {
        let Some((part, rest)) = parts.split_first() else {
            return Some((edges.0, edges.1.unwrap_or(at)));
        };
        let word = self.words.get(at).filter(|w| w.is_joined());
        match part {
            Part::Begin => self.end(at, rest, (at, None)),
            Part::End => self.end(at, rest, (edges.0, Some(at))),
            Part::Words(any) => any
                .contains(&word?.key)
                .then(|| self.end(at + 1, rest, edges))
                .flatten(),
            Part::Ending(ending) => {
                let key = &word?.key;
                (key.len() > ending.len() + 1 && key.ends_with(ending))
                    .then(|| self.end(at + 1, rest, edges))
                    .flatten()
            }
            Part::One => word.and_then(|_| self.end(at + 1, rest, edges)),
            Part::Number => {
                let numbers = self.words[at.min(self.words.len())..]
                    .iter()
                    .take(5)
                    .take_while(|w| w.is_joined() && (w.has_digit() || NUMBERS.contains(w.key.as_str())))
                    .count();
                (numbers > 0)
                    .then(|| self.end(at + numbers, rest, edges))
                    .flatten()
            }
            Part::Body => {
                let mut at = at;
                let stop = at + 5;
                while at < stop && self.words.get(at).is_some_and(Word::is_joined) {
                    if let Some(part) = lexicon::body_at(self.terms, at) {
                        return self.end(part.to, rest, edges);
                    }
                    if !(is_side(key(self.words, at)) || is_owner(key(self.words, at))) {
                        return None;
                    }
                    at += 1;
                }
                None
            }
            Part::Gap => (0..=3)
                .take_while(|on| *on == 0 || self.words.get(at + on - 1).is_some_and(Word::is_joined))
                .find_map(|on| self.end(at + on, rest, edges)),
        }
    }
}

fn is_owner(key: &str) -> bool {
    matches!(
        key,
        "my" | "his" | "her" | "the" | "your" | "a" | "an" | "our" | "me" | "their" | "this" | "that"
    )
}
