//! Brings a database to the schema this program knows, one migration in one transaction at a time.
//!
//! The database's `user_version` is the number of the last migration it has. A migration is killed before its
//! commit or after it, so there is no half; a database from a later program is refused untouched. Deliberately
//! absent: going back, and any migration's text, which lives in `migrations/clinic/` (see [`crate::MIGRATIONS`]).

use crate::StoreError;
use rusqlite::{Connection, TransactionBehavior};

/// Marks a file as a clinic's database: "CWcl" in ASCII, kept in SQLite's `application_id`.
pub const APPLICATION_ID: i32 = 0x4357_636c;

/// One step of the schema. A shipped one is never edited.
#[derive(Debug, Clone, Copy)]
pub struct Migration {
    /// 1, 2, 3 … without a gap.
    pub version: u32,
    /// What it is about, as in its file's name.
    pub slug: &'static str,
    /// Its statements, without transaction control.
    pub sql: &'static str,
}

/// The version a database has; 0 is an empty one.
pub fn schema_version(conn: &Connection) -> Result<u32, StoreError> {
    conn.pragma_query_value(None, "user_version", |row| row.get(0))
        .map_err(|error| StoreError::sql("read the database's version", error))
}

/// Refuses a database of a later program.
pub(crate) fn refuse_newer(conn: &Connection, known: &[Migration]) -> Result<(), StoreError> {
    let (found, known) = (
        schema_version(conn)?,
        known.last().map_or(0, |migration| migration.version),
    );
    if found > known {
        Err(StoreError::NewerSchema { found, known })
    } else {
        Ok(())
    }
}

/// Runs every migration of `all` that the database does not have, up to and with version `target`.
///
/// Called with the whole list by [`crate::open`]; called with less by a test that needs a database from before.
pub fn migrate_to(conn: &mut Connection, all: &[Migration], target: u32) -> Result<(), StoreError> {
    refuse_newer(conn, all)?;
    debug_assert!(
        all.iter()
            .zip(1..)
            .all(|(migration, number)| migration.version == number),
        "a gap in the migrations"
    );
    for migration in all.iter().filter(|migration| migration.version <= target) {
        if schema_version(conn)? < migration.version {
            run(conn, migration).map_err(|source| StoreError::Migration {
                from: migration.version - 1,
                to: migration.version,
                source: Box::new(source),
            })?;
        }
    }
    Ok(())
}

/// Foreign keys are off while a migration runs, so that it can rebuild a table, and checked before it commits.
fn run(conn: &mut Connection, migration: &Migration) -> Result<(), StoreError> {
    conn.pragma_update(None, "foreign_keys", false)?;
    let result = run_in_transaction(conn, migration);
    conn.pragma_update(None, "foreign_keys", true)?;
    result
}

fn run_in_transaction(conn: &mut Connection, migration: &Migration) -> Result<(), StoreError> {
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Another process may have been here while this one waited for the lock.
    if schema_version(&tx)? >= migration.version {
        return Ok(());
    }
    tx.execute_batch(migration.sql)?;
    let broken: Option<String> = {
        let mut check = tx.prepare("PRAGMA foreign_key_check")?;
        let mut rows = check.query([])?;
        rows.next()?.map(|row| row.get(0)).transpose()?
    };
    if let Some(table) = broken {
        return Err(StoreError::Refused {
            rule: crate::Rule::ForeignKey,
            detail: table,
        });
    }
    tx.pragma_update(None, "application_id", APPLICATION_ID)?;
    tx.pragma_update(None, "user_version", migration.version)?;
    tx.commit()?;
    tracing::info!(
        version = migration.version,
        slug = migration.slug,
        "database migrated"
    );
    Ok(())
}
