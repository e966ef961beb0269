//! Times of day as people say them: "half past 4 in the evening", "morning 9:45", "about four pm", "noon".

use super::tokens::{Half, Kind, Token, number_at};
use jiff::civil::Time;

/// A time of day, and whether the words left no doubt about the half of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SaidTime {
    /// The time.
    pub time: Time,
    /// False for "at 4": the afternoon is only likelier.
    pub sure: bool,
}

/// A time found in a line, with the tokens that name it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TimeFound {
    pub(crate) said: SaidTime,
    pub(crate) from: usize,
}

/// How freely a lone number is taken for an hour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lone {
    /// Never: the line may hold addresses, phone numbers and ratings.
    Never,
    /// After "at", "around", "about" and the like.
    AfterAt,
    /// Wherever it stands: the time was just asked for.
    Anywhere,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Morning,
    Afternoon,
    Evening,
    Night,
}

/// Every time named in a line, in order. `taken` says which tokens already name a day.
pub(crate) fn times(tokens: &[Token], taken: &[bool], lone: Lone) -> Vec<TimeFound> {
    let (mut found, mut at) = (Vec::new(), 0);
    while at < tokens.len() {
        match (!taken[at]).then(|| time_at(tokens, taken, at, lone)).flatten() {
            Some((said, length)) => {
                found.push(TimeFound { said, from: at });
                at += length;
            }
            None => at += 1,
        }
    }
    found
}

/// The one time in a wording such as "quarter to five in the evening".
pub fn time_in(wording: &str) -> Option<Time> {
    let tokens = super::tokens::tokens(wording);
    times(&tokens, &vec![false; tokens.len()], Lone::Anywhere)
        .first()
        .map(|found| found.said.time)
}

fn time_at(tokens: &[Token], taken: &[bool], at: usize, lone: Lone) -> Option<(SaidTime, usize)> {
    let fixed = |hour| {
        Time::new(hour, 0, 0, 0)
            .ok()
            .map(|time| (SaidTime { time, sure: true }, 1))
    };
    match tokens[at].text.as_str() {
        "noon" | "midday" => return fixed(12),
        "midnight" => return fixed(0),
        _ => {}
    }
    past_or_to(tokens, at)
        .or_else(|| on_the_clock(tokens, at, lone))
        .or_else(|| whole_hour(tokens, taken, at, lone))
}

fn is(tokens: &[Token], at: usize, words: &[&str]) -> bool {
    tokens.get(at).is_some_and(|token| token.is(words))
}

/// "half past 1", "quarter to five", "ten past three", "half four".
fn past_or_to(tokens: &[Token], at: usize) -> Option<(SaidTime, usize)> {
    let (minutes, mut length) = if is(tokens, at, &["half"]) {
        (30, 1)
    } else if is(tokens, at, &["quarter"]) {
        (15, 1)
    } else {
        let (value, _, length) = number_at(tokens, at)?;
        (value, length)
    };
    if is(tokens, at + length, &["minutes", "minute", "mins"]) {
        length += 1;
    }
    let before = if is(tokens, at + length, &["past", "after"]) {
        length += 1;
        false
    } else if is(tokens, at + length, &["to", "of", "before", "till"]) {
        length += 1;
        true
    } else if is(tokens, at, &["half"]) {
        false
    } else {
        return None;
    };
    let (hour @ 0..=23, _, more) = number_at(tokens, at + length)? else {
        return None;
    };
    if minutes >= 60 || is(tokens, at + length + more, &["days", "weeks", "day"]) {
        return None;
    }
    let half = tokens[at + length + more - 1].half;
    let end = skip_oclock(tokens, at + length + more);
    let (part, after) = part_around(tokens, at, end);
    let (hour, sure) = settled(hour, half, part, before, false)?;
    let total = if before {
        (hour * 60 + 24 * 60 - minutes) % (24 * 60)
    } else {
        hour * 60 + minutes
    };
    Some((
        SaidTime {
            time: clock(total / 60, total % 60)?,
            sure,
        },
        after - at,
    ))
}

/// "16:00", "9:45 am", "four forty five", "ten thirty".
fn on_the_clock(tokens: &[Token], at: usize, lone: Lone) -> Option<(SaidTime, usize)> {
    let token = &tokens[at];
    let (hour, minute, half, end, padded) = match token.kind {
        Kind::Clock {
            hour,
            minute,
            dotted,
            padded,
        } => {
            let named = at > 0 && tokens[at - 1].is(AT);
            if dotted && token.half.is_none() && (lone == Lone::Never || !(named || lone == Lone::Anywhere)) {
                return None;
            }
            (hour, minute, token.half, at + 1, padded)
        }
        _ => {
            let (hour @ 1..=12, false, 1) = number_at(tokens, at)? else {
                return None;
            };
            if token.half.is_some() {
                return None;
            }
            let (minute, end) = minutes_in_words(tokens, at + 1)?;
            let half = tokens[end - 1].half;
            // Two lone figures are a time only with a half of the day.
            if token.kind != Kind::Word && half.is_none() {
                return None;
            }
            (hour, minute, half, end, false)
        }
    };
    let (part, after) = part_around(tokens, at, skip_oclock(tokens, end));
    let (hour, sure) = settled(hour, half, part, false, padded)?;
    Some((
        SaidTime {
            time: clock(hour, minute)?,
            sure,
        },
        after - at,
    ))
}

fn minutes_in_words(tokens: &[Token], at: usize) -> Option<(u32, usize)> {
    if is(tokens, at, &["oh", "o"]) {
        let (value @ 1..=9, false, length) = number_at(tokens, at + 1)? else {
            return None;
        };
        return Some((value, at + 1 + length));
    }
    let (value, false, length) = number_at(tokens, at)? else {
        return None;
    };
    if matches!(value, 20 | 30 | 40 | 50)
        && length == 1
        && tokens[at].half.is_none()
        && let Some((unit @ 1..=9, false, 1)) = number_at(tokens, at + 1)
    {
        return Some((value + unit, at + 2));
    }
    (10..60).contains(&value).then_some((value, at + length))
}

const AT: &[&str] = &[
    "at",
    "around",
    "about",
    "by",
    "before",
    "after",
    "say",
    "approximately",
    "roughly",
];

/// "4 pm", "five in the evening", "11 o'clock", "at 4".
fn whole_hour(tokens: &[Token], taken: &[bool], at: usize, lone: Lone) -> Option<(SaidTime, usize)> {
    const COUNTED: &[&str] = &[
        "people",
        "dentist",
        "dentists",
        "doctor",
        "doctors",
        "of",
        "more",
        "other",
        "others",
        "different",
        "day",
        "days",
        "week",
        "weeks",
        "month",
        "months",
        "hour",
        "hours",
        "minutes",
        "year",
        "years",
        "star",
        "stars",
        "results",
        "options",
        "that",
        "who",
        "near",
        "with",
        "or",
    ];
    let (hour @ 0..=23, false, length) = number_at(tokens, at)? else {
        return None;
    };
    let half = tokens[at + length - 1].half;
    let oclock = is(tokens, at + length, &["oclock"]);
    let end = skip_oclock(tokens, at + length);
    let (part, after) = part_around(tokens, at, end);
    let padded = matches!(tokens[at].kind, Kind::Number { padded: true, .. });
    let touched = taken
        .get(at..at + length)
        .is_none_or(|taken| taken.contains(&true));
    let named = at > 0 && tokens[at - 1].is(AT);
    let counted =
        is(tokens, end, COUNTED) || (at > 0 && tokens[at - 1].is(&["this", "that", "another", "the", "any"]));
    let enough = half.is_some()
        || oclock
        || part.is_some()
        || (!counted && ((named && lone != Lone::Never) || lone == Lone::Anywhere));
    if touched || !enough {
        return None;
    }
    let (hour, sure) = settled(hour, half, part, false, padded)?;
    Some((
        SaidTime {
            time: clock(hour, 0)?,
            sure,
        },
        after - at,
    ))
}

fn skip_oclock(tokens: &[Token], at: usize) -> usize {
    at + usize::from(is(tokens, at, &["oclock"]))
}

fn part(tokens: &[Token], at: usize) -> Option<Part> {
    Some(match tokens.get(at)?.text.as_str() {
        "morning" | "mornings" => Part::Morning,
        "afternoon" | "afternoons" => Part::Afternoon,
        "evening" | "evenings" => Part::Evening,
        "night" | "tonight" => Part::Night,
        _ => return None,
    })
}

/// The part of the day that stands next to tokens `from..to`, and where the expression ends then.
fn part_around(tokens: &[Token], from: usize, to: usize) -> (Option<Part>, usize) {
    let mut after = to;
    while after < to + 2 && is(tokens, after, &["in", "the", "at", "this"]) {
        after += 1;
    }
    // "… in the Mountain View area" has no part of the day, so nothing is skipped.
    if let Some(part) =
        part(tokens, after).filter(|_| !is(tokens, after + 1, &["at", "around"]) || after > to)
    {
        return (Some(part), after + 1);
    }
    let mut before = from;
    while before > 0 && from - before < 2 && tokens[before - 1].is(AT) {
        before -= 1;
    }
    let earlier = before.checked_sub(1).and_then(|at| part(tokens, at));
    (earlier, to)
}

/// The hour on the 24-hour clock, and whether that is certain.
fn settled(
    hour: u32,
    half: Option<Half>,
    part: Option<Part>,
    to_the_hour: bool,
    padded: bool,
) -> Option<(u32, bool)> {
    if hour > 23 {
        return None;
    }
    if hour > 12 || hour == 0 || (padded && half.is_none()) {
        return Some((hour, true));
    }
    let pm = hour % 12 + 12;
    let am = hour % 12;
    Some(match (half, part) {
        (Some(Half::Am), _) => (am, true),
        (Some(Half::Pm), _) => (pm, true),
        (None, Some(Part::Morning)) => (if hour == 12 && to_the_hour { 12 } else { am }, true),
        // "11:30 in the afternoon" is nobody's half past eleven at night.
        (None, Some(Part::Afternoon)) => (if (10..12).contains(&hour) { hour } else { pm }, true),
        (None, Some(Part::Evening)) => (pm, true),
        (None, Some(Part::Night)) => (
            if hour == 12 {
                0
            } else if hour < 5 {
                am
            } else {
                pm
            },
            true,
        ),
        (None, None) => (if hour == 12 || hour < 7 { pm } else { hour }, hour == 12),
    })
}

fn clock(hour: u32, minute: u32) -> Option<Time> {
    Time::new(i8::try_from(hour).ok()?, i8::try_from(minute).ok()?, 0, 0).ok()
}
