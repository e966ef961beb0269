//! The catalogue in the API's shapes.

use super::MoneyView;
use crate::clinic::Clinic;
use callwaiting_domain::booking::{ExceptionKind, Practitioner, Procedure, ResourceKind};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A room or device that is needed: any one of these.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct NeedOfView {
    /// `room` or `device`.
    pub kind: String,
    /// Resource ids.
    pub any_of: Vec<String>,
}

/// Something that is booked.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ProcedureView {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What else callers call it.
    pub aliases: Vec<String>,
    /// Length of the appointment.
    pub minutes: i64,
    /// Time kept free before.
    pub buffer_before_minutes: i64,
    /// Time kept free after.
    pub buffer_after_minutes: i64,
    /// The least it costs.
    pub price_from: Option<MoneyView>,
    /// The most it costs.
    pub price_to: Option<MoneyView>,
    /// What the clinic says about recovery.
    pub recovery: Option<String>,
    /// Whether it is offered.
    pub active: bool,
    /// What it needs besides the practitioner.
    pub needs: Vec<NeedOfView>,
}

/// One stretch of a week, local time.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct HoursView {
    /// Monday is 1.
    pub weekday: i8,
    /// "09:00".
    pub from: String,
    /// "17:00".
    pub to: String,
}

/// A day that differs, local time.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ExceptionView {
    /// Its id; made when absent.
    #[serde(default)]
    pub id: Option<String>,
    /// "2026-12-25".
    pub date: String,
    /// "12:00"; the whole day when absent.
    #[serde(default)]
    pub from: Option<String>,
    /// "13:00"; the whole day when absent.
    #[serde(default)]
    pub to: Option<String>,
    /// `closed` or `open`.
    pub kind: String,
    /// What staff wrote.
    #[serde(default)]
    pub reason: Option<String>,
}

/// A person who is booked.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PractitionerView {
    /// Their id.
    pub id: String,
    /// Their name.
    pub name: String,
    /// Their field.
    pub specialty: Option<String>,
    /// Where they usually are.
    pub room: Option<String>,
    /// Whether they can be booked.
    pub active: bool,
    /// What they do.
    pub procedure_ids: Vec<String>,
    /// When they work.
    pub weekly_hours: Vec<HoursView>,
    /// When they don't, or do besides.
    pub exceptions: Vec<ExceptionView>,
}

/// A practitioner, room or device.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ResourceView {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// `practitioner`, `room` or `device`.
    pub kind: &'static str,
}

impl From<&Procedure> for ProcedureView {
    fn from(p: &Procedure) -> Self {
        Self {
            id: p.id.to_string(),
            name: p.name.clone(),
            aliases: p.aliases.clone(),
            minutes: p.minutes,
            buffer_before_minutes: p.buffer_before_minutes,
            buffer_after_minutes: p.buffer_after_minutes,
            price_from: p.price_from.as_ref().map(MoneyView::from),
            price_to: p.price_to.as_ref().map(MoneyView::from),
            recovery: p.recovery.clone(),
            active: p.active,
            needs: p
                .needs
                .iter()
                .map(|n| NeedOfView {
                    kind: n.kind.as_str().into(),
                    any_of: n.any_of.iter().map(ToString::to_string).collect(),
                })
                .collect(),
        }
    }
}

impl From<&Practitioner> for PractitionerView {
    fn from(p: &Practitioner) -> Self {
        let clock = |t: jiff::civil::Time| t.strftime("%H:%M").to_string();
        Self {
            id: p.id.to_string(),
            name: p.name.clone(),
            specialty: p.specialty.clone(),
            room: p.room.clone(),
            active: p.active,
            procedure_ids: p.procedures.iter().map(ToString::to_string).collect(),
            weekly_hours: p
                .hours
                .iter()
                .map(|h| HoursView {
                    weekday: h.weekday,
                    from: clock(h.from),
                    to: clock(h.to),
                })
                .collect(),
            exceptions: p
                .exceptions
                .iter()
                .map(|e| ExceptionView {
                    id: Some(e.id.clone()),
                    date: e.date.to_string(),
                    from: e.from.map(clock),
                    to: e.to.map(clock),
                    kind: if e.kind == ExceptionKind::Open {
                        "open"
                    } else {
                        "closed"
                    }
                    .into(),
                    reason: e.reason.clone(),
                })
                .collect(),
        }
    }
}

/// All procedures in the clinic's order.
pub fn procedures(clinic: &Clinic) -> Vec<ProcedureView> {
    clinic
        .catalogue()
        .procedures
        .iter()
        .map(ProcedureView::from)
        .collect()
}

/// All practitioners in the clinic's order.
pub fn practitioners(clinic: &Clinic) -> Vec<PractitionerView> {
    clinic
        .catalogue()
        .practitioners
        .iter()
        .map(PractitionerView::from)
        .collect()
}

/// Everything that can be taken.
pub fn resources(clinic: &Clinic) -> Vec<ResourceView> {
    let catalogue = clinic.catalogue();
    let people = catalogue.practitioners.iter().map(|p| ResourceView {
        id: p.id.to_string(),
        name: p.name.clone(),
        kind: ResourceKind::Practitioner.as_str(),
    });
    let things = catalogue.resources.iter().map(|r| ResourceView {
        id: r.id.to_string(),
        name: r.name.clone(),
        kind: r.kind.as_str(),
    });
    people.chain(things).collect()
}
