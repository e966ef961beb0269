//! One winner for one slot, all or nothing, and what happens to those who came second.

use crate::support::*;
use callwaiting_domain::booking::{Need, Practitioner, Procedure, Resource, ResourceKind, WeeklyHours};
use callwaiting_engine::booking::{self, Actor};
use callwaiting_engine::{EngineError, catalogue, views};
use jiff::civil::time;
use jiff::{SignedDuration, Timestamp};

/// Everybody asks at once; the winners' hold ids, and the others' alternatives.
fn storm(
    practice: &Practice,
    starts: &[Timestamp],
    each: usize,
) -> Vec<(Timestamp, Vec<String>, Vec<booking::Alternatives>)> {
    let tasks: Vec<_> = (0..each)
        .flat_map(|_| starts.to_vec())
        .map(|start| {
            let clinic = practice.clinic.clone();
            let work = async move { booking::claim(&clinic, request(NURSE, LIPS, start, None)).await };
            (start, practice.runtime.spawn(work))
        })
        .collect();
    let mut out: Vec<_> = starts.iter().map(|s| (*s, Vec::new(), Vec::new())).collect();
    for (start, task) in tasks {
        let place = out.iter_mut().find(|(s, ..)| *s == start).unwrap();
        match practice.wait(task).unwrap() {
            Ok(held) => place.1.push(held.id),
            Err(EngineError::SlotTaken(other)) => place.2.push(*other),
            Err(other) => panic!("{other:?}"),
        }
    }
    out
}

fn check_alternatives(practice: &Practice, wanted: Timestamp, list: &[booking::Alternatives]) {
    let monday = (
        practice.local("2026-11-16T00:00"),
        practice.local("2026-12-14T00:00"),
    );
    let free = practice.slots(LIPS, None, monday.0, monday.1);
    for other in list {
        assert!((1..=3).contains(&other.offered.len()));
        assert!(
            other.say.starts_with("I'm sorry, that time has just been taken.")
                && other.say.contains("with Nurse Lindqvist")
        );
        for slot in &other.slots {
            assert!(free.contains(slot), "offered {slot:?}, which is not free");
            assert_ne!(slot.span.start, wanted);
        }
    }
}

#[test]
fn of_a_hundred_claims_of_one_slot_one_is_held() {
    let practice = Practice::open();
    let start = practice.local("2026-11-23T10:00");
    let out = storm(&practice, &[start], 100);
    let (_, held, others) = &out[0];
    assert_eq!((held.len(), others.len()), (1, 99));
    check_alternatives(&practice, start, others);
    assert_eq!(
        practice.count("SELECT count(*) FROM hold"),
        1,
        "the losers left something behind"
    );
}

#[test]
fn three_slots_at_once_have_one_winner_each() {
    let practice = Practice::open();
    let starts = ["2026-11-23T10:00", "2026-11-23T10:30", "2026-11-24T15:00"].map(|s| practice.local(s));
    for (start, held, others) in storm(&practice, &starts, 34) {
        assert_eq!((held.len(), others.len()), (1, 33), "{start}");
        // All three are gone when the last answer is in, so what was offered early may have been one of them.
        let last: Vec<_> = others
            .into_iter()
            .filter(|o| o.slots.iter().all(|s| !starts.contains(&s.span.start)))
            .collect();
        assert!(!last.is_empty());
        check_alternatives(&practice, start, &last);
    }
}

#[test]
fn round_after_round_of_sixty_four_claims_has_one_winner_each() {
    let practice = Practice::open();
    let start = practice.local("2026-11-23T10:00");
    for _ in 0..10 * times() {
        let out = storm(&practice, &[start], 64);
        assert_eq!((out[0].1.len(), out[0].2.len()), (1, 63));
        practice.pass(90);
    }
}

#[test]
fn what_is_remembered_of_a_lost_slot_ends_with_its_hold() {
    let practice = Practice::open();
    let start = practice.local("2026-11-23T10:00");
    let lose_twice = || {
        let first = refused(practice.claim(NURSE, LIPS, start));
        assert_eq!(refused(practice.claim(NURSE, LIPS, start)).say, first.say);
    };
    let held = practice.claim(NURSE, LIPS, start).unwrap();
    lose_twice();
    practice.release(&held.id).unwrap();
    practice.claim(NURSE, LIPS, start).expect("it was released");
    practice.pass(90);
    // So that its end falls into the middle of a second of the clock.
    practice.clock.advance(SignedDuration::from_millis(500));
    let held = practice.claim(NURSE, LIPS, start).unwrap();
    practice
        .clock
        .set(held.expires_at - SignedDuration::from_millis(1));
    lose_twice();
    practice.clock.set(held.expires_at);
    practice.claim(NURSE, LIPS, start).expect("its hold ran out");
}

#[test]
fn overlapping_slots_count_as_one() {
    let practice = Practice::open();
    let starts = ["2026-11-23T10:00", "2026-11-23T10:15"].map(|s| practice.local(s));
    let won: usize = storm(&practice, &starts, 25)
        .iter()
        .map(|(_, held, _)| held.len())
        .sum();
    assert_eq!(won, 1);
}

#[test]
fn a_taken_device_leaves_the_practitioner_free() {
    let practice = Practice::open();
    let start = practice.local("2026-11-23T10:00");
    practice.claim(DOCTOR, LASER, start).unwrap();
    let other = refused(practice.claim(NURSE, LASER, start));
    assert!(other.slots.iter().all(|s| s.span.start != start));
    assert!(
        practice.claim(NURSE, LIPS, start).is_ok(),
        "the nurse was taken although the laser was not to be had"
    );
}

#[test]
fn what_comes_after_an_appointment_keeps_the_practitioner_and_the_device() {
    let practice = Practice::open();
    let at = |t: &str| practice.local(&format!("2026-11-23T{t}"));
    let held = practice.claim(NURSE, LASER, at("10:00")).unwrap();
    assert_eq!(
        practice.taken(&held.id),
        [
            ("laser-suite", at("10:00"), at("11:00")),
            (NURSE, at("10:00"), at("11:00"))
        ]
        .map(|(r, a, b)| (r.to_owned(), a, b))
    );
    refused(practice.claim(NURSE, LIPS, at("10:45")));
    refused(practice.claim(DOCTOR, LASER, at("10:45")));
    assert!(practice.claim(NURSE, LIPS, at("11:00")).is_ok());
    assert!(practice.claim(DOCTOR, LASER, at("11:00")).is_ok());
    refused(practice.claim(NURSE, LASER, at("09:15")));
}

#[test]
fn what_comes_before_an_appointment_is_kept_too() {
    let practice = Practice::open();
    let mut lips = practice
        .clinic
        .catalogue()
        .procedure(&LIPS.into())
        .unwrap()
        .clone();
    lips.buffer_before_minutes = 15;
    practice
        .wait(catalogue::put_procedure(
            &practice.clinic,
            lips,
            &Actor::Appliance,
        ))
        .unwrap();
    let at = |t: &str| practice.local(&format!("2026-11-23T{t}"));
    practice.book(NURSE, LIPS, at("10:00"));
    refused(practice.claim(NURSE, LIPS, at("10:30")));
    refused(practice.claim(NURSE, LIPS, at("09:30")));
    let free: Vec<_> = practice
        .slots(LIPS, Some(NURSE), at("09:00"), at("12:00"))
        .iter()
        .map(|s| s.span.start)
        .collect();
    assert!(!free.contains(&at("10:30")) && !free.contains(&at("09:30")));
    assert!(free.contains(&at("10:45")) && free.contains(&at("09:15")));
    assert!(practice.claim(NURSE, LIPS, at("10:45")).is_ok());
}

#[test]
fn starts_that_nobody_can_have_are_refused_by_reason() {
    let practice = Practice::open();
    let at = |t: &str| practice.local(t);
    let codes = [
        (
            practice.claim(NURSE, LIPS, at("2026-11-20T08:00")),
            "slot_in_past",
        ),
        (
            practice.claim(NURSE, LIPS, at("2026-11-21T10:00")),
            "slot_unavailable",
        ),
        (
            practice.claim(NURSE, LIPS, at("2026-11-23T10:07")),
            "slot_unavailable",
        ),
        (
            practice.claim(NURSE, LIPS, at("2026-11-23T12:45")),
            "slot_unavailable",
        ),
        (
            practice.claim(NURSE, LIPS, at("2026-11-23T17:15")),
            "slot_unavailable",
        ),
        (
            practice.claim(DOCTOR, LIPS, at("2026-11-23T10:00")),
            "procedure_not_offered",
        ),
        (
            practice.claim(NURSE, "tattoo", at("2026-11-23T10:00")),
            "procedure_not_offered",
        ),
        (
            practice.claim("dr-elsewhere", LIPS, at("2026-11-23T10:00")),
            "slot_unavailable",
        ),
        (
            practice.claim_in_call("no-such-call", NURSE, LIPS, at("2026-11-23T10:00")),
            "not_found",
        ),
    ];
    for (done, wanted) in codes {
        assert_eq!(code(&done), wanted);
    }
    assert_eq!(practice.count("SELECT count(*) FROM hold"), 0);
}

#[test]
fn two_needs_that_share_a_room_are_both_met_or_the_slot_is_not_offered() {
    let practice = Practice::open();
    let by = Actor::Appliance;
    for room in ["room-a", "room-b"] {
        let resource = Resource {
            id: room.into(),
            name: room.into(),
            kind: ResourceKind::Room,
        };
        practice
            .wait(catalogue::put_resource(&practice.clinic, resource, &by))
            .unwrap();
    }
    let need = |of: &[&str]| Need {
        kind: ResourceKind::Room,
        any_of: of.iter().map(|r| (*r).into()).collect(),
    };
    let procedure = |id: &str, needs| Procedure {
        id: id.into(),
        name: id.into(),
        aliases: vec![],
        needs,
        ..practice
            .clinic
            .catalogue()
            .procedure(&LIPS.into())
            .unwrap()
            .clone()
    };
    practice
        .wait(catalogue::put_procedure(
            &practice.clinic,
            procedure("two-rooms", vec![need(&["room-a", "room-b"]), need(&["room-a"])]),
            &by,
        ))
        .unwrap();
    practice
        .wait(catalogue::put_procedure(
            &practice.clinic,
            procedure("impossible", vec![need(&["room-a"]), need(&["room-a"])]),
            &by,
        ))
        .unwrap();
    let mut nurse: Practitioner = practice
        .clinic
        .catalogue()
        .practitioner(&NURSE.into())
        .unwrap()
        .clone();
    nurse.procedures.extend(["two-rooms".into(), "impossible".into()]);
    nurse.hours = vec![WeeklyHours {
        weekday: 1,
        from: time(9, 0, 0, 0),
        to: time(17, 0, 0, 0),
    }];
    practice
        .wait(catalogue::put_practitioner(&practice.clinic, nurse, &by))
        .unwrap();
    let start = practice.local("2026-11-23T10:00");
    let held = practice.claim(NURSE, "two-rooms", start).unwrap();
    assert_eq!(practice.taken(&held.id).len(), 3);
    let (from, to) = (
        practice.local("2026-11-23T00:00"),
        practice.local("2026-11-30T00:00"),
    );
    assert_eq!(practice.slots("impossible", None, from, to), []);
    assert!(
        refused(practice.claim(NURSE, "impossible", practice.local("2026-11-23T12:00")))
            .offered
            .is_empty()
    );
}

#[test]
fn a_call_keeps_one_hold_and_keeps_it_when_another_time_is_gone() {
    let practice = Practice::open();
    let at = |t: &str| practice.local(&format!("2026-11-23T{t}"));
    let line = practice.answered("one-call", Some("+447700900412"));
    let call = line.call_id();
    let first = practice.claim_in_call(&call, NURSE, LIPS, at("10:00")).unwrap();
    assert_eq!(
        practice
            .claim_in_call(&call, NURSE, LIPS, at("10:00"))
            .unwrap()
            .id,
        first.id
    );
    practice.claim(NURSE, LIPS, at("11:00")).unwrap();
    refused(practice.claim_in_call(&call, NURSE, LIPS, at("11:00")));
    assert_eq!(
        practice.taken(&first.id).len(),
        1,
        "the first hold was lost to a claim that failed"
    );
    // A neighbouring time that its own hold is in the way of.
    let second = practice.claim_in_call(&call, NURSE, LIPS, at("10:15")).unwrap();
    assert_eq!(
        (practice.taken(&first.id).len(), practice.taken(&second.id).len()),
        (0, 1)
    );
    let shown = practice.wait(views::holds(&practice.clinic)).unwrap();
    assert_eq!(
        shown
            .iter()
            .filter(|h| h.call_id.as_deref() == Some(&call))
            .count(),
        1
    );
}
