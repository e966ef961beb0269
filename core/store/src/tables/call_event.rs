//! A call's timeline: finished sentences without personal data.

use super::{Sql, Tx, instant, ms};
use jiff::Timestamp;
use rusqlite::{Connection, params};

/// One line of the timeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallEventRow {
    /// When.
    pub at: Timestamp,
    /// What, as a short fixed word.
    pub kind: String,
    /// What, as a sentence.
    pub text: String,
}

/// The timeline of a call, in order.
pub fn of_call(conn: &Connection, call_id: &str) -> Sql<Vec<CallEventRow>> {
    conn.prepare_cached("SELECT at, kind, text FROM call_event WHERE call_id = ?1 ORDER BY at, id")?
        .query_map([call_id], |row| {
            Ok(CallEventRow {
                at: instant(row.get(0)?),
                kind: row.get(1)?,
                text: row.get(2)?,
            })
        })?
        .collect()
}

/// Adds a line.
pub fn add(tx: Tx<'_>, call_id: &str, at: Timestamp, kind: &str, text: &str) -> Sql<()> {
    tx.prepare_cached("INSERT INTO call_event (call_id, at, kind, text) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![call_id, ms(at), kind, text])?;
    Ok(())
}

/// Sets the one line of that kind, for what happens once in a call and is heard of piece by piece.
pub fn set(tx: Tx<'_>, call_id: &str, at: Timestamp, kind: &str, text: &str) -> Sql<()> {
    let changed = tx
        .prepare_cached("UPDATE call_event SET at = ?2, text = ?4 WHERE call_id = ?1 AND kind = ?3")?
        .execute(params![call_id, ms(at), kind, text])?;
    if changed == 0 {
        add(tx, call_id, at, kind, text)
    } else {
        Ok(())
    }
}

/// Whether the call has a line of that kind.
pub fn has(conn: &Connection, call_id: &str, kind: &str) -> Sql<bool> {
    conn.prepare_cached("SELECT EXISTS (SELECT 1 FROM call_event WHERE call_id = ?1 AND kind = ?2)")?
        .query_row([call_id, kind], |row| row.get(0))
}
