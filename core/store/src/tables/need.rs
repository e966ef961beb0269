//! What needs a person.

use super::{Sql, Tx, instant, ms};
use jiff::Timestamp;
use rusqlite::{Connection, Row, params};

/// One thing that needs a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NeedRow {
    /// Its id.
    pub id: String,
    /// `emergency`, `handover`, `callback`, `appointment_conflict` or `tool_trouble`.
    pub kind: String,
    /// Whether it can't wait.
    pub urgent: bool,
    /// What, in a few words without personal data.
    pub title: String,
    /// More, without personal data.
    pub detail: String,
    /// The call it came from.
    pub call_id: Option<String>,
    /// Whom it is about.
    pub contact_id: Option<String>,
    /// Since when.
    pub created_at: Timestamp,
}

fn row(row: &Row<'_>) -> Sql<NeedRow> {
    Ok(NeedRow {
        id: row.get(0)?,
        kind: row.get(1)?,
        urgent: row.get(2)?,
        title: row.get(3)?,
        detail: row.get(4)?,
        call_id: row.get(5)?,
        contact_id: row.get(6)?,
        created_at: instant(row.get(7)?),
    })
}

/// Everything open, urgent first, then oldest first.
pub fn open(conn: &Connection) -> Sql<Vec<NeedRow>> {
    conn.prepare_cached(
        "SELECT id, kind, urgent, title, detail, call_id, contact_id, created_at FROM need
         WHERE done_at IS NULL ORDER BY urgent DESC, created_at, id",
    )?
    .query_map([], row)?
    .collect()
}

/// Whether a call has an open need of that kind.
pub fn open_for_call(conn: &Connection, call_id: &str, kind: &str) -> Sql<bool> {
    conn.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM need WHERE call_id = ?1 AND kind = ?2 AND done_at IS NULL)",
    )?
    .query_row([call_id, kind], |row| row.get(0))
}

/// Whether a call has or had a need of that kind and title.
pub fn raised_for_call(conn: &Connection, call_id: &str, kind: &str, title: &str) -> Sql<bool> {
    conn.prepare_cached("SELECT EXISTS (SELECT 1 FROM need WHERE call_id = ?1 AND kind = ?2 AND title = ?3)")?
        .query_row([call_id, kind, title], |row| row.get(0))
}

/// Adds one.
pub fn insert(tx: Tx<'_>, need: &NeedRow) -> Sql<()> {
    tx.prepare_cached(
        "INSERT INTO need (id, kind, urgent, title, detail, call_id, contact_id, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?
    .execute(params![need.id, need.kind, need.urgent, need.title, need.detail, need.call_id, need.contact_id, ms(need.created_at)])?;
    Ok(())
}

/// Marks one as done; false if there is no open one of that id.
pub fn done(tx: Tx<'_>, id: &str, by: &str, now: Timestamp) -> Sql<bool> {
    Ok(tx.execute(
        "UPDATE need SET done_at = ?2, done_by = ?3 WHERE id = ?1 AND done_at IS NULL",
        params![id, ms(now), by],
    )? == 1)
}

/// Takes "done" back.
pub fn undo(tx: Tx<'_>, id: &str) -> Sql<bool> {
    Ok(tx.execute(
        "UPDATE need SET done_at = NULL, done_by = NULL WHERE id = ?1 AND done_at IS NOT NULL",
        [id],
    )? == 1)
}
