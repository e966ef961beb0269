//! Changes for windows and browsers, kept for a while so that whoever was away misses nothing.

use super::{Sql, Tx, ms};
use jiff::Timestamp;
use rusqlite::{Connection, params};

/// How many changes are kept; whoever is further behind reloads everything.
pub const KEPT: i64 = 20_000;

/// One change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventRow {
    /// The cursor.
    pub seq: i64,
    /// `call.updated` and the like.
    pub kind: String,
    /// JSON text without personal data but redacted words.
    pub payload: String,
}

/// Adds a change and says its cursor.
pub fn add(tx: Tx<'_>, at: Timestamp, kind: &str, payload: &serde_json::Value) -> Sql<i64> {
    tx.prepare_cached("INSERT INTO event (at, kind, payload) VALUES (?1, ?2, ?3)")?
        .execute(params![ms(at), kind, payload.to_string()])?;
    Ok(tx.last_insert_rowid())
}

/// Up to `limit` changes after a cursor, in order.
pub fn after(conn: &Connection, cursor: i64, limit: i64) -> Sql<Vec<EventRow>> {
    conn.prepare_cached("SELECT seq, kind, payload FROM event WHERE seq > ?1 ORDER BY seq LIMIT ?2")?
        .query_map(params![cursor, limit], |row| {
            Ok(EventRow {
                seq: row.get(0)?,
                kind: row.get(1)?,
                payload: row.get(2)?,
            })
        })?
        .collect()
}

/// The cursors of the oldest and the newest change that are kept; zeros where there is none.
pub fn range(conn: &Connection) -> Sql<(i64, i64)> {
    conn.prepare_cached("SELECT coalesce(min(seq), 0), coalesce(max(seq), 0) FROM event")?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// Forgets all but the newest [`KEPT`] changes.
pub fn prune(tx: Tx<'_>) -> Sql<usize> {
    tx.execute(
        "DELETE FROM event WHERE seq <= (SELECT coalesce(max(seq), 0) FROM event) - ?1",
        [KEPT],
    )
}

/// Forgets the words of a call among the newest changes, where they stand as they were first heard. The changes stay,
/// without them: a cursor that was given out must not be given out again.
pub fn forget_turns(tx: Tx<'_>, call_id: &str) -> Sql<usize> {
    blank(tx, call_id, 5000)
}

/// Forgets the words of a call among all changes that are kept, however old. For erasure: it reads them all.
pub fn forget_all_turns(tx: Tx<'_>, call_id: &str) -> Sql<usize> {
    blank(tx, call_id, i64::MAX)
}

fn blank(tx: Tx<'_>, call_id: &str, newest: i64) -> Sql<usize> {
    tx.prepare_cached(
        "UPDATE event SET kind = 'call.updated', payload = json_object('callId', ?1)
         WHERE seq > (SELECT coalesce(max(seq), 0) FROM event) - ?2
         AND kind = 'call.turn' AND payload ->> '$.callId' = ?1",
    )?
    .execute(params![call_id, newest])
}
