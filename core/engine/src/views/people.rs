//! Contacts, what needs a person, and the audit log.

use super::who;
use crate::clinic::Clinic;
use crate::error::Done;
use callwaiting_domain::phi::PatientText;
use callwaiting_store::tables::contact::ContactRow;
use callwaiting_store::tables::{audit as log, call, contact, need};
use jiff::Timestamp;
use rusqlite::Connection;
use serde::Serialize;
use utoipa::ToSchema;

/// One contact.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ContactView {
    /// Their id.
    pub id: String,
    /// Their name.
    pub name: Option<String>,
    /// E.164.
    pub phone: Option<String>,
    /// E-mail.
    pub email: Option<String>,
    /// Year-month-day.
    pub date_of_birth: Option<String>,
    /// Whether they asked to be left alone.
    pub do_not_contact: bool,
    /// When they were first known, UTC.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    /// When they last called, UTC.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub last_call_at: Option<Timestamp>,
}

/// The contact in the API's shape.
pub fn contact_view(row: &ContactRow) -> ContactView {
    let text = |t: &Option<PatientText>| t.as_ref().map(|t| t.expose().to_owned());
    ContactView {
        id: row.id.clone(),
        name: text(&row.name),
        phone: text(&row.phone),
        email: text(&row.email),
        date_of_birth: text(&row.date_of_birth),
        do_not_contact: row.do_not_contact,
        created_at: row.created_at,
        last_call_at: row.last_call_at,
    }
}

/// One thing that needs a person.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct NeedView {
    /// Its id.
    pub id: String,
    /// `emergency`, `handover`, `callback`, `appointment_conflict` or `tool_trouble`.
    pub kind: String,
    /// Whether it can't wait.
    pub urgent: bool,
    /// What.
    pub title: String,
    /// More.
    pub detail: String,
    /// Who it is about.
    pub who: String,
    /// The number to ring, E.164.
    pub phone: Option<String>,
    /// The call it came from.
    pub call_id: Option<String>,
    /// The contact it is about.
    pub contact_id: Option<String>,
    /// Since when, UTC.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
}

pub(crate) fn open_needs(conn: &Connection) -> rusqlite::Result<Vec<NeedView>> {
    need::open(conn)?
        .into_iter()
        .map(|row| {
            let call = match &row.call_id {
                Some(id) => call::find(conn, id)?,
                None => None,
            };
            let person = match row
                .contact_id
                .as_ref()
                .or(call.as_ref().and_then(|c| c.contact_id.as_ref()))
            {
                Some(id) => contact::find(conn, id)?,
                None => None,
            };
            let phone = call
                .as_ref()
                .and_then(|c| c.phone.clone())
                .or_else(|| person.as_ref().and_then(|p| p.phone.clone()));
            let name = person
                .as_ref()
                .and_then(|p| p.name.as_ref())
                .map(|n| n.expose().to_owned());
            Ok(NeedView {
                who: match (name, &call) {
                    (Some(name), _) => name,
                    (None, Some(call)) => who(conn, call)?,
                    (None, None) => String::new(),
                },
                phone: phone.map(|p| p.expose().to_owned()),
                contact_id: person.map(|p| p.id),
                id: row.id,
                kind: row.kind,
                urgent: row.urgent,
                title: row.title,
                detail: row.detail,
                call_id: row.call_id,
                at: row.created_at,
            })
        })
        .collect()
}

/// Everything that needs a person, urgent first, then oldest first.
pub async fn needs(clinic: &Clinic) -> Done<Vec<NeedView>> {
    clinic.read(|conn| Ok(open_needs(conn)?)).await
}

/// One entry of the audit log.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AuditView {
    /// Its number.
    pub seq: i64,
    /// When, UTC.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// Who.
    pub actor: String,
    /// What, as `noun.verb`.
    pub action: String,
    /// The id of what it was done to.
    pub target: Option<String>,
    /// Further facts.
    #[schema(value_type = Option<Object>)]
    pub detail: Option<serde_json::Value>,
}

/// A page of the audit log below `before`, newest first, and how many entries there are.
pub async fn audit(clinic: &Clinic, before: Option<i64>, limit: i64) -> Done<(Vec<AuditView>, i64)> {
    clinic
        .read(move |conn| {
            let (entries, total) = log::list(conn, before, limit)?;
            let views = entries
                .into_iter()
                .map(|e| AuditView {
                    seq: e.seq,
                    at: callwaiting_store::tables::instant(e.at_ms),
                    actor: e.actor,
                    action: e.action,
                    target: e.target,
                    detail: e.detail.and_then(|d| serde_json::from_str(&d).ok()),
                })
                .collect();
            Ok((views, total))
        })
        .await
}
