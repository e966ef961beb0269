//! The clinic itself, its settings, and how far the provider's lists have been read.

use super::{Sql, Tx, instant, ms};
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, params};

/// The clinic's own row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClinicRow {
    /// Its id, as in its folder and its paths.
    pub id: String,
    /// Its name, as callers hear it.
    pub name: String,
    /// IANA name of its zone.
    pub timezone: String,
    /// ISO 3166 alpha-2.
    pub country: String,
    /// ISO 4217.
    pub currency: String,
    /// Whether its providers are the built-in simulators.
    pub practice: bool,
    /// The grid of its slots, in minutes.
    pub step_minutes: i64,
}

/// Reads the clinic; `None` before it was set up.
pub fn read(conn: &Connection) -> Sql<Option<ClinicRow>> {
    conn.prepare_cached("SELECT id, name, timezone, country, currency, practice, step_minutes FROM clinic")?
        .query_row([], |row| {
            Ok(ClinicRow {
                id: row.get(0)?,
                name: row.get(1)?,
                timezone: row.get(2)?,
                country: row.get(3)?,
                currency: row.get(4)?,
                practice: row.get(5)?,
                step_minutes: row.get(6)?,
            })
        })
        .optional()
}

/// Writes the clinic's one row, when it is made.
pub fn insert(tx: Tx<'_>, row: &ClinicRow, now: Timestamp) -> Sql<()> {
    tx.execute(
        "INSERT INTO clinic (one, id, name, timezone, country, currency, practice, step_minutes, created_at)
         VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![
            row.id,
            row.name,
            row.timezone,
            row.country,
            row.currency,
            row.practice,
            row.step_minutes,
            ms(now)
        ],
    )?;
    Ok(())
}

/// The version of the catalogue that is in force.
pub fn catalogue_version(conn: &Connection) -> Sql<i64> {
    conn.prepare_cached("SELECT catalogue_version FROM clinic")?
        .query_row([], |row| row.get(0))
}

/// Marks the catalogue as changed.
pub fn bump_catalogue(tx: Tx<'_>) -> Sql<()> {
    tx.execute("UPDATE clinic SET catalogue_version = catalogue_version + 1", [])?;
    Ok(())
}

/// A setting's JSON text.
pub fn setting(conn: &Connection, name: &str) -> Sql<Option<String>> {
    conn.prepare_cached("SELECT value FROM setting WHERE name = ?1")?
        .query_row([name], |row| row.get(0))
        .optional()
}

/// Sets a setting.
pub fn set_setting(tx: Tx<'_>, name: &str, value: &str) -> Sql<()> {
    tx.execute(
        "INSERT INTO setting (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        params![name, value],
    )?;
    Ok(())
}

/// Until when a provider's own list has been read.
pub fn caught_up(conn: &Connection, source: &str) -> Sql<Option<Timestamp>> {
    conn.prepare_cached("SELECT caught_up_at FROM reconciled WHERE source = ?1")?
        .query_row([source], |row| row.get::<_, i64>(0).map(instant))
        .optional()
}

/// Remembers until when a provider's own list has been read; never moves back.
pub fn set_caught_up(tx: Tx<'_>, source: &str, at: Timestamp) -> Sql<()> {
    tx.execute(
        "INSERT INTO reconciled (source, caught_up_at) VALUES (?1, ?2)
         ON CONFLICT (source) DO UPDATE SET caught_up_at = max(caught_up_at, excluded.caught_up_at)",
        params![source, ms(at)],
    )?;
    Ok(())
}
