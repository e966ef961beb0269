//! What the finders have found so far: from tokens to bytes, turn by turn.
//!
//! Deliberately absent: overlaps, which are settled once all finders have spoken.

use super::lexicon;
use super::scene::{By, Scene};
use super::tokens::Kind;
use super::{Finding, Label};

/// What has been found so far, in the bytes of the scene.
pub(super) struct Found<'a> {
    scene: &'a Scene,
    all: Vec<Finding>,
}

impl<'a> Found<'a> {
    /// Nothing yet.
    pub(super) fn new(scene: &'a Scene) -> Self {
        Self {
            scene,
            all: Vec::new(),
        }
    }

    /// What lies in the text itself, by its bytes.
    pub(super) fn own(self) -> Vec<Finding> {
        let own = self.scene.own;
        let shift = |f: Finding| Finding {
            start: f.start.max(own) - own,
            end: f.end - own,
            label: f.label,
        };
        self.all.into_iter().filter(|f| f.end > own).map(shift).collect()
    }

    /// Adds tokens `from..=to`: one finding in each turn of that speaker, none in the nods between.
    pub(super) fn add(&mut self, label: Label, from: usize, to: usize) {
        let Some(first) = self.scene.tokens.get(from) else {
            return;
        };
        let by = self.scene.turn_of(from).map_or(By::Unknown, |turn| turn.by);
        let said = |at: &usize| {
            self.scene
                .tokens
                .get(*at)
                .is_some_and(|t| !matches!(t.kind, Kind::Mark(c) if c != '+') && t.kind != Kind::Placeholder)
        };
        let mut at = from;
        let mut turn = first.turn;
        while at <= to {
            let last = self
                .scene
                .turns
                .get(turn)
                .map_or(to, |t| t.last.saturating_sub(1))
                .min(to);
            let own = self
                .scene
                .turns
                .get(turn)
                .is_some_and(|t| t.by == by || t.by == By::Unknown || turn == first.turn);
            // A later turn may begin with "yes".
            let begins = |t: &usize| {
                said(t) && (at == from || !self.scene.tokens[*t].is(lexicon::FILLER | lexicon::NOD))
            };
            let range = ((at..=last).find(begins), (at..=last).rev().find(said));
            if let (true, (Some(a), Some(b))) = (own, range)
                && let (Some(a), Some(b)) = (self.scene.tokens.get(a), self.scene.tokens.get(b))
            {
                self.all.push(Finding {
                    start: a.start,
                    end: b.end,
                    label,
                });
            }
            (at, turn) = (last + 1, turn + 1);
        }
    }
}
