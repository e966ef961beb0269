//! Sentences that a voice can say: dates, times and lists in plain English, in the clinic's own zone.
//!
//! No personal data goes in and none comes out; what is said about a price or a policy comes from the
//! clinic's data through the caller of these functions.

use jiff::{Timestamp, civil, tz::TimeZone};

/// "half past two"-free spoken time that no recogniser mistakes: "2:30 pm", "9 am", "12 noon".
pub fn spoken_time(time: civil::Time) -> String {
    let (hour, minute) = (time.hour(), time.minute());
    if hour == 12 && minute == 0 {
        return "12 noon".into();
    }
    let half = if hour < 12 { "am" } else { "pm" };
    let clock = match hour % 12 {
        0 => 12,
        other => other,
    };
    if minute == 0 {
        format!("{clock} {half}")
    } else {
        format!("{clock}:{minute:02} {half}")
    }
}

/// "Thursday 19 November".
pub fn spoken_date(date: civil::Date) -> String {
    format!(
        "{} {} {}",
        weekday_name(date.weekday()),
        date.day(),
        month_name(date.month())
    )
}

/// "Thursday 19 November at 2:30 pm", in the given zone. In the doubled hour of autumn the sentence says
/// which of the two is meant.
pub fn spoken_when(at: Timestamp, zone: &TimeZone) -> String {
    let local = at.to_zoned(zone.clone());
    let mut text = format!("{} at {}", spoken_date(local.date()), spoken_time(local.time()));
    let ambiguous = zone.to_ambiguous_timestamp(local.datetime());
    if ambiguous.is_ambiguous() {
        let first = ambiguous.earlier().is_ok_and(|earlier| earlier == at);
        text.push_str(if first {
            ", before the clocks go back"
        } else {
            ", after the clocks go back"
        });
    }
    text
}

/// "a", "a or b", "a, b or c".
pub fn one_of(options: &[String]) -> String {
    match options {
        [] => String::new(),
        [only] => only.clone(),
        [start @ .., last] => format!("{} or {last}", start.join(", ")),
    }
}

/// "Thursday".
pub fn weekday_name(day: civil::Weekday) -> &'static str {
    match day {
        civil::Weekday::Monday => "Monday",
        civil::Weekday::Tuesday => "Tuesday",
        civil::Weekday::Wednesday => "Wednesday",
        civil::Weekday::Thursday => "Thursday",
        civil::Weekday::Friday => "Friday",
        civil::Weekday::Saturday => "Saturday",
        civil::Weekday::Sunday => "Sunday",
    }
}

fn month_name(month: i8) -> &'static str {
    const NAMES: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    usize::try_from(month - 1)
        .ok()
        .and_then(|at| NAMES.get(at))
        .copied()
        .unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_said_as_people_say_them() {
        assert_eq!(spoken_time(civil::time(9, 0, 0, 0)), "9 am");
        assert_eq!(spoken_time(civil::time(12, 0, 0, 0)), "12 noon");
        assert_eq!(spoken_time(civil::time(14, 30, 0, 0)), "2:30 pm");
        assert_eq!(spoken_time(civil::time(0, 15, 0, 0)), "12:15 am");
    }

    #[test]
    fn the_doubled_hour_says_which_one() {
        let zone = TimeZone::get("Europe/London").unwrap();
        let first: Timestamp = "2026-10-25T00:30:00Z".parse().unwrap();
        let second: Timestamp = "2026-10-25T01:30:00Z".parse().unwrap();
        assert_eq!(
            spoken_when(first, &zone),
            "Sunday 25 October at 1:30 am, before the clocks go back"
        );
        assert_eq!(
            spoken_when(second, &zone),
            "Sunday 25 October at 1:30 am, after the clocks go back"
        );
    }

    #[test]
    fn lists_end_with_or() {
        let list = |n: usize| {
            one_of(
                &["a", "b", "c"][..n]
                    .iter()
                    .map(|s| (*s).to_owned())
                    .collect::<Vec<_>>(),
            )
        };
        assert_eq!(
            (list(0), list(1), list(2), list(3)),
            (String::new(), "a".into(), "a or b".into(), "a, b or c".into())
        );
    }
}
