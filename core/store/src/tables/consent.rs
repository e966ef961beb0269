//! What callers agreed to. The latest word of a contact, or of a call without one, is in force.

use super::{Sql, Tx, instant, ms};
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, params};

/// One answer to the question of consent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsentRow {
    /// Its id.
    pub id: String,
    /// The call it was given or withdrawn in, or about.
    pub call_id: String,
    /// Whose it is, if known.
    pub contact_id: Option<String>,
    /// Yes or no.
    pub given: bool,
    /// What was asked, word for word.
    pub wording: String,
    /// `phone`, `desk`, `sms` or `web`.
    pub channel: String,
    /// Who noted it, as the audit log names them.
    pub recorded_by: String,
    /// When.
    pub at: Timestamp,
}

/// Keeps an answer.
pub fn insert(tx: Tx<'_>, consent: &ConsentRow) -> Sql<()> {
    tx.prepare_cached(
        "INSERT INTO consent (id, call_id, contact_id, given, wording, channel, recorded_by, at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?
    .execute(params![
        consent.id,
        consent.call_id,
        consent.contact_id,
        consent.given,
        consent.wording,
        consent.channel,
        consent.recorded_by,
        ms(consent.at)
    ])?;
    Ok(())
}

/// The answer in force for a call: the latest given in it or, in any call, by its contact.
pub fn in_force(conn: &Connection, call_id: &str, contact_id: Option<&str>) -> Sql<Option<ConsentRow>> {
    conn.prepare_cached(
        "SELECT id, call_id, contact_id, given, wording, channel, recorded_by, at FROM consent
         WHERE call_id = ?1 OR contact_id = ?2 ORDER BY at DESC, id DESC LIMIT 1",
    )?
    .query_row(params![call_id, contact_id], |row| {
        Ok(ConsentRow {
            id: row.get(0)?,
            call_id: row.get(1)?,
            contact_id: row.get(2)?,
            given: row.get(3)?,
            wording: row.get(4)?,
            channel: row.get(5)?,
            recorded_by: row.get(6)?,
            at: instant(row.get(7)?),
        })
    })
    .optional()
}

/// Gives the answers of a call to the contact that the call turned out to be of.
pub fn belongs_to(tx: Tx<'_>, call_id: &str, contact_id: &str) -> Sql<()> {
    tx.prepare_cached("UPDATE consent SET contact_id = ?2 WHERE call_id = ?1")?
        .execute([call_id, contact_id])?;
    Ok(())
}
