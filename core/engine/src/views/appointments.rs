//! Appointments and holds with the names of everything they refer to.

use super::{MoneyView, name_of, who};
use crate::clinic::Clinic;
use crate::error::{Done, EngineError};
use callwaiting_domain::booking::Catalogue;
use callwaiting_store::tables::appointment::{self, AppointmentRow, Wanted};
use callwaiting_store::tables::hold::{self, HoldRow};
use callwaiting_store::tables::{call, occupancy};
use jiff::Timestamp;
use rusqlite::Connection;
use serde::Serialize;
use utoipa::ToSchema;

/// A person, as an appointment names them.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct WhoseView {
    /// The contact's id; absent after erasure.
    pub id: Option<String>,
    /// Their name, or what stands for it.
    pub name: String,
}

/// One appointment.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AppointmentView {
    /// Its id.
    pub id: String,
    /// With whom.
    pub practitioner_id: String,
    /// Their name.
    pub practitioner_name: String,
    /// For what.
    pub procedure_id: String,
    /// Its name.
    pub procedure_name: String,
    /// Start, UTC.
    #[schema(value_type = String, format = DateTime)]
    pub start: Timestamp,
    /// End, UTC.
    #[schema(value_type = String, format = DateTime)]
    pub end: Timestamp,
    /// `booked` or `cancelled`.
    pub status: &'static str,
    /// Whether the patient is here.
    pub arrived: bool,
    /// Whose.
    pub contact: WhoseView,
    /// The call in which it was made.
    pub call_id: Option<String>,
    /// When it was made, UTC.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    /// `voxanne` or `staff`.
    pub confirmed_by: String,
    /// The least it costs.
    pub price: Option<MoneyView>,
    /// Rooms and devices it has.
    pub rooms: Vec<String>,
    /// Whether a follow-up won it back.
    pub won_back: bool,
    /// Pass it back with a change to be told of a conflict.
    pub version: i64,
}

/// One hold that is in force.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct HoldView {
    /// Its id.
    pub id: String,
    /// `live` or `recovery`.
    pub kind: &'static str,
    /// With whom.
    pub practitioner_id: String,
    /// Their name.
    pub practitioner_name: String,
    /// For what.
    pub procedure_id: String,
    /// Its name.
    pub procedure_name: String,
    /// Start, UTC.
    #[schema(value_type = String, format = DateTime)]
    pub start: Timestamp,
    /// End, UTC.
    #[schema(value_type = String, format = DateTime)]
    pub end: Timestamp,
    /// When it ends by itself, UTC.
    #[schema(value_type = String, format = DateTime)]
    pub expires_at: Timestamp,
    /// When it was last renewed, UTC.
    #[schema(value_type = String, format = DateTime)]
    pub renewed_at: Timestamp,
    /// Its full life in seconds.
    pub total_seconds: i64,
    /// The call that holds it.
    pub call_id: Option<String>,
    /// For whom.
    pub who: String,
    /// Whether its call is on the line.
    pub live: bool,
}

pub(crate) fn appointment_view(
    conn: &Connection,
    catalogue: &Catalogue,
    row: &AppointmentRow,
) -> rusqlite::Result<AppointmentView> {
    let procedure = catalogue.procedure(&row.procedure_id.as_str().into());
    let name = match name_of(conn, row.contact_id.as_deref())? {
        Some(name) => name,
        None if row.contact_id.is_none() => "Erased".into(),
        None => "Name not given".into(),
    };
    Ok(AppointmentView {
        id: row.id.clone(),
        practitioner_name: practitioner_name(catalogue, &row.practitioner_id),
        practitioner_id: row.practitioner_id.clone(),
        procedure_id: row.procedure_id.clone(),
        procedure_name: procedure.map(|p| p.name.clone()).unwrap_or_default(),
        start: row.span.start,
        end: row.span.end,
        status: if row.booked { "booked" } else { "cancelled" },
        arrived: row.arrived,
        contact: WhoseView {
            id: row.contact_id.clone(),
            name,
        },
        call_id: row.call_id.clone(),
        created_at: row.created_at,
        confirmed_by: row.confirmed_by.clone(),
        price: procedure.and_then(|p| p.price_from.as_ref()).map(MoneyView::from),
        rooms: occupancy::rooms_of(conn, &row.id, row.span.start)?,
        won_back: row.won_back,
        version: row.version,
    })
}

pub(crate) fn hold_view(
    conn: &Connection,
    catalogue: &Catalogue,
    row: &HoldRow,
) -> rusqlite::Result<HoldView> {
    let call = match &row.call_id {
        Some(id) => call::find(conn, id)?,
        None => None,
    };
    let who = match (&call, name_of(conn, row.contact_id.as_deref())?) {
        (_, Some(name)) => name,
        (Some(call), None) => who(conn, call)?,
        (None, None) => "Being booked at the desk".into(),
    };
    Ok(HoldView {
        id: row.id.clone(),
        kind: row.kind.as_str(),
        practitioner_name: practitioner_name(catalogue, &row.practitioner_id),
        practitioner_id: row.practitioner_id.clone(),
        procedure_name: catalogue
            .procedure(&row.procedure_id.as_str().into())
            .map(|p| p.name.clone())
            .unwrap_or_default(),
        procedure_id: row.procedure_id.clone(),
        start: row.span.start,
        end: row.span.end,
        expires_at: row.expires_at,
        renewed_at: row.renewed_at,
        total_seconds: row.kind.seconds(),
        call_id: row.call_id.clone(),
        who,
        live: call.is_some_and(|c| c.state.status.is_live()),
    })
}

fn practitioner_name(catalogue: &Catalogue, id: &str) -> String {
    catalogue
        .practitioner(&id.into())
        .map(|p| p.name.clone())
        .unwrap_or_default()
}

/// All holds in force, by start.
pub async fn holds(clinic: &Clinic) -> Done<Vec<HoldView>> {
    let (now, catalogue) = (clinic.now(), clinic.catalogue());
    clinic
        .read(move |conn| {
            Ok(hold::in_force(conn, now)?
                .iter()
                .map(|row| hold_view(conn, &catalogue, row))
                .collect::<Result<_, _>>()?)
        })
        .await
}

/// One hold, whatever became of it.
pub async fn hold(clinic: &Clinic, id: String) -> Done<HoldView> {
    let catalogue = clinic.catalogue();
    clinic
        .read(move |conn| {
            let row = hold::find(conn, &id)?.ok_or(EngineError::NotFound("hold"))?;
            Ok(hold_view(conn, &catalogue, &row)?)
        })
        .await
}

/// A page of appointments by start, and how many there are.
pub async fn appointments(
    clinic: &Clinic,
    wanted: Wanted,
    limit: i64,
    offset: i64,
) -> Done<(Vec<AppointmentView>, i64)> {
    let catalogue = clinic.catalogue();
    clinic
        .read(move |conn| {
            let (rows, total) = appointment::list(conn, &wanted, limit, offset)?;
            let views = rows
                .iter()
                .map(|row| appointment_view(conn, &catalogue, row))
                .collect::<Result<_, _>>()?;
            Ok((views, total))
        })
        .await
}

/// One appointment.
pub async fn appointment(clinic: &Clinic, id: String) -> Done<AppointmentView> {
    let catalogue = clinic.catalogue();
    clinic
        .read(move |conn| {
            let row = appointment::find(conn, &id)?.ok_or(EngineError::NotFound("appointment"))?;
            Ok(appointment_view(conn, &catalogue, &row)?)
        })
        .await
}
