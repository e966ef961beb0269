//! Whether a delivery comes from the clinic's provider. To the sender every refusal looks the same.

use super::Door;
use super::answer::Refused;
use axum::http::{HeaderMap, Method, Uri};
use callwaiting_domain::ids::ClinicId;
use callwaiting_engine::{Clinic, setup};
use callwaiting_providers::vapi::verify::{HookAuth, Request, Verified, verify};
use std::net::IpAddr;
use std::sync::Arc;

/// Finds the clinic and checks the delivery against every way of proof it is set up with; one must fit. An
/// unknown clinic and a wrong proof are told apart by nobody outside.
pub(super) async fn admit(
    door: &dyn Door,
    clinic_id: &str,
    sender: Option<IpAddr>,
    (method, uri, headers): (&Method, &Uri, &HeaderMap),
    body: &[u8],
) -> Result<(Arc<Clinic>, Verified), Refused> {
    let id = ClinicId::new(clinic_id);
    let clinic = if id.is_valid() {
        door.clinic(&id).await
    } else {
        None
    };
    let Some(clinic) = clinic else {
        return Err(refuse(door, sender));
    };
    let stored = setup::setting(&clinic, setup::HOOK_AUTH).await?;
    let ways: Vec<HookAuth> = serde_json::from_str(stored.as_deref().unwrap_or("[]")).unwrap_or_else(|_| {
        tracing::error!(clinic = %id, "the settings that say how deliveries prove themselves can't be read");
        Vec::new()
    });
    let path = uri.path_and_query().map_or("", |p| p.as_str());
    let url = format!("{}{path}", door.public_url());
    let request = Request {
        method: method.as_str(),
        url: &url,
        headers,
        body,
    };
    let now = clinic.now();
    let mut verdicts = ways.iter().map(|way| verify(way, &request, now));
    match verdicts.find_map(Result::ok) {
        Some(verified) => Ok((clinic, verified)),
        None => {
            tracing::debug!(clinic = %id, "a delivery was refused");
            Err(refuse(door, sender))
        }
    }
}

fn refuse(door: &dyn Door, sender: Option<IpAddr>) -> Refused {
    if door.refused(sender) {
        Refused::Unauthorized
    } else {
        Refused::RateLimited
    }
}
