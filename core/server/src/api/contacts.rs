//! People the clinic knows: listing, adding, erasing, handing over what is kept.

use super::access::{Allowed, may};
use super::extract::{Asked, Id, Json as Body};
use super::page::{self, Page};
use crate::http::ApiError;
use axum::Json;
use axum::http::StatusCode;
use callwaiting_domain::contact::ContactDetails;
use callwaiting_engine::views::{self, AppointmentView, CallView, ContactView, contact_view};
use callwaiting_engine::{Clinic, Done, contacts};
use callwaiting_store::tables::appointment::Wanted;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Which contacts.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct ContactsQuery {
    /// Only those whose name, number or address contains it.
    q: Option<String>,
    /// At most so many, 50 when absent, never more than 500.
    limit: Option<i64>,
    /// Where the last page ended.
    cursor: Option<String>,
}

/// What is known of a person. Everything may be absent, but not all of it.
#[derive(Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct ContactBody {
    /// A contact the clinic knows.
    pub(super) id: Option<String>,
    /// As they say it.
    pub(super) name: Option<String>,
    /// As it is written in the clinic's country, or international.
    pub(super) phone: Option<String>,
    /// E-mail.
    pub(super) email: Option<String>,
    /// Year-month-day.
    pub(super) date_of_birth: Option<String>,
}

impl ContactBody {
    /// The details, checked.
    pub(super) fn details(&self, clinic: &Clinic) -> Done<ContactDetails> {
        let today = clinic.now().to_zoned(clinic.catalogue().zone.clone()).date();
        let [name, phone, email, born] =
            [&self.name, &self.phone, &self.email, &self.date_of_birth].map(|field| field.as_deref());
        Ok(ContactDetails::parse(
            name,
            phone,
            email,
            born,
            &clinic.row().country,
            today,
        )?)
    }
}

/// Everything that is kept about one person.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct ContactExport {
    /// When it was put together, UTC.
    #[schema(value_type = String, format = DateTime)]
    exported_at: jiff::Timestamp,
    /// The person.
    contact: ContactView,
    /// Their appointments.
    appointments: Vec<AppointmentView>,
    /// Their calls, with the redacted words.
    calls: Vec<CallView>,
}

/// Contacts, newest first.
#[utoipa::path(get, path = "/api/clinics/{clinicId}/contacts", tag = "contacts", params(ContactsQuery),
    responses((status = 200, body = Page<ContactView>)))]
pub(super) async fn list_contacts(
    desk: Allowed<may::Contacts>,
    Asked(asked): Asked<ContactsQuery>,
) -> Result<Json<Page<ContactView>>, ApiError> {
    let limit = page::limit(asked.limit)?;
    let offset = page::position(asked.cursor.as_deref())?.unwrap_or(0);
    let (rows, total) = contacts::list(&desk.clinic, asked.q.unwrap_or_default(), limit, offset).await?;
    Ok(Json(Page::after(
        offset,
        rows.iter().map(contact_view).collect(),
        total,
    )))
}

/// Adds a contact.
#[utoipa::path(post, path = "/api/clinics/{clinicId}/contacts", tag = "contacts", request_body = ContactBody,
    responses((status = 201, body = ContactView)))]
pub(super) async fn add_contact(
    desk: Allowed<may::Contacts>,
    Body(body): Body<ContactBody>,
) -> Result<(StatusCode, Json<ContactView>), ApiError> {
    let row = contacts::add(&desk.clinic, body.details(&desk.clinic)?).await?;
    Ok((StatusCode::CREATED, Json(contact_view(&row))))
}

/// One contact.
#[utoipa::path(get, path = "/api/clinics/{clinicId}/contacts/{id}", tag = "contacts",
    responses((status = 200, body = ContactView)))]
pub(super) async fn get_contact(
    desk: Allowed<may::Contacts>,
    Id(id): Id,
) -> Result<Json<ContactView>, ApiError> {
    Ok(Json(contact_view(&contacts::get(&desk.clinic, id).await?)))
}

/// Erases a person: the record goes, and the words of their calls.
#[utoipa::path(delete, path = "/api/clinics/{clinicId}/contacts/{id}", tag = "contacts", responses((status = 204)))]
pub(super) async fn erase_contact(
    desk: Allowed<may::EraseContacts>,
    Id(id): Id,
) -> Result<StatusCode, ApiError> {
    contacts::erase(&desk.clinic, id, &desk.actor).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Everything that is kept about one person; that it was handed out stands in the audit log.
#[utoipa::path(get, path = "/api/clinics/{clinicId}/contacts/{id}/export", tag = "contacts",
    responses((status = 200, body = ContactExport)))]
pub(super) async fn export_contact(
    desk: Allowed<may::EraseContacts>,
    Id(id): Id,
) -> Result<Json<ContactExport>, ApiError> {
    let contact = contact_view(&contacts::get(&desk.clinic, id.clone()).await?);
    let wanted = Wanted {
        contact_id: Some(id),
        ..Wanted::default()
    };
    let (appointments, _) = views::appointments(&desk.clinic, wanted, i64::MAX, 0).await?;
    let calls = views::calls_of(&desk.clinic, contact.id.clone()).await?;
    contacts::exported(&desk.clinic, contact.id.clone(), &desk.actor).await?;
    Ok(Json(ContactExport {
        exported_at: desk.clinic.now(),
        contact,
        appointments,
        calls,
    }))
}
