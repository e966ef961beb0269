//! Whose number a run of digits is: a card's, an office's, a telephone's.
//!
//! Deliberately absent: codes with letters (`codes.rs`).

use super::checks;
use super::cues::Topic;
use super::lexicon::{COMMON, FILLER, MONTH, Num, STREET};
use super::runs::{How, Piece};
use super::scene::Scene;
use super::tokens::Kind;

/// Whether a number is a payment card's, whole or its end.
pub(super) fn is_card(scene: &Scene, digits: &str, at: usize, topic: Option<Topic>) -> bool {
    let n = digits.len();
    let about = topic == Some(Topic::Card) || scene.about(at, Topic::Card);
    let other = topic == Some(Topic::Id) || topic == Some(Topic::Phone);
    match n {
        13..=19 => about || checks::luhn(digits),
        12 => about && !other,
        4..=11 => topic == Some(Topic::Card) && !scene.about(at, Topic::Id),
        3 => {
            topic == Some(Topic::Card) && (answers(scene, at) || said(scene, at, &["cvv", "cvc", "security"]))
        }
        _ => n > 19 && about,
    }
}

/// Whether one of `words` stands among the last tokens before.
fn said(scene: &Scene, at: usize, words: &[&str]) -> bool {
    (at.saturating_sub(8)..at).any(|t| words.contains(&scene.low(t)))
}

/// Whether a number of digits alone is an office's: of the health service, an insurer, an authority.
pub(super) fn is_office(scene: &Scene, digits: &str, at: usize, topic: Option<Topic>) -> bool {
    let n = digits.len();
    match topic {
        Some(Topic::Id) => n >= 4,
        Some(Topic::Card) => n >= 4 && scene.about(at, Topic::Id),
        Some(Topic::Phone | Topic::Business | Topic::When) => false,
        // 123-45-6789 is a social security number.
        _ if n == 9 && social(scene, at) => true,
        // US telephone numbers never have 0 or 1 in the fourth place, British ones begin with 0.
        _ if n == 10 && !digits.starts_with('0') => {
            checks::nhs(digits)
                && (digits.starts_with("999") || matches!(digits.as_bytes().get(3), Some(b'0' | b'1')))
        }
        // A prefix of letters that no word explains makes it a policy: `asd 159632478`.
        _ => {
            let written = scene.tokens.get(at).is_some_and(|t| t.kind == Kind::Number);
            written && (8..=9).contains(&n) && !digits.starts_with('0') && prefix(scene, at, false).is_some()
        }
    }
}

/// Whether a number is written in groups of three, two and four.
fn social(scene: &Scene, at: usize) -> bool {
    let group = |t: usize, length: usize| {
        scene
            .tokens
            .get(t)
            .is_some_and(|t| t.kind == Kind::Number && t.end - t.start == length)
    };
    group(at, 3) && group(at + 2, 2) && group(at + 4, 4) && matches!(scene.low(at + 1), "-" | "–")
}

/// Whether a number is a telephone's.
pub(super) fn is_phone(
    scene: &Scene,
    pieces: &[Piece],
    digits: &str,
    plus: bool,
    topic: Option<Topic>,
) -> bool {
    let n = digits.len();
    let singles = pieces.iter().filter(|p| p.how == How::Single).count();
    let zero = digits.starts_with('0') || plus;
    let spelled = 2 * singles > pieces.len() || zero;
    let grouped = pieces.iter().any(|p| p.how == How::Written && p.b - p.a >= 3);
    let lone = pieces.iter().all(|p| p.how == How::Written && p.b - p.a == 1);
    let years = pieces.iter().all(|p| {
        p.b - p.a == 4 && p.how == How::Written && (digits.starts_with("19") || digits.starts_with("20"))
    }) && pieces.len() == 2;
    let at = pieces.first().map_or(0, |p| p.from);
    match topic {
        Some(Topic::Phone) => n >= 5 || n >= 3 && answers(scene, at) || n == 4 && vague(scene, pieces),
        Some(Topic::Business | Topic::When) => n >= 9 && (zero || n == 10) && (spelled || grouped),
        Some(Topic::Dob) => n >= 9,
        Some(Topic::Address | Topic::Postcode) => n >= 9 || n >= 7 && zero,
        _ => {
            n >= 7 && (spelled || grouped || lone) && !years
                || n >= 6 && singles == pieces.len()
                || n >= 5 && zero && singles * 2 > pieces.len()
                || n >= 5 && scene.about(at, Topic::Phone)
                || n == 4 && alone(scene, pieces, digits)
        }
    }
}

/// Short words that stand before a number without being part of it.
const NO_PREFIX: &str = "nhs ssn pps mrn iban ni for ring born last four file plan vhi bupa axa laya club with health tax uses use";
/// What links a name of a number to the number.
const LINKS: &str = "id ref code card policy claim is its it's it are was as no num and my the of on in at to that's ends end here ok okay yes um uh er please so which that his her our";

/// Letters that a recogniser wrote as a word right before the digits: `asd 159632478`.
pub(super) fn prefix(scene: &Scene, first: usize, topic: bool) -> Option<usize> {
    let at = first.checked_sub(1)?;
    let token = scene.tokens.get(at)?;
    let most = if topic { 5 } else { 4 };
    let low = scene.low(at);
    let short = token.kind == Kind::Word && (2..=most).contains(&low.len()) && token.entry.num == Num::None;
    let said = |words: &str| words.split(' ').any(|word| word == low);
    let plain =
        !token.is(COMMON | FILLER | MONTH | STREET) && (topic || token.entry.bits == 0) && !said(NO_PREFIX);
    // Right after "policy number" even a word is one: recognisers write words for letters.
    let named =
        topic && scene.cues_before(at).next() == Some((Topic::Id, 0)) && !said(LINKS) && !said(NO_PREFIX);
    let odd = short && (plain || named);
    (odd && token.turn == scene.tokens.get(first)?.turn).then_some(at)
}

/// Four digits and nothing else, of which nothing is known, unless they are a year.
fn alone(scene: &Scene, pieces: &[Piece], digits: &str) -> bool {
    let (Some(first), Some(last)) = (pieces.first(), pieces.last()) else {
        return false;
    };
    let code = pieces.iter().all(|p| matches!(p.how, How::Single | How::Written))
        && (pieces.len() == 1 || pieces.len() == 4);
    let year = digits.starts_with("19") || digits.starts_with("20");
    let rest = scene
        .tokens
        .iter()
        .enumerate()
        .filter(|(at, _)| !(first.from..=last.to).contains(at));
    // A name beside it says no more: "jane doe, 4471".
    let mut names = 0;
    let bare = || {
        rest.into_iter().all(|(at, t)| {
            let said = matches!(t.kind, Kind::Mark(_)) || t.is(FILLER | super::lexicon::NOD);
            let link = matches!(scene.low(at), "and" | "sure" | "it's" | "its");
            let name =
                pieces.len() == 1 && t.kind == Kind::Word && t.entry.bits == 0 && t.entry.num == Num::None;
            names += usize::from(name && !said && !link);
            said || link || name && names <= 3
        })
    };
    code && !year && scene.turns.len() == 1 && scene.tokens.len() <= 12 && bare()
}

/// "My number is 4565": four digits of something, which nothing says more of.
fn vague(scene: &Scene, pieces: &[Piece]) -> bool {
    let near = pieces.first().and_then(|p| scene.cues_before(p.from).next());
    let digits = pieces.iter().all(|p| matches!(p.how, How::Single | How::Written));
    digits && matches!(near, Some((Topic::Number, 1 | 2)))
}

/// Whether the turn answers a question for such a number and says little else.
pub(super) fn answers(scene: &Scene, at: usize) -> bool {
    let asked = scene
        .asked(at)
        .iter()
        .any(|t| matches!(t, Topic::Phone | Topic::Id | Topic::Card));
    let Some(turn) = scene.turn_of(at) else {
        return false;
    };
    let other = scene.tokens[turn.first..turn.last]
        .iter()
        .filter(|t| t.kind == Kind::Word && t.entry.num == Num::None && !t.is(FILLER | COMMON))
        .count();
    asked && other <= 3
}
