//! The hooks listener: what providers send us, and nothing else.
//!
//! A router of its own on a listener of its own, because a tunnel exposes exactly this. A delivery is
//! bounded in size, verified, translated into the product's words, stored and acted on in one transaction,
//! then answered. The staff API, screens and sessions are deliberately unreachable from here.

mod answer;
mod auth;
mod receptionist;
mod tools;
mod translate;
mod vapi;
mod voice_calls;

pub use receptionist::VoiceProvider;
pub use voice_calls::VapiCalls;

use async_trait::async_trait;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::post;
use callwaiting_domain::ids::ClinicId;
use callwaiting_engine::Clinic;
use std::net::IpAddr;
use std::sync::Arc;

/// The largest delivery that is read. Reports of the longest calls stay far below it.
pub const LARGEST_BODY: usize = 5 * 1024 * 1024;

/// What the listener needs of the appliance.
#[async_trait]
pub trait Door: Send + Sync + 'static {
    /// The clinic of that id, opened if it has to be.
    async fn clinic(&self, id: &ClinicId) -> Option<Arc<Clinic>>;

    /// The public address of this listener, without a slash at its end: what signatures cover.
    fn public_url(&self) -> String;

    /// Counts a refused delivery; false when its sender has had too many and should be told to slow down.
    fn refused(&self, sender: Option<IpAddr>) -> bool;
}

/// The listener's routes.
pub fn router(door: Arc<dyn Door>) -> Router {
    Router::new()
        .route("/hooks/{clinic_id}/vapi", post(vapi::receive))
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        .with_state(door)
}
