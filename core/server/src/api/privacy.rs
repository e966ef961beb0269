//! Consent, originals, and the clinic's rules of privacy; and a box to try what redaction takes out.

use super::access::{Allowed, may};
use super::extract::{Id, Json as Body};
use crate::http::ApiError;
use axum::Json;
use axum::http::StatusCode;
use callwaiting_domain::phi::PatientText;
use callwaiting_domain::redaction::redact;
use callwaiting_engine::privacy::{self, Privacy, PrivacyChange};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What a caller answered.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct ConsentAnswer {
    /// Whether the exact words may be kept. A no destroys what is kept.
    given: bool,
}

/// Notes what a caller told staff. Without consent the originals of all their calls are destroyed at once.
#[utoipa::path(post, path = "/api/clinics/{clinicId}/calls/{id}/consent", tag = "privacy",
    request_body = ConsentAnswer, responses((status = 204)))]
pub(super) async fn record_consent(
    desk: Allowed<may::Contacts>,
    Id(id): Id,
    Body(answer): Body<ConsentAnswer>,
) -> Result<StatusCode, ApiError> {
    privacy::record(&desk.clinic, id, answer.given, &desk.actor).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Why the exact words are needed.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Reason {
    /// 5 to 300 characters; stands in the audit log, with personal data taken out.
    reason: String,
}

/// The exact words of a call.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct OriginalCall {
    /// The turns, in order.
    turns: Vec<OriginalTurn>,
}

/// One turn as it was said. The one shape of the API that holds a patient's own words.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct OriginalTurn {
    /// `caller` or `voxanne`.
    speaker: &'static str,
    /// When, UTC.
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    /// The words.
    text: String,
}

/// The exact words of a call, for a manager who says why. Every opening stands in the audit log.
#[utoipa::path(post, path = "/api/clinics/{clinicId}/calls/{id}/original", tag = "privacy",
    request_body = Reason, responses((status = 200, body = OriginalCall)))]
pub(super) async fn open_original(
    desk: Allowed<may::OpenOriginals>,
    Id(id): Id,
    Body(why): Body<Reason>,
) -> Result<Json<OriginalCall>, ApiError> {
    let turns = privacy::open(&desk.clinic, id, why.reason, &desk.actor).await?;
    let turns = turns
        .into_iter()
        .map(|turn| OriginalTurn {
            speaker: turn.speaker.as_str(),
            at: turn.at,
            text: turn.words.expose().to_owned(),
        })
        .collect();
    Ok(Json(OriginalCall { turns }))
}

/// The clinic's rules of privacy.
#[utoipa::path(get, path = "/api/clinics/{clinicId}/privacy", tag = "privacy", responses((status = 200, body = Privacy)))]
pub(super) async fn get_privacy(desk: Allowed<may::ReadCalls>) -> Result<Json<Privacy>, ApiError> {
    Ok(Json(privacy::rules(&desk.clinic).await?))
}

/// What to change; what is absent stays.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct PrivacyPatch {
    /// After how many days originals are destroyed, 1 to 3650.
    retention_days: Option<i64>,
    /// What callers are asked, at most 500 characters.
    consent_wording: Option<String>,
    /// Whether Voxanne asks.
    ask_consent: Option<bool>,
}

/// Changes the clinic's rules of privacy.
#[utoipa::path(patch, path = "/api/clinics/{clinicId}/privacy", tag = "privacy",
    request_body = PrivacyPatch, responses((status = 200, body = Privacy)))]
pub(super) async fn change_privacy(
    desk: Allowed<may::EditPrivacy>,
    Body(patch): Body<PrivacyPatch>,
) -> Result<Json<Privacy>, ApiError> {
    let change = PrivacyChange {
        retention_days: patch.retention_days,
        consent_wording: patch.consent_wording,
        ask_consent: patch.ask_consent,
    };
    Ok(Json(privacy::change(&desk.clinic, change, &desk.actor).await?))
}

/// A sentence to try.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Tried {
    /// At most 2,000 characters; it is not kept.
    text: String,
}

/// What redaction makes of a sentence.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct TriedResult {
    /// What is left.
    text: String,
    /// What was taken out, in order.
    labels: Vec<String>,
}

/// Shows what redaction takes out of a sentence. Nothing of it is kept.
#[utoipa::path(post, path = "/api/clinics/{clinicId}/privacy/try", tag = "privacy",
    request_body = Tried, responses((status = 200, body = TriedResult)))]
pub(super) async fn try_redaction(
    desk: Allowed<may::ReadCalls>,
    Body(tried): Body<Tried>,
) -> Result<Json<TriedResult>, ApiError> {
    if tried.text.chars().count() > 2000 {
        return Err(ApiError::new(
            crate::http::ErrorCode::Validation,
            "try a sentence of at most 2000 characters",
        ));
    }
    let found = redact(&PatientText::new(tried.text), &desk.clinic.words_to_keep());
    Ok(Json(TriedResult {
        labels: found.findings.iter().map(|f| f.label.to_string()).collect(),
        text: found.text.into_inner(),
    }))
}
