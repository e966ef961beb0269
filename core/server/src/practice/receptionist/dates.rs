//! Days as people say them: "the 8th", "next Friday", "Wednesday next week", "day after tomorrow".
//!
//! A day is found relative to the clinic's own day. Weeks begin on Monday: "next Friday" is the Friday of next
//! week, "this Saturday" that of this week, a bare weekday the next one to come.

use super::tokens::{Kind, Token, number_at};
use jiff::{
    ToSpan as _,
    civil::{Date, Weekday},
};

/// How "3/8" is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateOrder {
    /// 8 March, as in the United States.
    MonthFirst,
    /// 3 August.
    DayFirst,
}

/// A day found in a line, with the tokens that name it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct DayFound {
    pub(crate) day: Date,
    pub(crate) from: usize,
    pub(crate) to: usize,
}

/// Every day named in a line, in order.
pub(crate) fn days(tokens: &[Token], today: Date, order: DateOrder) -> Vec<DayFound> {
    let (mut found, mut at) = (Vec::new(), 0);
    while at < tokens.len() {
        match day_at(tokens, at, today, order) {
            Some((day, length)) => {
                found.push(DayFound {
                    day,
                    from: at,
                    to: at + length,
                });
                at += length;
            }
            None => at += 1,
        }
    }
    found
}

fn day_at(tokens: &[Token], at: usize, today: Date, order: DateOrder) -> Option<(Date, usize)> {
    relative(tokens, at, today)
        .or_else(|| weekday_phrase(tokens, at, today))
        .or_else(|| month_and_day(tokens, at, today))
        .or_else(|| day_and_month(tokens, at, today))
        .or_else(|| in_figures(&tokens[at], today, order))
        .or_else(|| day_of_month_alone(tokens, at, today))
}

fn is(tokens: &[Token], at: usize, words: &[&str]) -> bool {
    tokens.get(at).is_some_and(|token| token.is(words))
}

fn plus(day: Date, days: i64) -> Option<Date> {
    day.checked_add(days.days()).ok()
}

const TOMORROW: &[&str] = &["tomorrow", "tommorow", "tommorrow", "tomorow", "tmrw"];

fn relative(tokens: &[Token], at: usize, today: Date) -> Option<(Date, usize)> {
    if is(tokens, at, &["day"]) && is(tokens, at + 1, &["after"]) && is(tokens, at + 2, TOMORROW) {
        return Some((plus(today, 2)?, 3));
    }
    if is(tokens, at, &["today", "tonight"]) {
        return Some((today, 1));
    }
    if is(tokens, at, TOMORROW) {
        return Some((plus(today, 1)?, 1));
    }
    let after_in = is(tokens, at, &["in"]);
    let start = at + usize::from(after_in);
    let (count, mut length) = if is(tokens, start, &["a"]) {
        (1, 1)
    } else {
        let (value, ordinal, length) = number_at(tokens, start)?;
        if ordinal {
            return None;
        } else {
            (i64::from(value), length)
        }
    };
    let unit = if is(tokens, start + length, &["day", "days"]) {
        1
    } else if is(tokens, start + length, &["week", "weeks"]) {
        7
    } else {
        return None;
    };
    length += 1 + usize::from(after_in);
    let span = count.checked_mul(unit).filter(|days| *days < 400)?;
    if is(tokens, at + length, &["from"]) {
        if is(tokens, at + length + 1, &["today", "now"]) {
            return Some((plus(today, span)?, length + 2));
        }
        let (day, more) = relative(tokens, at + length + 1, today)
            .or_else(|| weekday_phrase(tokens, at + length + 1, today))?;
        return Some((plus(day, span)?, length + 1 + more));
    }
    after_in
        .then(|| plus(today, span))
        .flatten()
        .map(|day| (day, length))
}

fn weekday(token: &Token) -> Option<Weekday> {
    Some(match token.text.trim_end_matches("'s") {
        "monday" | "mon" | "mondays" => Weekday::Monday,
        "tuesday" | "tue" | "tues" | "tuesdays" => Weekday::Tuesday,
        "wednesday" | "wed" | "weds" | "wednesdays" => Weekday::Wednesday,
        "thursday" | "thu" | "thur" | "thurs" | "thursdays" => Weekday::Thursday,
        "friday" | "fri" | "fridays" => Weekday::Friday,
        "saturday" | "sat" | "saturdays" => Weekday::Saturday,
        "sunday" | "sun" | "sundays" => Weekday::Sunday,
        _ => return None,
    })
}

/// Which week a weekday is in.
#[derive(Clone, Copy, PartialEq)]
enum Week {
    This,
    Next,
    AfterNext,
    Coming,
}

fn weekday_phrase(tokens: &[Token], at: usize, today: Date) -> Option<(Date, usize)> {
    let (mut week, mut length) = (Week::Coming, 0);
    if is(tokens, at, &["this"]) {
        (week, length) = (Week::This, 1);
    } else if is(tokens, at, &["next"]) {
        (week, length) = (Week::Next, 1);
    } else if is(tokens, at, &["coming", "upcoming"]) {
        length = 1;
    }
    if length == 1 && is(tokens, at + 1, &["week", "week's"]) {
        length += 1;
        if is(tokens, at + length, &["on"]) {
            length += 1;
        }
    } else if length == 1 && is(tokens, at + 1, &["coming", "upcoming"]) {
        (week, length) = (Week::Coming, 2);
    }
    let day = weekday(tokens.get(at + length)?)?;
    length += 1;
    let mut end = at + length;
    if is(tokens, end, &["of", "in", "the"])
        && is(tokens, end + 1, &["this", "next"])
        && is(tokens, end + 2, &["week"])
    {
        end += 1;
    }
    if is(tokens, end, &["after"]) && is(tokens, end + 1, &["next"]) {
        week = Week::AfterNext;
        length = end + 2 - at;
    } else if is(tokens, end, &["this", "next"]) && is(tokens, end + 1, &["week"]) {
        week = if is(tokens, end, &["this"]) {
            Week::This
        } else {
            Week::Next
        };
        length = end + 2 - at;
    } else if let Some(found) = day_number_after(tokens, at + length, today) {
        // "Friday the 8th", "Friday, March 8th": the number says which Friday.
        return Some((found.0, length + found.1));
    }
    Some((in_week(today, day, week)?, length))
}

fn day_number_after(tokens: &[Token], at: usize, today: Date) -> Option<(Date, usize)> {
    let skip = usize::from(is(tokens, at, &["the"]));
    month_and_day(tokens, at + skip, today)
        .or_else(|| day_and_month(tokens, at + skip, today))
        .or_else(|| day_of_month_alone(tokens, at + skip, today))
        .map(|(day, length)| (day, length + skip))
}

fn in_week(today: Date, day: Weekday, week: Week) -> Option<Date> {
    let monday = plus(today, -i64::from(today.weekday().to_monday_zero_offset()))?;
    let of_week = |weeks: i64| plus(monday, weeks * 7 + i64::from(day.to_monday_zero_offset()));
    match week {
        Week::This => of_week(0).filter(|found| *found >= today).or_else(|| of_week(1)),
        Week::Next => of_week(1),
        Week::AfterNext => of_week(2),
        Week::Coming => of_week(0).filter(|found| *found > today).or_else(|| of_week(1)),
    }
}

fn month(token: &Token) -> Option<i8> {
    const NAMES: [(&str, &str); 12] = [
        ("january", "jan"),
        ("february", "feb"),
        ("march", "mar"),
        ("april", "apr"),
        ("may", "may"),
        ("june", "jun"),
        ("july", "jul"),
        ("august", "aug"),
        ("september", "sept"),
        ("october", "oct"),
        ("november", "nov"),
        ("december", "dec"),
    ];
    let at = NAMES
        .iter()
        .position(|(long, short)| token.text == *long || token.text == *short)?;
    i8::try_from(at + 1).ok()
}

/// "March 14th", "march the 9th", "March fourteenth".
fn month_and_day(tokens: &[Token], at: usize, today: Date) -> Option<(Date, usize)> {
    let month = month(tokens.get(at)?)?;
    let skip = 1 + usize::from(is(tokens, at + 1, &["the"]));
    let (day, _, length) = number_at(tokens, at + skip)?;
    // "March 4 pm" would be no day.
    if tokens[at + skip].half.is_some() {
        return None;
    }
    Some((coming(today, month, day)?, skip + length))
}

/// "12th of March", "6th of this month", "2 March".
fn day_and_month(tokens: &[Token], at: usize, today: Date) -> Option<(Date, usize)> {
    let (day, ordinal, length) = number_at(tokens, at)?;
    if tokens[at].half.is_some() {
        return None;
    }
    let of = is(tokens, at + length, &["of"]);
    let next = at + length + usize::from(of);
    if is(tokens, next, &["this", "the", "next"]) && is(tokens, next + 1, &["month"]) {
        let first = today.first_of_month();
        let month = if is(tokens, next, &["next"]) {
            first.checked_add(1.month()).ok()?
        } else {
            first
        };
        let day = Date::new(month.year(), month.month(), i8::try_from(day).ok()?).ok()?;
        return Some((day, next + 2 - at));
    }
    let month = month(tokens.get(next)?)?;
    // In "at 4 march 8th" the number after the month is the day.
    if !ordinal && !of && number_at(tokens, next + 1).is_some_and(|(_, ordinal, _)| ordinal) {
        return None;
    }
    Some((coming(today, month, day)?, next + 1 - at))
}

fn in_figures(token: &Token, today: Date, order: DateOrder) -> Option<(Date, usize)> {
    let day = match token.kind {
        Kind::Iso { year, month, day } => Date::new(
            i16::try_from(year).ok()?,
            i8::try_from(month).ok()?,
            i8::try_from(day).ok()?,
        )
        .ok()?,
        Kind::Slashed { first, second } => {
            let (month, day) = if order == DateOrder::MonthFirst {
                (first, second)
            } else {
                (second, first)
            };
            coming(today, i8::try_from(month).ok()?, day)?
        }
        _ => return None,
    };
    Some((day, 1))
}

/// "the 8th": this month's, or next month's once it is past. Not "the first one", not "2nd floor".
fn day_of_month_alone(tokens: &[Token], at: usize, today: Date) -> Option<(Date, usize)> {
    const NOT_A_DAY: &[&str] = &[
        "floor",
        "street",
        "st",
        "avenue",
        "ave",
        "road",
        "rd",
        "level",
        "place",
        "lane",
        "blvd",
        "boulevard",
        "suite",
        "drive",
        "one",
        "option",
        "choice",
        "dentist",
        "doctor",
        "result",
        "time",
        "name",
        "person",
        "thing",
        "is",
    ];
    let (day, ordinal, length) = number_at(tokens, at)?;
    let in_words = tokens[at].kind == Kind::Word;
    if !ordinal || is(tokens, at + length, NOT_A_DAY) {
        return None;
    }
    // In words only after "on the" or "for the": "the second" alone is a choice among things.
    if in_words && !(at >= 2 && is(tokens, at - 1, &["the"]) && is(tokens, at - 2, &["on", "for", "by"])) {
        return None;
    }
    let day = i8::try_from(day).ok()?;
    let this = Date::new(today.year(), today.month(), day)
        .ok()
        .filter(|found| *found >= today);
    let found = this.or_else(|| {
        let next = today.first_of_month().checked_add(1.month()).ok()?;
        Date::new(next.year(), next.month(), day).ok()
    })?;
    Some((found, length))
}

/// The day of that month that is next to come.
fn coming(today: Date, month: i8, day: u32) -> Option<Date> {
    let day = i8::try_from(day).ok()?;
    let this_year = Date::new(today.year(), month, day).ok();
    this_year
        .filter(|found| *found >= today)
        .or_else(|| Date::new(today.year() + 1, month, day).ok())
}
