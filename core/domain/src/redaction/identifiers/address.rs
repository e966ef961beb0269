//! Addresses: a street with what belongs before and after it, and whatever answers "what's your address?".
//!
//! Deliberately absent: a town or a country alone, which is no address.

use super::Label;
use super::around::{after, dwelling_before, new_line};
use super::cues::Topic;
use super::found::Found;
use super::lexicon::{COMMON, DWELLING, FILLER, MONTH, NOD, Num, WEEKDAY};
use super::runs::Runs;
use super::scene::{By, Scene};
use super::streets::{names, number_at, streets};
use super::tokens::Kind;

/// How long an address may be, in tokens.
const MOST: usize = 40;

/// Finds them; `postcodes` are joined to the street before.
pub(super) fn find(scene: &Scene, runs: &Runs, postcodes: &[(usize, usize)], found: &mut Found) {
    let mut parts = streets(scene, runs);
    parts.extend((0..scene.tokens.len()).filter_map(|at| corner(scene, at)));
    parts.extend(told(scene, runs, postcodes));
    for (from, to) in parts {
        let from = dwelling_before(scene, runs, from);
        found.add(Label::Address, from, after(scene, runs, postcodes, to));
    }
}

/// "The corner of Hill Street and Park Road".
fn corner(scene: &Scene, at: usize) -> Option<(usize, usize)> {
    if scene.low(at) != "corner" || scene.low(at + 1) != "of" {
        return None;
    }
    let to = (at + 3..at + 11).rev().find(|t| {
        scene.tokens.get(*t).is_some_and(|x| {
            x.is(super::lexicon::STREET)
                || x.kind == Kind::Number && scene.tokens.get(*t - 1).is_some_and(|w| w.kind == Kind::Word)
        })
    })?;
    (scene.tokens.get(to)?.turn == scene.tokens.get(at)?.turn).then_some((
        if at > 0 && scene.low(at - 1) == "the" {
            at - 1
        } else {
            at
        },
        to,
    ))
}

/// What is told after "my address is", or in the answer to it, as long as a number is among it.
fn told(scene: &Scene, runs: &Runs, postcodes: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    for turn in &scene.turns {
        if scene.asked(turn.first).contains(&Topic::Address) && turn.by != By::Agent && !turn.nod {
            out.extend(capture(scene, runs, postcodes, turn.first, true));
        }
    }
    for at in 0..scene.tokens.len() {
        let mut near = scene.cues_before(at);
        if near
            .next()
            .is_some_and(|(topic, gap)| topic == Topic::Address && gap == 0)
        {
            out.extend(capture(scene, runs, postcodes, at, false));
        }
    }
    out
}

/// From the first word that can begin an address to the last that can belong to it.
fn capture(
    scene: &Scene,
    runs: &Runs,
    postcodes: &[(usize, usize)],
    start: usize,
    asked: bool,
) -> Option<(usize, usize)> {
    let turn = scene.tokens.get(start)?.turn;
    let code = |at: usize| {
        let upto = postcodes.partition_point(|(from, _)| *from <= at);
        postcodes[upto.saturating_sub(3)..upto]
            .iter()
            .any(|(_, to)| *to >= at)
    };
    let lead = |at: usize| number_at(runs, at).is_none() && leads(scene, at) && !code(at);
    let first = (start..start + 8).find(|at| !lead(*at))?;
    let token = scene.tokens.get(first).filter(|t| t.turn == turn)?;
    // Without having been asked, an address begins with its number, or with a name in capitals.
    let opens = asked
        || number_at(runs, first).is_some()
        || token.is(DWELLING)
        || scene.raw(first).starts_with(char::is_uppercase)
        || scene.low(start.saturating_sub(1)) == "address";
    let (mut to, mut at, mut number, mut name) = (None, first, false, false);
    while opens && at < first + MOST && scene.tokens.get(at).is_some_and(|t| t.turn == turn) {
        if let Some(end) = number_at(runs, at) {
            (number, to, at) = (true, Some(end), end);
        } else if code(at) || names_place(scene, runs, at) {
            (name, to) = (true, Some(at));
        } else if !links(scene, at, asked) {
            break;
        }
        at += 1;
    }
    let postcode_only = postcodes.binary_search_by_key(&first, |(from, _)| *from).is_ok();
    let pointed = matches!(
        scene.low(first.saturating_sub(1)),
        "this" | "that" | "the" | "which" | "first" | "second" | "last" | "other"
    );
    to.filter(|_| number && (name || asked && !pointed) && !postcode_only)
        .map(|to| (first, to))
}

/// What may stand before an address: "yes, it's", "I'm living at".
fn leads(scene: &Scene, at: usize) -> bool {
    scene.tokens.get(at).is_some_and(|t| {
        t.is(COMMON | FILLER | NOD) && !matches!(scene.low(at), "with" | "by" | "for" | "about" | "because")
            || matches!(t.kind, Kind::Mark(',' | ':' | '?' | '.'))
            || scene.low(at) == "living"
    })
}

/// A word of a street's or a place's name, but not a month or a day of the week.
fn names_place(scene: &Scene, runs: &Runs, at: usize) -> bool {
    let Some(token) = scene.tokens.get(at) else {
        return false;
    };
    let date = token.is(MONTH | WEEKDAY) && !scene.raw(at).starts_with(char::is_uppercase);
    !date && (names(scene, at) || token.is(DWELLING) && number_at(runs, at + 1).is_some())
}

/// What may stand within an address without being a name.
fn links(scene: &Scene, at: usize, asked: bool) -> bool {
    let Some(token) = scene.tokens.get(at) else {
        return false;
    };
    match token.kind {
        Kind::Mark(',' | '#' | '-' | '/' | '\'') => true,
        Kind::Mark('.') => {
            let short = at.checked_sub(1).map_or("", |t| scene.low(t));
            let goes_on =
                scene.tokens.get(at + 1).is_some_and(|t| t.kind != Kind::Word) || new_line(scene, at + 1);
            short.len() <= 4 && goes_on || short == "ul"
        }
        Kind::Word => {
            let particle = token.end - token.start <= 2 && !token.is(COMMON) && token.entry.num == Num::None;
            particle || asked && (token.is(FILLER) && !token.is(COMMON) || scene.low(at) == "the")
        }
        _ => false,
    }
}
