//! One-time links: how the first person gets in, and how the window signs its user in.

use super::secrets::{Keyed, Secret};
use super::sessions::{New, SignedIn, refused};
use crate::booking::Actor;
use crate::clinic::Clinic;
use crate::error::{Done, EngineError};
use callwaiting_domain::staff::Role;
use callwaiting_store::tables::{access, audit, staff};
use jiff::SignedDuration;
use serde_json::json;

/// How long a link waits to be used.
pub const LINK_MINUTES: i64 = 15;

/// Makes a link for a member of staff. `by` is the audit log's name for whoever asked.
pub async fn new_link(clinic: &Clinic, staff_id: String, by: &str) -> Done<Keyed> {
    let link = Keyed {
        clinic: clinic.id().clone(),
        secret: Secret::random(&*clinic.ports().entropy),
    };
    let (now, hash, by) = (clinic.now(), link.secret.hash(), by.to_owned());
    let until = now
        .checked_add(SignedDuration::from_mins(LINK_MINUTES))
        .unwrap_or(now);
    clinic
        .write(move |tx| {
            staff::find(&tx, &staff_id)?
                .filter(|row| row.active)
                .ok_or(EngineError::NotFound("account"))?;
            access::insert_link(tx, &hash, &staff_id, until)?;
            audit::append(tx, now, &by, "link.create", Some(&staff_id), None)?;
            Ok(())
        })
        .await?;
    Ok(link)
}

/// Uses a link up and signs its member of staff in.
///
/// # Errors
/// [`EngineError::Unauthorized`] when it is unknown, used, too old, or its account is closed.
pub async fn sign_in_by_link(clinic: &Clinic, secret: &Secret) -> Done<SignedIn> {
    let (now, hash, new) = (clinic.now(), secret.hash(), New::random(clinic));
    let signed_in = clinic
        .write(move |tx| {
            let Some(staff_id) = access::use_link(tx, &hash, now)? else {
                return Ok(None);
            };
            let Some(row) = staff::find(&tx, &staff_id)?.filter(|row| row.active) else {
                return Ok(None);
            };
            let actor = Actor::Staff(row.id.clone()).name();
            audit::append(
                tx,
                now,
                &actor,
                "session.sign_in",
                Some(&row.id),
                Some(&json!({ "by": "link" })),
            )?;
            new.session(tx, &row, now).map(Some)
        })
        .await?;
    match signed_in {
        Some(signed_in) => Ok(signed_in),
        None => {
            refused(clinic, None, "link").await?;
            Err(EngineError::Unauthorized)
        }
    }
}

/// The first manager who may sign in, whose link the first start prints.
pub async fn first_manager(clinic: &Clinic) -> Done<Option<String>> {
    let all = clinic.read(|conn| Ok(staff::list(conn)?)).await?;
    Ok(all
        .into_iter()
        .find(|row| row.active && row.role == Role::Manager)
        .map(|row| row.id))
}
