//! E-mail addresses, written or said: "j dot smith, all lower case, at example dot com".
//!
//! Everything hangs on the "at": a domain must follow it, and what is before it is read backwards as long as it can
//! belong to an address. Deliberately absent: web sites.

use super::Label;
use super::cues::Topic;
use super::found::Found;
use super::lexicon::{COMMON, FILLER, JOIN, MAILHOUSE, NOD, Num, PHONETIC, TLD};
use super::scene::{By, Scene};
use super::tokens::Kind;

/// The longest local part and the longest domain that are looked at, in tokens.
const MOST: usize = 60;

/// Finds them.
pub(super) fn find(scene: &Scene, found: &mut Found) {
    let mut caught = vec![false; scene.turns.len()];
    for at in 0..scene.tokens.len() {
        let Some(to) = anchor(scene, at).and_then(|first| domain(scene, first)) else {
            continue;
        };
        if leads_in(scene, at, to) {
            continue;
        }
        let from = local(scene, at);
        found.add(Label::Email, from.unwrap_or(at), to);
        for token in [from.unwrap_or(at), to] {
            if let Some(turn) = scene.tokens.get(token).and_then(|t| caught.get_mut(t.turn)) {
                *turn = true;
            }
        }
    }
    for (turn, caught) in caught.into_iter().enumerate() {
        if !caught && let Some((from, to)) = partial(scene, turn) {
            found.add(Label::Email, from, to);
        }
    }
}

/// "Reach me at j dot smith at example dot com": the first "at" is none.
fn leads_in(scene: &Scene, at: usize, to: usize) -> bool {
    let Some(next) = scene.after(to) else { return false };
    let glued = scene.glued(to) && matches!(scene.low(next), "@" | "+" | "_");
    let word = scene.before(at).is_none_or(|t| scene.tokens[t].is(COMMON));
    let again = || anchor(scene, next).and_then(|first| domain(scene, first));
    glued || word && scene.low(next) == "at" && again().is_some()
}

/// The first token after an "at".
fn anchor(scene: &Scene, at: usize) -> Option<usize> {
    let token = scene.tokens.get(at)?;
    if !token.mark('@') && scene.low(at) != "at" {
        return None;
    }
    let mut next = scene.after(at)?;
    for _ in 0..3 {
        let token = scene.tokens.get(next)?;
        let pause = matches!(token.kind, Kind::Mark(',' | '…'))
            || matches!(scene.low(next), "sign" | "symbol" | "um" | "uh" | "er" | "erm");
        if !pause {
            break;
        }
        next = scene.after(next)?;
    }
    Some(next)
}

/// A dot: the mark within a word, or a word for it; the token after it.
fn dot(scene: &Scene, at: usize) -> Option<usize> {
    let next = scene.after(at);
    match scene.low(at) {
        "." if scene.glued(at) || at > 0 && !scene.glued(at - 1) => next,
        "dot" | "point" | "period" => next,
        "full" if next.is_some_and(|n| scene.low(n) == "stop") => scene.after(at + 1),
        _ => None,
    }
}

/// One letter or digit, however it is said.
fn single(scene: &Scene, at: usize) -> bool {
    scene.tokens.get(at).is_some_and(|t| match t.kind {
        Kind::Number | Kind::Mixed => true,
        Kind::Word => t.end - t.start == 1 || t.entry.num != Num::None || t.is(PHONETIC),
        _ => false,
    })
}

/// The last token of the domain that begins at a token.
fn domain(scene: &Scene, first: usize) -> Option<usize> {
    let (mut at, mut dots, mut words, mut end) = (first, 0, 0, None);
    for _ in 0..MOST {
        let token = scene.tokens.get(at)?;
        if let Some(next) = dot(scene, at) {
            if words == 0 {
                return end;
            }
            (dots, words, at) = (dots + 1, 0, next);
            continue;
        }
        let name = matches!(token.kind, Kind::Word | Kind::Number | Kind::Mixed);
        let hyphen = matches!(
            scene.low(at),
            "dash" | "hyphen" | "minus" | "-" | "underscore" | "_"
        );
        if dots > 0 && name && !hyphen {
            let known = token.is(TLD | MAILHOUSE)
                || token.kind == Kind::Word && scene.low(at).len() > 1 && !token.is(COMMON | FILLER);
            let spelled = token.kind == Kind::Word && single(scene, at) && token.entry.num == Num::None;
            if !spelled && (words > 0 || !known) {
                break;
            }
            end = Some(at);
            words = if spelled { 2 } else { 1 };
        } else if name && !hyphen {
            if token.is(MAILHOUSE) && words == 0 {
                end = Some(at);
            }
            words += usize::from(!single(scene, at));
            // "at nine o'clock", "at the clinic": no host has so many words, nor these.
            if words > 3 || token.is(COMMON) && words <= 1 && !single(scene, at) && scene.low(at) != "me" {
                break;
            }
            words = words.max(1);
        } else if !hyphen && !token.mark(',') {
            break;
        }
        match scene.after(at) {
            Some(next) => at = next,
            None => break,
        }
    }
    end
}

/// The first token of the local part that ends before the "at".
fn local(scene: &Scene, anchor: usize) -> Option<usize> {
    let (mut from, mut joined, mut words, mut skipped) = (None, true, 0, 0);
    let mut next = scene.before(anchor);
    for _ in 0..MOST {
        let Some(at) = next else { break };
        let token = scene.tokens.get(at)?;
        next = scene.before(at);
        let glue = matches!(scene.low(at), "." | "-" | "_" | "+") && scene.glued(at);
        let stop = scene.low(at) == "stop" && next.is_some_and(|n| scene.low(n) == "full")
            || scene.low(at) == "full" && joined;
        if glue || stop || token.is(JOIN) && token.kind == Kind::Word {
            joined = true;
        } else if let Some(first) = spelled(scene, at) {
            (from, joined, next, words) = (Some(first), false, scene.before(first), words.max(1));
        } else if single(scene, at) {
            // "it's a smith at …", "and I …": a word there, unless it is spelled on.
            let article = matches!(scene.low(at), "a" | "i")
                && !joined
                && words > 0
                && !next.is_some_and(|n| single(scene, n) || scene.tokens[n].is(JOIN));
            if article {
                break;
            }
            (from, joined) = (Some(at), false);
        } else if token.kind == Kind::Word && joined {
            (from, joined, words) = (Some(at), false, words + 1);
        } else if token.kind == Kind::Word && !token.is(COMMON | FILLER) && words < 3 {
            (from, words) = (Some(at), words + 1);
        } else if (token.mark(',') || token.is(FILLER) && !token.is(COMMON)) && skipped < 4 {
            skipped += 1;
        } else {
            break;
        }
    }
    from
}

/// `S for sugar` read backwards from its last word: the token of the letter.
fn spelled(scene: &Scene, at: usize) -> Option<usize> {
    let letter = match (
        at.checked_sub(1).map(|t| scene.low(t)),
        at.checked_sub(2).map(|t| scene.low(t)),
    ) {
        (Some("for" | "like"), _) => at.checked_sub(2)?,
        (Some("in"), Some("as")) => at.checked_sub(3)?,
        _ => return None,
    };
    let low = scene.low(letter).as_bytes();
    (low.len() == 1 && scene.low(at).as_bytes().first() == low.first()).then_some(letter)
}

/// What is left of an address in the answer to a question for it, when the "at" was lost or is still to come.
fn partial(scene: &Scene, turn: usize) -> Option<(usize, usize)> {
    let turn = scene.turns.get(turn)?;
    if turn.nod || turn.by == By::Agent || !scene.asked(turn.first).contains(&Topic::Email) {
        return None;
    }
    let spelled = |at: usize| single(scene, at) && !matches!(scene.low(at), "a" | "i" | "one");
    let joins = |at: usize| {
        at >= turn.first
            && at < turn.last
            && scene
                .tokens
                .get(at)
                .is_some_and(|t| t.is(JOIN) || t.mark('@') || t.mark('_'))
    };
    let part = |at: usize| {
        scene
            .tokens
            .get(at)
            .is_some_and(|t| matches!(t.kind, Kind::Word | Kind::Mixed | Kind::Number))
            && (spelled(at) || joins(at) || joins(at + 1) || at > 0 && joins(at - 1))
    };
    let parts: Vec<usize> = (turn.first..turn.last).filter(|at| part(*at)).collect();
    if let ([first, .., last], true) = (&parts[..], parts.len() >= 2) {
        return Some((*first, *last));
    }
    let words: Vec<usize> = (turn.first..turn.last)
        .filter(|at| {
            scene
                .tokens
                .get(*at)
                .is_some_and(|t| matches!(t.kind, Kind::Word | Kind::Mixed) && !t.is(NOD | FILLER))
        })
        .collect();
    match words[..] {
        [word] if !scene.tokens.get(word)?.is(COMMON) && scene.cues_before(word).next().is_none() => {
            Some((word, word))
        }
        _ => None,
    }
}
