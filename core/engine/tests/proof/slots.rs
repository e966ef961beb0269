//! Which times are offered: inside hours, not in the past, not taken, also when the clocks change.

use crate::support::*;
use callwaiting_domain::booking::Span;
use callwaiting_domain::booking::{DayException, ExceptionKind, Practitioner, Procedure, WeeklyHours};
use callwaiting_engine::booking::{Actor, Change, SlotsWanted, slots};
use callwaiting_engine::catalogue;
use jiff::civil::{Time, time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};
use proptest::prelude::*;

const NIGHT: &str = "night-doctor";
const CHECK: &str = "night-check";

/// A clinic that is open through the night of every Saturday and Sunday.
fn night_clinic(timezone: &str, country: &str, minutes: i64, exceptions: Vec<DayException>) -> Practice {
    let practice = Practice::empty(timezone, country);
    let by = Actor::Appliance;
    let procedure = Procedure {
        id: CHECK.into(),
        name: "Night check".into(),
        aliases: vec![],
        minutes,
        buffer_before_minutes: 0,
        buffer_after_minutes: 0,
        price_from: None,
        price_to: None,
        recovery: None,
        active: true,
        needs: vec![],
    };
    practice
        .wait(catalogue::put_procedure(&practice.clinic, procedure, &by))
        .unwrap();
    let hours = |weekday, from, to| WeeklyHours { weekday, from, to };
    let practitioner = Practitioner {
        id: NIGHT.into(),
        name: "Dr Night".into(),
        specialty: None,
        room: None,
        active: true,
        procedures: vec![CHECK.into()],
        hours: vec![
            hours(6, time(22, 0, 0, 0), Time::midnight()),
            hours(7, Time::midnight(), time(5, 0, 0, 0)),
        ],
        exceptions,
    };
    practice
        .wait(catalogue::put_practitioner(&practice.clinic, practitioner, &by))
        .unwrap();
    practice
}

fn starts(practice: &Practice, from: &str, to: &str) -> Vec<Timestamp> {
    practice
        .slots(CHECK, None, practice.local(from), practice.local(to))
        .iter()
        .map(|s| s.span.start)
        .collect()
}

fn utc(at: &str) -> Timestamp {
    at.parse().unwrap()
}

#[test]
fn the_missing_hour_is_not_sold() {
    for (zone, country, day, last_before, first_after) in [
        (
            "Europe/London",
            "GB",
            "2027-03-28",
            "2027-03-28T00:45:00Z",
            "2027-03-28T01:00:00Z",
        ),
        (
            "America/New_York",
            "US",
            "2027-03-14",
            "2027-03-14T06:45:00Z",
            "2027-03-14T07:00:00Z",
        ),
    ] {
        let practice = night_clinic(zone, country, 15, vec![]);
        let offered = starts(&practice, &format!("{day}T00:00"), &format!("{day}T12:00"));
        assert_eq!(offered.len(), 16, "five hours by the clock are four");
        let gap = offered.iter().position(|s| *s == utc(last_before)).unwrap();
        assert_eq!(
            offered[gap + 1],
            utc(first_after),
            "the slots run on across the missing hour"
        );
        for start in &offered {
            assert!(practice.claim(NIGHT, CHECK, *start).is_ok());
        }
        assert_eq!(
            starts(&practice, &format!("{day}T00:00"), &format!("{day}T12:00")),
            []
        );
    }
}

#[test]
fn the_doubled_hour_is_sold_twice_and_each_once() {
    for (zone, country, day, first, second) in [
        (
            "Europe/London",
            "GB",
            "2026-10-25",
            "2026-10-25T00:30:00Z",
            "2026-10-25T01:30:00Z",
        ),
        (
            "America/New_York",
            "US",
            "2026-11-01",
            "2026-11-01T05:30:00Z",
            "2026-11-01T06:30:00Z",
        ),
    ] {
        let practice = night_clinic(zone, country, 15, vec![]);
        practice.clock.set(utc("2026-10-20T09:00:00Z"));
        let offered = starts(&practice, &format!("{day}T00:00"), &format!("{day}T12:00"));
        assert_eq!(offered.len(), 24, "five hours by the clock are six");
        let local = |at: &Timestamp| at.to_zoned(TimeZone::get(zone).unwrap()).time();
        assert_eq!(
            local(&utc(first)),
            local(&utc(second)),
            "the same time on the wall"
        );
        let one = practice.claim(NIGHT, CHECK, utc(first)).unwrap();
        let two = practice.claim(NIGHT, CHECK, utc(second)).unwrap();
        assert_ne!(one.id, two.id);
        let other = refused(practice.claim(NIGHT, CHECK, utc(first)));
        assert!(
            other.say.contains("before the clocks go back") || other.say.contains("after the clocks go back"),
            "{}",
            other.say
        );
        practice.confirm(&one.id, "Test Person").unwrap();
        practice.confirm(&two.id, "Test Person").unwrap();
    }
}

#[test]
fn a_slot_over_the_change_is_as_long_as_it_says() {
    let practice = night_clinic("Europe/London", "GB", 60, vec![]);
    let held = practice.claim(NIGHT, CHECK, utc("2027-03-28T00:30:00Z")).unwrap();
    assert_eq!(held.span.end, utc("2027-03-28T01:30:00Z"));
    let zone = TimeZone::get("Europe/London").unwrap();
    let local = |at: Timestamp| at.to_zoned(zone.clone()).time();
    assert_eq!(
        (local(held.span.start), local(held.span.end)),
        (time(0, 30, 0, 0), time(2, 30, 0, 0))
    );
}

#[test]
fn slots_start_on_both_sides_of_midnight_and_none_runs_over_closing() {
    let practice = night_clinic("Europe/London", "GB", 60, vec![]);
    let offered = starts(&practice, "2026-12-05T20:00", "2026-12-06T12:00");
    let local: Vec<String> = offered
        .iter()
        .map(|s| {
            s.to_zoned(TimeZone::get("Europe/London").unwrap())
                .strftime("%H:%M")
                .to_string()
        })
        .collect();
    assert_eq!(local.first().unwrap(), "22:00");
    assert!(
        local.contains(&"23:00".into()) && !local.contains(&"23:15".into()),
        "{local:?}"
    );
    assert!(local.contains(&"00:00".into()));
    assert_eq!(local.last().unwrap(), "04:00");
}

#[test]
fn a_break_in_the_doubled_hour_closes_both() {
    let closed = DayException {
        id: "pause".into(),
        date: "2026-10-25".parse().unwrap(),
        from: Some(time(1, 0, 0, 0)),
        to: Some(time(2, 0, 0, 0)),
        kind: ExceptionKind::Closed,
        reason: None,
    };
    let practice = night_clinic("Europe/London", "GB", 15, vec![closed]);
    practice.clock.set(utc("2026-10-20T09:00:00Z"));
    assert_eq!(
        starts(&practice, "2026-10-25T00:00", "2026-10-25T12:00").len(),
        16
    );
}

#[test]
fn a_question_that_is_empty_or_too_long_is_refused() {
    let practice = Practice::open();
    let ask = |from: &str, to: &str| {
        let within = Span {
            start: practice.local(from),
            end: practice.local(to),
        };
        practice.wait(slots(
            &practice.clinic,
            SlotsWanted {
                procedure: LIPS.into(),
                practitioner: None,
                within,
            },
        ))
    };
    assert_eq!(code(&ask("2026-11-23T00:00", "2026-11-23T00:00")), "validation");
    assert_eq!(code(&ask("2026-11-23T00:00", "2027-01-23T00:00")), "validation");
    // 31 days in which the clocks go back are an hour longer.
    assert_eq!(code(&ask("2027-10-10T00:00", "2027-11-10T00:00")), "ok");
}

proptest! {
    #![proptest_config(cases(24))]

    /// Whatever the moment and whatever is taken: every slot offered lies in the hours, on the grid, in the
    /// future, off what is taken; can be claimed; and all that can be claimed were offered.
    #[test]
    fn what_is_offered_is_what_can_be_had(minute in 0i64..(26 * 60), taken in prop::collection::vec(0usize..40, 0..6), zone in 0usize..2) {
        let (zone, country, eve) = [("Europe/London", "GB", "2026-10-24T21:00"), ("America/New_York", "US", "2027-03-13T21:00")][zone];
        let practice = night_clinic(zone, country, 30, vec![]);
        practice.clock.set(practice.local(eve).checked_sub(24.hours()).unwrap());
        let from = practice.local(eve);
        let to = from.checked_add(24.hours()).unwrap();
        let ask = |practice: &Practice| practice.slots(CHECK, None, from, to);
        let all = ask(&practice);
        for index in taken {
            let _ = practice.claim(NIGHT, CHECK, all[index % all.len()].span.start);
        }
        practice.clock.set(from.checked_add(minute.minutes()).unwrap());
        let held: Vec<Span> = {
            let now = callwaiting_store::tables::ms(practice.clinic.now());
            practice.raw(move |conn| Ok(callwaiting_store::tables::hold::in_force(conn, callwaiting_store::tables::instant(now))?.iter().map(|h| h.span).collect()))
        };
        let offered = ask(&practice);
        let now = practice.clinic.now();
        let tz = TimeZone::get(zone).unwrap();
        for slot in &all {
            let open = |at: Timestamp| { let h = at.to_zoned(tz.clone()).hour(); !(5..22).contains(&h) };
            prop_assert!(open(slot.span.start) && open(slot.span.end.checked_sub(1.second()).unwrap()));
            let free = slot.span.start >= now && held.iter().all(|h| !h.overlaps(&slot.span));
            prop_assert_eq!(offered.contains(slot), free, "{:?}", slot);
        }
        prop_assert!(offered.iter().all(|slot| all.contains(slot)));
        if let Some(slot) = offered.last() {
            prop_assert!(practice.claim(NIGHT, CHECK, slot.span.start).is_ok());
        }
    }
}

#[test]
fn nobody_books_further_ahead_than_eighteen_months() {
    let practice = Practice::open();
    let at = |local: &str| practice.local(local);
    let offered = practice.slots(LIPS, Some(NURSE), at("2028-05-15T00:00"), at("2028-05-27T00:00"));
    let last = offered.last().unwrap().span.start;
    assert!(
        last > at("2028-05-19T12:00") && last < at("2028-05-20T00:00"),
        "the last Friday within the horizon: {last}"
    );
    let hold = practice.claim(NURSE, LIPS, last).unwrap();
    practice.release(&hold.id).unwrap();
    let booked = practice.book(NURSE, LIPS, at("2026-11-23T11:00"));
    // Mondays and Tuesdays, and the same time of day as the last that can be had.
    for far in ["2028-05-22", "2028-05-23", "2036-11-24", "9998-11-24"] {
        let refused = practice
            .claim(NURSE, LIPS, at(&format!("{far}T11:00")))
            .unwrap_err();
        assert_eq!(refused.code(), "slot_unavailable", "{far}");
        let moved = practice.change(
            &booked.id,
            Change::Move {
                start: Some(at(&format!("{far}T11:00"))),
                practitioner: None,
            },
        );
        assert_eq!(moved.unwrap_err().code(), "slot_unavailable", "{far}");
        let day = practice.slots(
            LIPS,
            None,
            at(&format!("{far}T00:00")),
            at(&format!("{far}T23:00")),
        );
        assert!(day.is_empty(), "{far}: {day:?}");
    }
}
