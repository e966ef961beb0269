//! Staff accounts: adding, changing, listing. Nobody can take the last person away who could add another.

use super::{Secret, passwords};
use crate::booking::Actor;
use crate::clinic::Clinic;
use crate::error::{Done, EngineError};
use callwaiting_domain::staff::{Permission, Role};
use callwaiting_store::tables::staff::{self, StaffRow};
use callwaiting_store::tables::{Tx, access, audit, is_duplicate};
use jiff::Timestamp;
use serde_json::json;

/// An account as others see it.
#[derive(Clone, Debug)]
pub struct Account {
    /// Its id.
    pub id: String,
    /// What they type to sign in.
    pub username: String,
    /// What others call them.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// Whether they may sign in.
    pub active: bool,
    /// Until when they are locked out.
    pub locked_until: Option<Timestamp>,
}

/// An account to be added.
pub struct NewAccount {
    /// 2 to 64 letters, digits and `. _ - @`.
    pub username: String,
    /// 1 to 120 characters.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// Without one the account signs in by link only.
    pub password: Option<Secret>,
}

/// What is to change; absent stays as it is.
#[derive(Default)]
pub struct AccountChange {
    /// Another name.
    pub name: Option<String>,
    /// Another role.
    pub role: Option<Role>,
    /// Another password, which also ends a lock-out.
    pub password: Option<Secret>,
    /// Whether they may sign in.
    pub active: Option<bool>,
}

/// All accounts, by name.
pub async fn accounts(clinic: &Clinic) -> Done<Vec<Account>> {
    let rows = clinic.read(|conn| Ok(staff::list(conn)?)).await?;
    Ok(rows.into_iter().map(shown).collect())
}

/// Adds an account. `by` is the audit log's name for whoever asked.
///
/// # Errors
/// [`EngineError::Validation`] for a field that can't be used, or a user name that is taken.
pub async fn add_account(clinic: &Clinic, new: NewAccount, by: &str) -> Done<Account> {
    let username = new.username.trim().to_lowercase();
    let fits = (2..=64).contains(&username.len())
        && username
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"._-@".contains(&b));
    if !fits {
        return Err(EngineError::Validation(
            "a user name has 2 to 64 letters, digits, dots, hyphens or underscores",
        ));
    }
    let password_hash = match &new.password {
        Some(password) => Some(passwords::hash(password, &*clinic.ports().entropy).await?),
        None => None,
    };
    let row = StaffRow {
        id: clinic.new_id(),
        username,
        name: checked_name(&new.name)?,
        role: new.role,
        password_hash,
        active: true,
        failures: 0,
        locked_until: None,
    };
    let (now, by) = (clinic.now(), by.to_owned());
    clinic
        .write(move |tx| {
            match staff::insert(tx, &row, now) {
                Err(error) if is_duplicate(&error) => {
                    return Err(EngineError::Validation("that user name is taken"));
                }
                other => other?,
            }
            audit::append(
                tx,
                now,
                &by,
                "staff.create",
                Some(&row.id),
                Some(&json!({ "role": row.role })),
            )?;
            Ok(shown(row))
        })
        .await
}

/// Changes an account. A new password, another role or a closed account ends its sessions.
///
/// # Errors
/// [`EngineError::NotFound`]; [`EngineError::Validation`] for a field that can't be used, or when nobody
/// would be left who can manage accounts.
pub async fn change_account(clinic: &Clinic, id: String, change: AccountChange, by: &Actor) -> Done<Account> {
    let name = change.name.as_deref().map(checked_name).transpose()?;
    let hash = match &change.password {
        Some(password) => Some(passwords::hash(password, &*clinic.ports().entropy).await?),
        None => None,
    };
    let (now, by) = (clinic.now(), by.name());
    clinic
        .write(move |tx| {
            let before = staff::find(&tx, &id)?.ok_or(EngineError::NotFound("account"))?;
            let mut row = before.clone();
            row.name = name.unwrap_or(row.name);
            row.role = change.role.unwrap_or(row.role);
            row.active = change.active.unwrap_or(row.active);
            row.password_hash = hash.clone().or(row.password_hash);
            staff::update(tx, &row)?;
            somebody_manages(tx)?;
            if hash.is_some() {
                staff::set_failures(tx, &row.id, 0, None)?;
                row.locked_until = None;
            }
            if hash.is_some() || row.role != before.role || !row.active {
                access::end_sessions_of(tx, &row.id)?;
            }
            let detail = json!({ "role": row.role, "active": row.active, "newPassword": hash.is_some() });
            audit::append(tx, now, &by, "staff.change", Some(&row.id), Some(&detail))?;
            Ok(shown(row))
        })
        .await
}

fn somebody_manages(tx: Tx<'_>) -> Done<()> {
    let left = staff::list(&tx)?
        .iter()
        .any(|row| row.active && row.role.may(Permission::ManageStaff));
    if left {
        Ok(())
    } else {
        Err(EngineError::Validation(
            "somebody must be left who can manage accounts",
        ))
    }
}

fn checked_name(name: &str) -> Done<String> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > 120 || name.chars().any(char::is_control) {
        return Err(EngineError::Validation("a name has between 1 and 120 characters"));
    }
    Ok(name.to_owned())
}

fn shown(row: StaffRow) -> Account {
    Account {
        id: row.id,
        username: row.username,
        name: row.name,
        role: row.role,
        active: row.active,
        locked_until: row.locked_until,
    }
}
