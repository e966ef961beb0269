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
