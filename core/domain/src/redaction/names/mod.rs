//! Finds people's names: written or heard, introduced or not, spelled out, or as the answer to a question.
//!
//! Each turn is judged by itself; of the turn before it only the question counts. Deliberately absent: the
//! names the call's contact has given already (`finders.rs`), and what is done with a finding.

mod anchors;
mod heard;
mod keep;
mod lexicon;
mod reply;
mod runs;
mod spelled;
mod written;

pub(super) use lexicon::{entries, is_ordinary};

use super::words::{Word, Words, set, words};
use super::{Context, Finding, Label};
use lexicon::Traits;
use reply::Question;
use std::sync::LazyLock;

static OPENERS: LazyLock<Words> = LazyLock::new(|| {
    set(
        "um uh good morning afternoon evening hey hiya oh right no yes yeah sure ok okay hi hello yep so well",
    )
});

/// Every name in `text`, in no order, possibly overlapping.
///
/// `question` is what the turn before `text` said, if the other side did.
pub(super) fn find_in(text: &str, question: Option<&str>, context: &Context) -> Vec<Finding> {
    let words = words(text);
    let traits = lexicon::traits(&words);
    let kept = keep::Kept::new(&context.keep);
    let mut out = Vec::new();
    let mut asked = question.map_or(Question::Other, reply::asked);
    for (from, to, agent) in turns(&words) {
        let turn = Turn {
            words: &words[from..to],
            traits: &traits[from..to],
        };
        let reply_to = if agent { Question::Other } else { asked };
        for (start, end) in turn.names(reply_to) {
            if !kept.has(&turn, start, end) {
                out.push(Finding {
                    start: turn.words[start].start,
                    end: turn.words[end - 1].end,
                    label: Label::Name,
                });
            }
        }
        if let (Some(first), Some(last)) = (turn.words.first(), turn.words.last()) {
            // The mark that ends a question stands behind its last word.
            let end = words.get(to).map_or(text.len(), |w| w.start);
            asked = reply::asked(&text[first.start..end.max(last.end)]);
        }
    }
    out
}

/// One side's words.
struct Turn<'a> {
    words: &'a [Word<'a>],
    traits: &'a [Traits],
}

impl Turn<'_> {
    fn names(&self, reply_to: Question) -> Vec<(usize, usize)> {
        let mut out = if self.has_capitals() {
            written::find(self)
        } else {
            Vec::new()
        };
        if self.has_capitals() {
            let heard = heard::find(self)
                .into_iter()
                .filter(|(from, to)| self.words[*from..*to].iter().all(|w| !w.capital));
            out.extend(heard);
        } else {
            out.extend(heard::find(self));
        }
        let speaks_of_names = reply_to != Question::Other
            || !out.is_empty()
            || self.words.iter().any(|w| {
                matches!(
                    w.key.as_str(),
                    "name" | "surname" | "spelled" | "spelt" | "spell" | "names"
                )
            });
        out.extend(spelled::find(self, speaks_of_names));
        out.extend(reply::find(self, reply_to));
        out
    }

    /// Whether capitals tell something: some words have one, and not all are in capitals.
    fn has_capitals(&self) -> bool {
        let long = || self.words.iter().filter(|w| w.key.len() > 1 && !w.has_digit());
        let shouted = long().all(|w| w.raw.chars().all(|c| !c.is_lowercase()));
        long().any(|w| w.capital) && !shouted
    }

    /// Whether the word at `at` begins a sentence.
    fn opens_sentence(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1).map(|i| &self.words[i]) else {
            return true;
        };
        let gap = self.words[at].gap;
        let after_title = before.is_letter() || anchors::is_title(&before.key) || before.key == "st";
        gap.contains(['?', '!', '\n', '"', '“', ':', ';']) || (gap.contains('.') && !after_title)
    }

    /// Whether one of `keys` stands before the word at `at`.
    fn follows(&self, at: usize, keys: &[&str]) -> bool {
        at.checked_sub(1)
            .is_some_and(|i| keys.contains(&self.words[i].key.as_str()))
    }

    /// Whether one of `keys` is the word at `at`.
    fn follows_on(&self, at: usize, keys: &[&str]) -> bool {
        self.words.get(at).is_some_and(|w| keys.contains(&w.key.as_str()))
    }

    /// The first word that isn't a "yes" or an "um".
    fn first_content(&self) -> usize {
        self.words
            .iter()
            .position(|w| !anchors::is_filler(&w.key) && !OPENERS.contains(w.key.as_str()))
            .unwrap_or(0)
    }

    /// Whether nothing but courtesy follows the word at `at`.
    fn last_word(&self, at: usize) -> bool {
        self.words[at + 1..]
            .iter()
            .all(|w| matches!(w.key.as_str(), "please" | "thanks" | "thank" | "you"))
    }
}

/// The turns of a text, as ranges of words, and whether the clinic's side speaks. "Agent:" is no part of one.
fn turns(words: &[Word]) -> Vec<(usize, usize, bool)> {
    let mut out = Vec::new();
    let (mut from, mut agent) = (0, false);
    for (i, word) in words.iter().enumerate() {
        let Some(speaks) = speaker(&word.key) else {
            continue;
        };
        let opens = i == 0 || word.gap.contains(['\n', '?', '.', '!']);
        if !(opens && words.get(i + 1).is_some_and(|next| next.gap.starts_with(':'))) {
            continue;
        }
        if i > from {
            out.push((from, i, agent));
        }
        (from, agent) = (i + 1, speaks);
    }
    if from < words.len() {
        out.push((from, words.len(), agent));
    }
    out
}

fn speaker(key: &str) -> Option<bool> {
    match key {
        "agent" | "bot" | "assistant" | "ai" | "receptionist" | "operator" => Some(true),
        "caller" | "user" | "patient" | "customer" | "client" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_lines;
