//! When the clinic is open in an ordinary week, in words: the hours of everybody who can be booked, taken together.

use super::Catalogue;
use crate::words::weekday_name;
use jiff::civil::{Time, Weekday};

/// Minutes since midnight, start and end.
type Stretch = (i32, i32);

const WHOLE_DAY: i32 = 24 * 60;

/// "Monday to Friday 09:00 to 17:30", "Saturday and Sunday closed": each day of the week once, in order. Nothing where
/// nobody has hours. Days that differ are not among them.
pub fn opening_hours(catalogue: &Catalogue) -> Vec<String> {
    let week: Vec<Vec<Stretch>> = (1..=7).map(|weekday| open_on(catalogue, weekday)).collect();
    if week.iter().all(Vec::is_empty) {
        return Vec::new();
    }
    let mut lines = Vec::new();
    let mut first = 0;
    while first < week.len() {
        let alike = week[first..]
            .iter()
            .take_while(|day| **day == week[first])
            .count();
        lines.push(format!("{} {}", days(first, alike), hours(&week[first])));
        first += alike;
    }
    lines
}

fn open_on(catalogue: &Catalogue, weekday: i8) -> Vec<Stretch> {
    let mut open: Vec<Stretch> = catalogue
        .practitioners
        .iter()
        .filter(|p| p.active)
        .flat_map(|p| &p.hours)
        .filter(|h| h.weekday == weekday)
        .map(|h| {
            (
                minutes(h.from),
                Some(minutes(h.to)).filter(|end| *end > 0).unwrap_or(WHOLE_DAY),
            )
        })
        .filter(|(start, end)| start < end)
        .collect();
    open.sort_unstable();
    let mut merged: Vec<Stretch> = Vec::with_capacity(open.len());
    for (start, end) in open {
        match merged.last_mut() {
            Some(last) if start <= last.1 => last.1 = last.1.max(end),
            _ => merged.push((start, end)),
        }
    }
    merged
}

fn minutes(time: Time) -> i32 {
    i32::from(time.hour()) * 60 + i32::from(time.minute())
}

fn days(first: usize, count: usize) -> String {
    let name = |index: usize| {
        let offset = i8::try_from(index).unwrap_or_default();
        Weekday::from_monday_zero_offset(offset).map_or("", weekday_name)
    };
    match count {
        1 => name(first).to_owned(),
        2 => format!("{} and {}", name(first), name(first + 1)),
        _ => format!("{} to {}", name(first), name(first + count - 1)),
    }
}

fn hours(open: &[Stretch]) -> String {
    if open.is_empty() {
        return "closed".to_owned();
    }
    let said: Vec<String> = open
        .iter()
        .map(|(start, end)| format!("{} to {}", clock(*start), clock(*end)))
        .collect();
    said.join(" and ")
}

fn clock(minutes: i32) -> String {
    match minutes {
        WHOLE_DAY => "midnight".to_owned(),
        _ => format!("{:02}:{:02}", minutes / 60, minutes % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::booking::{Practitioner, WeeklyHours};
    use crate::ids::PractitionerId;
    use jiff::civil::time;
    use jiff::tz::TimeZone;

    /// A weekday, from and to as hour and minute.
    type Opening = (i8, (i8, i8), (i8, i8));

    fn person(active: bool, hours: &[Opening]) -> Practitioner {
        Practitioner {
            id: PractitionerId::new("one"),
            name: "One".into(),
            specialty: None,
            room: None,
            active,
            procedures: Vec::new(),
            hours: hours
                .iter()
                .map(|(weekday, from, to)| WeeklyHours {
                    weekday: *weekday,
                    from: time(from.0, from.1, 0, 0),
                    to: time(to.0, to.1, 0, 0),
                })
                .collect(),
            exceptions: Vec::new(),
        }
    }

    fn said(practitioners: Vec<Practitioner>) -> Vec<String> {
        opening_hours(&Catalogue {
            version: 1,
            zone: TimeZone::UTC,
            step_minutes: 15,
            procedures: Vec::new(),
            practitioners,
            resources: Vec::new(),
        })
    }

    #[test]
    fn the_hours_of_all_who_can_be_booked_are_said_together() {
        let early: Vec<_> = (1..=5).map(|day| (day, (9, 0), (13, 0))).collect();
        let late: Vec<_> = (1..=5).map(|day| (day, (12, 0), (17, 30))).collect();
        let gone = [(7, (6, 0), (22, 0))];
        assert_eq!(
            said(vec![
                person(true, &early),
                person(true, &late),
                person(false, &gone)
            ]),
            ["Monday to Friday 09:00 to 17:30", "Saturday and Sunday closed"]
        );
    }

    #[test]
    fn breaks_odd_days_and_midnight_are_said_as_they_are() {
        let week = [
            (1, (9, 0), (12, 0)),
            (1, (13, 0), (17, 0)),
            (3, (9, 0), (17, 0)),
            (6, (18, 0), (0, 0)),
        ];
        assert_eq!(
            said(vec![person(true, &week)]),
            [
                "Monday 09:00 to 12:00 and 13:00 to 17:00",
                "Tuesday closed",
                "Wednesday 09:00 to 17:00",
                "Thursday and Friday closed",
                "Saturday 18:00 to midnight",
                "Sunday closed"
            ]
        );
        assert!(said(vec![person(false, &week)]).is_empty() && said(Vec::new()).is_empty());
    }
}
