//! Machines' tokens: `cwt.{clinicId}.{secret}`, bound to one clinic and one role.

use super::secrets::{Keyed, Secret};
use crate::clinic::Clinic;
use crate::error::{Done, EngineError};
use callwaiting_domain::staff::Role;
use callwaiting_store::tables::{access, audit};
use serde_json::json;

/// Makes a token. `by` is the audit log's name for whoever asked; `label` says what it is for.
pub async fn new_token(clinic: &Clinic, role: Role, label: &str, by: &str) -> Done<Keyed> {
    if label.trim().is_empty() || label.chars().count() > 120 {
        return Err(EngineError::Validation(
            "a token's label has between 1 and 120 characters",
        ));
    }
    let token = Keyed {
        clinic: clinic.id().clone(),
        secret: Secret::random(&*clinic.ports().entropy),
    };
    let (now, id, hash) = (clinic.now(), clinic.new_id(), token.secret.hash());
    let (label, by) = (label.trim().to_owned(), by.to_owned());
    clinic
        .write(move |tx| {
            access::insert_token(tx, &id, &hash, role, &label, now)?;
            audit::append(
                tx,
                now,
                &by,
                "token.create",
                Some(&id),
                Some(&json!({ "role": role })),
            )?;
            Ok(())
        })
        .await?;
    Ok(token)
}

/// The id and role that a token stands for.
///
/// # Errors
/// [`EngineError::Unauthorized`] when it is unknown or was revoked.
pub async fn token(clinic: &Clinic, secret: &Secret) -> Done<(String, Role)> {
    let hash = secret.hash();
    clinic
        .read(move |conn| access::token(conn, &hash)?.ok_or(EngineError::Unauthorized))
        .await
}
