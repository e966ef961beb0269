//! Addresses: a street with what belongs before and after it, and whatever answers "what's your address?".
//!
//! Deliberately absent: a town or a country alone, which is no address.

use super::Label;
use super::cues::Topic;
use super::found::Found;
use super::lexicon::{COMMON, DWELLING, FILLER, MONTH, NOD, Num, STATE, WEEKDAY};
use super::runs::Runs;
use super::scene::{By, Scene};
use super::streets::{names, number_at, number_before, streets};
use super::tokens::Kind;

/// How far from a street its postcode may stand, and how long an address may be, in tokens.
const TO_POSTCODE: usize = 9;
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

/// "Flat 3," before a street.
fn dwelling_before(scene: &Scene, runs: &Runs, from: usize) -> usize {
    let end = if from > 0 && scene.tokens.get(from - 1).is_some_and(|t| t.mark(',')) {
        from - 1
    } else {
        from
    };
    let number = number_before(scene, runs, end).unwrap_or(end);
    let word = number
        .checked_sub(1)
        .filter(|at| scene.tokens.get(*at).is_some_and(|t| t.is(DWELLING)));
    // The number may have been taken for part of the house's own.
    let own = from
        .checked_sub(1)
        .filter(|at| scene.tokens.get(*at).is_some_and(|t| t.is(DWELLING)));
    word.or(own).unwrap_or(from)
}

/// Whether a line ends between this token and the one before.
fn new_line(scene: &Scene, at: usize) -> bool {
    match (
        at.checked_sub(1).and_then(|t| scene.tokens.get(t)),
        scene.tokens.get(at),
    ) {
        (Some(a), Some(b)) => scene.text[a.end..b.start].contains('\n'),
        _ => false,
    }
}

/// Flat, town, state and postcode after a street: the last token of all.
fn after(scene: &Scene, runs: &Runs, postcodes: &[(usize, usize)], last: usize) -> usize {
    let Some(turn) = scene.tokens.get(last).map(|t| t.turn) else {
        return last;
    };
    let mut end = last;
    for _ in 0..MOST {
        let mut at = end + 1;
        let mut parted = false;
        while scene.tokens.get(at).is_some_and(|t| {
            t.turn == turn
                && (matches!(t.kind, Kind::Mark(',' | '#'))
                    || t.mark('.')
                        && (new_line(scene, at + 1)
                            || scene
                                .tokens
                                .get(at + 1)
                                .is_some_and(|t| t.mark(',') || t.is(DWELLING))))
        }) {
            parted = true;
            at += 1;
        }
        let Some(token) = scene.tokens.get(at).filter(|t| t.turn == turn) else {
            break;
        };
        let line = new_line(scene, at) || new_line(scene, at - 1);
        let capital = scene.raw(at).starts_with(char::is_uppercase);
        let dot = usize::from(scene.tokens.get(at + 1).is_some_and(|t| t.mark('.')));
        if token.is(DWELLING) && number_at(runs, at + 1 + dot).is_some() {
            end = number_at(runs, at + 1 + dot).unwrap_or(at);
        } else if parted
            && scene.tokens.get(at - 1).is_some_and(|t| t.mark('#'))
            && number_at(runs, at).is_some()
        {
            end = number_at(runs, at).unwrap_or(at);
        } else if let Some((_, to)) = postcode_near(scene, postcodes, end, turn) {
            end = to;
        } else if (parted || line || end > last)
            && token.kind == Kind::Word
            && capital
            && (!token.is(COMMON | FILLER | NOD | MONTH | WEEKDAY)
                || token.is(STATE) && at + 1 < scene.tokens.len())
            && (parted || line || scene.raw(end).starts_with(char::is_uppercase))
        {
            end = at;
        } else if token.kind == Kind::Number
            && (line
                || parted && (4..=6).contains(&(token.end - token.start))
                || end > last && parted
                || scene.tokens.get(at - 1).is_some_and(|t| t.is(STATE))
                || end > last && scene.raw(end).starts_with(char::is_uppercase))
        {
            end = at;
        } else if parted
            && token.kind == Kind::Word
            && !token.is(COMMON | FILLER | NOD)
            && at + 1 == scene.turns.get(turn).map_or(0, |t| t.last)
        {
            end = at;
        } else if token.kind == Kind::Word
            && token.end - token.start == 1
            && end == last
            && scene
                .tokens
                .get(at + 1)
                .is_none_or(|t| matches!(t.kind, Kind::Mark('.' | ',')))
        {
            end = at;
        } else {
            break;
        }
    }
    end
}

/// A postcode soon after a token, with only the name of a place between.
fn postcode_near(
    scene: &Scene,
    postcodes: &[(usize, usize)],
    end: usize,
    turn: usize,
) -> Option<(usize, usize)> {
    let next = *postcodes.get(postcodes.partition_point(|(from, _)| *from <= end))?;
    let place = |at: usize| {
        scene.tokens.get(at).is_some_and(|t| {
            t.turn == turn
                && (matches!(t.kind, Kind::Mark(',' | '.'))
                    || t.is(FILLER)
                    || t.kind == Kind::Word
                        && (!t.is(COMMON)
                            || matches!(scene.low(at), "in" | "and" | "the" | "postcode" | "is"))
                        && t.entry.num == Num::None)
        })
    };
    (next.0 - end <= TO_POSTCODE && (end + 1..next.0).all(place)).then_some(next)
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

fn capture(
    scene: &Scene,
    runs: &Runs,
    postcodes: &[(usize, usize)],
    start: usize,
    asked: bool,
) -> Option<(usize, usize)> {
    let turn = scene.tokens.get(start)?.turn;
    let same = |at: usize| scene.tokens.get(at).is_some_and(|t| t.turn == turn);
    let code = |at: usize| {
        let upto = postcodes.partition_point(|(from, _)| *from <= at);
        postcodes[upto.saturating_sub(3)..upto]
            .iter()
            .any(|(_, to)| *to >= at)
    };
    let lead = |at: usize| {
        scene.tokens.get(at).is_some_and(|t| {
            (t.is(COMMON | FILLER | NOD)
                || matches!(t.kind, Kind::Mark(',' | ':' | '?' | '.'))
                || scene.low(at) == "living")
                && number_at(runs, at).is_none()
        })
    };
    let first = (start..start + 8)
        .find(|at| !lead(*at) || code(*at))
        .filter(|at| same(*at))?;
    // Without having been asked, an address begins with its number, or with a name in capitals.
    let opens = number_at(runs, first).is_some()
        || scene.tokens.get(first)?.is(DWELLING)
        || asked
        || scene.raw(first).starts_with(char::is_uppercase)
        || scene.low(start.saturating_sub(1)) == "address";
    let (mut to, mut at, mut number, mut name) = (None, first, false, false);
    while opens && at < first + MOST && same(at) {
        let token = scene.tokens.get(at)?;
        if let Some(end) = number_at(runs, at) {
            number = true;
            to = Some(end);
            at = end;
        } else if names(scene, at) || token.is(DWELLING) && number_at(runs, at + 1).is_some() || code(at) {
            if token.is(MONTH | WEEKDAY) && !scene.raw(at).starts_with(char::is_uppercase) {
                break;
            }
            name = true;
            to = Some(at);
        } else if token.kind == Kind::Mark('.')
            && !(scene.low(at.saturating_sub(1)).len() <= 4
                && scene
                    .tokens
                    .get(at + 1)
                    .is_some_and(|t| t.kind != Kind::Word || new_line(scene, at + 1))
                || scene.low(at.saturating_sub(1)) == "ul")
        {
            break;
        } else if !matches!(token.kind, Kind::Mark(',' | '.' | '#' | '-' | '/' | '\''))
            && !(token.kind == Kind::Word
                && (token.end - token.start <= 2 && !token.is(COMMON) && token.entry.num == Num::None))
            && !(asked && token.is(FILLER) && !token.is(COMMON))
        {
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
