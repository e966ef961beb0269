//! Errors as clients see them: a code from a closed list, a sentence, the request's id.
//!
//! A handler returns [`ApiError`]; `dress` writes the body, because only it knows the request's id. The cause
//! of a fault stays here for the log and never goes out.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use callwaiting_domain::booking::Refusal;
use callwaiting_engine::EngineError;
use callwaiting_engine::booking::{Alternatives, Offered};
use serde::Serialize;
use std::borrow::Cow;
use std::sync::Arc;
use utoipa::ToSchema;

/// Every code there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ErrorCode {
    /// Nobody is signed in, or the token is unknown.
    Unauthorized,
    /// The role may not do it, or it is another clinic's.
    Forbidden,
    /// The X-CSRF-Token header is missing or wrong.
    Csrf,
    /// The request came from another site, or for another host.
    BadOrigin,
    /// Too many wrong passwords.
    LockedOut,
    /// Too many requests; the Retry-After header says how many seconds to wait.
    RateLimited,
    /// There is no such thing.
    NotFound,
    /// The path doesn't take that method; the Allow header names those it takes.
    MethodNotAllowed,
    /// The request can't be read.
    BadRequest,
    /// A field can't be used.
    Validation,
    /// The body must be JSON.
    UnsupportedMediaType,
    /// The body is too large.
    PayloadTooLarge,
    /// Somebody else has that time; other times come with the answer.
    SlotTaken,
    /// There is no bookable slot at that time.
    SlotUnavailable,
    /// The time has passed.
    SlotInPast,
    /// The clinic, or that practitioner, doesn't offer it.
    ProcedureNotOffered,
    /// The hold's time is over.
    HoldExpired,
    /// The hold was released or confirmed.
    HoldEnded,
    /// It was changed in the meantime.
    VersionConflict,
    /// The disk is full.
    StoreFull,
    /// The database can't be used now.
    StoreUnavailable,
    /// The data folder can't be written.
    ReadOnly,
    /// Only a practice clinic does that.
    NotPractice,
    /// A fault of ours.
    Internal,
}

/// The body of every error.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Error)]
pub struct ErrorBody<'a> {
    /// What programs decide on.
    pub code: ErrorCode,
    /// What people read.
    #[schema(value_type = String)]
    pub message: &'a str,
    /// For the log of the appliance.
    pub request_id: &'a str,
    /// Only with `slot_taken`: up to three other times.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Vec<Offered>>)]
    pub alternatives: Option<&'a [Offered]>,
    /// Only with `slot_taken`: a sentence that offers them.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub say: Option<&'a str>,
}

/// A failed request.
#[derive(Clone, Debug)]
pub struct ApiError {
    pub(super) status: StatusCode,
    pub(super) code: ErrorCode,
    pub(super) message: Cow<'static, str>,
    pub(super) alternatives: Option<Box<Alternatives>>,
    pub(super) cause: Option<Arc<EngineError>>,
}

impl ApiError {
    /// An error with the status that its code usually has.
    pub fn new(code: ErrorCode, message: impl Into<Cow<'static, str>>) -> Self {
        Self {
            status: code.status(),
            code,
            message: message.into(),
            alternatives: None,
            cause: None,
        }
    }

    /// The same with another status.
    pub fn with_status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }

    /// Nobody is signed in.
    pub fn unauthorized() -> Self {
        Self::new(ErrorCode::Unauthorized, "sign in, or send a token of this clinic")
    }

    /// There is no such path or thing.
    pub fn not_found(what: &'static str) -> Self {
        Self::new(ErrorCode::NotFound, format!("there is no such {what}"))
    }

    /// Its sentence.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Its code.
    pub fn code(&self) -> ErrorCode {
        self.code
    }
}

impl ErrorCode {
    /// The name in the API.
    pub fn of(name: &str) -> Self {
        match name {
            "unauthorized" => Self::Unauthorized,
            "locked_out" => Self::LockedOut,
            "not_found" => Self::NotFound,
            "validation" => Self::Validation,
            "slot_taken" => Self::SlotTaken,
            "slot_unavailable" => Self::SlotUnavailable,
            "slot_in_past" => Self::SlotInPast,
            "procedure_not_offered" => Self::ProcedureNotOffered,
            "hold_expired" => Self::HoldExpired,
            "hold_ended" => Self::HoldEnded,
            "version_conflict" => Self::VersionConflict,
            "store_full" => Self::StoreFull,
            "store_unavailable" => Self::StoreUnavailable,
            "read_only" => Self::ReadOnly,
            "not_practice" => Self::NotPractice,
            _ => Self::Internal,
        }
    }

    /// After how many seconds trying again makes sense, where waiting is what helps.
    pub(super) fn retry_after(self) -> Option<u32> {
        match self {
            // Every limit gives at least one request back each second.
            Self::RateLimited => Some(1),
            // The first lock's length; later ones are longer, and are looked at again then.
            Self::LockedOut => Some(15 * 60),
            _ => None,
        }
    }

    fn status(self) -> StatusCode {
        match self {
            Self::Unauthorized => StatusCode::UNAUTHORIZED,
            Self::Forbidden | Self::Csrf | Self::BadOrigin | Self::NotPractice => StatusCode::FORBIDDEN,
            Self::LockedOut | Self::RateLimited => StatusCode::TOO_MANY_REQUESTS,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::BadRequest => StatusCode::BAD_REQUEST,
            Self::UnsupportedMediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::PayloadTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::SlotTaken | Self::HoldExpired | Self::HoldEnded | Self::VersionConflict => {
                StatusCode::CONFLICT
            }
            Self::Validation | Self::SlotUnavailable | Self::SlotInPast | Self::ProcedureNotOffered => {
                StatusCode::UNPROCESSABLE_ENTITY
            }
            Self::StoreFull => StatusCode::INSUFFICIENT_STORAGE,
            Self::StoreUnavailable | Self::ReadOnly => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl From<EngineError> for ApiError {
    fn from(error: EngineError) -> Self {
        let code = match &error {
            EngineError::Slot(Refusal::NoSuchPractitioner) => ErrorCode::NotFound,
            other => ErrorCode::of(other.code()),
        };
        let message = if code == ErrorCode::Internal {
            "something went wrong here".into()
        } else {
            error.to_string()
        };
        let mut out = Self::new(code, message);
        match error {
            EngineError::SlotTaken(other) => out.alternatives = Some(other),
            EngineError::Store(_) => out.cause = Some(Arc::new(error)),
            _ => {}
        }
        out
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}
