//! What stands outside a clinic's path: the list for the sign-in page, health, metrics, the API's description.

use super::access::{From, nobody, session_of};
use super::cookie;
use super::document;
use crate::appliance::Appliance;
use crate::http::{ApiError, ErrorCode, render_metrics};
use axum::Json;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, HeaderName};
use axum::response::IntoResponse;
use serde::Serialize;
use std::net::IpAddr;
use std::sync::Arc;
use utoipa::ToSchema;

/// A clinic of this machine, for the sign-in page.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct ClinicChoice {
    /// Its id.
    id: String,
    /// Its name.
    name: String,
    /// Whether its calls are simulated.
    practice: bool,
}

/// Whether the appliance serves.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Health {
    /// `ok`, or `degraded` when a clinic can't be opened.
    status: &'static str,
    /// The program's version.
    version: &'static str,
    /// Clinics of the data folder.
    clinics: usize,
    /// Clinics in service.
    open: usize,
}

fn look(appliance: &Appliance, from: Option<IpAddr>) -> Result<(), ApiError> {
    if appliance.rates().may_look(from) {
        Ok(())
    } else {
        Err(ApiError::new(
            ErrorCode::RateLimited,
            "too many requests; wait a little",
        ))
    }
}

/// The clinics of this machine, for its own browser or for whoever is signed in.
#[utoipa::path(get, path = "/api/clinics", tag = "session", security(()), responses((status = 200, body = Vec<ClinicChoice>)))]
pub(super) async fn list_clinics(
    State(appliance): State<Arc<Appliance>>,
    From(address): From,
    headers: HeaderMap,
) -> Result<Json<Vec<ClinicChoice>>, ApiError> {
    look(&appliance, address)?;
    if address.is_some_and(|from| !from.is_loopback()) && !is_signed_in(&appliance, &headers).await? {
        return Err(nobody(&appliance, address));
    }
    let mut list = Vec::new();
    for id in appliance.clinic_ids()? {
        if let Some(clinic) = appliance.clinic(&id).await {
            let row = clinic.row();
            list.push(ClinicChoice {
                id: row.id.clone(),
                name: row.name.clone(),
                practice: row.practice,
            });
        }
    }
    Ok(Json(list))
}

async fn is_signed_in(appliance: &Appliance, headers: &HeaderMap) -> Result<bool, ApiError> {
    match cookie::read(headers) {
        Some(session) => Ok(session_of(appliance, &session).await?.is_some()),
        None => Ok(false),
    }
}

/// Whether the appliance serves.
#[utoipa::path(get, path = "/health", tag = "operation", security(()), responses((status = 200, body = Health)))]
pub(super) async fn get_health(
    State(appliance): State<Arc<Appliance>>,
    From(address): From,
) -> Result<Json<Health>, ApiError> {
    look(&appliance, address)?;
    let (clinics, open) = (appliance.clinic_ids()?.len(), appliance.open_clinics().len());
    let status = if open < clinics { "degraded" } else { "ok" };
    Ok(Json(Health {
        status,
        version: env!("CARGO_PKG_VERSION"),
        clinics,
        open,
    }))
}

/// Counters for Prometheus.
#[utoipa::path(get, path = "/metrics", tag = "operation", security(()),
    responses((status = 200, body = String, content_type = "text/plain")))]
pub(super) async fn get_metrics(
    State(appliance): State<Arc<Appliance>>,
    From(address): From,
) -> Result<impl IntoResponse, ApiError> {
    look(&appliance, address)?;
    Ok((
        text(CONTENT_TYPE, "text/plain; version=0.0.4"),
        render_metrics(&appliance.open_clinics()),
    ))
}

/// This description.
#[utoipa::path(get, path = "/api/openapi.json", tag = "operation", security(()), responses((status = 200, body = Object)))]
pub(super) async fn get_openapi(
    State(appliance): State<Arc<Appliance>>,
    From(address): From,
) -> Result<impl IntoResponse, ApiError> {
    look(&appliance, address)?;
    Ok((text(CONTENT_TYPE, "application/json"), document()))
}

fn text(name: HeaderName, value: &'static str) -> HeaderMap {
    HeaderMap::from_iter([(name, axum::http::HeaderValue::from_static(value))])
}
