//! The clinic's own rules: how long originals are kept, and how callers are asked.

use crate::booking::Actor;
use crate::clinic::Clinic;
use crate::error::{Done, EngineError};
use callwaiting_store::tables::{audit, clinic as table};
use serde::Serialize;
use utoipa::ToSchema;

const RETENTION_DAYS: &str = "retention_days";
const CONSENT_WORDING: &str = "consent_wording";
const ASK_CONSENT: &str = "ask_consent";
/// Kept so long unless the clinic says otherwise.
const USUAL_DAYS: i64 = 30;
/// Ten years: what the longest common rule for clinical records asks, and no original needs.
const MOST_DAYS: i64 = 3650;
const LONGEST_WORDING: usize = 500;
const USUAL_WORDING: &str =
    "May we keep the exact words of this call, encrypted, so that a manager can check what was said?";

/// The rules in force.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Privacy {
    /// After how many days originals are destroyed.
    pub retention_days: i64,
    /// What callers are asked.
    pub consent_wording: String,
    /// Whether Voxanne asks.
    pub ask_consent: bool,
}

/// What to change; what is absent stays.
#[derive(Clone, Debug, Default)]
pub struct PrivacyChange {
    /// 1 to 3650.
    pub retention_days: Option<i64>,
    /// At most 500 characters.
    pub consent_wording: Option<String>,
    /// Whether Voxanne asks.
    pub ask_consent: Option<bool>,
}

/// The rules in force.
pub async fn rules(clinic: &Clinic) -> Done<Privacy> {
    clinic.read(rules_in).await
}

pub(super) fn rules_in(conn: &rusqlite::Connection) -> Done<Privacy> {
    let days = table::setting(conn, RETENTION_DAYS)?.and_then(|days| days.parse().ok());
    Ok(Privacy {
        retention_days: days.unwrap_or(USUAL_DAYS),
        consent_wording: table::setting(conn, CONSENT_WORDING)?.unwrap_or_else(|| USUAL_WORDING.into()),
        ask_consent: table::setting(conn, ASK_CONSENT)?.as_deref() == Some("yes"),
    })
}

/// Changes the rules. The audit log says which, and the number of days.
///
/// # Errors
/// [`EngineError::Validation`] for a number of days or a wording that can't be.
pub async fn change(clinic: &Clinic, wanted: PrivacyChange, by: &Actor) -> Done<Privacy> {
    if wanted
        .retention_days
        .is_some_and(|days| !(1..=MOST_DAYS).contains(&days))
    {
        return Err(EngineError::Validation(
            "retentionDays must be between 1 and 3650",
        ));
    }
    let wording = wanted.consent_wording.map(|text| text.trim().to_owned());
    if wording
        .as_ref()
        .is_some_and(|text| text.is_empty() || text.chars().count() > LONGEST_WORDING)
    {
        return Err(EngineError::Validation(
            "consentWording must have 1 to 500 characters",
        ));
    }
    let (now, by) = (clinic.now(), by.name());
    let changed = clinic
        .write(move |tx| {
            let settings = [
                (RETENTION_DAYS, wanted.retention_days.map(|days| days.to_string())),
                (CONSENT_WORDING, wording),
                (
                    ASK_CONSENT,
                    wanted
                        .ask_consent
                        .map(|ask| if ask { "yes" } else { "no" }.into()),
                ),
            ];
            for (name, value) in settings {
                if let Some(value) = value {
                    table::set_setting(tx, name, &value)?;
                    audit::append(tx, now, &by, "setting.change", Some(name), None)?;
                }
            }
            rules_in(&tx)
        })
        .await?;
    clinic.forget_settings();
    Ok(changed)
}
