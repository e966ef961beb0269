//! The clinic, and whether its telephone line works.

use crate::clinic::Clinic;
use crate::error::Done;
use crate::reconcile::Marks;
use callwaiting_store::tables::{call, clinic as table};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

/// The clinic.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ClinicView {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// IANA name of its zone.
    pub timezone: String,
    /// ISO 3166 alpha-2.
    pub country: String,
    /// Whether its providers are the built-in simulators.
    pub practice: bool,
    /// ISO 4217.
    pub currency: String,
    /// The appliance's clock, UTC.
    #[schema(value_type = String, format = DateTime)]
    pub now: Timestamp,
}

/// The states of the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LineState {
    /// Calls come in.
    Open,
    /// Simulated calls come in.
    Practice,
    /// Calls come in; the provider's lists are being read.
    CatchingUp,
    /// Calls can't reach us and go to the desk phone.
    NoWayIn,
    /// The network is down.
    Offline,
}

/// Whether the line works.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct LineView {
    /// Its state.
    pub state: LineState,
    /// Until when the provider's own list of calls has been read without a gap, UTC.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub caught_up_at: Option<Timestamp>,
    /// How many are on the line.
    pub live: usize,
    /// What it means, in a clause.
    pub detail: String,
}

/// The clinic.
pub fn clinic(clinic: &Clinic) -> ClinicView {
    let row = clinic.row();
    ClinicView {
        id: row.id.clone(),
        name: row.name.clone(),
        timezone: row.timezone.clone(),
        country: row.country.clone(),
        practice: row.practice,
        currency: row.currency.clone(),
        now: clinic.now(),
    }
}

/// Whether the line works. A clinic without a provider has no way in.
pub async fn line(clinic: &Clinic) -> Done<LineView> {
    let practice = clinic.row().practice;
    let (marks, live, provider) = clinic
        .read(|conn| {
            let provider = table::setting(conn, crate::setup::VOICE_PROVIDER)?.is_some();
            Ok((Marks::read(conn)?, call::live(conn)?.len(), provider))
        })
        .await?;
    let (state, detail) = match (practice, provider) {
        (true, _) => (LineState::Practice, "simulated calls, nobody is rung"),
        (false, true) if marks.whole.is_none() => {
            (LineState::CatchingUp, "reading the calls of the last days")
        }
        (false, true) if marks.gap() => (
            LineState::CatchingUp,
            "some calls of the provider's list could not be read and are asked for again every hour",
        ),
        (false, true) => (LineState::Open, "Voxanne is answering"),
        (false, false) => (
            LineState::NoWayIn,
            "calls go to the desk phone until the voice is connected",
        ),
    };
    Ok(LineView {
        state,
        caught_up_at: marks.whole,
        live,
        detail: detail.into(),
    })
}
