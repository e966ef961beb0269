//! The audit log. Appending continues the hash chain inside the same transaction as the deed.

use super::{Sql, Tx, ms};
use callwaiting_domain::audit::{self, AuditEntry, Broken, GENESIS};
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, Row, params};

/// Appends one entry.
pub fn append(
    tx: Tx<'_>,
    at: Timestamp,
    actor: &str,
    action: &str,
    target: Option<&str>,
    detail: Option<&serde_json::Value>,
) -> Sql<i64> {
    let last: Option<(i64, String)> = tx
        .prepare_cached("SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1")?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let (seq, previous) = last.map_or((1, GENESIS.to_owned()), |(seq, hash)| (seq + 1, hash));
    let entry = AuditEntry {
        seq,
        at_ms: ms(at),
        actor: actor.to_owned(),
        action: action.to_owned(),
        target: target.map(str::to_owned),
        detail: detail.map(ToString::to_string),
    };
    tx.prepare_cached("INSERT INTO audit (seq, at, actor, action, target, detail, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")?
        .execute(params![seq, entry.at_ms, actor, action, target, entry.detail, audit::hash(&previous, &entry)])?;
    Ok(seq)
}

fn row(row: &Row<'_>) -> Sql<(AuditEntry, String)> {
    let entry = AuditEntry {
        seq: row.get(0)?,
        at_ms: row.get(1)?,
        actor: row.get(2)?,
        action: row.get(3)?,
        target: row.get(4)?,
        detail: row.get(5)?,
    };
    Ok((entry, row.get(6)?))
}

/// A page of entries below `before` (all when absent), newest first, and how many there are in all.
pub fn list(conn: &Connection, before: Option<i64>, limit: i64) -> Sql<(Vec<AuditEntry>, i64)> {
    let total = conn
        .prepare_cached("SELECT count(*) FROM audit")?
        .query_row([], |row| row.get(0))?;
    let items = conn
        .prepare_cached("SELECT seq, at, actor, action, target, detail, hash FROM audit WHERE seq < ?1 ORDER BY seq DESC LIMIT ?2")?
        .query_map(params![before.unwrap_or(i64::MAX), limit], row)?
        .map(|found| found.map(|(entry, _)| entry))
        .collect::<Sql<_>>()?;
    Ok((items, total))
}

/// Checks the whole chain and says how many entries it has, or where it breaks.
pub fn verify(conn: &Connection) -> Sql<Result<i64, Broken>> {
    let log: Vec<(AuditEntry, String)> = conn
        .prepare("SELECT seq, at, actor, action, target, detail, hash FROM audit ORDER BY seq")?
        .query_map([], row)?
        .collect::<Sql<_>>()?;
    Ok(audit::verify(
        log.iter().map(|(entry, hash)| (entry, hash.as_str())),
    ))
}
