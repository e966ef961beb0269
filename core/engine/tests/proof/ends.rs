//! What becomes of a hold and of an appointment: expired, confirmed, released, moved, cancelled, taken back.

use crate::support::*;
use callwaiting_engine::booking::{self, Actor, Change};
use callwaiting_engine::catalogue;
use serde_json::json;

#[test]
fn a_hold_ends_after_ninety_seconds_and_not_before() {
    let practice = Practice::open();
    let start = practice.local("2026-11-23T10:00");
    let held = practice.claim(NURSE, LIPS, start).unwrap();
    practice.pass(89);
    refused(practice.claim(NURSE, LIPS, start));
    practice.pass(1);
    assert_eq!(code(&practice.confirm(&held.id, "Test Person")), "hold_expired");
    assert!(practice.claim(NURSE, LIPS, start).is_ok());
    assert_eq!(code(&practice.confirm(&held.id, "Test Person")), "hold_expired");
}

#[test]
fn confirming_twice_is_one_appointment() {
    let practice = Practice::open();
    let held = practice
        .claim(NURSE, LASER, practice.local("2026-11-23T10:00"))
        .unwrap();
    let first = practice.confirm(&held.id, "Test Person").unwrap();
    assert_eq!(practice.confirm(&held.id, "Test Person").unwrap().id, first.id);
    practice.pass(600);
    assert_eq!(practice.confirm(&held.id, "Test Person").unwrap().id, first.id);
    assert_eq!(code(&practice.release(&held.id)), "hold_ended");
    assert_eq!(practice.count("SELECT count(*) FROM appointment"), 1);
}

#[test]
fn a_released_hold_can_not_be_confirmed_and_releasing_twice_is_no_error() {
    let practice = Practice::open();
    let held = practice
        .claim(NURSE, LIPS, practice.local("2026-11-23T10:00"))
        .unwrap();
    practice.release(&held.id).unwrap();
    practice.release(&held.id).unwrap();
    assert_eq!(code(&practice.confirm(&held.id, "Test Person")), "hold_ended");
    assert_eq!(code(&practice.release("no-such-hold")), "not_found");
    assert_eq!(
        code(&practice.confirm("no-such-hold", "Test Person")),
        "not_found"
    );
}

#[test]
fn a_confirmation_for_nobody_books_nothing() {
    let practice = Practice::open();
    let held = practice
        .claim(NURSE, LIPS, practice.local("2026-11-23T10:00"))
        .unwrap();
    let mut nobody = confirmation(&held.id, "x");
    nobody.contact.name = None;
    assert_eq!(
        code(&practice.wait(booking::confirm(&practice.clinic, nobody.clone(), desk()))),
        "validation"
    );
    nobody.contact_id = Some("no-such-contact".into());
    assert_eq!(
        code(&practice.wait(booking::confirm(&practice.clinic, nobody, desk()))),
        "not_found"
    );
    assert_eq!(practice.count("SELECT count(*) FROM appointment"), 0);
    assert!(practice.confirm(&held.id, "Test Person").is_ok());
}

#[test]
fn a_move_takes_the_new_time_or_keeps_the_old_one() {
    let practice = Practice::open();
    let at = |t: &str| practice.local(&format!("2026-11-23T{t}"));
    let first = practice.book(NURSE, LASER, at("10:00"));
    practice.book(NURSE, LIPS, at("14:00"));
    let to = |start| Change::Move {
        start: Some(start),
        practitioner: None,
    };
    refused(practice.change(&first.id, to(at("13:45"))));
    assert_eq!(practice.taken(&first.id).len(), 2);
    // Into its own time, which is its own to take.
    let moved = practice.change(&first.id, to(at("10:15"))).unwrap();
    assert_eq!((moved.span.start, moved.version), (at("10:15"), 2));
    let other = Change::Move {
        start: None,
        practitioner: Some(DOCTOR.into()),
    };
    let moved = practice.change(&first.id, other).unwrap();
    assert_eq!(moved.practitioner_id, DOCTOR);
    assert_eq!(
        practice
            .taken(&first.id)
            .iter()
            .map(|t| t.0.as_str())
            .collect::<Vec<_>>(),
        [DOCTOR, "laser-suite"]
    );
    let stale = practice.wait(booking::change(
        &practice.clinic,
        first.id,
        Change::Cancel,
        Some(1),
        desk(),
    ));
    assert_eq!(code(&stale), "version_conflict");
}

#[test]
fn a_cancellation_frees_everything_and_is_taken_back_only_if_that_is_still_free() {
    let practice = Practice::open();
    let at = |t: &str| practice.local(&format!("2026-11-23T{t}"));
    let first = practice.book(NURSE, LASER, at("10:00"));
    practice.change(&first.id, Change::Cancel).unwrap();
    assert_eq!(practice.taken(&first.id), []);
    let to = Change::Move {
        start: Some(at("15:00")),
        practitioner: None,
    };
    assert_eq!(code(&practice.change(&first.id, to)), "validation");
    let held = practice.claim(DOCTOR, LASER, at("10:00")).unwrap();
    refused(practice.change(&first.id, Change::Rebook));
    assert_eq!(practice.taken(&first.id), []);
    practice.release(&held.id).unwrap();
    assert!(practice.change(&first.id, Change::Rebook).unwrap().booked);
    assert_eq!(practice.taken(&first.id).len(), 2);
    let again = practice.change(&first.id, Change::Rebook).unwrap();
    assert_eq!(again.version, 3, "booking again what is booked changed something");
}

#[test]
fn a_procedure_that_grew_since_the_hold_is_confirmed_where_it_fits_and_refused_where_not() {
    let practice = Practice::open();
    let at = |t: &str| practice.local(&format!("2026-11-23T{t}"));
    let tight = practice.claim(NURSE, LIPS, at("10:00")).unwrap();
    practice.book(NURSE, LIPS, at("10:30"));
    let roomy = practice.claim(NURSE, LIPS, at("15:00")).unwrap();
    let mut lips = practice
        .clinic
        .catalogue()
        .procedure(&LIPS.into())
        .unwrap()
        .clone();
    lips.buffer_after_minutes = 30;
    practice
        .wait(catalogue::put_procedure(
            &practice.clinic,
            lips,
            &Actor::Appliance,
        ))
        .unwrap();
    let other = refused(practice.confirm(&tight.id, "Test Person"));
    assert!(!other.offered.is_empty());
    assert_eq!(
        practice.count("SELECT count(*) FROM contact"),
        1,
        "a refused confirmation left a contact"
    );
    let booked = practice.confirm(&roomy.id, "Test Person").unwrap();
    assert_eq!(
        practice.taken(&booked.id),
        [(NURSE.to_owned(), at("15:00"), at("16:00"))]
    );
}

#[test]
fn a_catalogue_changed_by_another_process_is_noticed() {
    let practice = Practice::open();
    let start = practice.local("2026-11-23T10:00");
    let held = practice.claim(NURSE, LASER, start).unwrap();
    let grow = |tx: callwaiting_store::tables::Tx<'_>| {
        tx.execute(
            "UPDATE procedure SET buffer_after = 45 WHERE id = 'laser-hair-removal'",
            [],
        )?;
        tx.execute("UPDATE clinic SET catalogue_version = catalogue_version + 1", [])
    };
    practice.raw_write(grow).unwrap();
    let booked = practice.confirm(&held.id, "Test Person").unwrap();
    let taken = practice.taken(&booked.id);
    assert!(
        taken
            .iter()
            .all(|(_, _, end)| *end == practice.local("2026-11-23T11:30")),
        "{taken:?}"
    );
    practice
        .raw_write(|tx| {
            tx.execute(
                "UPDATE procedure SET buffer_after = 15 WHERE id = 'laser-hair-removal'",
                [],
            )
        })
        .unwrap();
    practice.change(&booked.id, Change::Cancel).unwrap();
    practice
        .raw_write(|tx| tx.execute("UPDATE clinic SET catalogue_version = catalogue_version + 1", []))
        .unwrap();
    practice.change(&booked.id, Change::Rebook).unwrap();
}

#[test]
fn a_call_whose_end_is_never_told_ends_by_itself_and_somebody_rings_back() {
    let practice = Practice::open();
    let line = practice.answered("call", Some("+447700900412"));
    let other = practice.answered("other", Some("+447700900413"));
    let slot = line.find(json!({ "procedure": "lip filler", "from": "2026-11-24" }));
    line.tool("claim_slot", json!({ "slotId": slot }));
    practice.pass(2 * 3600 - 60);
    other.find(json!({ "procedure": "lip filler" }));
    other.tool("claim_slot", json!({ "slotId": "s1" }));
    practice.pass(120);
    practice
        .wait(callwaiting_engine::tasks::tidy_once(&practice.clinic))
        .unwrap();
    let view = line.view();
    assert_eq!((view.summary.status, view.summary.live), ("failed", false));
    assert!(view.hold.is_none());
    assert!(
        other.view().summary.live,
        "a call that was just heard of was ended"
    );
    assert_eq!(
        practice.count("SELECT count(*) FROM need WHERE kind = 'callback' AND done_at IS NULL"),
        1
    );
}
