//! Appointments. What they take is kept by the schema's triggers and `occupancy`.

use super::{Sql, Tx, instant, ms};
use callwaiting_domain::booking::Span;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, Row, params, params_from_iter};

/// One appointment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppointmentRow {
    /// Its id.
    pub id: String,
    /// The hold it grew from.
    pub hold_id: Option<String>,
    /// With whom.
    pub practitioner_id: String,
    /// For what.
    pub procedure_id: String,
    /// Whose; absent after erasure.
    pub contact_id: Option<String>,
    /// The call in which it was made.
    pub call_id: Option<String>,
    /// When, without buffers.
    pub span: Span,
    /// Booked, or cancelled.
    pub booked: bool,
    /// Whether the patient is here.
    pub arrived: bool,
    /// Whether a follow-up won it back.
    pub won_back: bool,
    /// `voxanne` or `staff`.
    pub confirmed_by: String,
    /// Raised by every change.
    pub version: i64,
    /// When it was made.
    pub created_at: Timestamp,
}

const COLUMNS: &str = "id, hold_id, practitioner_id, procedure_id, contact_id, call_id, starts_at, ends_at, status, arrived, won_back, confirmed_by, version, created_at";

fn row(row: &Row<'_>) -> Sql<AppointmentRow> {
    Ok(AppointmentRow {
        id: row.get(0)?,
        hold_id: row.get(1)?,
        practitioner_id: row.get(2)?,
        procedure_id: row.get(3)?,
        contact_id: row.get(4)?,
        call_id: row.get(5)?,
        span: Span {
            start: instant(row.get(6)?),
            end: instant(row.get(7)?),
        },
        booked: row.get::<_, String>(8)? == "booked",
        arrived: row.get(9)?,
        won_back: row.get(10)?,
        confirmed_by: row.get(11)?,
        version: row.get(12)?,
        created_at: instant(row.get(13)?),
    })
}

fn one(conn: &Connection, wanted: &str, value: &str) -> Sql<Option<AppointmentRow>> {
    conn.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM appointment WHERE {wanted} = ?1 ORDER BY created_at DESC, id DESC LIMIT 1"
    ))?
    .query_row([value], row)
    .optional()
}

/// The appointment of that id.
pub fn find(conn: &Connection, id: &str) -> Sql<Option<AppointmentRow>> {
    one(conn, "id", id)
}

/// The appointment that grew from a hold.
pub fn of_hold(conn: &Connection, hold_id: &str) -> Sql<Option<AppointmentRow>> {
    one(conn, "hold_id", hold_id)
}

/// The latest appointment made in a call.
pub fn of_call(conn: &Connection, call_id: &str) -> Sql<Option<AppointmentRow>> {
    one(conn, "call_id", call_id)
}

/// Everything that is booked of what was made in a call, latest first.
pub fn booked_in_call(conn: &Connection, call_id: &str) -> Sql<Vec<AppointmentRow>> {
    conn.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM appointment WHERE call_id = ?1 AND status = 'booked' ORDER BY created_at DESC, id DESC"
    ))?
    .query_map([call_id], row)?
    .collect()
}

/// The next booked appointments of a contact.
pub fn upcoming_of(conn: &Connection, contact_id: &str, now: Timestamp) -> Sql<Vec<AppointmentRow>> {
    conn.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM appointment WHERE contact_id = ?1 AND status = 'booked' AND starts_at > ?2 ORDER BY starts_at"
    ))?
    .query_map(params![contact_id, ms(now)], row)?
    .collect()
}

/// What a list asks for; an absent wish matches everything.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Starting at or after.
    pub from: Option<Timestamp>,
    /// Starting before.
    pub to: Option<Timestamp>,
    /// With whom.
    pub practitioner_id: Option<String>,
    /// Whose.
    pub contact_id: Option<String>,
    /// `booked` or `cancelled`.
    pub status: Option<String>,
}

/// A page of appointments by start, and how many there are in all.
pub fn list(conn: &Connection, wanted: &Wanted, limit: i64, offset: i64) -> Sql<(Vec<AppointmentRow>, i64)> {
    let mut clauses = vec!["1"];
    let mut values: Vec<rusqlite::types::Value> = Vec::new();
    let mut add = |clause: &'static str, value: Option<rusqlite::types::Value>| {
        if let Some(value) = value {
            clauses.push(clause);
            values.push(value);
        }
    };
    add("starts_at >= ?", wanted.from.map(|t| ms(t).into()));
    add("starts_at < ?", wanted.to.map(|t| ms(t).into()));
    add(
        "practitioner_id = ?",
        wanted.practitioner_id.clone().map(Into::into),
    );
    add("contact_id = ?", wanted.contact_id.clone().map(Into::into));
    add("status = ?", wanted.status.clone().map(Into::into));
    let clauses = clauses.join(" AND ");
    let total = conn
        .prepare_cached(&format!("SELECT count(*) FROM appointment WHERE {clauses}"))?
        .query_row(params_from_iter(&values), |row| row.get(0))?;
    values.extend([limit.into(), offset.into()]);
    let items = conn
        .prepare_cached(&format!(
            "SELECT {COLUMNS} FROM appointment WHERE {clauses} ORDER BY starts_at, id LIMIT ? OFFSET ?"
        ))?
        .query_map(params_from_iter(&values), row)?
        .collect::<Sql<_>>()?;
    Ok((items, total))
}

/// Adds a booked appointment; the schema takes the practitioner or refuses.
pub fn insert(tx: Tx<'_>, a: &AppointmentRow) -> Sql<()> {
    tx.prepare_cached(
        "INSERT INTO appointment (id, hold_id, practitioner_id, procedure_id, contact_id, call_id, starts_at, ends_at, status, won_back, confirmed_by, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 'booked', ?9, ?10, ?11)",
    )?
    .execute(params![
        a.id,
        a.hold_id,
        a.practitioner_id,
        a.procedure_id,
        a.contact_id,
        a.call_id,
        ms(a.span.start),
        ms(a.span.end),
        a.won_back,
        a.confirmed_by,
        ms(a.created_at)
    ])?;
    Ok(())
}

/// Notes whose it is.
pub fn set_contact(tx: Tx<'_>, id: &str, contact_id: &str) -> Sql<()> {
    tx.prepare_cached("UPDATE appointment SET contact_id = ?2 WHERE id = ?1")?
        .execute([id, contact_id])?;
    Ok(())
}

/// Moves a booked appointment; the schema gives up the old stretch and takes the new one or refuses.
pub fn move_to(tx: Tx<'_>, id: &str, practitioner_id: &str, span: Span) -> Sql<()> {
    tx.prepare_cached("UPDATE appointment SET practitioner_id = ?2, starts_at = ?3, ends_at = ?4, version = version + 1 WHERE id = ?1")?
        .execute(params![id, practitioner_id, ms(span.start), ms(span.end)])?;
    Ok(())
}

/// Cancels, or books again what was cancelled; the schema gives up or takes the stretch.
pub fn set_booked(tx: Tx<'_>, id: &str, booked: bool) -> Sql<()> {
    tx.prepare_cached("UPDATE appointment SET status = ?2, version = version + 1 WHERE id = ?1")?
        .execute(params![id, if booked { "booked" } else { "cancelled" }])?;
    Ok(())
}

/// Notes that the patient is here, or not.
pub fn set_arrived(tx: Tx<'_>, id: &str, arrived: bool) -> Sql<()> {
    tx.prepare_cached("UPDATE appointment SET arrived = ?2, version = version + 1 WHERE id = ?1")?
        .execute(params![id, arrived])?;
    Ok(())
}
