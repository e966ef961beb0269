//! People the clinic knows. A family may share one telephone number.

use super::{Sql, Tx, event, instant, ms};
use callwaiting_domain::contact::ContactDetails;
use callwaiting_domain::phi::PatientText;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, Row, params};

/// One person.
#[derive(Clone, Debug)]
pub struct ContactRow {
    /// Their id.
    pub id: String,
    /// As they said it.
    pub name: Option<PatientText>,
    /// E.164.
    pub phone: Option<PatientText>,
    /// Lower case.
    pub email: Option<PatientText>,
    /// Year-month-day.
    pub date_of_birth: Option<PatientText>,
    /// Whether they asked to be left alone.
    pub do_not_contact: bool,
    /// When they were first known.
    pub created_at: Timestamp,
    /// When they last called.
    pub last_call_at: Option<Timestamp>,
}

const COLUMNS: &str = "id, name, phone, email, date_of_birth, do_not_contact, created_at, last_call_at";

fn row(row: &Row<'_>) -> Sql<ContactRow> {
    let text = |at: usize| row.get::<_, Option<String>>(at).map(|t| t.map(PatientText::new));
    Ok(ContactRow {
        id: row.get(0)?,
        name: text(1)?,
        phone: text(2)?,
        email: text(3)?,
        date_of_birth: text(4)?,
        do_not_contact: row.get(5)?,
        created_at: instant(row.get(6)?),
        last_call_at: row.get::<_, Option<i64>>(7)?.map(instant),
    })
}

/// The contact of that id.
pub fn find(conn: &Connection, id: &str) -> Sql<Option<ContactRow>> {
    conn.prepare_cached(&format!("SELECT {COLUMNS} FROM contact WHERE id = ?1"))?
        .query_row([id], row)
        .optional()
}

/// The contacts with that number (E.164), the one who called last first.
pub fn by_phone(conn: &Connection, phone: &str) -> Sql<Vec<ContactRow>> {
    conn.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM contact WHERE phone = ?1 ORDER BY last_call_at DESC, created_at DESC LIMIT 8"
    ))?
    .query_map([phone], row)?
    .collect()
}

/// Contacts whose name, number or address contains `q`, newest first; and how many there are in all.
pub fn list(conn: &Connection, q: &str, limit: i64, offset: i64) -> Sql<(Vec<ContactRow>, i64)> {
    let like = format!(
        "%{}%",
        q.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
    );
    let wanted =
        "(?1 = '%%' OR name LIKE ?1 ESCAPE '\\' OR phone LIKE ?1 ESCAPE '\\' OR email LIKE ?1 ESCAPE '\\')";
    let total = conn
        .prepare_cached(&format!("SELECT count(*) FROM contact WHERE {wanted}"))?
        .query_row([&like], |row| row.get(0))?;
    let items = conn
        .prepare_cached(&format!("SELECT {COLUMNS} FROM contact WHERE {wanted} ORDER BY created_at DESC, id DESC LIMIT ?2 OFFSET ?3"))?
        .query_map(params![like, limit, offset], row)?
        .collect::<Sql<_>>()?;
    Ok((items, total))
}

/// Adds a contact.
pub fn insert(tx: Tx<'_>, id: &str, details: &ContactDetails, now: Timestamp) -> Sql<()> {
    tx.prepare_cached("INSERT INTO contact (id, created_at) VALUES (?1, ?2)")?
        .execute(params![id, ms(now)])?;
    update(tx, id, details)
}

/// Fills in what is given and leaves the rest.
pub fn update(tx: Tx<'_>, id: &str, details: &ContactDetails) -> Sql<()> {
    let [name, phone, email, born] = columns(details);
    tx.prepare_cached(
        "UPDATE contact SET name = coalesce(?2, name), phone = coalesce(?3, phone), email = coalesce(?4, email),
            date_of_birth = coalesce(?5, date_of_birth) WHERE id = ?1",
    )?
    .execute(params![id, name, phone, email, born])?;
    Ok(())
}

/// Notes a call.
pub fn called(tx: Tx<'_>, id: &str, at: Timestamp) -> Sql<()> {
    tx.prepare_cached("UPDATE contact SET last_call_at = max(coalesce(last_call_at, 0), ?2) WHERE id = ?1")?
        .execute(params![id, ms(at)])?;
    Ok(())
}

/// Fills in what is given and not known yet, for words that prove nothing: whoever is on the telephone could say them.
pub fn fill(tx: Tx<'_>, id: &str, details: &ContactDetails) -> Sql<()> {
    let [name, phone, email, born] = columns(details);
    tx.prepare_cached(
        "UPDATE contact SET name = coalesce(name, ?2), phone = coalesce(phone, ?3), email = coalesce(email, ?4),
            date_of_birth = coalesce(date_of_birth, ?5) WHERE id = ?1",
    )?
    .execute(params![id, name, phone, email, born])?;
    Ok(())
}

/// Forgets a person: the row goes, and of their calls the words, sealed ones too; calls and appointments stay without a
/// name or a number.
pub fn erase(tx: Tx<'_>, id: &str) -> Sql<bool> {
    let calls: Vec<String> = tx
        .prepare_cached("SELECT id FROM call WHERE contact_id = ?1")?
        .query_map([id], |row| row.get(0))?
        .collect::<Sql<_>>()?;
    for call in &calls {
        for forget in [
            "UPDATE call SET phone = NULL, reason = NULL, summary = NULL, erased = 1 WHERE id = ?1",
            "UPDATE turn SET text = '[ERASED]' WHERE call_id = ?1",
            "UPDATE need SET title = 'Erased', detail = '' WHERE call_id = ?1",
            "DELETE FROM sealed_turn WHERE call_id = ?1",
            "DELETE FROM tool_use WHERE call_id = ?1",
            "DELETE FROM consent WHERE call_id = ?1",
        ] {
            tx.prepare_cached(forget)?.execute([call])?;
        }
        event::forget_all_turns(tx, call)?;
    }
    tx.execute(
        "UPDATE need SET title = 'Erased', detail = '' WHERE contact_id = ?1",
        [id],
    )?;
    Ok(tx.execute("DELETE FROM contact WHERE id = ?1", [id])? == 1)
}

/// Name, number, address and date of birth as the table has them.
fn columns(details: &ContactDetails) -> [Option<String>; 4] {
    [
        details.name.as_ref().map(|n| n.expose().to_owned()),
        details.phone.as_ref().map(|p| p.as_e164().to_owned()),
        details.email.as_ref().map(|e| e.as_str().to_owned()),
        details.date_of_birth.map(|d| d.to_string()),
    ]
}
