//! What a provider is told when a delivery can't be taken: a code, a sentence, nothing about the content.

use crate::http::{ApiError, ErrorCode};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use callwaiting_engine::EngineError;
use callwaiting_providers::vapi::error::WireError;

/// Why a delivery was not taken.
#[derive(Debug)]
pub(super) enum Refused {
    /// Nobody proved that it comes from the provider, or there is no such clinic.
    Unauthorized,
    /// Too many refused ones from there.
    RateLimited,
    /// The store failed; the provider should try again.
    Store(EngineError),
    /// It isn't a message.
    Wire(WireError),
    /// The body could not be read.
    Body(StatusCode),
}

impl From<EngineError> for Refused {
    fn from(error: EngineError) -> Self {
        Self::Store(error)
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let error = match self {
            Self::Unauthorized => {
                ApiError::new(ErrorCode::Unauthorized, "the delivery could not be verified")
            }
            Self::RateLimited => ApiError::new(ErrorCode::RateLimited, "too many refused deliveries"),
            // Whatever failed here, the provider's retry is what mends it.
            Self::Store(error) => ApiError::from(error).with_status(StatusCode::SERVICE_UNAVAILABLE),
            Self::Wire(error) => ApiError::new(ErrorCode::BadRequest, error.to_string()),
            Self::Body(StatusCode::PAYLOAD_TOO_LARGE) => {
                ApiError::new(ErrorCode::PayloadTooLarge, "the delivery is larger than 5 MiB")
            }
            Self::Body(status) => {
                ApiError::new(ErrorCode::BadRequest, "the delivery could not be read").with_status(status)
            }
        };
        error.into_response()
    }
}
