//! The clinic's own names, which stay readable: whole, with a title, or as one of its people is spoken of.
//!
//! Deliberately absent: the clinic's procedures as words of health (`medical`).

use super::Turn;
use super::anchors::{self, Anchor};
use crate::redaction::words::words;

/// The words of each name the clinic keeps.
pub(super) struct Kept(Vec<Vec<String>>);

impl Kept {
    pub(super) fn new(names: &[String]) -> Self {
        let parts = |name: &String| -> Vec<String> {
            words(name)
                .into_iter()
                .map(|w| w.key)
                .filter(|key| !anchors::is_title(key))
                .collect()
        };
        Self(
            names
                .iter()
                .map(parts)
                .filter(|parts| !parts.is_empty())
                .collect(),
        )
    }

    /// Whether the words `from..to` are one of the clinic's names. A caller who introduces themself never is,
    /// unless they say the whole name.
    pub(super) fn has(&self, turn: &Turn, from: usize, to: usize) -> bool {
        let said = &turn.words[from..to];
        let own = anchors::before(turn, from);
        let titled = from
            .checked_sub(1)
            .is_some_and(|i| anchors::is_title(&turn.words[i].key));
        self.0.iter().any(|kept| {
            let whole = said.len() == kept.len() && said.iter().zip(kept).all(|(w, k)| w.key == *k);
            let part = said.iter().all(|w| kept.contains(&w.key));
            let mentioned =
                own < Anchor::Intro || matches!(anchor_word(turn, from), "with" | "see" | "to" | "for");
            whole || part && (titled || mentioned)
        })
    }
}

fn anchor_word<'a>(turn: &'a Turn, from: usize) -> &'a str {
    from.checked_sub(1).map_or("", |i| turn.words[i].key.as_str())
}
