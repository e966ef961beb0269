//! Calls: the list, and everything about one.

use super::access::{Allowed, may};
use super::extract::{Asked, Id};
use super::page::{self, Page};
use crate::http::{ApiError, ErrorCode};
use axum::Json;
use callwaiting_domain::calls::CallStatus;
use callwaiting_engine::views::{self, CallSummary, CallView};
use serde::Deserialize;
use utoipa::IntoParams;

/// Which calls.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct CallsQuery {
    /// Only those of this status.
    status: Option<String>,
    /// Only those whose caller, number, reason or words contain it.
    q: Option<String>,
    /// At most so many, 50 when absent, never more than 500.
    limit: Option<i64>,
    /// Where the last page ended.
    cursor: Option<String>,
}

/// Calls, newest first.
#[utoipa::path(get, path = "/api/clinics/{clinicId}/calls", tag = "calls", params(CallsQuery),
    responses((status = 200, body = Page<CallSummary>)))]
pub(super) async fn list_calls(
    desk: Allowed<may::ReadCalls>,
    Asked(asked): Asked<CallsQuery>,
) -> Result<Json<Page<CallSummary>>, ApiError> {
    let status = asked.status.unwrap_or_default();
    if !status.is_empty() && CallStatus::parse(&status).is_none() {
        return Err(ApiError::new(
            ErrorCode::Validation,
            "status is not one that a call can have",
        ));
    }
    let limit = page::limit(asked.limit)?;
    let offset = page::position(asked.cursor.as_deref())?.unwrap_or(0);
    let (items, total) =
        views::calls(&desk.clinic, status, asked.q.unwrap_or_default(), limit, offset).await?;
    Ok(Json(Page::after(offset, items, total)))
}

/// One call, by its id here or at the provider.
#[utoipa::path(get, path = "/api/clinics/{clinicId}/calls/{id}", tag = "calls", responses((status = 200, body = CallView)))]
pub(super) async fn get_call(desk: Allowed<may::ReadCalls>, Id(id): Id) -> Result<Json<CallView>, ApiError> {
    Ok(Json(views::call(&desk.clinic, id).await?))
}
