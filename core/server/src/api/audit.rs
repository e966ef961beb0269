//! The audit log, newest first.

use super::access::{Allowed, may};
use super::extract::Asked;
use super::page::{self, Page};
use crate::http::ApiError;
use axum::Json;
use callwaiting_engine::views::{self, AuditView};
use serde::Deserialize;
use utoipa::IntoParams;

/// Which part of the log.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct AuditQuery {
    /// At most so many, 50 when absent, never more than 500.
    limit: Option<i64>,
    /// Where the last page ended.
    cursor: Option<String>,
}

/// What happened, newest first.
#[utoipa::path(get, path = "/api/clinics/{clinicId}/audit", tag = "audit", params(AuditQuery),
    responses((status = 200, body = Page<AuditView>)))]
pub(super) async fn list_audit(
    desk: Allowed<may::ReadAudit>,
    Asked(asked): Asked<AuditQuery>,
) -> Result<Json<Page<AuditView>>, ApiError> {
    let (limit, before) = (
        page::limit(asked.limit)?,
        page::position(asked.cursor.as_deref())?,
    );
    let (items, total) = views::audit(&desk.clinic, before, limit).await?;
    let next_cursor = items
        .last()
        .filter(|last| last.seq > 1)
        .map(|last| page::mark(last.seq));
    Ok(Json(Page {
        items,
        total,
        next_cursor,
    }))
}
