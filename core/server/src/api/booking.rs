//! Free times, claims, confirmations, releases, and the holds in force.

use super::access::{Allowed, may};
use super::contacts::ContactBody;
use super::extract::{Asked, Json as Body};
use super::page::Page;
use crate::http::{ApiError, ErrorCode};
use axum::Json;
use axum::http::StatusCode;
use callwaiting_domain::booking::{Span, slot_id};
use callwaiting_engine::Clinic;
use callwaiting_engine::booking::{ClaimRequest, Confirmation, SlotsWanted, claim, confirm, release, slots};
use callwaiting_engine::views::{self, AppointmentView, HoldView};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _, civil};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Which free times.
#[derive(Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
pub(super) struct SlotsQuery {
    /// For what.
    procedure_id: String,
    /// With whom; anybody who does it when absent.
    practitioner_id: Option<String>,
    /// Starting at or after: an instant, or a date in the clinic's zone; now when absent.
    from: Option<String>,
    /// Starting before; a week after `from` when absent. At most 31 days.
    to: Option<String>,
}

/// One free time.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct SlotView {
    /// Its id.
    id: String,
    /// Start, UTC.
    #[schema(value_type = String, format = DateTime)]
    start: Timestamp,
    /// End, UTC.
    #[schema(value_type = String, format = DateTime)]
    end: Timestamp,
    /// With whom.
    practitioner_id: String,
}

/// Free times by start.
#[derive(Serialize, ToSchema)]
pub(super) struct Slots {
    slots: Vec<SlotView>,
}

/// What is claimed.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct ClaimBody {
    /// Start of the slot, UTC.
    #[schema(value_type = String, format = DateTime)]
    slot_start: Timestamp,
    /// With whom.
    practitioner_id: String,
    /// For what.
    procedure_id: String,
    /// For whom, if known already.
    #[serde(default)]
    contact: Option<ContactBody>,
    /// The call that claims; its activity renews the hold.
    #[serde(default)]
    call_id: Option<String>,
}

/// A claim that was won.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Claimed {
    /// The hold.
    hold_id: String,
    /// When it ends by itself, UTC.
    #[schema(value_type = String, format = DateTime)]
    expires_at: Timestamp,
}

/// What is confirmed.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct ConfirmBody {
    /// The hold.
    hold_id: String,
    /// Who comes; may be absent when the hold knows.
    #[serde(default)]
    contact: Option<ContactBody>,
}

/// What is released.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct ReleaseBody {
    /// The hold.
    hold_id: String,
}

/// Free times for a procedure.
#[utoipa::path(get, path = "/api/clinics/{clinicId}/slots", tag = "booking", params(SlotsQuery),
    responses((status = 200, body = Slots)))]
pub(super) async fn list_slots(
    desk: Allowed<may::ReadCatalogue>,
    Asked(asked): Asked<SlotsQuery>,
) -> Result<Json<Slots>, ApiError> {
    let wanted = SlotsWanted {
        within: within(&desk.clinic, asked.from.as_deref(), asked.to.as_deref())?,
        procedure: asked.procedure_id.into(),
        practitioner: asked.practitioner_id.map(Into::into),
    };
    let found = slots(&desk.clinic, wanted).await?;
    let slots = found
        .iter()
        .map(|slot| SlotView {
            id: slot_id(slot),
            start: slot.span.start,
            end: slot.span.end,
            practitioner_id: slot.practitioner.to_string(),
        })
        .collect();
    Ok(Json(Slots { slots }))
}

/// Claims a slot: practitioner, room and device at once, or nothing.
#[utoipa::path(post, path = "/api/clinics/{clinicId}/booking/claim-slot", tag = "booking", request_body = ClaimBody,
    responses((status = 200, body = Claimed), (status = 409, description = "Taken; other times come with the answer")))]
pub(super) async fn claim_slot(
    desk: Allowed<may::Book>,
    Body(body): Body<ClaimBody>,
) -> Result<Json<Claimed>, ApiError> {
    let contact = body
        .contact
        .as_ref()
        .map(|contact| contact.details(&desk.clinic))
        .transpose()?;
    let request = ClaimRequest {
        start: body.slot_start,
        practitioner: body.practitioner_id.into(),
        procedure: body.procedure_id.into(),
        call_id: body.call_id,
        contact,
    };
    let hold = claim(&desk.clinic, request).await?;
    Ok(Json(Claimed {
        hold_id: hold.id,
        expires_at: hold.expires_at,
    }))
}

/// Turns a hold into an appointment. Confirming it again gives the same one.
#[utoipa::path(post, path = "/api/clinics/{clinicId}/booking/confirm", tag = "booking", request_body = ConfirmBody,
    responses((status = 200, body = AppointmentView)))]
pub(super) async fn confirm_booking(
    desk: Allowed<may::Book>,
    Body(body): Body<ConfirmBody>,
) -> Result<Json<AppointmentView>, ApiError> {
    let who = body.contact.unwrap_or_default();
    let contact = who.details(&desk.clinic)?;
    let wanted = Confirmation {
        hold_id: body.hold_id,
        contact_id: who.id,
        contact,
    };
    let row = confirm(&desk.clinic, wanted, desk.actor).await?;
    Ok(Json(views::appointment(&desk.clinic, row.id).await?))
}

/// Gives a hold up. Releasing it again is no error.
#[utoipa::path(post, path = "/api/clinics/{clinicId}/booking/release", tag = "booking", request_body = ReleaseBody,
    responses((status = 204)))]
pub(super) async fn release_hold(
    desk: Allowed<may::Book>,
    Body(body): Body<ReleaseBody>,
) -> Result<StatusCode, ApiError> {
    release(&desk.clinic, body.hold_id, &desk.actor).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Holds in force, by start.
#[utoipa::path(get, path = "/api/clinics/{clinicId}/holds", tag = "booking", responses((status = 200, body = Page<HoldView>)))]
pub(super) async fn list_holds(desk: Allowed<may::Book>) -> Result<Json<Page<HoldView>>, ApiError> {
    Ok(Json(Page::whole(views::holds(&desk.clinic).await?)))
}

fn within(clinic: &Clinic, from: Option<&str>, to: Option<&str>) -> Result<Span, ApiError> {
    let zone = clinic.catalogue().zone.clone();
    let start = from.map_or_else(|| Ok(clinic.now()), |text| instant(text, &zone, "from"))?;
    let end = match to {
        // One date on both sides means that day.
        Some(text) if from == Some(text) && text.parse::<civil::Date>().is_ok() => start
            .to_zoned(zone)
            .checked_add(1.day())
            .map(|next| next.timestamp())
            .unwrap_or(start),
        Some(text) => instant(text, &zone, "to")?,
        None => start
            .to_zoned(zone)
            .checked_add(7.days())
            .map(|next| next.timestamp())
            .unwrap_or(start),
    };
    Ok(Span { start, end })
}

/// Reads an instant, or a date as the first instant of that day in the clinic's zone.
pub(super) fn instant(text: &str, zone: &TimeZone, name: &'static str) -> Result<Timestamp, ApiError> {
    if let Ok(at) = text.parse::<Timestamp>() {
        return Ok(at);
    }
    let day = text
        .parse::<civil::Date>()
        .ok()
        .and_then(|day| day.to_zoned(zone.clone()).ok());
    day.map(|day| day.timestamp()).ok_or_else(|| {
        ApiError::new(
            ErrorCode::BadRequest,
            format!("{name} must be an instant or a date"),
        )
    })
}
