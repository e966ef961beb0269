//! What needs a person.

use super::access::{Allowed, may};
use super::extract::Id;
use super::page::Page;
use crate::http::ApiError;
use axum::Json;
use axum::http::StatusCode;
use callwaiting_engine::needs;
use callwaiting_engine::views::{self, NeedView};

/// Everything that needs a person, urgent first.
#[utoipa::path(get, path = "/api/clinics/{clinicId}/needs-you", tag = "needs", responses((status = 200, body = Page<NeedView>)))]
pub(super) async fn list_needs(desk: Allowed<may::ReadCalls>) -> Result<Json<Page<NeedView>>, ApiError> {
    Ok(Json(Page::whole(views::needs(&desk.clinic).await?)))
}

/// Marks one as done.
#[utoipa::path(post, path = "/api/clinics/{clinicId}/needs-you/{id}/done", tag = "needs", responses((status = 204)))]
pub(super) async fn mark_done(desk: Allowed<may::ReadCalls>, Id(id): Id) -> Result<StatusCode, ApiError> {
    needs::done(&desk.clinic, id, &desk.actor).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes "done" back.
#[utoipa::path(post, path = "/api/clinics/{clinicId}/needs-you/{id}/undo", tag = "needs", responses((status = 204)))]
pub(super) async fn undo_done(desk: Allowed<may::ReadCalls>, Id(id): Id) -> Result<StatusCode, ApiError> {
    needs::undo(&desk.clinic, id, &desk.actor).await?;
    Ok(StatusCode::NO_CONTENT)
}
