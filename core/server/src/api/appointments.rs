//! Appointments: the list; moving, cancelling, undoing, arriving.

use super::access::{Allowed, may};
use super::booking::instant;
use super::extract::{Asked, Id, Json as Body};
use super::page::{self, Page};
use crate::http::{ApiError, ErrorCode};
use axum::Json;
use callwaiting_engine::booking::{Change, change};
use callwaiting_engine::views::{self, AppointmentView};
use callwaiting_store::tables::appointment::Wanted;
use jiff::Timestamp;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

/// Which appointments.
#[derive(Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
pub(super) struct AppointmentsQuery {
    /// Starting at or after: an instant, or a date in the clinic's zone.
    from: Option<String>,
    /// Starting before.
    to: Option<String>,
    /// With whom.
    practitioner_id: Option<String>,
    /// Whose.
    contact_id: Option<String>,
    /// `booked` or `cancelled`.
    status: Option<String>,
    /// At most so many, 50 when absent, never more than 500.
    limit: Option<i64>,
    /// Where the last page ended.
    cursor: Option<String>,
}

/// One change: a move (`start`, `practitionerId` or both), a `status`, or `arrived`.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct AppointmentChange {
    /// The new start, UTC.
    #[schema(value_type = Option<String>, format = DateTime)]
    start: Option<Timestamp>,
    /// The new practitioner.
    practitioner_id: Option<String>,
    /// `cancelled`, or `booked` to take a cancellation back.
    status: Option<String>,
    /// Whether the patient is here.
    arrived: Option<bool>,
    /// The version that was seen; another one in force is a conflict.
    version: Option<i64>,
}

impl AppointmentChange {
    fn meaning(self) -> Result<Change, ApiError> {
        let moved = self.start.is_some() || self.practitioner_id.is_some();
        match (moved, self.status.as_deref(), self.arrived) {
            (true, None, None) => Ok(Change::Move {
                start: self.start,
                practitioner: self.practitioner_id.map(Into::into),
            }),
            (false, Some("cancelled"), None) => Ok(Change::Cancel),
            (false, Some("booked"), None) => Ok(Change::Rebook),
            (false, None, Some(arrived)) => Ok(Change::Arrived(arrived)),
            (false, Some(_), None) => Err(ApiError::new(
                ErrorCode::Validation,
                "status must be cancelled or booked",
            )),
            _ => Err(ApiError::new(
                ErrorCode::Validation,
                "change one thing: the time, the status or arrived",
            )),
        }
    }
}

/// Appointments by start.
#[utoipa::path(get, path = "/api/clinics/{clinicId}/appointments", tag = "appointments", params(AppointmentsQuery),
    responses((status = 200, body = Page<AppointmentView>)))]
pub(super) async fn list_appointments(
    desk: Allowed<may::Book>,
    Asked(asked): Asked<AppointmentsQuery>,
) -> Result<Json<Page<AppointmentView>>, ApiError> {
    let zone = desk.clinic.catalogue().zone.clone();
    let at = |text: Option<String>, name| text.map(|text| instant(&text, &zone, name)).transpose();
    if asked
        .status
        .as_deref()
        .is_some_and(|status| !matches!(status, "booked" | "cancelled"))
    {
        return Err(ApiError::new(
            ErrorCode::Validation,
            "status must be booked or cancelled",
        ));
    }
    let wanted = Wanted {
        from: at(asked.from, "from")?,
        to: at(asked.to, "to")?,
        practitioner_id: asked.practitioner_id,
        contact_id: asked.contact_id,
        status: asked.status,
    };
    let limit = page::limit(asked.limit)?;
    let offset = page::position(asked.cursor.as_deref())?.unwrap_or(0);
    let (items, total) = views::appointments(&desk.clinic, wanted, limit, offset).await?;
    Ok(Json(Page::after(offset, items, total)))
}

/// Moves, cancels, takes a cancellation back, or notes that the patient is here.
#[utoipa::path(patch, path = "/api/clinics/{clinicId}/appointments/{id}", tag = "appointments",
    request_body = AppointmentChange, responses((status = 200, body = AppointmentView)))]
pub(super) async fn change_appointment(
    desk: Allowed<may::Book>,
    Id(id): Id,
    Body(body): Body<AppointmentChange>,
) -> Result<Json<AppointmentView>, ApiError> {
    let (version, what) = (body.version, body.meaning()?);
    let row = change(&desk.clinic, id, what, version, desk.actor).await?;
    Ok(Json(views::appointment(&desk.clinic, row.id).await?))
}
