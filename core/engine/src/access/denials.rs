//! Somebody of one clinic at another's door: refused, and written into both logs.

use crate::clinic::Clinic;
use crate::error::Done;
use callwaiting_domain::ids::ClinicId;
use callwaiting_store::tables::audit;
use serde_json::json;

const ACTION: &str = "access.denied_other_clinic";

/// Who it was, once their own clinic has recognised them.
#[derive(Clone, Debug)]
pub struct Intruder {
    /// The audit log's name for them: `staff:…` or `token:…`.
    pub actor: String,
    /// The clinic they belong to.
    pub home: ClinicId,
}

/// Writes into the log of the intruder's own clinic where they tried to get in.
pub async fn denied_other_clinic(home: &Clinic, intruder: &Intruder, door: &ClinicId) -> Done<()> {
    append(
        home,
        intruder.actor.clone(),
        door.to_string(),
        json!({ "clinic": door.as_str() }),
    )
    .await
}

/// Writes into the log of the clinic that somebody of another clinic tried to get in.
pub async fn note_intruder(door: &Clinic, intruder: &Intruder) -> Done<()> {
    let home = intruder.home.to_string();
    append(
        door,
        intruder.actor.clone(),
        home.clone(),
        json!({ "fromClinic": home }),
    )
    .await
}

async fn append(clinic: &Clinic, actor: String, target: String, detail: serde_json::Value) -> Done<()> {
    let now = clinic.now();
    clinic
        .write(move |tx| {
            audit::append(tx, now, &actor, ACTION, Some(&target), Some(&detail))?;
            Ok(())
        })
        .await
}
