//! What can go wrong between us and Vapi, as codes. No variant holds text of a body, an address or a key.

use crate::{private::Spoken, retry::Again};
use std::time::Duration;

/// Why bytes were not a message of Vapi. Holds places, never contents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WireError {
    /// Not JSON, or not UTF-8.
    #[error("the body is not JSON")]
    NotJson,
    /// Nested deeper than 128 levels (serde_json's own bound).
    #[error("the body is nested too deeply")]
    TooDeep,
    /// JSON, but not an object (or, for a list of calls, not an array).
    #[error("the body is not an object")]
    NotAnObject,
    /// No `message` in it.
    #[error("the body has no message")]
    NoMessage,
    /// A message that doesn't say what it is.
    #[error("the message has no type")]
    NoType,
    /// Something that we need is absent or of another type.
    #[error("{path} is absent or of the wrong type")]
    WrongType {
        /// Where, for example `message.status`. Positions in a list are not told.
        path: &'static str,
    },
}

impl WireError {
    /// A stable code for logs and answers.
    pub fn code(self) -> &'static str {
        match self {
            Self::NotJson => "not_json",
            Self::TooDeep => "too_deep",
            Self::NotAnObject => "not_an_object",
            Self::NoMessage => "no_message",
            Self::NoType => "no_type",
            Self::WrongType { .. } => "wrong_type",
        }
    }
}

/// Why a request to Vapi's REST interface brought no result.
#[derive(Debug, thiserror::Error)]
pub enum VapiError {
    /// No connection: Vapi has not seen the request.
    #[error("{operation}: Vapi could not be reached")]
    NotSent {
        /// What was tried.
        operation: &'static str,
        /// The cause, without its address.
        #[source]
        source: reqwest::Error,
    },
    /// A request that only reads, or may be repeated, got no answer.
    #[error("{operation}: Vapi gave no answer")]
    NoAnswer {
        /// What was tried.
        operation: &'static str,
        /// The cause, without its address.
        #[source]
        source: reqwest::Error,
    },
    /// A request that makes something was sent and nobody knows whether it was done. Look it up before
    /// sending it again: Vapi has no idempotency key.
    #[error("{operation}: it is not known whether Vapi did it")]
    OutcomeUnknown {
        /// What was tried.
        operation: &'static str,
        /// The status, where there was one.
        status: Option<u16>,
    },
    /// 401: the key is wrong.
    #[error("{operation}: Vapi does not accept the key")]
    Unauthorised {
        /// What was tried.
        operation: &'static str,
    },
    /// 402: the account has no credit.
    #[error("{operation}: the Vapi account needs payment")]
    PaymentRequired {
        /// What was tried.
        operation: &'static str,
    },
    /// 403: the key may not do this.
    #[error("{operation}: the key may not do this")]
    Forbidden {
        /// What was tried.
        operation: &'static str,
    },
    /// 404: no such thing, or no longer (calls are kept for 14 days).
    #[error("{operation}: Vapi has no such thing")]
    NotFound {
        /// What was tried.
        operation: &'static str,
    },
    /// 429: too many requests; this one was not processed.
    #[error("{operation}: too many requests")]
    RateLimited {
        /// What was tried.
        operation: &'static str,
        /// The wait that Vapi asks for.
        retry_after: Option<Duration>,
    },
    /// Another 4xx: the request itself is wrong.
    #[error("{operation}: Vapi refused the request with {status}")]
    Refused {
        /// What was tried.
        operation: &'static str,
        /// The status.
        status: u16,
        /// Vapi's explanation. May repeat what we sent, so it can't print itself.
        detail: Option<Spoken>,
    },
    /// 5xx on a request that may be repeated.
    #[error("{operation}: Vapi is not available ({status})")]
    Unavailable {
        /// What was tried.
        operation: &'static str,
        /// The status.
        status: u16,
        /// The wait that Vapi asks for.
        retry_after: Option<Duration>,
    },
    /// The answer came and is not what it should be.
    #[error("{operation}: Vapi's answer could not be read")]
    Unreadable {
        /// What was tried.
        operation: &'static str,
        /// What is wrong with it.
        #[source]
        source: WireError,
    },
    /// The answer is larger than we take.
    #[error("{operation}: Vapi's answer is too large")]
    TooLarge {
        /// What was tried.
        operation: &'static str,
    },
}

impl VapiError {
    /// Whether a person in IT has to act before anything works again: the key or the account.
    pub fn needs_a_person(&self) -> bool {
        matches!(
            self,
            Self::Unauthorised { .. } | Self::PaymentRequired { .. } | Self::Forbidden { .. }
        )
    }

    pub(crate) fn again(&self) -> Again {
        match self {
            Self::NotSent { .. } | Self::NoAnswer { .. } => Again::Backoff,
            Self::RateLimited { retry_after, .. } | Self::Unavailable { retry_after, .. } => {
                retry_after.map_or(Again::Backoff, Again::After)
            }
            _ => Again::No,
        }
    }
}
