//! Procedures, practitioners, and what else can be taken.
//!
//! A change names the fields to change; a field that may be empty is emptied by null.

use super::access::{Allowed, may};
use super::extract::{Id, Json as Body};
use super::page::Page;
use crate::http::{ApiError, ErrorCode};
use axum::Json;
use axum::http::StatusCode;
use callwaiting_domain::booking::{
    DayException, ExceptionKind, Need, Practitioner, Procedure, ResourceKind, WeeklyHours,
};
use callwaiting_domain::ids::{PractitionerId, ProcedureId};
use callwaiting_domain::money::Money;
use callwaiting_engine::Clinic;
use callwaiting_engine::catalogue::{put_practitioner, put_procedure};
use callwaiting_engine::views::{
    self, ExceptionView, HoursView, MoneyView, NeedOfView, PractitionerView, ProcedureView, ResourceView,
};
use jiff::civil::{Date, Time};
use serde::{Deserialize, Deserializer};
use utoipa::ToSchema;

/// A price.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = MoneyBody)]
pub(super) struct Price {
    /// Minor units: pence, cents.
    amount_minor: i64,
    /// ISO 4217; the clinic's own.
    currency: String,
}

/// A procedure to add, or the fields of one to change. A new one needs a name and minutes.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct ProcedureBody {
    name: Option<String>,
    aliases: Option<Vec<String>>,
    minutes: Option<i64>,
    buffer_before_minutes: Option<i64>,
    buffer_after_minutes: Option<i64>,
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<MoneyView>)]
    price_from: Option<Option<Price>>,
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<MoneyView>)]
    price_to: Option<Option<Price>>,
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    recovery: Option<Option<String>>,
    active: Option<bool>,
    needs: Option<Vec<NeedOfView>>,
}

/// A practitioner to add, or the fields of one to change. A new one needs a name.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct PractitionerBody {
    name: Option<String>,
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    specialty: Option<Option<String>>,
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    room: Option<Option<String>>,
    active: Option<bool>,
    procedure_ids: Option<Vec<String>>,
    weekly_hours: Option<Vec<HoursView>>,
    exceptions: Option<Vec<ExceptionView>>,
}

/// Tells null from absent.
fn given<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

fn invalid(message: &'static str) -> ApiError {
    ApiError::new(ErrorCode::Validation, message)
}

impl ProcedureBody {
    fn onto(self, procedure: &mut Procedure, clinic: &Clinic) -> Result<(), ApiError> {
        let money = |price: Price| match price {
            Price { amount_minor, .. } if amount_minor < 0 => Err(invalid("a price can't be negative")),
            Price { currency, .. } if currency != clinic.row().currency => {
                Err(invalid("prices are in the clinic's currency"))
            }
            Price {
                amount_minor,
                currency,
            } => Ok(Money {
                amount_minor,
                currency,
            }),
        };
        let need = |need: NeedOfView| match ResourceKind::parse(&need.kind) {
            Some(kind @ (ResourceKind::Room | ResourceKind::Device)) => Ok(Need {
                kind,
                any_of: need.any_of.into_iter().map(Into::into).collect(),
            }),
            _ => Err(invalid("a need is of the kind room or device")),
        };
        set(&mut procedure.name, self.name);
        set(&mut procedure.aliases, self.aliases);
        set(&mut procedure.minutes, self.minutes);
        set(&mut procedure.buffer_before_minutes, self.buffer_before_minutes);
        set(&mut procedure.buffer_after_minutes, self.buffer_after_minutes);
        set(
            &mut procedure.price_from,
            self.price_from.map(|p| p.map(money).transpose()).transpose()?,
        );
        set(
            &mut procedure.price_to,
            self.price_to.map(|p| p.map(money).transpose()).transpose()?,
        );
        set(&mut procedure.recovery, self.recovery);
        set(&mut procedure.active, self.active);
        set(
            &mut procedure.needs,
            self.needs
                .map(|all| all.into_iter().map(need).collect())
                .transpose()?,
        );
        Ok(())
    }
}

impl PractitionerBody {
    fn onto(self, practitioner: &mut Practitioner, clinic: &Clinic) -> Result<(), ApiError> {
        let hours = |h: HoursView| {
            Ok(WeeklyHours {
                weekday: h.weekday,
                from: time(&h.from)?,
                to: time(&h.to)?,
            })
        };
        let exception = |e: ExceptionView| {
            Ok(DayException {
                id: e.id.unwrap_or_else(|| clinic.new_id()),
                date: e
                    .date
                    .parse::<Date>()
                    .map_err(|_| invalid("an exception's date is written year-month-day"))?,
                from: e.from.as_deref().map(time).transpose()?,
                to: e.to.as_deref().map(time).transpose()?,
                kind: match e.kind.as_str() {
                    "closed" => ExceptionKind::Closed,
                    "open" => ExceptionKind::Open,
                    _ => return Err(invalid("an exception is of the kind closed or open")),
                },
                reason: e.reason,
            })
        };
        set(&mut practitioner.name, self.name);
        set(&mut practitioner.specialty, self.specialty);
        set(&mut practitioner.room, self.room);
        set(&mut practitioner.active, self.active);
        set(
            &mut practitioner.procedures,
            self.procedure_ids
                .map(|ids| ids.into_iter().map(Into::into).collect()),
        );
        let hours = self
            .weekly_hours
            .map(|all| all.into_iter().map(hours).collect::<Result<_, ApiError>>());
        set(&mut practitioner.hours, hours.transpose()?);
        let exceptions = self
            .exceptions
            .map(|all| all.into_iter().map(exception).collect::<Result<_, ApiError>>());
        set(&mut practitioner.exceptions, exceptions.transpose()?);
        Ok(())
    }
}

fn set<T>(field: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *field = value;
    }
}

fn time(text: &str) -> Result<Time, ApiError> {
    text.parse()
        .map_err(|_| invalid("a time of day is written 09:00"))
}

/// All procedures, in the clinic's order.
#[utoipa::path(get, path = "/api/clinics/{clinicId}/procedures", tag = "catalogue", responses((status = 200, body = Page<ProcedureView>)))]
pub(super) async fn list_procedures(desk: Allowed<may::ReadCatalogue>) -> Json<Page<ProcedureView>> {
    Json(Page::whole(views::procedures(&desk.clinic)))
}

/// Adds a procedure.
#[utoipa::path(post, path = "/api/clinics/{clinicId}/procedures", tag = "catalogue", request_body = ProcedureBody,
    responses((status = 201, body = ProcedureView)))]
pub(super) async fn add_procedure(
    desk: Allowed<may::EditCatalogue>,
    Body(body): Body<ProcedureBody>,
) -> Result<(StatusCode, Json<ProcedureView>), ApiError> {
    if body.name.is_none() || body.minutes.is_none() {
        return Err(invalid("a new procedure needs a name and minutes"));
    }
    let mut procedure = Procedure {
        id: ProcedureId::new(desk.clinic.new_id()),
        name: String::new(),
        aliases: Vec::new(),
        minutes: 0,
        buffer_before_minutes: 0,
        buffer_after_minutes: 0,
        price_from: None,
        price_to: None,
        recovery: None,
        active: true,
        needs: Vec::new(),
    };
    body.onto(&mut procedure, &desk.clinic)?;
    let view = ProcedureView::from(&procedure);
    put_procedure(&desk.clinic, procedure, &desk.actor).await?;
    Ok((StatusCode::CREATED, Json(view)))
}

/// Changes a procedure.
#[utoipa::path(patch, path = "/api/clinics/{clinicId}/procedures/{id}", tag = "catalogue", request_body = ProcedureBody,
    responses((status = 200, body = ProcedureView)))]
pub(super) async fn change_procedure(
    desk: Allowed<may::EditCatalogue>,
    Id(id): Id,
    Body(body): Body<ProcedureBody>,
) -> Result<Json<ProcedureView>, ApiError> {
    let _alone = desk.clinic.edit_catalogue().await;
    let known = desk.clinic.reload_catalogue().await?;
    let mut procedure = known
        .procedure(&id.into())
        .cloned()
        .ok_or_else(|| ApiError::not_found("procedure"))?;
    body.onto(&mut procedure, &desk.clinic)?;
    let view = ProcedureView::from(&procedure);
    put_procedure(&desk.clinic, procedure, &desk.actor).await?;
    Ok(Json(view))
}

/// All practitioners, in the clinic's order.
#[utoipa::path(get, path = "/api/clinics/{clinicId}/practitioners", tag = "catalogue",
    responses((status = 200, body = Page<PractitionerView>)))]
pub(super) async fn list_practitioners(desk: Allowed<may::ReadCatalogue>) -> Json<Page<PractitionerView>> {
    Json(Page::whole(views::practitioners(&desk.clinic)))
}

/// Adds a practitioner.
#[utoipa::path(post, path = "/api/clinics/{clinicId}/practitioners", tag = "catalogue", request_body = PractitionerBody,
    responses((status = 201, body = PractitionerView)))]
pub(super) async fn add_practitioner(
    desk: Allowed<may::EditCatalogue>,
    Body(body): Body<PractitionerBody>,
) -> Result<(StatusCode, Json<PractitionerView>), ApiError> {
    if body.name.is_none() {
        return Err(invalid("a new practitioner needs a name"));
    }
    let mut practitioner = Practitioner {
        id: PractitionerId::new(desk.clinic.new_id()),
        name: String::new(),
        specialty: None,
        room: None,
        active: true,
        procedures: Vec::new(),
        hours: Vec::new(),
        exceptions: Vec::new(),
    };
    body.onto(&mut practitioner, &desk.clinic)?;
    let view = PractitionerView::from(&practitioner);
    put_practitioner(&desk.clinic, practitioner, &desk.actor).await?;
    Ok((StatusCode::CREATED, Json(view)))
}

/// Changes a practitioner.
#[utoipa::path(patch, path = "/api/clinics/{clinicId}/practitioners/{id}", tag = "catalogue", request_body = PractitionerBody,
    responses((status = 200, body = PractitionerView)))]
pub(super) async fn change_practitioner(
    desk: Allowed<may::EditCatalogue>,
    Id(id): Id,
    Body(body): Body<PractitionerBody>,
) -> Result<Json<PractitionerView>, ApiError> {
    let _alone = desk.clinic.edit_catalogue().await;
    let known = desk.clinic.reload_catalogue().await?;
    let found = known.practitioner(&id.into()).cloned();
    let mut practitioner = found.ok_or_else(|| ApiError::not_found("practitioner"))?;
    body.onto(&mut practitioner, &desk.clinic)?;
    let view = PractitionerView::from(&practitioner);
    put_practitioner(&desk.clinic, practitioner, &desk.actor).await?;
    Ok(Json(view))
}

/// Everything that can be taken only once at a time.
#[utoipa::path(get, path = "/api/clinics/{clinicId}/resources", tag = "catalogue", responses((status = 200, body = Vec<ResourceView>)))]
pub(super) async fn list_resources(desk: Allowed<may::ReadCatalogue>) -> Json<Vec<ResourceView>> {
    Json(views::resources(&desk.clinic))
}
