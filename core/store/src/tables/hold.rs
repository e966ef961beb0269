//! Holds. Taking and giving up their resources is done by the schema's triggers and `occupancy`.

use super::{Sql, Tx, instant, ms};
use callwaiting_domain::booking::{HoldKind, Span};
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, Row, params};

/// One hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HoldRow {
    /// Its id.
    pub id: String,
    /// Live or recovery.
    pub kind: HoldKind,
    /// `held`, `confirmed`, `released` or `expired`.
    pub state: String,
    /// Who is held.
    pub practitioner_id: String,
    /// For what.
    pub procedure_id: String,
    /// When, without buffers.
    pub span: Span,
    /// When it was last renewed.
    pub renewed_at: Timestamp,
    /// When it ends by itself.
    pub expires_at: Timestamp,
    /// The call that holds it.
    pub call_id: Option<String>,
    /// For whom, if known.
    pub contact_id: Option<String>,
}

impl HoldRow {
    /// Whether it still holds.
    pub fn in_force(&self, now: Timestamp) -> bool {
        self.state == "held" && self.expires_at > now
    }
}

const COLUMNS: &str = "id, kind, state, practitioner_id, procedure_id, starts_at, ends_at, renewed_at, expires_at, call_id, contact_id";

fn row(row: &Row<'_>) -> Sql<HoldRow> {
    let kind: String = row.get(1)?;
    Ok(HoldRow {
        id: row.get(0)?,
        kind: if kind == "recovery" {
            HoldKind::Recovery
        } else {
            HoldKind::Live
        },
        state: row.get(2)?,
        practitioner_id: row.get(3)?,
        procedure_id: row.get(4)?,
        span: Span {
            start: instant(row.get(5)?),
            end: instant(row.get(6)?),
        },
        renewed_at: instant(row.get(7)?),
        expires_at: instant(row.get(8)?),
        call_id: row.get(9)?,
        contact_id: row.get(10)?,
    })
}

/// The hold of that id.
pub fn find(conn: &Connection, id: &str) -> Sql<Option<HoldRow>> {
    conn.prepare_cached(&format!("SELECT {COLUMNS} FROM hold WHERE id = ?1"))?
        .query_row([id], row)
        .optional()
}

/// Holds in force at `now`, by start.
pub fn in_force(conn: &Connection, now: Timestamp) -> Sql<Vec<HoldRow>> {
    conn.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM hold WHERE state = 'held' AND expires_at > ?1 ORDER BY starts_at"
    ))?
    .query_map([ms(now)], row)?
    .collect()
}

/// The holds of a call that have not been ended, newest first.
pub fn held_by_call(conn: &Connection, call_id: &str) -> Sql<Vec<HoldRow>> {
    conn.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM hold WHERE call_id = ?1 AND state = 'held' ORDER BY created_at DESC, id DESC"
    ))?
    .query_map([call_id], row)?
    .collect()
}

/// The latest hold of a call, whatever became of it.
pub fn latest_of_call(conn: &Connection, call_id: &str) -> Sql<Option<HoldRow>> {
    conn.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM hold WHERE call_id = ?1 ORDER BY created_at DESC, id DESC LIMIT 1"
    ))?
    .query_row([call_id], row)
    .optional()
}

/// Adds a hold; the schema takes the practitioner or refuses.
pub fn insert(tx: Tx<'_>, hold: &HoldRow) -> Sql<()> {
    tx.prepare_cached(
        "INSERT INTO hold (id, kind, state, practitioner_id, procedure_id, starts_at, ends_at, created_at, renewed_at, expires_at, call_id, contact_id)
         VALUES (?1, ?2, 'held', ?3, ?4, ?5, ?6, ?7, ?7, ?8, ?9, ?10)",
    )?
    .execute(params![
        hold.id,
        hold.kind.as_str(),
        hold.practitioner_id,
        hold.procedure_id,
        ms(hold.span.start),
        ms(hold.span.end),
        ms(hold.renewed_at),
        ms(hold.expires_at),
        hold.call_id,
        hold.contact_id
    ])?;
    Ok(())
}

/// Ends a hold as `confirmed`, `released` or `expired`; false if it had ended before.
pub fn end(tx: Tx<'_>, id: &str, state: &str, now: Timestamp) -> Sql<bool> {
    let changed = tx
        .prepare_cached("UPDATE hold SET state = ?2, ended_at = ?3 WHERE id = ?1 AND state = 'held'")?
        .execute(params![id, state, ms(now)])?;
    Ok(changed == 1)
}

/// Ends every hold whose time is over, and says which those were (id and call).
pub fn expire_due(tx: Tx<'_>, now: Timestamp) -> Sql<Vec<(String, Option<String>)>> {
    let any: bool = tx
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM hold WHERE state = 'held' AND expires_at <= ?1)")?
        .query_row([ms(now)], |row| row.get(0))?;
    if !any {
        return Ok(Vec::new());
    }
    tx.prepare_cached(
        "UPDATE hold SET state = 'expired', ended_at = ?1 WHERE state = 'held' AND expires_at <= ?1 RETURNING id, call_id",
    )?
    .query_map([ms(now)], |row| Ok((row.get(0)?, row.get(1)?)))?
    .collect()
}

/// Gives a call's live holds another full life; says which.
pub fn renew_for_call(tx: Tx<'_>, call_id: &str, now: Timestamp) -> Sql<Vec<String>> {
    tx.prepare_cached(
        "UPDATE hold SET renewed_at = ?2, expires_at = ?3
         WHERE call_id = ?1 AND state = 'held' AND kind = 'live' AND expires_at > ?2 RETURNING id",
    )?
    .query_map(
        params![call_id, ms(now), ms(now) + HoldKind::Live.seconds() * 1000],
        |row| row.get(0),
    )?
    .collect()
}

/// Turns a live hold into a recovery hold.
pub fn to_recovery(tx: Tx<'_>, id: &str, now: Timestamp) -> Sql<()> {
    tx.prepare_cached("UPDATE hold SET kind = 'recovery', renewed_at = ?2, expires_at = ?3 WHERE id = ?1 AND state = 'held'")?
        .execute(params![id, ms(now), ms(now) + HoldKind::Recovery.seconds() * 1000])?;
    Ok(())
}

/// When the next hold ends by itself.
pub fn next_expiry(conn: &Connection) -> Sql<Option<Timestamp>> {
    conn.prepare_cached("SELECT min(expires_at) FROM hold WHERE state = 'held'")?
        .query_row([], |row| row.get::<_, Option<i64>>(0).map(|ms| ms.map(instant)))
}
