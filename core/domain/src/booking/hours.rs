//! When a practitioner can be booked on a day: weekly hours, minus closures, plus extra openings.
//!
//! Hours are said in the clinic's local time and turned into instants day by day, so that a day on which
//! the clocks change is as long as it really is: the missing hour offers nothing, the doubled hour twice.

use super::Span;
use jiff::civil::{Date, Time};
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{Timestamp, ToSpan as _};
use serde::{Deserialize, Serialize};

/// One stretch of a practitioner's ordinary week, in local time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WeeklyHours {
    /// Monday is 1, Sunday 7 (ISO 8601).
    pub weekday: i8,
    /// Opening.
    pub from: Time,
    /// Closing; midnight at the end of the day is written 00:00.
    pub to: Time,
}

/// A day that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayException {
    /// Its id.
    pub id: String,
    /// The local day.
    pub date: Date,
    /// From when; the whole day when absent.
    pub from: Option<Time>,
    /// Until when; the whole day when absent.
    pub to: Option<Time>,
    /// Closed (holiday, break, training) or open besides.
    pub kind: ExceptionKind,
    /// What staff wrote: "Lunch", "Training day".
    pub reason: Option<String>,
}

/// Which way a day differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExceptionKind {
    /// Not bookable.
    Closed,
    /// Bookable besides the ordinary hours.
    Open,
}

/// The stretches of `date` in which bookings may lie, in order, without overlap.
pub fn open_spans(
    hours: &[WeeklyHours],
    exceptions: &[DayException],
    date: Date,
    zone: &TimeZone,
) -> Vec<Span> {
    let weekday = date.weekday().to_monday_one_offset();
    let today = || exceptions.iter().filter(|e| e.date == date);
    let weekly = hours
        .iter()
        .filter(|h| h.weekday == weekday)
        .map(|h| (Some(h.from), Some(h.to)));
    let extra = today()
        .filter(|e| e.kind == ExceptionKind::Open)
        .map(|e| (e.from, e.to));
    let mut open: Vec<Span> = weekly
        .chain(extra)
        .filter_map(|(from, to)| instants(date, from, to, zone))
        .collect();
    open.sort();
    let mut open = merged(open);
    for closed in today().filter(|e| e.kind == ExceptionKind::Closed) {
        if let Some(hole) = instants(date, closed.from, closed.to, zone) {
            open = open.into_iter().flat_map(|span| without(span, hole)).collect();
        }
    }
    open
}

fn merged(sorted: Vec<Span>) -> Vec<Span> {
    let mut out: Vec<Span> = Vec::with_capacity(sorted.len());
    for span in sorted {
        match out.last_mut() {
            Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
            _ => out.push(span),
        }
    }
    out
}

fn without(span: Span, hole: Span) -> Vec<Span> {
    if !span.overlaps(&hole) {
        return vec![span];
    }
    let before = Span {
        start: span.start,
        end: hole.start,
    };
    let after = Span {
        start: hole.end,
        end: span.end,
    };
    [before, after].into_iter().filter(|s| s.start < s.end).collect()
}

fn instants(date: Date, from: Option<Time>, to: Option<Time>, zone: &TimeZone) -> Option<Span> {
    let next = date.checked_add(1.day()).ok()?;
    let (start_date, start) = (date, from.unwrap_or(Time::midnight()));
    let (end_date, end) = match to {
        Some(to) if to != Time::midnight() => (date, to),
        _ => (next, Time::midnight()),
    };
    let span = Span {
        start: instant(start_date, start, zone, Side::Earlier)?,
        end: instant(end_date, end, zone, Side::Later)?,
    };
    (span.start < span.end).then_some(span)
}

#[derive(Clone, Copy)]
enum Side {
    Earlier,
    Later,
}

/// A local time as an instant. In the doubled hour `side` chooses; in the missing hour it is the instant at
/// which the clocks go forward, so that a stretch inside that hour has no length.
fn instant(date: Date, time: Time, zone: &TimeZone, side: Side) -> Option<Timestamp> {
    let ambiguous = zone.to_ambiguous_timestamp(date.to_datetime(time));
    match (ambiguous.offset(), side) {
        (AmbiguousOffset::Unambiguous { .. }, _) => ambiguous.unambiguous().ok(),
        (AmbiguousOffset::Fold { .. }, Side::Earlier) => ambiguous.earlier().ok(),
        (AmbiguousOffset::Fold { .. }, Side::Later) => ambiguous.later().ok(),
        (AmbiguousOffset::Gap { .. }, _) => {
            let after = ambiguous.later().ok()?;
            zone.preceding(after.checked_add(1.second()).ok()?)
                .next()
                .map(|t| t.timestamp())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::{date, time};

    fn london() -> TimeZone {
        TimeZone::get("Europe/London").unwrap()
    }

    fn week(weekday: i8, from: Time, to: Time) -> WeeklyHours {
        WeeklyHours { weekday, from, to }
    }

    fn minutes(spans: &[Span]) -> i64 {
        spans
            .iter()
            .map(|s| (s.end.as_second() - s.start.as_second()) / 60)
            .sum()
    }

    #[test]
    fn a_night_shift_over_the_missing_hour_is_an_hour_shorter() {
        let hours = [week(7, time(0, 0, 0, 0), time(4, 0, 0, 0))];
        let spans = open_spans(&hours, &[], date(2027, 3, 28), &london());
        assert_eq!(minutes(&spans), 180);
    }

    #[test]
    fn a_stretch_inside_the_missing_hour_offers_nothing() {
        let hours = [week(7, time(1, 15, 0, 0), time(1, 45, 0, 0))];
        assert!(open_spans(&hours, &[], date(2027, 3, 28), &london()).is_empty());
    }

    #[test]
    fn the_doubled_hour_is_open_twice() {
        let hours = [week(7, time(1, 0, 0, 0), time(2, 0, 0, 0))];
        let spans = open_spans(&hours, &[], date(2026, 10, 25), &london());
        assert_eq!(minutes(&spans), 120);
    }

    #[test]
    fn lunch_is_cut_out_and_a_holiday_closes_the_day() {
        let hours = [week(1, time(9, 0, 0, 0), time(17, 0, 0, 0))];
        let closed = |from, to| DayException {
            id: "e".into(),
            date: date(2026, 11, 23),
            from,
            to,
            kind: ExceptionKind::Closed,
            reason: None,
        };
        let lunch = closed(Some(time(13, 0, 0, 0)), Some(time(14, 0, 0, 0)));
        assert_eq!(
            open_spans(&hours, &[lunch], date(2026, 11, 23), &london()).len(),
            2
        );
        assert!(open_spans(&hours, &[closed(None, None)], date(2026, 11, 23), &london()).is_empty());
    }

    #[test]
    fn an_extra_opening_joins_the_ordinary_hours() {
        let hours = [week(1, time(9, 0, 0, 0), time(17, 0, 0, 0))];
        let late = DayException {
            id: "e".into(),
            date: date(2026, 11, 23),
            from: Some(time(17, 0, 0, 0)),
            to: Some(time(19, 0, 0, 0)),
            kind: ExceptionKind::Open,
            reason: None,
        };
        let spans = open_spans(&hours, &[late], date(2026, 11, 23), &london());
        assert_eq!((spans.len(), minutes(&spans)), (1, 600));
    }
}
