//! Sessions, machines' tokens and one-time sign-in links. Only hashes of what they carry are kept.

use super::{Sql, Tx, instant, ms};
use callwaiting_domain::staff::Role;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, params};

/// One session of a member of staff.
#[derive(Clone, PartialEq, Eq)]
pub struct SessionRow {
    /// Whose.
    pub staff_id: String,
    /// What an unsafe request must carry besides the cookie.
    pub csrf: String,
    /// When it was last used.
    pub seen_at: Timestamp,
    /// When it ends whatever happens.
    pub expires_at: Timestamp,
}

/// The session that a secret's hash opens.
pub fn session(conn: &Connection, secret_hash: &str) -> Sql<Option<SessionRow>> {
    conn.prepare_cached("SELECT staff_id, csrf, seen_at, expires_at FROM session WHERE secret_hash = ?1")?
        .query_row([secret_hash], |row| {
            Ok(SessionRow {
                staff_id: row.get(0)?,
                csrf: row.get(1)?,
                seen_at: instant(row.get(2)?),
                expires_at: instant(row.get(3)?),
            })
        })
        .optional()
}

/// Adds a session and forgets those that are over.
pub fn insert_session(tx: Tx<'_>, secret_hash: &str, session: &SessionRow) -> Sql<()> {
    tx.execute(
        "DELETE FROM session WHERE expires_at <= ?1",
        [ms(session.seen_at)],
    )?;
    tx.execute(
        "INSERT INTO session (secret_hash, staff_id, csrf, created_at, seen_at, expires_at) VALUES (?1, ?2, ?3, ?4, ?4, ?5)",
        params![secret_hash, session.staff_id, session.csrf, ms(session.seen_at), ms(session.expires_at)],
    )?;
    Ok(())
}

/// Notes that a session was used.
pub fn touch_session(tx: Tx<'_>, secret_hash: &str, now: Timestamp) -> Sql<()> {
    tx.execute(
        "UPDATE session SET seen_at = ?2 WHERE secret_hash = ?1",
        params![secret_hash, ms(now)],
    )?;
    Ok(())
}

/// Ends a session.
pub fn end_session(tx: Tx<'_>, secret_hash: &str) -> Sql<()> {
    tx.execute("DELETE FROM session WHERE secret_hash = ?1", [secret_hash])?;
    Ok(())
}

/// Ends every session of a member of staff.
pub fn end_sessions_of(tx: Tx<'_>, staff_id: &str) -> Sql<()> {
    tx.execute("DELETE FROM session WHERE staff_id = ?1", [staff_id])?;
    Ok(())
}

/// The id and role of the token that a secret's hash opens, unless it was revoked.
pub fn token(conn: &Connection, secret_hash: &str) -> Sql<Option<(String, Role)>> {
    conn.prepare_cached("SELECT id, role FROM access_token WHERE secret_hash = ?1 AND revoked_at IS NULL")?
        .query_row([secret_hash], |row| Ok((row.get(0)?, row.get::<_, String>(1)?)))
        .optional()
        .map(|found| found.and_then(|(id, role)| Role::parse(&role).map(|role| (id, role))))
}

/// Adds a token.
pub fn insert_token(
    tx: Tx<'_>,
    id: &str,
    secret_hash: &str,
    role: Role,
    label: &str,
    now: Timestamp,
) -> Sql<()> {
    tx.execute(
        "INSERT INTO access_token (id, secret_hash, role, label, created_at) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![id, secret_hash, role.as_str(), label, ms(now)],
    )?;
    Ok(())
}

/// Adds a link that signs a member of staff in once.
pub fn insert_link(tx: Tx<'_>, secret_hash: &str, staff_id: &str, expires_at: Timestamp) -> Sql<()> {
    tx.execute(
        "INSERT INTO sign_in_link (secret_hash, staff_id, expires_at) VALUES (?1, ?2, ?3)",
        params![secret_hash, staff_id, ms(expires_at)],
    )?;
    Ok(())
}

/// Uses a link up and says whom it signs in; `None` if it is unknown, used or too old.
pub fn use_link(tx: Tx<'_>, secret_hash: &str, now: Timestamp) -> Sql<Option<String>> {
    tx.prepare_cached(
        "UPDATE sign_in_link SET used_at = ?2 WHERE secret_hash = ?1 AND used_at IS NULL AND expires_at > ?2 RETURNING staff_id",
    )?
    .query_row(params![secret_hash, ms(now)], |row| row.get(0))
    .optional()
}
