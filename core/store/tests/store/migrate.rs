//! Migrations: each runs once, wholly or not at all, and never over a later schema.

use crate::support::code;
use callwaiting_store::keys::{DatabaseKey, SystemEntropy};
use callwaiting_store::{MIGRATIONS, Migration, OpenOptions, StoreError, migrate_to, open, schema_version};
use rusqlite::Connection;
use std::path::Path;
use std::sync::Barrier;

const STEPS: &[Migration] = &[
    Migration {
        version: 1,
        slug: "one",
        sql: "CREATE TABLE a (id INTEGER PRIMARY KEY, old TEXT) STRICT; CREATE TABLE b (a INTEGER REFERENCES a (id)) STRICT;",
    },
    Migration {
        version: 2,
        slug: "two",
        sql: "CREATE TABLE a2 (id INTEGER PRIMARY KEY, new TEXT NOT NULL) STRICT;
              INSERT INTO a2 SELECT id, old || '!' FROM a; DROP TABLE a; ALTER TABLE a2 RENAME TO a;",
    },
];

fn open_with(path: &Path, key: &DatabaseKey, migrations: &[Migration]) -> Result<Connection, StoreError> {
    open(
        path,
        key,
        &OpenOptions {
            create: true,
            migrations,
            ..OpenOptions::default()
        },
    )
}

#[test]
fn rows_from_before_come_through() {
    let folder = tempfile::tempdir().unwrap();
    let (path, key) = (
        folder.path().join("clinic.db"),
        DatabaseKey::generate(&SystemEntropy),
    );
    let conn = open_with(&path, &key, &STEPS[..1]).unwrap();
    conn.execute_batch("INSERT INTO a VALUES (7, 'row'); INSERT INTO b VALUES (7);")
        .unwrap();
    drop(conn);
    let conn = open_with(&path, &key, STEPS).unwrap();
    assert_eq!(schema_version(&conn).unwrap(), 2);
    assert_eq!(
        conn.query_row("SELECT new FROM a WHERE id = 7", [], |row| row
            .get::<_, String>(0))
            .unwrap(),
        "row!"
    );
    let enforced: bool = conn
        .query_row("PRAGMA foreign_keys", [], |row| row.get(0))
        .unwrap();
    assert!(enforced && conn.execute("INSERT INTO b VALUES (8)", []).is_err());
}

#[test]
fn a_target_stops_in_between() {
    let mut conn = Connection::open_in_memory().unwrap();
    migrate_to(&mut conn, STEPS, 1).unwrap();
    assert_eq!(schema_version(&conn).unwrap(), 1);
    migrate_to(&mut conn, STEPS, u32::MAX).unwrap();
    migrate_to(&mut conn, STEPS, u32::MAX).unwrap();
    assert_eq!(schema_version(&conn).unwrap(), 2);
}

#[test]
fn a_newer_schema_is_refused_untouched() {
    let folder = tempfile::tempdir().unwrap();
    let (path, key) = (
        folder.path().join("clinic.db"),
        DatabaseKey::generate(&SystemEntropy),
    );
    drop(open_with(&path, &key, STEPS).unwrap());
    let before = std::fs::read(&path).unwrap();
    let refused = open_with(&path, &key, &STEPS[..1]);
    assert!(matches!(
        refused,
        Err(StoreError::NewerSchema { found: 2, known: 1 })
    ));
    assert!(std::fs::read(&path).unwrap() == before);
}

#[test]
fn a_failing_migration_leaves_the_version_before() {
    let folder = tempfile::tempdir().unwrap();
    let (path, key) = (
        folder.path().join("clinic.db"),
        DatabaseKey::generate(&SystemEntropy),
    );
    let conn = open_with(&path, &key, &STEPS[..1]).unwrap();
    conn.execute_batch("INSERT INTO a VALUES (1, 'row'); INSERT INTO b VALUES (1);")
        .unwrap();
    drop(conn);
    for bad in [
        "CREATE TABLE c (x); INSERT INTO nowhere VALUES (1);",
        "CREATE TABLE c (x); DELETE FROM a;",
    ] {
        let steps = [
            STEPS[0],
            Migration {
                version: 2,
                slug: "bad",
                sql: bad,
            },
        ];
        assert_eq!(code(open_with(&path, &key, &steps)), "migration");
        let conn = open_with(&path, &key, &STEPS[..1]).unwrap();
        assert_eq!(schema_version(&conn).unwrap(), 1);
        let left: i64 = conn.query_row("SELECT (SELECT count(*) FROM a) + 10 * (SELECT count(*) FROM sqlite_master WHERE name = 'c')", [], |row| row.get(0)).unwrap();
        assert_eq!(left, 1);
    }
}

#[test]
fn two_that_open_at_once_both_get_a_whole_schema() {
    for _ in 0..10 {
        let folder = tempfile::tempdir().unwrap();
        let (path, key, start) = (
            folder.path().join("clinic.db"),
            DatabaseKey::generate(&SystemEntropy),
            Barrier::new(4),
        );
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    start.wait();
                    let conn = open_with(&path, &key, STEPS).unwrap();
                    assert_eq!(schema_version(&conn).unwrap(), 2);
                });
            }
        });
    }
}

/// A clinic in use before `lighter_claims`: its changes keep their cursors, and what it has taken is given up.
#[test]
fn a_clinic_from_before_lighter_claims_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let (path, key) = (
        folder.path().join("clinic.db"),
        DatabaseKey::generate(&SystemEntropy),
    );
    let conn = open_with(&path, &key, &MIGRATIONS[..1]).unwrap();
    conn.execute_batch(
        "INSERT INTO resource (id, name, kind) VALUES ('p', 'P', 'practitioner'), ('r', 'R', 'room');
         INSERT INTO practitioner (id, name, position) VALUES ('p', 'P', 1);
         INSERT INTO procedure (id, name, minutes, buffer_before, currency, position) VALUES ('x', 'X', 30, 240, 'GBP', 1);
         INSERT INTO hold (id, kind, state, practitioner_id, procedure_id, starts_at, ends_at, created_at, renewed_at, expires_at)
         VALUES ('h', 'live', 'held', 'p', 'x', 20000000, 21800000, 1, 1, 2);
         INSERT INTO occupancy (resource_id, starts_at, ends_at, hold_id) VALUES ('r', 5600000, 21800000, 'h');
         INSERT INTO event (at, kind, payload) VALUES (1, 'hold.changed', '{}'), (2, 'hold.changed', '{}');
         DELETE FROM event WHERE seq = 1;",
    )
    .unwrap();
    drop(conn);
    let conn = open_with(&path, &key, MIGRATIONS).unwrap();
    let count = |sql: &str| conn.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(count("SELECT count(*) FROM occupancy WHERE hold_id = 'h'"), 2);
    conn.execute(
        "UPDATE hold SET state = 'released', ended_at = 3 WHERE id = 'h'",
        [],
    )
    .unwrap();
    assert_eq!(count("SELECT count(*) FROM occupancy"), 0);
    conn.execute(
        "INSERT INTO event (at, kind, payload) VALUES (3, 'hold.changed', '{}')",
        [],
    )
    .unwrap();
    assert_eq!(count("SELECT max(seq) * 10 + min(seq) FROM event"), 32);
    let plan: Vec<String> = conn
        .prepare(
            "EXPLAIN QUERY PLAN DELETE FROM occupancy WHERE resource_id IN (SELECT id FROM resource)
             AND starts_at BETWEEN 1 AND 2 AND hold_id = 'h'",
        )
        .unwrap()
        .query_map([], |row| row.get(3))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    assert!(
        plan.iter()
            .any(|step| step.contains("resource_id=? AND starts_at>? AND starts_at<?")),
        "giving up would read the whole table: {plan:?}"
    );
}

#[test]
fn the_products_own_migrations_are_in_order_and_run() {
    assert!(
        MIGRATIONS
            .iter()
            .zip(1..)
            .all(|(migration, number)| migration.version == number)
    );
    let folder = tempfile::tempdir().unwrap();
    let (path, key) = (
        folder.path().join("clinic.db"),
        DatabaseKey::generate(&SystemEntropy),
    );
    let conn = open_with(&path, &key, MIGRATIONS).unwrap();
    assert_eq!(schema_version(&conn).unwrap() as usize, MIGRATIONS.len());
    let files = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../../migrations/clinic")).unwrap();
    let mut names: Vec<String> = files
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    let known: Vec<String> = MIGRATIONS
        .iter()
        .map(|m| format!("{:04}_{}.sql", m.version, m.slug))
        .collect();
    assert_eq!(
        names, known,
        "a migration's file is not in the table, or the other way round"
    );
}
