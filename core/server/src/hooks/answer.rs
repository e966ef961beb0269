//! What a provider is told when a delivery can't be taken: a code, a sentence, nothing about the content.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use callwaiting_engine::EngineError;
use callwaiting_providers::vapi::error::WireError;
use serde_json::json;

/// Why a delivery was not taken.
#[derive(Debug)]
pub(super) enum Refused {
    /// Nobody proved that it comes from the provider, or there is no such clinic.
    Unauthorized,
    /// Too many refused ones from there.
    RateLimited,
    /// The store failed; the provider should try again.
    Store(&'static str),
    /// It isn't a message.
    Wire(WireError),
    /// The body could not be read.
    Body(StatusCode),
}

impl From<EngineError> for Refused {
    fn from(error: EngineError) -> Self {
        Self::Store(error.code())
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let (status, code, message) = match self {
            Self::Unauthorized => (
                StatusCode::UNAUTHORIZED,
                "unauthorized",
                "the delivery could not be verified".to_owned(),
            ),
            Self::RateLimited => (
                StatusCode::TOO_MANY_REQUESTS,
                "rate_limited",
                "too many refused deliveries".to_owned(),
            ),
            Self::Store(code) => {
                tracing::error!(
                    code,
                    "a delivery could not be stored; the provider will send it again"
                );
                (
                    StatusCode::SERVICE_UNAVAILABLE,
                    code,
                    "the delivery could not be stored; send it again".to_owned(),
                )
            }
            Self::Wire(error) => (StatusCode::BAD_REQUEST, error.code(), error.to_string()),
            Self::Body(StatusCode::PAYLOAD_TOO_LARGE) => (
                StatusCode::PAYLOAD_TOO_LARGE,
                "payload_too_large",
                "the delivery is larger than 5 MiB".to_owned(),
            ),
            Self::Body(status) => (status, "bad_request", "the delivery could not be read".to_owned()),
        };
        let request_id = uuid::Uuid::now_v7().to_string();
        (
            status,
            Json(json!({ "code": code, "message": message, "requestId": request_id })),
        )
            .into_response()
    }
}
