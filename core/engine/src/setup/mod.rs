//! Making a clinic, and giving a practice clinic its catalogue and a believable past.
//!
//! Names and people here are made up; telephone numbers are from the ranges kept for drama and examples.

mod past;
mod practice;

pub use past::seed_past;
pub use practice::seed_catalogue;

use crate::clinic::{Clinic, Ports};
use crate::error::Done;
use callwaiting_store::keys::{NewSlot, RecoveryCode};
use callwaiting_store::tables::audit;
use callwaiting_store::tables::clinic::{self as table, ClinicRow};
use callwaiting_store::{ClinicPaths, MIGRATIONS, create_clinic};
use std::sync::Arc;
use std::time::Duration;

/// Setting: how webhooks prove themselves, as the list that the voice provider's adapter reads.
pub const HOOK_AUTH: &str = "hook_auth";
/// Setting: where and with which key the voice provider is reached.
pub const VOICE_PROVIDER: &str = "voice_provider";
/// Setting: the number calls are passed on to, E.164.
pub const HANDOVER_NUMBER: &str = "handover_number";
/// Setting: what callers may be told of the clinic's rules, one a line.
pub const POLICIES: &str = "policies";

/// A clinic to be made.
#[derive(Clone, Debug)]
pub struct NewClinic {
    /// Its row.
    pub row: ClinicRow,
    /// The value of [`HOOK_AUTH`].
    pub hook_auth: String,
}

/// Makes a clinic: its folder, its encrypted database under a fresh key, its row. Blocks.
///
/// # Errors
/// Those of the store; nothing is left behind.
pub fn create(
    paths: &ClinicPaths,
    slots: &[NewSlot<'_>],
    ports: &Ports,
    new: &NewClinic,
) -> Done<Option<RecoveryCode>> {
    let (row, now) = (&new.row, ports.clock.now());
    let code = create_clinic(paths, slots, &*ports.entropy, MIGRATIONS, |tx| {
        table::insert(tx, row, now)?;
        table::set_setting(tx, HOOK_AUTH, &new.hook_auth)?;
        audit::append(tx, now, "appliance", "clinic.create", Some(&row.id), None).map(drop)
    })?;
    Ok(code)
}

/// A setting's text, at most [`crate::clinic::SETTING_SECONDS`] old where another process changed it.
pub async fn setting(clinic: &Clinic, name: &'static str) -> Done<Option<String>> {
    if let Some(known) = clinic.known_setting(name) {
        return Ok(known);
    }
    let read = clinic.read(move |conn| Ok(table::setting(conn, name)?)).await?;
    clinic.know_setting(name, read.clone());
    Ok(read)
}

/// Sets a setting; the audit log says that, not what it is.
pub async fn set_setting(
    clinic: &Clinic,
    name: &'static str,
    value: String,
    by: &crate::booking::Actor,
) -> Done<()> {
    let (now, by) = (clinic.now(), by.name());
    clinic
        .write(move |tx| {
            table::set_setting(tx, name, &value)?;
            audit::append(tx, now, &by, "setting.change", Some(name), None)?;
            crate::events::tell(tx, now, crate::events::Change::Line)
        })
        .await?;
    clinic.forget_settings();
    Ok(())
}

/// Closes a clinic that was opened for a short task.
pub async fn close(clinic: Arc<Clinic>) {
    if let Err(error) = clinic.database().shutdown(Duration::from_secs(4)).await {
        tracing::warn!(code = error.code(), "the clinic's database did not close in time");
    }
}
