//! Webhook deliveries that took effect, and messages nobody knows yet.

use super::{Sql, Tx, ms};
use callwaiting_domain::redaction::Redacted;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, params};

/// The answer that a delivery's first arrival got; the outer `None` means it is new.
pub fn answer_of(conn: &Connection, key: &str) -> Sql<Option<Option<String>>> {
    conn.prepare_cached("SELECT answer FROM delivery WHERE key = ?1")?
        .query_row([key], |row| row.get(0))
        .optional()
}

/// Notes a delivery; false if it had come before.
pub fn insert(tx: Tx<'_>, key: &str, kind: &str, now: Timestamp, answer: Option<&str>) -> Sql<bool> {
    let added = tx
        .prepare_cached("INSERT INTO delivery (key, kind, received_at, answer) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING")?
        .execute(params![key, kind, ms(now), answer])?;
    Ok(added == 1)
}

/// Keeps the answer of a delivery, which may have been noted before without one; the first answer stands.
pub fn answered(tx: Tx<'_>, key: &str, kind: &str, now: Timestamp, answer: &str) -> Sql<()> {
    tx.prepare_cached(
        "INSERT INTO delivery (key, kind, received_at, answer) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (key) DO UPDATE SET answer = excluded.answer WHERE answer IS NULL",
    )?
    .execute(params![key, kind, ms(now), answer])?;
    Ok(())
}

/// Keeps a message of an unknown type; its body is scrubbed and redacted.
pub fn keep_unknown(tx: Tx<'_>, kind: &str, now: Timestamp, body: &Redacted<serde_json::Value>) -> Sql<()> {
    tx.prepare_cached("INSERT INTO unknown_message (kind, received_at, body) VALUES (?1, ?2, ?3)")?
        .execute(params![kind, ms(now), body.get().to_string()])?;
    Ok(())
}

/// Forgets deliveries received before `before`; providers give up retrying long before that.
pub fn prune(tx: Tx<'_>, before: Timestamp) -> Sql<usize> {
    tx.execute("DELETE FROM delivery WHERE received_at < ?1", [ms(before)])
}
