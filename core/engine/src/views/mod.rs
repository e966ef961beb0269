//! What screens and machines are shown: rows joined to names, in the API's shapes.
//!
//! Read only. A patient's name and number are here because staff need them; transcripts are redacted before
//! they were stored. No ids where a name exists, besides the ids that requests need.

mod appointments;
mod calls;
mod catalogue;
mod clinic;
mod people;
mod today;

pub use appointments::{AppointmentView, HoldView, appointment, appointments, hold, holds};
pub use calls::{
    CallSummary, CallView, ConsentView, CostView, PartialView, RemovedView, TimelineEventView, TurnView,
    call, calls, calls_of,
};
pub use catalogue::{
    ExceptionView, HoursView, NeedOfView, PractitionerView, ProcedureView, ResourceView, practitioners,
    procedures, resources,
};
pub use clinic::{ClinicView, LineState, LineView, clinic, line};
pub use people::{AuditView, ContactView, NeedView, audit, contact_view, needs};
pub use today::{LiveView, NextFree, Since, TodayView, today};

use callwaiting_store::tables::call::CallRow;
use callwaiting_store::tables::contact;
use rusqlite::Connection;
use serde::Serialize;
use utoipa::ToSchema;

/// Money in the API's shape.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MoneyView {
    /// Minor units: pence, cents.
    pub amount_minor: i64,
    /// ISO 4217.
    pub currency: String,
}

impl From<&callwaiting_domain::money::Money> for MoneyView {
    fn from(money: &callwaiting_domain::money::Money) -> Self {
        Self {
            amount_minor: money.amount_minor,
            currency: money.currency.clone(),
        }
    }
}

/// Who is on the other side: the contact's name, or "New caller, ending 412".
pub(crate) fn who(conn: &Connection, call: &CallRow) -> rusqlite::Result<String> {
    let name = name_of(conn, call.contact_id.as_deref())?;
    Ok(name.unwrap_or_else(|| match call.phone_ending() {
        Some(ending) => format!("New caller, ending {ending}"),
        None => "New caller, number withheld".into(),
    }))
}

/// A contact's name, if there is one.
pub(crate) fn name_of(conn: &Connection, contact_id: Option<&str>) -> rusqlite::Result<Option<String>> {
    let Some(id) = contact_id else { return Ok(None) };
    Ok(contact::find(conn, id)?
        .and_then(|c| c.name)
        .map(|n| n.expose().to_owned()))
}
