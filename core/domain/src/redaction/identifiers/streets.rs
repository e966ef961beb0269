//! Streets: the pattern of a house number, a name and a kind of street, in the orders of several countries.
//!
//! Deliberately absent: what follows a street, and addresses that only the question gives away (`address.rs`).

use super::cues::Topic;
use super::lexicon::{COMMON, FILLER, MEASURE, NOD, Num, ORDINAL, STREET, STREET_FIRST};
use super::runs::Runs;
use super::scene::{By, Scene};
use super::tokens::Kind;

/// Most words of a street's name.
const NAME: usize = 5;

/// Every street with its number: token ranges.
pub(super) fn streets(scene: &Scene, runs: &Runs) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    for at in 0..scene.tokens.len() {
        if let Some(hit) = named(scene, runs, at)
            .or_else(|| first(scene, runs, at))
            .or_else(|| compound(scene, runs, at))
            .or_else(|| post_box(scene, runs, at))
            .or_else(|| suite(scene, runs, at))
        {
            out.push(hit);
        }
    }
    out
}

/// The pieces that end right before a token, as a house's number: its first token.
pub(super) fn number_before(scene: &Scene, runs: &Runs, at: usize) -> Option<usize> {
    let mut end = runs.pieces.partition_point(|p| p.to < at);
    let (mut from, mut digits) = (None, 0);
    let mut until = at;
    while let Some(piece) = end.checked_sub(1).and_then(|i| runs.pieces.get(i)) {
        let gap = until - piece.to - 1;
        let linked = gap == 0 || gap == 1 && matches!(scene.low(piece.to + 1), "-" | "/" | "," | "#");
        let size = runs.symbols[piece.a..piece.b]
            .iter()
            .filter(|b| b.is_ascii_digit())
            .count();
        let word = size == 0
            && (piece.b - piece.a > 1 || matches!(scene.raw(piece.from), "a" | "i" | "I") && until != at);
        if !linked
            || digits + size > 10
            || word
            || scene.tokens.get(piece.from)?.turn != scene.tokens.get(at)?.turn
        {
            break;
        }
        digits += size;
        (from, until, end) = (Some(piece.from), piece.from, end - 1);
    }
    from.filter(|_| digits > 0)
}

/// The piece that begins at a token: its last token.
pub(super) fn number_at(runs: &Runs, at: usize) -> Option<usize> {
    let index = runs.pieces.partition_point(|p| p.from < at);
    let piece = runs.pieces.get(index).filter(|p| p.from == at)?;
    let digits = runs.symbols[piece.a..piece.b]
        .iter()
        .filter(|b| b.is_ascii_digit())
        .count();
    (1..=6).contains(&digits).then_some(piece.to)
}

/// Whether a word can be part of a street's name.
pub(super) fn names(scene: &Scene, at: usize) -> bool {
    scene.tokens.get(at).is_some_and(|t| {
        let capital = scene.raw(at).starts_with(char::is_uppercase) && t.end - t.start > 2;
        match t.kind {
            Kind::Word => {
                t.entry.num == Num::None
                    && !t.is(MEASURE)
                    && (!t.is(COMMON) || capital && after_number(scene, at))
                    && (!t.is(FILLER | NOD) || capital)
                    && (t.end - t.start > 1 || scene.tokens.get(at + 1).is_some_and(|t| t.mark('.')))
            }
            Kind::Mixed => ["st", "nd", "rd", "th"]
                .iter()
                .any(|end| scene.low(at).ends_with(end)),
            _ => false,
        }
    })
}

/// A house's number before a token, also of several houses, or "number forty on": its first token.
fn house(scene: &Scene, runs: &Runs, at: usize) -> Option<usize> {
    let before = |t: usize| t.checked_sub(1).map_or("", |t| scene.low(t));
    if let Some(number) = number_before(scene, runs, at) {
        let range = matches!(before(number), "to" | "and");
        let first = number
            .checked_sub(1)
            .filter(|_| range)
            .and_then(|t| number_before(scene, runs, t));
        return Some(first.unwrap_or(number));
    }
    let number = at
        .checked_sub(1)
        .filter(|_| before(at) == "on")
        .and_then(|t| number_before(scene, runs, t))?;
    matches!(before(number), "number" | "house" | "flat" | "apartment").then_some(number)
}

/// Whether a house's number stands right before: "899 Sir Francis Drake Boulevard".
fn after_number(scene: &Scene, at: usize) -> bool {
    at.checked_sub(1)
        .and_then(|t| scene.tokens.get(t))
        .is_some_and(|t| t.kind == Kind::Number || t.entry.num != Num::None)
}

/// `12 Acacia Avenue`, `thirty seven newnham road`; without a number after "I live on".
fn named(scene: &Scene, runs: &Runs, at: usize) -> Option<(usize, usize)> {
    let token = scene.tokens.get(at)?;
    // Of "Park Road" the last word decides.
    if !token.is(STREET)
        || scene
            .tokens
            .get(at + 1)
            .is_some_and(|t| t.is(STREET) && t.turn == token.turn)
    {
        return None;
    }
    let mut from = at;
    let mut words = 0;
    while from > 0 && at - from < NAME + 2 && scene.tokens[from - 1].turn == token.turn {
        let before = from - 1;
        let dot = scene.tokens[before].mark('.')
            && before > 0
            && scene.glued(before - 1)
            && scene.low(before - 1).len() <= 3
            && names(scene, before - 1);
        let ordinal = scene.tokens[before].is(ORDINAL);
        let hyphen = scene.tokens[before].mark('-') && scene.glued(before);
        if !(names(scene, before) || ordinal || dot || hyphen || scene.tokens[before].mark('\''))
            || number_at(runs, before).is_some() && !ordinal
        {
            break;
        }
        from = before;
        words += usize::from(!dot);
    }
    if words == 0 {
        // "7 The Green", "789 Highway 12".
        let the = at.checked_sub(1).filter(|t| scene.low(*t) == "the");
        let highway = matches!(scene.low(at), "highway" | "hwy" | "route" | "freeway");
        return match (the, number_at(runs, at + 1)) {
            (Some(the), _) => Some((number_before(scene, runs, the)?, at)),
            (None, _)
                if scene.low(at - at.min(1)).len() == 1
                    && scene.tokens[at - at.min(1)].kind == Kind::Word =>
            {
                Some((number_before(scene, runs, at)?, at))
            }
            (None, Some(end)) if highway => Some((number_before(scene, runs, at)?, end)),
            _ => None,
        };
    }
    let capital =
        scene.raw(at).starts_with(char::is_uppercase) && scene.raw(from).starts_with(char::is_uppercase);
    let told = scene
        .cues_before(from)
        .next()
        .is_some_and(|(topic, gap)| topic == Topic::Address && gap <= 4);
    let asked = scene.asked(from).contains(&Topic::Address)
        && scene
            .turn_of(at)
            .is_some_and(|t| t.by != By::Agent && t.last - t.first <= 16);
    // "3 Hill Street" needs nothing beside it; a name alone needs to be somebody's address.
    for start in from..at {
        if let Some(number) = house(scene, runs, start) {
            let side = matches!(
                scene.low(at + 1),
                "nw" | "ne" | "sw" | "se" | "north" | "south" | "east" | "west"
            );
            return Some((number, at + usize::from(side)));
        }
    }
    if let Some(end) = number_at(runs, at + 1).filter(|_| capital) {
        return Some((from, end));
    }
    let near = scene
        .cues_before(from)
        .next()
        .is_some_and(|(topic, gap)| topic == Topic::Address && gap <= 1);
    let road = !matches!(
        scene.low(at),
        "way"
            | "place"
            | "view"
            | "close"
            | "drive"
            | "park"
            | "route"
            | "walk"
            | "yard"
            | "row"
            | "green"
            | "path"
            | "rise"
            | "pl"
            | "no"
            | "tie"
    );
    (asked || told && (road || near)).then_some((from, at))
}

/// `12 rue de la Paix`, `Via Roma 5`, `El Camino Real 20`.
fn first(scene: &Scene, runs: &Runs, at: usize) -> Option<(usize, usize)> {
    let token = scene.tokens.get(at).filter(|t| t.is(STREET_FIRST))?;
    let particle = |t: usize| {
        matches!(
            scene.low(t),
            "de" | "la"
                | "du"
                | "des"
                | "del"
                | "della"
                | "der"
                | "le"
                | "les"
                | "los"
                | "las"
                | "l"
                | "d"
                | "do"
                | "da"
                | "dos"
                | "sv"
                | "."
        ) || scene.tokens.get(t).is_some_and(|x| x.mark('-')) && scene.glued(t)
    };
    let mut to = at;
    while to < at + NAME
        && scene.tokens.get(to + 1).is_some_and(|t| t.turn == token.turn)
        && (names(scene, to + 1) || particle(to + 1))
    {
        to += 1;
    }
    if to == at {
        return None;
    }
    let plain = !matches!(
        scene.low(at),
        "via" | "place" | "quai" | "boulevard" | "avenue" | "plaza" | "camino" | "corso" | "paseo" | "strada"
    );
    let article = at.checked_sub(1).filter(|t| matches!(scene.low(*t), "el" | "la"));
    let before = number_before(scene, runs, article.unwrap_or(at));
    let comma = usize::from(scene.tokens.get(to + 1).is_some_and(|t| t.mark(',')));
    let after = number_at(runs, to + 1 + comma).filter(|_| {
        plain || scene.raw(at).starts_with(char::is_uppercase) || scene.about(at, Topic::Address)
    });
    match (before, after) {
        (Some(from), after) => Some((from, after.unwrap_or(to))),
        (None, Some(end)) => Some((at, end)),
        _ => None,
    }
}

/// `Hauptstraße 5`, `Feldstrasse 42`, `Kerkstraat 12b`.
fn compound(scene: &Scene, runs: &Runs, at: usize) -> Option<(usize, usize)> {
    const ENDS: [&str; 20] = [
        "strasse", "straße", "gasse", "platz", "allee", "straat", "gracht", "laan", "weg", "vej", "gade",
        "gatan", "vägen", "veien", "katu", "tie", "plein", "ring", "damm", "str",
    ];
    let low = scene.low(at);
    if scene.tokens.get(at)?.kind != Kind::Word
        || low.len() < 6
        || !ENDS.iter().any(|end| low.ends_with(end))
        || scene.tokens.get(at)?.is(COMMON)
    {
        return None;
    }
    let dot = usize::from(scene.tokens.get(at + 1).is_some_and(|t| t.mark('.')));
    let after = number_at(runs, at + 1 + dot);
    let sure = !low.ends_with("ring") && !low.ends_with("tie") && !low.ends_with("str");
    let capital = scene.raw(at).starts_with(char::is_uppercase);
    match (number_before(scene, runs, at), after) {
        (Some(from), Some(to)) if sure || capital => Some((from, to)),
        (None, Some(to)) if sure || capital => Some((at, to)),
        (Some(from), None) if sure => Some((from, at)),
        _ => None,
    }
}

/// Unit, box or ship before `APO`, on the line before.
fn military(scene: &Scene, runs: &Runs, at: usize) -> usize {
    let mut from = at;
    while let Some(before) = from
        .checked_sub(1)
        .filter(|t| at - t <= 7 && scene.tokens[*t].turn == scene.tokens[at].turn)
    {
        let part = scene.tokens[before].mark(',')
            || scene.tokens[before].is(super::lexicon::DWELLING)
            || names(scene, before)
            || number_at(runs, before).is_some();
        if !part {
            break;
        }
        from = before;
    }
    let service = scene.low(from).starts_with("us")
        || (from..at).any(|t| matches!(scene.low(t), "box" | "unit" | "psc" | "cmr"));
    if service
        || scene
            .cues_before(from)
            .next()
            .is_some_and(|(topic, gap)| topic == Topic::Address && gap <= 2)
    {
        from
    } else {
        at
    }
}

/// `12 Elm Suite 5`, whatever the street is called: from its number to that of the suite.
fn suite(scene: &Scene, runs: &Runs, at: usize) -> Option<(usize, usize)> {
    let token = scene.tokens.get(at).filter(|_| {
        matches!(
            scene.low(at),
            "suite" | "ste" | "apt" | "apartment" | "flat" | "unit"
        )
    })?;
    let dot = usize::from(scene.tokens.get(at + 1).is_some_and(|t| t.mark('.')));
    let to = number_at(runs, at + 1 + dot)?;
    let (mut from, mut number, mut named) = (at, None, false);
    while let Some(before) = from
        .checked_sub(1)
        .filter(|t| at - t <= 10 && scene.tokens[*t].turn == token.turn)
    {
        let particle = scene.tokens[before].kind == Kind::Word
            && scene.tokens[before].end - scene.tokens[before].start <= 2
            && !scene.tokens[before].is(COMMON);
        if scene.tokens[before].kind == Kind::Number {
            number = Some(before);
        } else if names(scene, before) || particle {
            named = true;
        } else if !matches!(scene.tokens[before].kind, Kind::Mark(',' | '#' | '-')) {
            break;
        }
        from = before;
    }
    number.filter(|_| named).map(|from| (from, to))
}

/// `P.O. Box 15`, `PSC 4574, Box 8393`, `APO AA 81998`.
fn post_box(scene: &Scene, runs: &Runs, at: usize) -> Option<(usize, usize)> {
    let low = scene.low(at);
    if matches!(low, "apo" | "fpo" | "dpo") && matches!(scene.low(at + 1), "aa" | "ae" | "ap") {
        return Some((military(scene, runs, at), number_at(runs, at + 2)?));
    }
    let from = match low {
        "po" => at,
        "p" if scene.low(at + 1) == "o" || scene.low(at + 1) == "." && scene.low(at + 2) == "o" => at,
        "psc" | "cmr" => {
            let to = number_at(runs, at + 1)?;
            let comma = usize::from(scene.tokens.get(to + 1).is_some_and(|t| t.mark(',')));
            let boxed = (scene.low(to + 1 + comma) == "box")
                .then(|| number_at(runs, to + 2 + comma))
                .flatten();
            return Some((at, boxed.unwrap_or(to)));
        }
        _ => return None,
    };
    let name = (at + 1..at + 5).find(|t| scene.low(*t) == "box")?;
    let to = number_at(runs, name + 1)?;
    Some((number_before(scene, runs, from).unwrap_or(from), to))
}
