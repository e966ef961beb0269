//! Dates as they are written and said: which tokens make one up, and what day it is.
//!
//! A date is caught as a stretch of date-like tokens, also when it is garbled or only part of one; reading it as a
//! day is a second step that may fail. Deliberately absent: whether a date is anybody's birth.

use super::lexicon::{FILLER, MEASURE, MONTH, Num, ORDINAL, SOUNDS, WEEKDAY};
use super::scene::Scene;
use super::tokens::Kind;
use jiff::civil::Date;

/// One part of a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Month(u8),
    Ordinal(u8),
    /// A number with as many digits as were said.
    Number(u32, u8),
}

/// Tokens `from..=to` that look like a date.
#[derive(Clone, Debug)]
pub(super) struct Stretch {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) parts: Vec<Part>,
    /// Whether strokes, dots or hyphens stand between its numbers.
    pub(super) strokes: bool,
}

impl Stretch {
    fn has(&self, wanted: fn(&Part) -> bool) -> bool {
        self.parts.iter().any(wanted)
    }

    /// How many digits its numbers have together.
    pub(super) fn digits(&self) -> u32 {
        self.parts
            .iter()
            .map(|p| {
                if let Part::Number(_, n) = p {
                    u32::from(*n)
                } else {
                    0
                }
            })
            .sum()
    }

    /// Whether it is a date whatever is being talked about.
    pub(super) fn is_plain(&self) -> bool {
        let month = self.has(|p| matches!(p, Part::Month(_)));
        month && self.parts.len() > 1 || self.strokes && self.parts.len() == 3 && self.date(false).is_some()
    }

    /// Whether it is enough for an answer to "when were you born?".
    pub(super) fn answers(&self, asked: bool) -> bool {
        let month = self.has(|p| matches!(p, Part::Month(_)));
        let ordinal = self.has(|p| matches!(p, Part::Ordinal(_)));
        let digits = self.digits();
        month && (self.parts.len() > 1 || asked)
            || digits >= 4
            || ordinal && (asked || digits >= 1)
            || asked && digits >= 2
    }

    /// The day, month and year; `us` puts the month first where both orders are possible.
    pub(super) fn date(&self, us: bool) -> Option<Date> {
        let month = self
            .parts
            .iter()
            .find_map(|p| if let Part::Month(m) = p { Some(*m) } else { None });
        let ordinals: Vec<u32> = self
            .parts
            .iter()
            .filter_map(|p| {
                if let Part::Ordinal(d) = p {
                    Some(u32::from(*d))
                } else {
                    None
                }
            })
            .collect();
        let numbers: Vec<(u32, u8)> = self
            .parts
            .iter()
            .filter_map(|p| {
                if let Part::Number(v, n) = p {
                    Some((*v, *n))
                } else {
                    None
                }
            })
            .collect();
        if let Some(month) = month {
            let (day, rest) = match (ordinals.first(), numbers.split_first()) {
                (Some(day), _) => (*day, &numbers[..]),
                (None, Some(((day, 1 | 2), rest))) => (*day, rest),
                _ => return None,
            };
            return day_of(year(rest)?, month.into(), day);
        }
        if let [day, month] = ordinals[..] {
            return day_of(year(&numbers)?, month, day);
        }
        if !ordinals.is_empty() {
            return None;
        }
        if let [(y, 4), (m, _), (d, _)] = numbers[..] {
            return day_of(y, m, d);
        }
        if let [(a, _), (b, _), (c, n @ (2 | 4))] = numbers[..] {
            let full = if n == 4 { c } else { century(c) };
            return either(full, a, b, us);
        }
        let flat: String = numbers
            .iter()
            .map(|(v, n)| format!("{v:0width$}", width = usize::from(*n)))
            .collect();
        let at = |from: usize, to: usize| flat.get(from..to)?.parse::<u32>().ok();
        match flat.len() {
            8 => either(at(4, 8)?, at(0, 2)?, at(2, 4)?, us),
            6 => either(century(at(4, 6)?), at(0, 2)?, at(2, 4)?, us),
            _ => None,
        }
    }
}

/// Day before month, or month before day, whichever is a date; `us` says which to try first.
fn either(year: u32, a: u32, b: u32, us: bool) -> Option<Date> {
    let (first, second) = if us { ((a, b), (b, a)) } else { ((b, a), (a, b)) };
    day_of(year, first.0, first.1).or_else(|| day_of(year, second.0, second.1))
}

fn day_of(year: u32, month: u32, day: u32) -> Option<Date> {
    let year = if year < 100 { century(year) } else { year };
    let date = Date::new(
        year.try_into().ok()?,
        month.try_into().ok()?,
        day.try_into().ok()?,
    )
    .ok()?;
    (1900..=2100).contains(&date.year()).then_some(date)
}

/// A year of two digits. There is no clock here, so the line is fixed: 27 to 99 are of the last century.
fn century(year: u32) -> u32 {
    if year >= 27 { 1900 + year } else { 2000 + year }
}

/// `1980`, `19 80`, `2000 5`, `80`, `2 0 0 5`.
fn year(numbers: &[(u32, u8)]) -> Option<u32> {
    match numbers {
        [(y, 4)] => Some(*y),
        [(2000, 4), (n, _)] => Some(2000 + n),
        [(y, 2)] => Some(century(*y)),
        [(c @ (19 | 20), 2), (y, 2)] => Some(c * 100 + y),
        [(c @ (19 | 20), 2), (0, 1), (y, 1)] => Some(c * 100 + y),
        [(a, 1), (b, 1), (c, 1), (d, 1)] => Some(a * 1000 + b * 100 + c * 10 + d),
        [(a, 1), (b, 1)] => Some(century(a * 10 + b)),
        _ => None,
    }
}

/// Every stretch of a scene, in order.
pub(super) fn stretches(scene: &Scene) -> Vec<Stretch> {
    let (mut out, mut at) = (Vec::new(), 0);
    while at < scene.tokens.len() {
        match stretch(scene, at) {
            Some(found) => {
                at = found.to + 1;
                out.push(found);
            }
            None => at += 1,
        }
    }
    out
}

fn stretch(scene: &Scene, first: usize) -> Option<Stretch> {
    let (part, mut to) = part(scene, first)?;
    let turn = scene.tokens.get(first)?.turn;
    let mut out = Stretch {
        from: first,
        to,
        parts: vec![part],
        strokes: false,
    };
    while out.parts.len() < 16 {
        let mut next = to + 1;
        let mut strokes = false;
        while next - to <= 6 {
            let Some(token) = scene.tokens.get(next).filter(|t| t.turn == turn) else {
                break;
            };
            let between = match token.kind {
                Kind::Mark('/' | '.') if scene.glued(next) => {
                    strokes = true;
                    true
                }
                Kind::Mark('-' | '–') => {
                    strokes = true;
                    true
                }
                Kind::Mark(',' | '.' | '\'' | '’' | '…') => true,
                Kind::Word => {
                    token.entry.num == Num::None
                        && (token.is(FILLER | WEEKDAY)
                            || token.is(SOUNDS) && token.entry.value.is_ascii_digit()
                            || matches!(
                                scene.low(next),
                                "of" | "the" | "in" | "and" | "slash" | "month" | "year"
                            ))
                }
                _ => false,
            };
            if !between || token.is(MONTH | ORDINAL) && self::part(scene, next).is_some() {
                break;
            }
            next += 1;
        }
        let Some((part, end)) = scene
            .tokens
            .get(next)
            .filter(|t| t.turn == turn)
            .and_then(|_| self::part(scene, next))
        else {
            break;
        };
        out.parts.push(part);
        out.strokes |= strokes;
        to = end;
    }
    out.to = to;
    let mut from = out.from;
    while from > 0
        && scene.tokens.get(from - 1).is_some_and(|t| t.turn == turn)
        && scene.low(from - 1) == "the"
    {
        from -= 1;
    }
    out.from = from;
    Some(out)
}

/// The part that begins at a token, and its last token.
fn part(scene: &Scene, at: usize) -> Option<(Part, usize)> {
    let token = scene.tokens.get(at)?;
    let entry = |t: usize| scene.tokens.get(t).map(|t| t.entry).unwrap_or_default();
    let amount = |t: usize| {
        scene
            .tokens
            .get(t)
            .is_some_and(|t| t.is(MEASURE) && !t.is(MONTH) || t.mark(':') || t.mark('%'))
            || matches!(
                (scene.low(t), scene.low(t + 1)),
                ("a" | "p", "m") | ("o", "clock")
            )
    };
    let found = match token.kind {
        Kind::Number if token.end - token.start <= 8 => {
            let digits = scene.raw(at);
            let value: u32 = digits.parse().ok()?;
            let next = scene.tokens.get(at + 1).map(|t| t.entry.num);
            match (scene.low(at + 1), next) {
                // "20 th", "2 thousand", "19 hundred"
                ("st" | "nd" | "rd" | "th", _) if (1..=31).contains(&value) => {
                    (Part::Ordinal(value.try_into().ok()?), at + 1)
                }
                (_, Some(Num::Thousand)) if value == 2 => (Part::Number(2000, 4), at + 1),
                (_, Some(Num::Hundred)) if digits.len() == 2 => (Part::Number(value, 2), at + 1),
                _ => (Part::Number(value, digits.len().try_into().ok()?), at),
            }
        }
        Kind::Mixed => {
            let low = scene.low(at);
            let number = low
                .strip_suffix("st")
                .or(low.strip_suffix("nd"))
                .or(low.strip_suffix("rd"))
                .or(low.strip_suffix("th"))?;
            (
                Part::Ordinal(number.parse().ok().filter(|d| (1..=31).contains(d))?),
                at,
            )
        }
        Kind::Word if token.is(MONTH) && !(scene.low(at) == "may" && modal(scene, at)) => {
            (Part::Month(token.entry.value), at)
        }
        Kind::Word
            if token.is(ORDINAL)
                && !(scene.low(at + 1) == "name"
                    || scene.low(at + 1) == "one" && !counted(scene, at + 2)) =>
        {
            (Part::Ordinal(token.entry.value), at)
        }
        Kind::Word => {
            let hyphen = usize::from(scene.tokens.get(at + 1).is_some_and(|t| t.mark('-')));
            let next = entry(at + 1 + hyphen);
            let nought = if scene.low(at) == "o" {
                Num::Digit(0)
            } else {
                token.entry.num
            };
            match nought {
                Num::Digit(2) if entry(at + 1).num == Num::Thousand => (Part::Number(2000, 4), at + 1),
                Num::Digit(0) if matches!(next.num, Num::Digit(_)) => {
                    let Num::Digit(d) = next.num else { return None };
                    (Part::Number(d.into(), 2), at + 1 + hyphen)
                }
                Num::Digit(d) if token.entry.num != Num::None => (Part::Number(d.into(), 1), at),
                Num::Teen(n) if entry(at + 1).num == Num::Hundred => (Part::Number(n.into(), 2), at + 1),
                Num::Teen(n) => (Part::Number(n.into(), 2), at),
                Num::Tens(n) if next.is(ORDINAL) && next.value < 10 => {
                    (Part::Ordinal(n + next.value), at + 1 + hyphen)
                }
                Num::Tens(n) => match next.num {
                    Num::Digit(d @ 1..) => (Part::Number(u32::from(n) + u32::from(d), 2), at + 1 + hyphen),
                    _ => (Part::Number(n.into(), 2), at),
                },
                Num::Times(n) => {
                    let Num::Digit(d) = next.num else { return None };
                    (
                        Part::Number((0..n).fold(0, |v, _| v * 10 + u32::from(d)), n),
                        at + 1,
                    )
                }
                _ => return None,
            }
        }
        _ => return None,
    };
    (!matches!(found.0, Part::Number(..)) || !amount(found.1 + 1)).then_some(found)
}

/// Whether a number goes on here: "second one nineteen eighty", not "the second one please".
fn counted(scene: &Scene, at: usize) -> bool {
    scene
        .tokens
        .get(at)
        .is_some_and(|t| t.kind == Kind::Number || t.entry.num != Num::None)
}

/// Whether this "may" is the verb: after a person, or before anything that no date goes on with.
fn modal(scene: &Scene, at: usize) -> bool {
    let before = at.checked_sub(1).map_or("", |t| scene.low(t));
    matches!(
        before,
        "i" | "you" | "we" | "they" | "he" | "she" | "it" | "who" | "there"
    ) || matches!(scene.low(at + 1), "i" | "be" | "have" | "not" | "need" | "we")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::redaction::Context;

    fn day(text: &str, us: bool) -> String {
        let scene = Scene::new(text, &Context::default());
        stretches(&scene)
            .first()
            .and_then(|s| s.date(us))
            .map(|d| d.to_string())
            .unwrap_or_default()
    }

    #[test]
    fn a_day_is_read_however_it_is_said() {
        for said in [
            "3 May 1980",
            "May 3rd, 1980",
            "the third of may nineteen eighty",
            "03/05/1980",
            "3.5.80",
            "1980-05-03",
            "oh three oh five eighty",
            "oh three oh five nineteen eighty",
            "third of the fifth nineteen eighty",
            "zero three zero five one nine eight zero",
            "three five eighty",
            "may the third eighty",
            "3 5 1980",
        ] {
            assert_eq!(day(said, false), "1980-05-03", "{said}");
        }
        assert_eq!(day("oh nine two nine eighty-three", false), "1983-09-29");
        assert_eq!(
            day("twenty first of november two thousand and five", false),
            "2005-11-21"
        );
        assert_eq!(day("fifth of june nineteen oh five", false), "1905-06-05");
        assert_eq!(day("05/03/1980", true), "1980-05-03");
        assert_eq!(day("31/02/1980", false), "");
    }
}
