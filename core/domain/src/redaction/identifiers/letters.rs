//! Letters of a code: spelled, by a spelling alphabet, in small heaps, or together with digits.
//!
//! Deliberately absent: digits (`runs.rs`).

use super::lexicon::{Num, PHONETIC};
use super::runs::How;
use super::scene::Scene;
use super::tokens::Kind;

/// `SW1A`, `12b`, but not `3rd`, `10am`, `40mg`.
pub(super) fn mixed(scene: &Scene, at: usize, symbols: &mut Vec<u8>) -> Option<(usize, How)> {
    let low = scene.low(at);
    let tail = low.trim_start_matches(|c: char| c.is_ascii_digit());
    let amount = [
        "st", "nd", "rd", "th", "am", "pm", "mg", "ml", "kg", "km", "cm", "mm", "k", "hr", "hrs", "min",
        "mins", "ish", "p", "pct", "oz", "lb", "lbs", "mcg", "yo", "yrs",
    ];
    let plain = low.bytes().all(|b| b.is_ascii_alphanumeric());
    if !plain || low.len() > 40 || (tail.len() < low.len() && amount.contains(&tail)) {
        return None;
    }
    symbols.extend_from_slice(low.as_bytes());
    Some((at, How::Mixed))
}

/// A letter: alone, by a spelling word beside others, or with "for" and a word.
pub(super) fn letter(scene: &Scene, at: usize, symbols: &mut Vec<u8>) -> Option<(usize, How)> {
    let token = scene.tokens.get(at)?;
    let (low, raw) = (scene.low(at), scene.raw(at));
    if let [c @ b'a'..=b'z'] = low.as_bytes() {
        let hedge = *c == b'i'
            && matches!(
                scene.low(at + 1),
                "mean" | "think" | "guess" | "was" | "have" | "am" | "live"
            );
        if hedge {
            return None;
        }
        symbols.push(*c);
        return Some((spelling(scene, at, *c).unwrap_or(at), How::Letter));
    }
    let beside = |t: Option<usize>| {
        t.and_then(|t| scene.tokens.get(t)).is_some_and(|t| {
            t.is(PHONETIC) || t.kind == Kind::Number || t.entry.num != Num::None || t.end - t.start == 1
        })
    };
    if token.is(PHONETIC) && (beside(at.checked_sub(1)) || beside(Some(at + 1))) {
        symbols.push(*low.as_bytes().first()?);
        return Some((at, How::Letter));
    }
    if is_bank(scene, at) {
        symbols.extend_from_slice(low.as_bytes());
        return Some((at, How::Chunk));
    }
    let upper = (2..=4).contains(&raw.len()) && raw.bytes().all(|b| b.is_ascii_uppercase());
    let odd = (2..=3).contains(&low.len())
        && low
            .bytes()
            .all(|b| b.is_ascii_lowercase() && !b"aeiouy".contains(&b))
        && token.entry.bits == 0
        && !matches!(
            low,
            "hr" | "hrs" | "tv" | "gp" | "md" | "vs" | "th" | "nd" | "nhs" | "ssn" | "mrn" | "pps"
        );
    let shown = !matches!(
        low,
        "am" | "pm"
            | "ok"
            | "gp"
            | "md"
            | "usa"
            | "uk"
            | "nhs"
            | "ssn"
            | "mrn"
            | "dob"
            | "pps"
            | "ppsn"
            | "iban"
            | "cvv"
            | "my"
            | "is"
            | "id"
    );
    if (upper && shown || odd) && (beside(at.checked_sub(1)) || beside(Some(at + 1))) {
        symbols.extend_from_slice(low.as_bytes());
        return Some((at, How::Chunk));
    }
    None
}

/// `S for sugar`, `S as in Sam`, `S like sugar`: the token of the word.
pub(super) fn spelling(scene: &Scene, at: usize, letter: u8) -> Option<usize> {
    let word = match (scene.low(at + 1), scene.low(at + 2)) {
        ("for" | "like", _) => at + 2,
        ("as", "in") => at + 3,
        _ => return None,
    };
    let low = scene.low(word).as_bytes();
    (low.len() > 1 && low.first() == Some(&letter)).then_some(word)
}

/// The bank's four letters of an IBAN: `gb82 west 1234`.
fn is_bank(scene: &Scene, at: usize) -> bool {
    let Some(before) = at.checked_sub(1) else {
        return false;
    };
    let head = scene.low(before).as_bytes();
    let country = matches!(head, [a, b, c, d] if a.is_ascii_lowercase() && b.is_ascii_lowercase() && c.is_ascii_digit() && d.is_ascii_digit());
    let four = scene.low(at).len() == 4 && scene.low(at).bytes().all(|b| b.is_ascii_lowercase());
    country && four && scene.tokens.get(at + 1).is_some_and(|t| t.kind == Kind::Number)
}
