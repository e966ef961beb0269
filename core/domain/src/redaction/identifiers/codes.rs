//! Numbers that identify: telephone, card, and the numbers of offices and insurers.
//!
//! One decision for each run of digits, because the three look alike and only shape, check digit and topic tell them
//! apart. Deliberately absent: postcodes and house numbers (`postcode.rs`, `address.rs`), dates (`dob.rs`).

use super::Label;
use super::checks;
use super::cues::Topic;
use super::found::Found;
use super::judge::{answers, is_card, is_office, is_phone, prefix};
use super::runs::{How, Piece, Runs};
use super::scene::Scene;
use super::tokens::Kind;

/// Finds them. `dates` are stretches that are dates of something else.
pub(super) fn find(scene: &Scene, runs: &Runs, dates: &[(usize, usize)], found: &mut Found) {
    for run in &runs.runs {
        let pieces = &runs.pieces[run.clone()];
        let known = formats(scene, runs, pieces, found);
        if known || office(scene, runs, pieces, found) {
            continue;
        }
        let mut rest = pieces;
        while !rest.is_empty() {
            let skip = rest.iter().take_while(|p| !p.is_digits(runs)).count();
            let length = rest[skip..].iter().take_while(|p| p.is_digits(runs)).count();
            let (digits, after) = rest[skip..].split_at(length);
            if !digits.is_empty() {
                let date = digits
                    .first()
                    .and_then(|p| dates[..dates.partition_point(|(from, _)| *from <= p.from)].last());
                let spent = date.is_some_and(|(_, to)| digits.iter().all(|p| p.to <= *to));
                number(scene, runs, digits, spent, found);
            }
            rest = after;
        }
    }
}

fn text(runs: &Runs, pieces: &[Piece]) -> String {
    pieces
        .iter()
        .flat_map(|p| &runs.symbols[p.a..p.b])
        .map(|b| char::from(*b))
        .collect()
}

/// Numbers with a form of their own, whatever is being talked about.
fn formats(scene: &Scene, runs: &Runs, pieces: &[Piece], found: &mut Found) -> bool {
    let mut any = false;
    let mut at = 0;
    while at < pieces.len() {
        let hit = (at..pieces.len().min(at + 36)).rev().find(|end| {
            let part = &pieces[at..=*end];
            // The symbols of a run lie one after the other.
            let symbols = part
                .first()
                .zip(part.last())
                .and_then(|(a, b)| runs.symbols.get(a.a..b.b));
            let code = symbols
                .and_then(|s| std::str::from_utf8(s).ok())
                .unwrap_or_default();
            (8..=34).contains(&code.len()) && checks::is_office(code)
        });
        match hit {
            Some(end) => {
                found.add(Label::Id, pieces[at].from, pieces[end].to);
                any = true;
                at = end + 1;
            }
            None => at += 1,
        }
    }
    let mixed = pieces.iter().filter(|p| p.how == How::Mixed);
    for piece in mixed {
        let symbols = &runs.symbols[piece.a..piece.b];
        let digits = symbols.iter().filter(|b| b.is_ascii_digit()).count();
        let long = digits >= 6 || digits >= 4 && symbols.len() >= 8;
        if long && !own_reference(scene, piece.from) {
            found.add(Label::Id, piece.from, piece.to);
        }
    }
    any
}

/// Whether the clinic's own reference is being read out.
fn own_reference(scene: &Scene, at: usize) -> bool {
    scene
        .cues_before(at)
        .next()
        .is_some_and(|(topic, _)| topic == Topic::Business)
}

/// A run of letters and digits after "policy number", "passport", "social security".
fn office(scene: &Scene, runs: &Runs, pieces: &[Piece], found: &mut Found) -> bool {
    let (Some(first), Some(last)) = (pieces.first(), pieces.last()) else {
        return false;
    };
    let topic = scene.topic(first.from, last.to);
    let digits = pieces
        .iter()
        .flat_map(|p| &runs.symbols[p.a..p.b])
        .filter(|b| b.is_ascii_digit())
        .count();
    let letters = pieces.iter().any(|p| !p.is_digits(runs));
    let about = match topic {
        Some(Topic::Id) => true,
        Some(Topic::Card | Topic::Name) => letters && digits >= 3 && scene.about(first.from, Topic::Id),
        _ => false,
    };
    // "the last four of my social, it's on the card": a card ends in digits only.
    let whole = pieces;
    let pieces = trim(scene, runs, pieces);
    let pieces =
        if about && pieces.len() < whole.len() && pieces.last().map(|p| p.to) == whole.last().map(|p| p.to) {
            whole
        } else {
            pieces
        };
    let (Some(first), Some(last)) = (pieces.first(), pieces.last()) else {
        return false;
    };
    if digits == 4 && pieces.iter().all(|p| p.is_digits(runs)) && counts(scene, runs, first) {
        return false;
    }
    let near = scene
        .cues_before(first.from)
        .next()
        .is_some_and(|(_, gap)| gap <= 2);
    let enough = digits >= 4 || digits >= 3 && (letters || near || answers(scene, first.from));
    // Letters and digits in one breath are a licence or a passport, whatever was said before.
    let size = pieces.iter().map(|p| p.b - p.a).sum::<usize>();
    let free = !matches!(
        topic,
        Some(Topic::Business | Topic::Postcode | Topic::Address | Topic::Email | Topic::Phone)
    );
    let mixed = free
        && (8..=24).contains(&size)
        && (4..size - 1).contains(&digits)
        && pieces.len() >= 3
        && tight(pieces);
    if !(mixed || about && enough) {
        return false;
    }
    let from = prefix(scene, first.from, true).unwrap_or(first.from);
    let to = suffix(scene, last.to);
    found.add(Label::Id, from, to);
    true
}

/// Whether nothing but a word or two stands between the pieces.
fn tight(pieces: &[Piece]) -> bool {
    pieces.windows(2).all(|two| two[1].from - two[0].to <= 2)
}

/// "Since 2015", "pays 5000": four digits after a word that makes them a year or a sum.
fn counts(scene: &Scene, runs: &Runs, piece: &Piece) -> bool {
    let symbols = &runs.symbols[piece.a..piece.b];
    let before = piece.from.checked_sub(1).map_or("", |t| scene.low(t));
    let last = scene
        .cues_before(piece.from)
        .next()
        .is_some_and(|(topic, gap)| topic == Topic::Last && gap <= 1);
    let year = matches!(symbols, [b'1', b'9', ..] | [b'2', b'0', ..])
        && matches!(
            before,
            "in" | "since" | "until" | "till" | "from" | "by" | "before" | "after" | "of" | "year" | "during"
        );
    let sum = symbols.ends_with(b"00")
        && matches!(
            before,
            "to" | "pays"
                | "paid"
                | "over"
                | "about"
                | "around"
                | "covers"
                | "under"
                | "than"
                | "cost"
                | "costs"
                | "for"
        );
    (year || sum) && !last
}

/// Without "a" and "I" at the ends, which are words there.
fn trim<'a>(scene: &Scene, runs: &Runs, mut pieces: &'a [Piece]) -> &'a [Piece] {
    let word = |p: &Piece, beside: Option<&Piece>| {
        p.how == How::Letter
            && p.from == p.to
            && matches!(scene.raw(p.from), "a" | "i" | "I")
            && beside.is_none_or(|b| b.how != How::Letter)
            && matches!(&runs.symbols[p.a..p.b], b"a" | b"i")
    };
    while let [first, rest @ ..] = pieces
        && word(first, rest.first())
        && scene.raw(first.from) != "A"
    {
        pieces = rest;
    }
    while let [rest @ .., last] = pieces
        && word(last, rest.last())
        && !scene.low(last.to + 1).is_empty()
        && scene
            .tokens
            .get(last.to + 1)
            .is_some_and(|t| t.kind == Kind::Word)
    {
        pieces = rest;
    }
    pieces
}

/// A letter right after the digits, as of a national insurance number that was garbled.
fn suffix(scene: &Scene, last: usize) -> usize {
    let next = last + 1;
    let same = scene.tokens.get(next).map(|t| t.turn) == scene.tokens.get(last).map(|t| t.turn);
    let letter = scene.low(next).len() == 1 && scene.tokens.get(next).is_some_and(|t| t.kind == Kind::Word);
    if same && letter && !matches!(scene.raw(next), "a" | "i" | "I") {
        next
    } else {
        last
    }
}

/// Decides on a run of digits.
fn number(scene: &Scene, runs: &Runs, pieces: &[Piece], spent: bool, found: &mut Found) {
    let (Some(first), Some(last)) = (pieces.first(), pieces.last()) else {
        return;
    };
    let digits = text(runs, pieces).replace('o', "0");
    let n = digits.len();
    if n < 3 || spent && n < 9 || n == 4 && counts(scene, runs, first) {
        return;
    }
    let topic = scene.topic(first.from, last.to);
    let plus = first
        .from
        .checked_sub(1)
        .is_some_and(|t| scene.low(t) == "plus" || scene.tokens.get(t).is_some_and(|t| t.mark('+')));
    let label = if is_card(scene, &digits, first.from, topic) {
        Some(Label::Card)
    } else if !plus && is_office(scene, &digits, first.from, topic) {
        Some(Label::Id)
    } else if is_phone(scene, pieces, &digits, plus, topic) {
        Some(Label::Phone)
    } else {
        None
    };
    let Some(label) = label else { return };
    let mut from = first.from;
    if plus {
        from -= 1;
    } else if label == Label::Id && (6..=9).contains(&n) && pieces.len() == 1 {
        from = prefix(scene, from, false).unwrap_or(from);
    }
    // `1111111-G`: a check letter.
    let check = n >= 6
        && scene.glued(last.to)
        && scene.glued(last.to + 1)
        && scene.low(last.to + 1) == "-"
        && scene.low(last.to + 2).len() == 1;
    found.add(label, from, last.to + if check { 2 } else { 0 });
}
