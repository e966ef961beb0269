//! The clinic, and whether its line works.

use super::access::{Allowed, may};
use crate::http::ApiError;
use axum::Json;
use callwaiting_engine::views::{self, ClinicView, LineView};

/// The clinic.
#[utoipa::path(get, path = "/api/clinics/{clinicId}/clinic", tag = "clinic", responses((status = 200, body = ClinicView)))]
pub(super) async fn get_clinic(desk: Allowed<may::ReadCatalogue>) -> Json<ClinicView> {
    Json(views::clinic(&desk.clinic))
}

/// Whether calls come in.
#[utoipa::path(get, path = "/api/clinics/{clinicId}/line", tag = "clinic", responses((status = 200, body = LineView)))]
pub(super) async fn get_line(desk: Allowed<may::ReadCatalogue>) -> Result<Json<LineView>, ApiError> {
    Ok(Json(views::line(&desk.clinic).await?))
}
