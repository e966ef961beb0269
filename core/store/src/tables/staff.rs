//! Staff accounts. Passwords are here as Argon2id hashes only.

use super::{Sql, Tx, instant, ms};
use callwaiting_domain::staff::Role;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, Row, params};

/// One account.
#[derive(Clone, PartialEq, Eq)]
pub struct StaffRow {
    /// Its id.
    pub id: String,
    /// What they type to sign in.
    pub username: String,
    /// What others call them.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// PHC string; absent for an account that signs in by link only.
    pub password_hash: Option<String>,
    /// Whether it may sign in.
    pub active: bool,
    /// Wrong passwords in a row.
    pub failures: i64,
    /// Until when it is locked out.
    pub locked_until: Option<Timestamp>,
}

const COLUMNS: &str = "id, username, name, role, password_hash, active, failures, locked_until";

fn row(row: &Row<'_>) -> Sql<StaffRow> {
    let role: String = row.get(3)?;
    Ok(StaffRow {
        id: row.get(0)?,
        username: row.get(1)?,
        name: row.get(2)?,
        role: Role::parse(&role).unwrap_or(Role::FrontDesk),
        password_hash: row.get(4)?,
        active: row.get(5)?,
        failures: row.get(6)?,
        locked_until: row.get::<_, Option<i64>>(7)?.map(instant),
    })
}

/// The account of that id.
pub fn find(conn: &Connection, id: &str) -> Sql<Option<StaffRow>> {
    conn.prepare_cached(&format!("SELECT {COLUMNS} FROM staff WHERE id = ?1"))?
        .query_row([id], row)
        .optional()
}

/// The account of that user name, without regard to case.
pub fn by_username(conn: &Connection, username: &str) -> Sql<Option<StaffRow>> {
    conn.prepare_cached(&format!("SELECT {COLUMNS} FROM staff WHERE username = ?1"))?
        .query_row([username], row)
        .optional()
}

/// All accounts by name.
pub fn list(conn: &Connection) -> Sql<Vec<StaffRow>> {
    conn.prepare_cached(&format!("SELECT {COLUMNS} FROM staff ORDER BY name, id"))?
        .query_map([], row)?
        .collect()
}

/// Adds an account.
pub fn insert(tx: Tx<'_>, staff: &StaffRow, now: Timestamp) -> Sql<()> {
    tx.execute(
        "INSERT INTO staff (id, username, name, role, password_hash, active, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![staff.id, staff.username, staff.name, staff.role.as_str(), staff.password_hash, staff.active, ms(now)],
    )?;
    Ok(())
}

/// Changes an account's name, role, password or whether it may sign in.
pub fn update(tx: Tx<'_>, staff: &StaffRow) -> Sql<()> {
    tx.execute(
        "UPDATE staff SET name = ?2, role = ?3, password_hash = ?4, active = ?5 WHERE id = ?1",
        params![
            staff.id,
            staff.name,
            staff.role.as_str(),
            staff.password_hash,
            staff.active
        ],
    )?;
    Ok(())
}

/// Notes wrong passwords in a row and a lock-out.
pub fn set_failures(tx: Tx<'_>, id: &str, failures: i64, locked_until: Option<Timestamp>) -> Sql<()> {
    tx.execute(
        "UPDATE staff SET failures = ?2, locked_until = ?3 WHERE id = ?1",
        params![id, failures, locked_until.map(ms)],
    )?;
    Ok(())
}
