//! What belongs to a street: the flat before it; suite, town, state and postcode after it.
//!
//! Deliberately absent: finding the street (`streets.rs`).

use super::lexicon::{COMMON, DWELLING, FILLER, MONTH, NOD, Num, STATE, WEEKDAY};
use super::runs::Runs;
use super::scene::Scene;
use super::streets::{number_at, number_before};
use super::tokens::Kind;

/// How far from a street its postcode may stand, and how many parts may follow it.
const TO_POSTCODE: usize = 9;
const PARTS: usize = 40;

/// "Flat 3," before a street.
pub(super) fn dwelling_before(scene: &Scene, runs: &Runs, from: usize) -> usize {
    let comma = from.checked_sub(1).filter(|t| {
        scene.tokens.get(*t).is_some_and(|t| t.mark(','))
            || matches!(scene.low(*t), "at" | "in" | "of" | "on")
    });
    let end = comma.unwrap_or(from);
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
pub(super) fn new_line(scene: &Scene, at: usize) -> bool {
    match (
        at.checked_sub(1).and_then(|t| scene.tokens.get(t)),
        scene.tokens.get(at),
    ) {
        (Some(a), Some(b)) => scene.text[a.end..b.start].contains('\n'),
        _ => false,
    }
}

/// The last token of what follows a street that ends at `last`.
pub(super) fn after(scene: &Scene, runs: &Runs, postcodes: &[(usize, usize)], last: usize) -> usize {
    let mut end = last;
    for _ in 0..PARTS {
        match part_after(scene, runs, postcodes, last, end) {
            Some(next) => end = next,
            None => break,
        }
    }
    end
}

/// One more part after `end`: its last token.
fn part_after(
    scene: &Scene,
    runs: &Runs,
    postcodes: &[(usize, usize)],
    last: usize,
    end: usize,
) -> Option<usize> {
    let turn = scene.tokens.get(end)?.turn;
    let mut at = end + 1;
    while parts(scene, at) {
        at += 1;
    }
    let token = scene.tokens.get(at).filter(|t| t.turn == turn)?;
    let before = scene.tokens.get(at - 1)?;
    let (parted, more) = (at > end + 1, end > last);
    let line = new_line(scene, at) || new_line(scene, at - 1);
    let capital = |t: usize| scene.raw(t).starts_with(char::is_uppercase);
    if token.is(DWELLING) {
        let dot = usize::from(scene.tokens.get(at + 1).is_some_and(|t| t.mark('.')));
        if let Some(to) = number_at(runs, at + 1 + dot) {
            return Some(to);
        }
    }
    if before.mark('#') && number_at(runs, at).is_some() {
        return number_at(runs, at);
    }
    if let Some((_, to)) = postcode_near(scene, postcodes, end, turn) {
        return Some(to);
    }
    let own = !token.is(COMMON | FILLER | NOD);
    let part = match token.kind {
        Kind::Number => {
            let code = parted && (more || (4..=6).contains(&(token.end - token.start)));
            line || code || before.is(STATE) || more && capital(end)
        }
        Kind::Word => {
            let town = capital(at) && (own && !token.is(MONTH | WEEKDAY) || token.is(STATE));
            let ends = at + 1 == scene.turns.get(turn).map_or(0, |t| t.last);
            let stops = scene
                .tokens
                .get(at + 1)
                .is_none_or(|t| matches!(t.kind, Kind::Mark('.' | ',')));
            town && (parted || line || more && capital(end))
                || parted && own && ends
                || token.end - token.start == 1 && !more && stops
        }
        _ => false,
    };
    part.then_some(at)
}

/// A mark that parts the lines of an address.
fn parts(scene: &Scene, at: usize) -> bool {
    let next = scene.tokens.get(at + 1);
    scene.tokens.get(at).is_some_and(|t| match t.kind {
        Kind::Mark(',' | '#') => true,
        Kind::Mark('.') => new_line(scene, at + 1) || next.is_some_and(|t| t.mark(',') || t.is(DWELLING)),
        _ => false,
    })
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
