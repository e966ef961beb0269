//! Practice calls, in practice clinics only.

use super::access::{Allowed, may};
use super::extract::Json as Body;
use super::page::Page;
use crate::appliance::Appliance;
use crate::http::ApiError;
use crate::practice::{Scenario, scenarios};
use crate::rehearsal;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use callwaiting_engine::EngineError;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::ToSchema;

/// A call that can be played.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct ScenarioView {
    /// Its id.
    id: &'static str,
    /// Its name.
    title: &'static str,
    /// What it shows.
    description: &'static str,
}

/// Which call.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Play {
    /// The scenario's id.
    scenario: String,
}

/// A call that rings.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Playing {
    /// The call, to be asked for under /calls as soon as it has rung.
    call_id: String,
}

/// The calls that can be played.
#[utoipa::path(get, path = "/api/clinics/{clinicId}/practice/scenarios", tag = "practice",
    responses((status = 200, body = Page<ScenarioView>)))]
pub(super) async fn list_scenarios(
    desk: Allowed<may::Practise>,
) -> Result<Json<Page<ScenarioView>>, ApiError> {
    if !desk.clinic.row().practice {
        return Err(EngineError::NotPractice.into());
    }
    let shown = |known: &'static Scenario| ScenarioView {
        id: &known.id,
        title: &known.title,
        description: &known.description,
    };
    Ok(Json(Page::whole(scenarios().iter().map(shown).collect())))
}

/// Lets a call come in.
#[utoipa::path(post, path = "/api/clinics/{clinicId}/practice/play", tag = "practice", request_body = Play,
    responses((status = 202, body = Playing)))]
pub(super) async fn play_scenario(
    State(appliance): State<Arc<Appliance>>,
    desk: Allowed<may::Practise>,
    Body(body): Body<Play>,
) -> Result<(StatusCode, Json<Playing>), ApiError> {
    let call_id = rehearsal::start(&appliance, &desk.clinic, &body.scenario).await?;
    Ok((StatusCode::ACCEPTED, Json(Playing { call_id })))
}
