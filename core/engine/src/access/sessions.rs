//! Signing in and out, and who a session's secret stands for.

use super::secrets::{Keyed, Secret};
use super::{lockout, passwords};
use crate::booking::Actor;
use crate::clinic::Clinic;
use crate::error::{Done, EngineError};
use callwaiting_domain::staff::Role;
use callwaiting_store::tables::access::{self, SessionRow};
use callwaiting_store::tables::staff::{self, StaffRow};
use callwaiting_store::tables::{Tx, audit};
use jiff::{SignedDuration, Timestamp};
use rusqlite::Connection;
use serde_json::json;

/// How long a session lasts whatever happens.
pub const SESSION_HOURS: i64 = 12;
/// How long a session lasts without a request.
pub const IDLE_MINUTES: i64 = 30;
/// How stale "last used" may get before it is written again, so that reading doesn't write every time.
const TOUCH_SECONDS: i64 = 60;

/// A member of staff who is signed in.
#[derive(Clone)]
pub struct Session {
    /// Their id.
    pub staff_id: String,
    /// What others call them.
    pub name: String,
    /// What they type to sign in.
    pub username: String,
    /// What they may do.
    pub role: Role,
    /// What an unsafe request must carry besides the cookie.
    pub csrf: Secret,
    /// When the session ends whatever happens.
    pub expires_at: Timestamp,
}

/// A new session and the secret that the browser keeps.
pub struct SignedIn {
    /// For the cookie.
    pub secret: Keyed,
    /// Whose.
    pub session: Session,
}

/// Signs a member of staff in by password.
///
/// # Errors
/// [`EngineError::Unauthorized`] for an unknown name, a wrong password or a closed account, all alike;
/// [`EngineError::LockedOut`] after too many wrong ones.
pub async fn sign_in(clinic: &Clinic, username: String, password: Secret) -> Done<SignedIn> {
    let found = clinic
        .read(move |conn| Ok(staff::by_username(conn, username.trim())?))
        .await?;
    let hash = found.as_ref().and_then(|row| row.password_hash.clone());
    let fits = passwords::fits(&password, hash).await?;
    let Some(row) = found else {
        refused(clinic, None, "unknown").await?;
        return Err(EngineError::Unauthorized);
    };
    let (now, new) = (clinic.now(), New::random(clinic));
    clinic.write(move |tx| judge(tx, &row.id, fits, now, new)).await?
}

/// Decides inside the transaction, where the count of wrong passwords can't be outrun.
fn judge(tx: Tx<'_>, staff_id: &str, fits: bool, now: Timestamp, new: New) -> Done<Done<SignedIn>> {
    let row = staff::find(&tx, staff_id)?.ok_or(EngineError::Unauthorized)?;
    let actor = Actor::Staff(row.id.clone()).name();
    let refuse = |why: &str| {
        audit::append(
            tx,
            now,
            "appliance",
            "session.refused",
            Some(&row.id),
            Some(&json!({ "why": why })),
        )
    };
    if row.locked_until.is_some_and(|until| until > now) {
        refuse("locked_out")?;
        return Ok(Err(EngineError::LockedOut));
    }
    if !fits {
        let failures = row.failures + 1;
        let locked = lockout::locked_until(failures, now);
        staff::set_failures(tx, &row.id, failures, locked)?;
        refuse("wrong_password")?;
        if let Some(until) = locked {
            let detail = json!({ "failures": failures, "until": until });
            audit::append(
                tx,
                now,
                "appliance",
                "staff.locked_out",
                Some(&row.id),
                Some(&detail),
            )?;
        }
        return Ok(Err(EngineError::Unauthorized));
    }
    if !row.active {
        refuse("closed")?;
        return Ok(Err(EngineError::Unauthorized));
    }
    staff::set_failures(tx, &row.id, 0, None)?;
    audit::append(
        tx,
        now,
        &actor,
        "session.sign_in",
        Some(&row.id),
        Some(&json!({ "by": "password" })),
    )?;
    new.session(tx, &row, now).map(Ok)
}

/// Notes a sign-in that nobody here could be meant by. What was typed is not kept: it may be a password.
pub(super) async fn refused(clinic: &Clinic, staff_id: Option<String>, why: &'static str) -> Done<()> {
    let now = clinic.now();
    clinic
        .write(move |tx| {
            let detail = json!({ "why": why });
            audit::append(
                tx,
                now,
                "appliance",
                "session.refused",
                staff_id.as_deref(),
                Some(&detail),
            )?;
            Ok(())
        })
        .await
}

/// The randomness of a new session, drawn before the transaction.
pub(super) struct New {
    secret: Keyed,
    csrf: Secret,
}

impl New {
    pub(super) fn random(clinic: &Clinic) -> Self {
        let entropy = &*clinic.ports().entropy;
        let secret = Keyed {
            clinic: clinic.id().clone(),
            secret: Secret::random(entropy),
        };
        Self {
            secret,
            csrf: Secret::random(entropy),
        }
    }

    pub(super) fn session(self, tx: Tx<'_>, row: &StaffRow, now: Timestamp) -> Done<SignedIn> {
        let expires_at = now
            .checked_add(SignedDuration::from_hours(SESSION_HOURS))
            .unwrap_or(now);
        let kept = SessionRow {
            staff_id: row.id.clone(),
            csrf: self.csrf.reveal().to_owned(),
            seen_at: now,
            expires_at,
        };
        access::insert_session(tx, &self.secret.secret.hash(), &kept)?;
        Ok(SignedIn {
            secret: self.secret,
            session: told(row, self.csrf, expires_at),
        })
    }
}

fn told(row: &StaffRow, csrf: Secret, expires_at: Timestamp) -> Session {
    Session {
        staff_id: row.id.clone(),
        name: row.name.clone(),
        username: row.username.clone(),
        role: row.role,
        csrf,
        expires_at,
    }
}

/// Who a session's secret stands for now, and notes that it was used.
///
/// # Errors
/// [`EngineError::Unauthorized`] when it is unknown, over, unused for too long, or its account is closed.
pub async fn session(clinic: &Clinic, secret: &Secret) -> Done<Session> {
    let (now, hash) = (clinic.now(), secret.hash());
    let wanted = hash.clone();
    let found = clinic.read(move |conn| in_force(conn, &wanted, now)).await?;
    let (kept, row) = found.ok_or(EngineError::Unauthorized)?;
    if now.as_second() - kept.seen_at.as_second() >= TOUCH_SECONDS {
        clinic
            .write(move |tx| Ok(access::touch_session(tx, &hash, now)?))
            .await?;
    }
    Ok(told(&row, Secret::new(kept.csrf), kept.expires_at))
}

/// Whether a session still stands, without counting as a use of it: for a stream of events that stays open.
pub async fn session_holds(clinic: &Clinic, secret: &Secret) -> Done<bool> {
    let (now, hash) = (clinic.now(), secret.hash());
    clinic
        .read(move |conn| Ok(in_force(conn, &hash, now)?.is_some()))
        .await
}

fn in_force(conn: &Connection, hash: &str, now: Timestamp) -> Done<Option<(SessionRow, StaffRow)>> {
    let Some(kept) = access::session(conn, hash)? else {
        return Ok(None);
    };
    let idle = now.as_second() - kept.seen_at.as_second() >= IDLE_MINUTES * 60;
    if idle || kept.expires_at <= now {
        return Ok(None);
    }
    let row = staff::find(conn, &kept.staff_id)?.filter(|row| row.active);
    Ok(row.map(|row| (kept, row)))
}

/// Ends a session. Ending one that is over is no error.
pub async fn sign_out(clinic: &Clinic, secret: &Secret) -> Done<()> {
    let (now, hash) = (clinic.now(), secret.hash());
    clinic
        .write(move |tx| {
            let Some(kept) = access::session(&tx, &hash)? else {
                return Ok(());
            };
            access::end_session(tx, &hash)?;
            let actor = Actor::Staff(kept.staff_id.clone()).name();
            audit::append(tx, now, &actor, "session.sign_out", Some(&kept.staff_id), None)?;
            Ok(())
        })
        .await
}
