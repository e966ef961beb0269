//! The slots a call was offered, the appointments it was told of, and how often it asked a tool the same thing.

use super::{Sql, Tx, instant, ms};
use callwaiting_domain::booking::Slot;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, params};

/// One offered slot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfferRow {
    /// The short id that the voice knows.
    pub slot_id: String,
    /// With whom.
    pub practitioner_id: String,
    /// For what.
    pub procedure_id: String,
    /// When it starts.
    pub start: Timestamp,
}

/// The slot a call was offered under a short id.
pub fn find(conn: &Connection, call_id: &str, slot_id: &str) -> Sql<Option<OfferRow>> {
    conn.prepare_cached("SELECT slot_id, practitioner_id, procedure_id, starts_at FROM offer WHERE call_id = ?1 AND slot_id = ?2")?
        .query_row([call_id, slot_id], |row| {
            Ok(OfferRow { slot_id: row.get(0)?, practitioner_id: row.get(1)?, procedure_id: row.get(2)?, start: instant(row.get(3)?) })
        })
        .optional()
}

/// Offers a slot in a call and says under which short id; the same slot keeps its id.
pub fn put(tx: Tx<'_>, call_id: &str, slot: &Slot) -> Sql<String> {
    let (practitioner, procedure, start) = (
        slot.practitioner.as_str(),
        slot.procedure.as_str(),
        ms(slot.span.start),
    );
    tx.prepare_cached(
        "INSERT INTO offer (call_id, slot_id, practitioner_id, procedure_id, starts_at)
         VALUES (?1, 's' || (1 + (SELECT count(*) FROM offer WHERE call_id = ?1)), ?2, ?3, ?4) ON CONFLICT DO NOTHING",
    )?
    .execute(params![call_id, practitioner, procedure, start])?;
    tx.prepare_cached("SELECT slot_id FROM offer WHERE call_id = ?1 AND practitioner_id = ?2 AND procedure_id = ?3 AND starts_at = ?4")?
        .query_row(params![call_id, practitioner, procedure, start], |row| row.get(0))
}

/// Names an appointment in a call and says under which short reference; the same appointment keeps its reference.
pub fn put_ref(tx: Tx<'_>, call_id: &str, appointment_id: &str) -> Sql<String> {
    tx.prepare_cached(
        "INSERT INTO appointment_ref (call_id, ref, appointment_id)
         VALUES (?1, 'a' || (1 + (SELECT count(*) FROM appointment_ref WHERE call_id = ?1)), ?2) ON CONFLICT DO NOTHING",
    )?
    .execute([call_id, appointment_id])?;
    tx.prepare_cached("SELECT ref FROM appointment_ref WHERE call_id = ?1 AND appointment_id = ?2")?
        .query_row([call_id, appointment_id], |row| row.get(0))
}

/// The appointment that a call knows under a short reference.
pub fn find_ref(conn: &Connection, call_id: &str, reference: &str) -> Sql<Option<String>> {
    conn.prepare_cached("SELECT appointment_id FROM appointment_ref WHERE call_id = ?1 AND ref = ?2")?
        .query_row([call_id, reference], |row| row.get(0))
        .optional()
}

/// Counts one use of a tool with these arguments in a call; `asked` is a hash of both.
pub fn count_use(tx: Tx<'_>, call_id: &str, tool: &str, asked: &str) -> Sql<u32> {
    tx.prepare_cached(
        "INSERT INTO tool_use (call_id, asked, tool, times) VALUES (?1, ?2, ?3, 1)
         ON CONFLICT (call_id, asked) DO UPDATE SET times = times + 1 RETURNING times",
    )?
    .query_row(params![call_id, asked, tool], |row| row.get(0))
}
