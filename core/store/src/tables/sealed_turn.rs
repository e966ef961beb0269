//! Original words, sealed. Who may open them, and under which key, is decided elsewhere.

use super::{Sql, Tx, ms};
use callwaiting_domain::calls::Source;
use jiff::Timestamp;
use rusqlite::{Connection, params};

/// One sealed turn.
#[derive(Clone, Debug)]
pub struct SealedRow {
    /// Which source told it.
    pub source: Source,
    /// Its place among that source's turns.
    pub ordinal: i64,
    /// A nonce and the sealed bytes.
    pub sealed: Vec<u8>,
}

/// What a turn's words are sealed for; nothing else opens them.
pub fn place(call_id: &str, source: Source, ordinal: i64) -> String {
    format!("turn:{call_id}:{}:{ordinal}", source.rank())
}

/// Keeps a turn's words, in place of earlier ones of the same turn.
pub fn put(tx: Tx<'_>, call_id: &str, row: &SealedRow, now: Timestamp) -> Sql<()> {
    tx.prepare_cached(
        "INSERT OR REPLACE INTO sealed_turn (call_id, source, ordinal, sealed, sealed_at) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?
    .execute(params![call_id, row.source.rank(), row.ordinal, row.sealed, ms(now)])?;
    Ok(())
}

/// A call's sealed turns.
pub fn of_call(conn: &Connection, call_id: &str) -> Sql<Vec<SealedRow>> {
    conn.prepare_cached(
        "SELECT source, ordinal, sealed FROM sealed_turn WHERE call_id = ?1 ORDER BY source, ordinal",
    )?
    .query_map([call_id], |row| {
        Ok(SealedRow {
            source: Source::from_rank(row.get(0)?).unwrap_or(Source::Spoken),
            ordinal: row.get(1)?,
            sealed: row.get(2)?,
        })
    })?
    .collect()
}

/// Whether a call has any.
pub fn has(conn: &Connection, call_id: &str) -> Sql<bool> {
    conn.prepare_cached("SELECT EXISTS (SELECT 1 FROM sealed_turn WHERE call_id = ?1)")?
        .query_row([call_id], |row| row.get(0))
}

/// Destroys the originals of a call and, where its contact is known, of all calls of that contact; says how many.
pub fn destroy(tx: Tx<'_>, call_id: &str, contact_id: Option<&str>) -> Sql<usize> {
    tx.prepare_cached(
        "DELETE FROM sealed_turn WHERE call_id = ?1 OR call_id IN (SELECT id FROM call WHERE contact_id = ?2)",
    )?
    .execute(params![call_id, contact_id])
}

/// Destroys what was sealed before `before`; says how many turns.
pub fn destroy_before(tx: Tx<'_>, before: Timestamp) -> Sql<usize> {
    tx.prepare_cached("DELETE FROM sealed_turn WHERE sealed_at < ?1")?
        .execute([ms(before)])
}
