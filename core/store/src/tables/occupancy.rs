//! What is taken. The rows of practitioners come and go by triggers; rooms and devices are added here.

use super::hold::HoldRow;
use super::{Sql, Tx, instant, ms};
use callwaiting_domain::booking::{Busy, Need, Span, choose};
use callwaiting_domain::ids::ResourceId;
use rusqlite::{Connection, params};

/// The claim that takes a resource.
#[derive(Clone, Copy, Debug)]
pub enum Owner<'a> {
    /// A hold, by id.
    Hold(&'a str),
    /// An appointment, by id.
    Appointment(&'a str),
}

/// Every resource with what is taken of it about a claim's start: its rows start there, or up to the longest buffer
/// earlier. So a claim's rows are found by the key, without an index on their owner.
const TAKEN_AROUND: &str = "FROM resource r CROSS JOIN occupancy o ON o.resource_id = r.id AND o.starts_at BETWEEN ?1 - 14400000 AND ?1";

/// Takes one resource for each need. False if they can't all be met; then the caller must undo the whole
/// claim. Holds whose time is over must have been ended before.
pub fn take_needs(tx: Tx<'_>, owner: Owner<'_>, needs: &[Need], taken: Span) -> Sql<bool> {
    let mut free = Vec::new();
    for resource in needs.iter().flat_map(|need| &need.any_of) {
        if !free.contains(resource) && is_free(&tx, resource, taken)? {
            free.push(resource.clone());
        }
    }
    match choose(needs, |resource| free.contains(resource)) {
        Some(chosen) => take_all(tx, owner, &chosen, taken).map(|()| true),
        None => Ok(false),
    }
}

/// Whether nothing of the resource overlaps `span`; no row is longer than a day.
fn is_free(conn: &Connection, resource: &ResourceId, span: Span) -> Sql<bool> {
    conn.prepare_cached(
        "SELECT NOT EXISTS (SELECT 1 FROM occupancy WHERE resource_id = ?1 AND starts_at < ?3 AND starts_at > ?2 - 86400000 AND ends_at > ?2)",
    )?
    .query_row(params![resource.as_str(), ms(span.start), ms(span.end)], |row| row.get(0))
}

fn take(tx: Tx<'_>, owner: Owner<'_>, resource: &ResourceId, taken: Span) -> Sql<()> {
    let (hold, appointment) = match owner {
        Owner::Hold(id) => (Some(id), None),
        Owner::Appointment(id) => (None, Some(id)),
    };
    tx.prepare_cached("INSERT INTO occupancy (resource_id, starts_at, ends_at, hold_id, appointment_id) VALUES (?1, ?2, ?3, ?4, ?5)")?
        .execute(params![resource.as_str(), ms(taken.start), ms(taken.end), hold, appointment])?;
    Ok(())
}

/// The rooms and devices that a hold has taken, beside its practitioner.
pub fn of_hold(conn: &Connection, hold: &HoldRow) -> Sql<Vec<ResourceId>> {
    conn.prepare_cached(&format!(
        "SELECT r.id {TAKEN_AROUND} WHERE o.hold_id = ?2 AND r.id <> ?3"
    ))?
    .query_map(
        params![ms(hold.span.start), hold.id, hold.practitioner_id],
        |row| row.get::<_, String>(0).map(ResourceId::from),
    )?
    .collect()
}

/// Takes exactly these resources.
pub fn take_all(tx: Tx<'_>, owner: Owner<'_>, resources: &[ResourceId], taken: Span) -> Sql<()> {
    resources
        .iter()
        .try_for_each(|resource| take(tx, owner, resource, taken))
}

/// The names of the rooms and devices of an appointment.
pub fn rooms_of(conn: &Connection, appointment_id: &str, start: jiff::Timestamp) -> Sql<Vec<String>> {
    conn.prepare_cached(&format!(
        "SELECT r.name {TAKEN_AROUND} WHERE o.appointment_id = ?2 AND r.kind <> 'practitioner' ORDER BY r.name"
    ))?
    .query_map(params![ms(start), appointment_id], |row| row.get(0))?
    .collect()
}

/// Everything that is taken within `within`, but what expired holds still have, and but what `except` has.
pub fn busy(conn: &Connection, within: Span, now: jiff::Timestamp, except: Option<Owner<'_>>) -> Sql<Busy> {
    let (hold, appointment) = match except {
        Some(Owner::Hold(id)) => (id, ""),
        Some(Owner::Appointment(id)) => ("", id),
        None => ("", ""),
    };
    let rows: Vec<(ResourceId, Span)> = conn
        .prepare_cached(
            "SELECT o.resource_id, o.starts_at, o.ends_at FROM resource r
             CROSS JOIN occupancy o ON o.resource_id = r.id AND o.starts_at < ?2 AND o.starts_at > ?1 - 86400000
             LEFT JOIN hold h ON h.id = o.hold_id
             WHERE o.ends_at > ?1 AND (h.id IS NULL OR h.expires_at > ?3)
               AND o.hold_id IS NOT ?4 AND o.appointment_id IS NOT ?5",
        )?
        .query_map(
            params![ms(within.start), ms(within.end), ms(now), nothing(hold), nothing(appointment)],
            |row| Ok((row.get::<_, String>(0)?.into(), Span { start: instant(row.get(1)?), end: instant(row.get(2)?) })),
        )?
        .collect::<Sql<_>>()?;
    Ok(Busy::new(rows))
}

/// A value that no id equals, where nothing is excepted.
fn nothing(id: &str) -> &str {
    if id.is_empty() { "-" } else { id }
}
