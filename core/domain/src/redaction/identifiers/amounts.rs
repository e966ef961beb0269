//! Numbers that count something: money, minutes, people, a time of day. They are nobody's.
//!
//! Deliberately absent: dates (`dates.rs`).

use super::lexicon::MEASURE;
use super::scene::Scene;
use super::tokens::Kind;

/// Whether a number is one of something: money, time, people.
pub(super) fn is_amount(scene: &Scene, from: usize, to: usize) -> bool {
    let turn = scene.tokens.get(from).map(|t| t.turn);
    let token = |t: usize| scene.tokens.get(t).filter(|t| Some(t.turn) == turn);
    let before = from.checked_sub(1).and_then(token);
    let money = before.is_some_and(|t| matches!(t.kind, Kind::Mark('£' | '$' | '€')));
    let clock = |t: usize| scene.glued(t) && token(t + 1).is_some_and(|m| m.mark(':'));
    let minutes = before.is_some_and(|t| t.mark(':'))
        && from >= 2
        && scene.glued(from - 1)
        && scene.glued(from - 2)
        && scene.tokens[from - 2].kind == Kind::Number;
    let after = token(to + 1);
    let mut measure = after.is_some_and(|t| t.is(MEASURE) || t.mark('%') || t.mark('£') || t.mark('€'));
    // "a m", "p m"; and a hyphen: "30-minute".
    measure |= matches!(
        (scene.low(to + 1), scene.low(to + 2)),
        ("a" | "p", "m") | ("o", "clock")
    );
    measure |= after.is_some_and(|t| t.mark('-'))
        && matches!(
            scene.low(to + 2),
            "minute" | "hour" | "day" | "week" | "month" | "year" | "star"
        );
    let long = to == from && scene.raw(from).len() >= 7;
    (money || measure || minutes || (clock(to) && token(to + 2).is_some_and(|t| t.kind == Kind::Number)))
        && !long
}
