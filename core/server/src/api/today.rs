//! The first screen in one answer.

use super::access::{Allowed, may};
use crate::http::ApiError;
use axum::Json;
use callwaiting_engine::views::{self, TodayView};

/// Who needs somebody, who is on the line, who is next.
#[utoipa::path(get, path = "/api/clinics/{clinicId}/today", tag = "today", responses((status = 200, body = TodayView)))]
pub(super) async fn get_today(desk: Allowed<may::ReadCalls>) -> Result<Json<TodayView>, ApiError> {
    Ok(Json(views::today(&desk.clinic).await?))
}
