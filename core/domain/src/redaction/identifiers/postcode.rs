//! Postcodes: British, Irish, American and some of the continent, written, spelled, or said with pauses.
//!
//! Without a word of context only a whole and well-formed code counts; when it was asked for, whatever is spelled in
//! the answer goes, because recognisers garble codes. Deliberately absent: the street before it (`address.rs`).

use super::Label;
use super::cues::Topic;
use super::found::Found;
use super::lexicon::{COMMON, FILLER, Num, SOUNDS, STATE};
use super::runs::{How, Runs};
use super::scene::Scene;
use super::tokens::Kind;

/// Finds them; the token ranges are what `address.rs` joins to a street before.
pub(super) fn find(scene: &Scene, runs: &Runs, found: &mut Found) -> Vec<(usize, usize)> {
    let mut out = whole(scene, runs);
    for turn in 0..scene.turns.len() {
        out.extend(answer(scene, runs, turn));
    }
    out.extend(american(scene));
    out.sort_unstable();
    for (from, to) in &out {
        found.add(Label::Address, *from, *to);
    }
    out
}

/// Well-formed British and Irish codes anywhere in a run.
fn whole(scene: &Scene, runs: &Runs) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    for run in &runs.runs {
        let pieces = &runs.pieces[run.clone()];
        let mut at = 0;
        while at < pieces.len() {
            let hit = (at..pieces.len().min(at + 7)).rev().find(|end| {
                let (a, b) = (pieces[at].a, pieces[*end].b);
                // A code said in the middle of digits is part of a longer number.
                let free = pieces.get(end + 1).is_none_or(|p| {
                    !matches!(p.how, How::Single | How::Written) || p.from > pieces[*end].to + 1
                });
                (5..=7).contains(&(b - a))
                    && free
                    && (british(&runs.symbols[a..b])
                        || canadian(&runs.symbols[a..b])
                        || irish(scene, runs, a, b, pieces[at].from))
            });
            if let Some(end) = hit {
                out.push((pieces[at].from, pieces[end].to));
                at = end;
            }
            at += 1;
        }
    }
    out
}

/// `A9 9AA` to `AA9A 9AA`; a spelled O may be a nought and the other way round.
fn british(code: &[u8]) -> bool {
    let letter = |b: &u8| b.is_ascii_lowercase();
    let digit = |b: &u8| b.is_ascii_digit() || *b == b'o';
    let Some((outward, [d, x, y])) = code.split_at_checked(code.len().saturating_sub(3)) else {
        return false;
    };
    let inward = digit(d) && [x, y].iter().all(|b| letter(b) && !b"cikmv".contains(b));
    let front = match outward {
        [a, d] => letter(a) && d.is_ascii_digit(),
        [a, b, c] => letter(a) && (letter(b) && digit(c) || b.is_ascii_digit() && (digit(c) || letter(c))),
        [a, b, c, d] => letter(a) && letter(b) && digit(c) && (digit(d) || letter(d)),
        _ => false,
    };
    inward && front && outward.first().is_none_or(|b| !b"qvx".contains(b))
}

/// `A9A 9A9`.
fn canadian(code: &[u8]) -> bool {
    code.len() == 6
        && code.iter().enumerate().all(|(i, b)| {
            if i % 2 == 0 {
                b.is_ascii_lowercase()
            } else {
                b.is_ascii_digit()
            }
        })
}

/// An Eircode: a routing key with its own letters, then four. Without "Eircode" beside it, it is written as one or two words.
fn irish(scene: &Scene, runs: &Runs, a: usize, b: usize, at: usize) -> bool {
    let [k, x, y, rest @ ..] = &runs.symbols[a..b] else {
        return false;
    };
    let sound = b"acdefhknprtvwxy";
    let digit = |b: &u8| b.is_ascii_digit() || *b == b'o';
    let key = sound.contains(k) && digit(x) && (digit(y) || *y == b'w');
    let unique = rest.len() == 4 && rest.iter().all(|b| b.is_ascii_digit() || sound.contains(b));
    let letters = rest.iter().filter(|b| b.is_ascii_lowercase()).count();
    key && unique && letters >= 1 && (letters <= 3 || scene.about(at, Topic::Postcode))
}

/// Whatever is spelled after "postcode" or in the answer to it.
fn answer(scene: &Scene, runs: &Runs, turn: usize) -> Option<(usize, usize)> {
    let turn = scene.turns.get(turn)?;
    let asked = scene.asked(turn.first).contains(&Topic::Postcode);
    let mut from = turn.first;
    if !asked {
        // "My postcode is …", said in the turn itself.
        from = (turn.first..turn.last).find(|at| {
            scene
                .cues_before(*at)
                .next()
                .is_some_and(|(topic, gap)| topic == Topic::Postcode && gap == 0)
        })?;
    }
    let inside = |at: usize| {
        let next = runs.pieces.partition_point(|p| p.to < at);
        runs.pieces.get(next).is_some_and(|p| p.from <= at)
    };
    let code = |at: usize| {
        scene.tokens.get(at).is_some_and(|t| {
            let most = if asked { 6 } else { 3 };
            let short = t.kind == Kind::Word
                && t.end - t.start <= most
                && !t.is(COMMON | FILLER)
                && t.entry.num == Num::None;
            inside(at) && !matches!(scene.raw(at), "a" | "I")
                || short
                || t.kind == Kind::Mixed && t.end - t.start <= 8
        })
    };
    let sounds =
        |at: usize| scene.tokens.get(at).is_some_and(|t| t.is(SOUNDS)) || matches!(scene.raw(at), "a" | "I");
    let mut first = (from..turn.last).find(|at| code(*at))?;
    // "Be are 4 5 …": what sounds like a letter right before, but not "to" or "the".
    while asked
        && first > from
        && sounds(first - 1)
        && !matches!(
            scene.low(first - 1),
            "to" | "for" | "the" | "and" | "as" | "see" | "okay"
        )
    {
        first -= 1;
    }
    let (mut last, mut at, mut gap) = (first, first + 1, 0);
    while at < turn.last && gap < 6 {
        if code(at) || sounds(at) && gap == 0 && (code(at - 1) || code(at + 1) || sounds(at - 1)) {
            (last, gap) = (at, 0);
        } else if scene
            .tokens
            .get(at)
            .is_some_and(|t| t.is(FILLER) || matches!(t.kind, Kind::Mark(',' | '.' | '-' | '…')))
        {
            gap += usize::from(!matches!(
                scene.tokens.get(at).map(|t| t.kind),
                Some(Kind::Mark(_))
            ));
        } else {
            break;
        }
        at += 1;
    }
    let said = &scene.lower[scene.tokens.get(first)?.start..scene.tokens.get(last)?.end];
    let digits = (first..=last).any(|t| inside(t) || scene.tokens.get(t).is_some_and(|t| t.is(SOUNDS)));
    let length = said.bytes().filter(u8::is_ascii_alphanumeric).count();
    (digits && length >= if asked { 2 } else { 4 }).then_some((first, last))
}

/// `IL 62704`, `62704-1234`, `zip 62704`, and five digits said after "zip".
fn american(scene: &Scene) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    for (at, token) in scene.tokens.iter().enumerate() {
        if token.kind != Kind::Number || token.end - token.start != 5 {
            continue;
        }
        let plus = scene.glued(at)
            && scene.tokens.get(at + 1).is_some_and(|t| t.mark('-'))
            && scene
                .tokens
                .get(at + 2)
                .is_some_and(|t| t.kind == Kind::Number && t.end - t.start == 4);
        let state = at.checked_sub(1).filter(|s| {
            scene.tokens.get(*s).is_some_and(|t| {
                t.is(STATE)
                    && (!t.is(COMMON | FILLER) || scene.raw(*s).bytes().all(|b| b.is_ascii_uppercase()))
            })
        });
        let named = scene
            .cues_before(at)
            .next()
            .is_some_and(|(topic, gap)| topic == Topic::Postcode && gap <= 4);
        if plus || state.is_some() || named {
            out.push((state.unwrap_or(at), at + if plus { 2 } else { 0 }));
        }
    }
    out
}
