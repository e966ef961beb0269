//! The staff API: one router for browsers and, in process, for the window. One file a resource.
//!
//! A handler extracts, authorises by the type of its first argument, calls one use-case, and shapes the answer.

mod access;
mod appointments;
mod audit;
mod booking;
mod calls;
mod catalogue;
mod clinic;
mod contacts;
mod cookie;
mod events;
mod extract;
mod guard;
mod needs;
mod openapi;
mod outside;
mod page;
mod practice;
mod privacy;
mod session;
mod staff;
mod today;
mod ui;

pub use events::{Feed, Told};
pub use openapi::document;

use crate::appliance::Appliance;
use crate::http::{ApiError, Dressing, dress};
use axum::extract::DefaultBodyLimit;
use axum::{Router, middleware};
use std::sync::Arc;
use std::time::Duration;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The largest body the staff API takes.
const LARGEST_BODY: usize = 1024 * 1024;
const DEADLINE: Duration = Duration::from_secs(30);

/// Everything the API listener serves: the API, health, metrics, and the screens.
pub fn router(appliance: Arc<Appliance>) -> Router {
    let dressing = Dressing {
        appliance: appliance.clone(),
        listener: "api",
        largest_body: LARGEST_BODY as u64,
        deadline: DEADLINE,
    };
    let (router, _) = described().split_for_parts();
    router
        .route(
            "/api/{*rest}",
            axum::routing::any(|| async { ApiError::not_found("path") }),
        )
        .fallback(ui::serve)
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        .layer(middleware::from_fn_with_state(appliance.clone(), guard::guard))
        .layer(middleware::from_fn_with_state(dressing, dress))
        .with_state(appliance)
}

/// The routes with their descriptions.
fn described() -> OpenApiRouter<Arc<Appliance>> {
    OpenApiRouter::with_openapi(openapi::frame())
        .routes(routes!(clinic::get_clinic))
        .routes(routes!(clinic::get_line))
        .routes(routes!(today::get_today))
        .routes(routes!(catalogue::list_procedures, catalogue::add_procedure))
        .routes(routes!(catalogue::change_procedure))
        .routes(routes!(
            catalogue::list_practitioners,
            catalogue::add_practitioner
        ))
        .routes(routes!(catalogue::change_practitioner))
        .routes(routes!(catalogue::list_resources))
        .routes(routes!(booking::list_slots))
        .routes(routes!(booking::claim_slot))
        .routes(routes!(booking::confirm_booking))
        .routes(routes!(booking::release_hold))
        .routes(routes!(booking::list_holds))
        .routes(routes!(appointments::list_appointments))
        .routes(routes!(appointments::change_appointment))
        .routes(routes!(calls::list_calls))
        .routes(routes!(calls::get_call))
        .routes(routes!(privacy::record_consent))
        .routes(routes!(privacy::open_original))
        .routes(routes!(privacy::get_privacy, privacy::change_privacy))
        .routes(routes!(privacy::try_redaction))
        .routes(routes!(contacts::list_contacts, contacts::add_contact))
        .routes(routes!(contacts::get_contact, contacts::erase_contact))
        .routes(routes!(contacts::export_contact))
        .routes(routes!(needs::list_needs))
        .routes(routes!(needs::mark_done))
        .routes(routes!(needs::undo_done))
        .routes(routes!(audit::list_audit))
        .routes(routes!(staff::list_staff, staff::add_staff))
        .routes(routes!(staff::change_staff))
        .routes(routes!(events::stream_events))
        .routes(routes!(practice::list_scenarios))
        .routes(routes!(practice::play_scenario))
        .routes(routes!(outside::list_clinics))
        .routes(routes!(session::sign_in, session::get_session, session::sign_out))
        .routes(routes!(outside::get_openapi))
        .routes(routes!(outside::get_health))
        .routes(routes!(outside::get_metrics))
}
