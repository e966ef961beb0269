//! What needs a person: listing it is a view; here it is marked as done, and that is taken back.

use crate::booking::Actor;
use crate::clinic::Clinic;
use crate::error::{Done, EngineError};
use crate::events::{self, Change};
use callwaiting_store::tables::{audit, need};

/// Marks one as done.
///
/// # Errors
/// [`EngineError::NotFound`] when there is no open one of that id.
pub async fn done(clinic: &Clinic, id: String, by: &Actor) -> Done<()> {
    let (now, by) = (clinic.now(), by.name());
    clinic
        .write(move |tx| {
            if !need::done(tx, &id, &by, now)? {
                return Err(EngineError::NotFound("open item"));
            }
            audit::append(tx, now, &by, "need.done", Some(&id), None)?;
            events::tell(tx, now, Change::Needs)
        })
        .await
}

/// Takes "done" back.
///
/// # Errors
/// [`EngineError::NotFound`] when there is no such one that is done.
pub async fn undo(clinic: &Clinic, id: String, by: &Actor) -> Done<()> {
    let (now, by) = (clinic.now(), by.name());
    clinic
        .write(move |tx| {
            if !need::undo(tx, &id)? {
                return Err(EngineError::NotFound("done item"));
            }
            audit::append(tx, now, &by, "need.undo", Some(&id), None)?;
            events::tell(tx, now, Change::Needs)
        })
        .await
}
