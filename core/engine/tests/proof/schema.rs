//! Past every use-case: what the schema refuses by itself, and that it comes out of nothing.

use crate::support::*;
use callwaiting_store::keys::{DatabaseKey, SystemEntropy};
use callwaiting_store::tables::{is_slot_taken, ms};
use callwaiting_store::{MIGRATIONS, OpenOptions, check_integrity, migrate_to, open, schema_version};
use jiff::Timestamp;
use rusqlite::params;

/// A clinic in which 10:00 is booked and 11:00 is held, both with the nurse, and those ids.
fn busy() -> (Practice, String, String) {
    let practice = Practice::open();
    let booked = practice.book(NURSE, LASER, practice.local("2026-11-23T10:00"));
    let held = practice
        .claim(NURSE, LIPS, practice.local("2026-11-23T11:00"))
        .unwrap();
    (practice, booked.id, held.id)
}

fn insert_appointment(
    practice: &Practice,
    id: &'static str,
    who: &'static str,
    start: Timestamp,
    minutes: i64,
) -> rusqlite::Result<usize> {
    practice.raw_write(move |tx| {
        tx.execute(
            "INSERT INTO appointment (id, practitioner_id, procedure_id, starts_at, ends_at, status, confirmed_by, created_at)
             VALUES (?1, ?2, 'lip-filler', ?3, ?4, 'booked', 'staff', 1)",
            params![id, who, ms(start), ms(start) + minutes * 60_000],
        )
    })
}

fn insert_hold(
    practice: &Practice,
    id: &'static str,
    start: Timestamp,
    minutes: i64,
) -> rusqlite::Result<usize> {
    practice.raw_write(move |tx| {
        tx.execute(
            "INSERT INTO hold (id, kind, state, practitioner_id, procedure_id, starts_at, ends_at, created_at, renewed_at, expires_at)
             VALUES (?1, 'live', 'held', 'nurse-lindqvist', 'lip-filler', ?2, ?3, 1, 1, 2)",
            params![id, ms(start), ms(start) + minutes * 60_000],
        )
    })
}

fn assert_taken(done: rusqlite::Result<usize>) {
    match done {
        Err(error) => assert!(is_slot_taken(&error), "{error}"),
        Ok(_) => panic!("the schema let two claims of one resource overlap"),
    }
}

#[test]
fn an_insert_that_overlaps_is_refused() {
    let (practice, ..) = busy();
    for (time, minutes) in [
        ("10:00", 30),
        ("09:45", 30),
        ("10:45", 30),
        ("08:00", 600),
        ("11:10", 5),
        ("11:29", 5),
        ("09:58", 3),
    ] {
        let start = practice.local(&format!("2026-11-23T{time}"));
        assert_taken(insert_appointment(&practice, "sneaked", NURSE, start, minutes));
        assert_taken(insert_hold(&practice, "sneaked", start, minutes));
    }
    assert_eq!(practice.count("SELECT count(*) FROM appointment"), 1);
    insert_appointment(&practice, "beside", NURSE, practice.local("2026-11-23T09:30"), 30).unwrap();
    insert_hold(&practice, "after", practice.local("2026-11-23T11:30"), 30).unwrap();
}

#[test]
fn a_confirmation_past_the_engine_needs_the_hold_to_end_first() {
    let (practice, _, held) = busy();
    let start = practice.local("2026-11-23T11:00");
    assert_taken(insert_appointment(&practice, "confirmed", NURSE, start, 30));
    practice
        .raw_write(move |tx| {
            tx.execute(
                "UPDATE hold SET state = 'confirmed', ended_at = 5 WHERE id = ?1",
                [held],
            )
        })
        .unwrap();
    insert_appointment(&practice, "confirmed", NURSE, start, 30).unwrap();
    assert_taken(insert_appointment(&practice, "twice", NURSE, start, 30));
}

#[test]
fn a_move_past_the_engine_is_refused_and_changes_nothing() {
    let (practice, booked, _) = busy();
    let before = practice.taken(&booked);
    let (id, start) = (booked.clone(), ms(practice.local("2026-11-23T11:15")));
    assert_taken(practice.raw_write(move |tx| {
        tx.execute(
            "UPDATE appointment SET starts_at = ?2, ends_at = ?2 + 1800000 WHERE id = ?1",
            params![id, start],
        )
    }));
    insert_appointment(
        &practice,
        "doctors",
        DOCTOR,
        practice.local("2026-11-23T10:00"),
        30,
    )
    .unwrap();
    let id = booked.clone();
    assert_taken(practice.raw_write(move |tx| {
        tx.execute(
            "UPDATE appointment SET practitioner_id = 'dr-whitlock' WHERE id = ?1",
            [id],
        )
    }));
    let id = booked.clone();
    assert_taken(practice.raw_write(move |tx| {
        tx.execute("UPDATE OR REPLACE appointment SET starts_at = starts_at + 3600000, ends_at = ends_at + 3600000 WHERE id = ?1", [id])
    }));
    assert_eq!(practice.taken(&booked), before);
}

#[test]
fn bringing_back_a_cancelled_appointment_past_the_engine_is_refused_when_the_time_is_gone() {
    let (practice, booked, _) = busy();
    practice
        .change(&booked, callwaiting_engine::booking::Change::Cancel)
        .unwrap();
    practice.book(NURSE, LIPS, practice.local("2026-11-23T10:15"));
    assert_taken(
        practice.raw_write(move |tx| {
            tx.execute("UPDATE appointment SET status = 'booked' WHERE id = ?1", [booked])
        }),
    );
}

#[test]
fn what_is_taken_can_not_be_rewritten() {
    let (practice, booked, held) = busy();
    let refused = |sql: &'static str, id: String| {
        let done = practice.raw_write(move |tx| tx.execute(sql, [id]));
        assert!(done.is_err(), "the schema allowed: {sql}");
    };
    refused(
        "UPDATE occupancy SET starts_at = starts_at + 1 WHERE appointment_id = ?1",
        booked.clone(),
    );
    refused(
        "UPDATE occupancy SET resource_id = 'dr-whitlock' WHERE appointment_id = ?1 AND resource_id = 'nurse-lindqvist'",
        booked.clone(),
    );
    refused(
        "INSERT OR REPLACE INTO occupancy SELECT resource_id, starts_at, ends_at, ?1, NULL FROM occupancy",
        held.clone(),
    );
    refused(
        "INSERT OR IGNORE INTO occupancy SELECT resource_id, starts_at + 1, ends_at, ?1, NULL FROM occupancy",
        held.clone(),
    );
    refused(
        "UPDATE hold SET starts_at = starts_at + 1 WHERE id = ?1",
        held.clone(),
    );
    refused(
        "UPDATE hold SET practitioner_id = 'dr-whitlock' WHERE id = ?1",
        held.clone(),
    );
    refused("DELETE FROM hold WHERE id = ?1", held.clone());
    refused("DELETE FROM appointment WHERE id = ?1", booked.clone());
    refused(
        "UPDATE appointment SET procedure_id = 'lip-filler' WHERE id = ?1",
        booked,
    );
    practice.release(&held).unwrap();
    refused(
        "UPDATE hold SET state = 'held', ended_at = NULL WHERE id = ?1",
        held,
    );
}

#[test]
fn the_audit_log_can_not_be_rewritten() {
    let (practice, ..) = busy();
    assert!(
        practice
            .raw_write(|tx| tx.execute("UPDATE audit SET actor = 'nobody'", []))
            .is_err()
    );
    assert!(
        practice
            .raw_write(|tx| tx.execute("DELETE FROM audit", []))
            .is_err()
    );
}

#[test]
fn the_first_migration_makes_everything_out_of_nothing_and_takes_rows() {
    let folder = tempfile::tempdir().unwrap();
    let key = DatabaseKey::generate(&SystemEntropy);
    let options = OpenOptions {
        create: true,
        migrations: &[],
        ..OpenOptions::default()
    };
    let mut conn = open(&folder.path().join("clinic.db"), &key, &options).unwrap();
    assert_eq!(schema_version(&conn).unwrap(), 0);
    migrate_to(&mut conn, MIGRATIONS, 1).unwrap();
    assert_eq!(schema_version(&conn).unwrap(), 1);
    conn.execute_batch(
        "INSERT INTO clinic VALUES (1, 'c', 'C', 'Europe/London', 'GB', 'GBP', 1, 15, 1, 1);
         INSERT INTO resource VALUES ('p', 'P', 'practitioner', 1), ('r', 'R', 'room', 1);
         INSERT INTO practitioner (id, name, position) VALUES ('p', 'P', 0);
         INSERT INTO procedure (id, name, minutes, buffer_before, buffer_after, currency, position) VALUES ('x', 'X', 30, 5, 10, 'GBP', 0);
         INSERT INTO practitioner_procedure VALUES ('p', 'x');
         INSERT INTO weekly_hours VALUES ('p', 1, '09:00', '17:00');
         INSERT INTO contact (id, name, created_at) VALUES ('k', 'Test Person', 1);
         INSERT INTO call (id, provider_call_id, direction, status, first_heard_at, contact_id) VALUES ('a', 'v', 'inbound', 'ringing', 1, 'k');
         INSERT INTO hold VALUES ('h', 'live', 'held', 'p', 'x', 3600000, 5400000, 1, 1, 2, NULL, 'a', 'k');
         INSERT INTO appointment (id, practitioner_id, procedure_id, starts_at, ends_at, status, confirmed_by, created_at, contact_id)
            VALUES ('b', 'p', 'x', 9000000, 10800000, 'booked', 'staff', 1, 'k');
         DELETE FROM contact WHERE id = 'k';",
    )
    .unwrap();
    let taken: Vec<(i64, i64)> = conn
        .prepare("SELECT starts_at, ends_at FROM occupancy ORDER BY starts_at")
        .unwrap()
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    assert_eq!(
        taken,
        [(3_300_000, 6_000_000), (8_700_000, 11_400_000)],
        "the stretch and its buffers"
    );
    let whose: Option<String> = conn
        .query_row("SELECT contact_id FROM appointment", [], |row| row.get(0))
        .unwrap();
    assert_eq!(whose, None, "an erased person's appointment stays without a name");
    check_integrity(&conn).unwrap();
}
