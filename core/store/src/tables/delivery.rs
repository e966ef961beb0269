//! Webhook deliveries that took effect, and messages nobody knows yet.

use super::{Sql, Tx, ms};
use callwaiting_domain::redaction::Redacted;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, params};
use sha2::{Digest as _, Sha256};

/// How many messages of unknown types are kept.
pub const UNKNOWN_KEPT: i64 = 1_000;
/// The largest body of one that is kept, in bytes of JSON.
pub const LARGEST_UNKNOWN: usize = 64 * 1024;

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

/// Keeps a message of an unknown type, unless it came before; its body is scrubbed and redacted. A body that is too
/// large is replaced by its size, and beyond [`UNKNOWN_KEPT`] messages the oldest goes.
pub fn keep_unknown(tx: Tx<'_>, kind: &str, now: Timestamp, body: &Redacted<serde_json::Value>) -> Sql<()> {
    let text = body.get().to_string();
    let digest = Sha256::new()
        .chain_update(kind)
        .chain_update([0])
        .chain_update(&text);
    let key = format!("unknown:{}", hex::encode(digest.finalize()));
    if !insert(tx, &key, "unknown", now, None)? {
        return Ok(());
    }
    let kept = if text.len() > LARGEST_UNKNOWN {
        format!(r#"{{"bytes":{}}}"#, text.len())
    } else {
        text
    };
    tx.prepare_cached("INSERT INTO unknown_message (kind, received_at, body) VALUES (?1, ?2, ?3)")?
        .execute(params![kind, ms(now), kept])?;
    tx.prepare_cached(
        "DELETE FROM unknown_message WHERE id <= (SELECT coalesce(max(id), 0) FROM unknown_message) - ?1",
    )?
    .execute([UNKNOWN_KEPT])?;
    Ok(())
}

/// Forgets messages of unknown types received before `before`.
pub fn prune_unknown(tx: Tx<'_>, before: Timestamp) -> Sql<usize> {
    tx.execute("DELETE FROM unknown_message WHERE received_at < ?1", [ms(before)])
}

/// Forgets deliveries received before `before`; providers give up retrying long before that.
pub fn prune(tx: Tx<'_>, before: Timestamp) -> Sql<usize> {
    tx.execute("DELETE FROM delivery WHERE received_at < ?1", [ms(before)])
}
