//! All finders, in order, over one text; what they find is kept or thrown away by what the clinic itself is called.
//!
//! A finder is a file: it takes the scene and adds what it finds. Deliberately absent: how a text is cut at what was
//! found (`settle.rs`).

use super::scene::{By, Scene};
use super::tokens::Kind;
use super::{Context, Finding, Label, address, codes, dob, email, known, lexicon, postcode, runs};
use regex::Regex;
use std::sync::LazyLock;

/// What has been found so far, in the bytes of the scene.
pub(super) struct Found<'a> {
    scene: &'a Scene,
    all: Vec<Finding>,
}

impl Found<'_> {
    /// Adds tokens `from..=to`: one finding in each turn of that speaker, none in the nods between.
    pub(super) fn add(&mut self, label: Label, from: usize, to: usize) {
        let Some(first) = self.scene.tokens.get(from) else { return };
        let by = self.scene.turn_of(from).map_or(By::Unknown, |turn| turn.by);
        let said = |at: &usize| {
            self.scene.tokens.get(*at).is_some_and(|t| !matches!(t.kind, Kind::Mark(c) if c != '+') && t.kind != Kind::Placeholder)
        };
        let mut at = from;
        let mut turn = first.turn;
        while at <= to {
            let last = self.scene.turns.get(turn).map_or(to, |t| t.last.saturating_sub(1)).min(to);
            let own = self.scene.turns.get(turn).is_some_and(|t| t.by == by || t.by == By::Unknown || turn == first.turn);
            // A later turn may begin with "yes".
            let begins = |t: &usize| said(t) && (at == from || !self.scene.tokens[*t].is(lexicon::FILLER | lexicon::NOD));
            let range = ((at..=last).find(begins), (at..=last).rev().find(said));
            if let (true, (Some(a), Some(b))) = (own, range)
                && let (Some(a), Some(b)) = (self.scene.tokens.get(a), self.scene.tokens.get(b))
            {
                self.all.push(Finding { start: a.start, end: b.end, label });
            }
            (at, turn) = (last + 1, turn + 1);
        }
    }
}

/// Everything found in `text`, in no order, possibly overlapping; the turns before it only help.
pub(super) fn find(text: &str, context: &Context) -> Vec<Finding> {
    let mut out = numbers(text, context);
    out.extend(names(text));
    out.extend(known::find(text, context));
    let kept = known::kept(text, context);
    out.retain(|f| f.label == Label::Medical || !kept.iter().any(|(s, e)| *s <= f.start && f.end <= *e));
    out
}

/// What the finders of this folder find, in the bytes of `text`.
fn numbers(text: &str, context: &Context) -> Vec<Finding> {
    let scene = Scene::new(text, context);
    let runs = runs::runs(&scene);
    let mut found = Found { scene: &scene, all: Vec::new() };
    email::find(&scene, &mut found);
    let postcodes = postcode::find(&scene, &runs, &mut found);
    address::find(&scene, &runs, &postcodes, &mut found);
    let dates = dob::find(&scene, &mut found);
    codes::find(&scene, &runs, &dates, &mut found);
    let own = scene.own;
    let shift = |f: Finding| Finding { start: f.start.max(own) - own, end: f.end - own, label: f.label };
    found.all.into_iter().filter(|f| f.end > own).map(shift).collect()
}

static NAME: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"\b(?i:my\s(?:full\s|first\s|last\s)?name\sis|my\sname's|i\sam\scalled|i'm\scalled|name's|surname\sis|speaking\sto)\s((?:[A-Z][\p{L}'’-]+)(?:\s[A-Z][\p{L}'’-]+){0,3})").ok()
});

/// Names after an introduction.
fn names(text: &str) -> Vec<Finding> {
    let Some(name) = NAME.as_ref() else { return Vec::new() };
    name.captures_iter(text)
        .filter_map(|captures| captures.get(1))
        .map(|hit| Finding { start: hit.start(), end: hit.end(), label: Label::Name })
        .collect()
}
