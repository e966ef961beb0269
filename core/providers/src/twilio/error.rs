//! What can go wrong between us and Twilio, as codes, and what each of Twilio's own codes asks us to do.
//! No variant holds text of a body, an address or a key.

use crate::retry::Again;
use std::time::Duration;

/// What to do about one of Twilio's error codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Policy {
    /// Not processed; try again soon, with growing waits.
    Retry,
    /// Try again once, then give up.
    RetryOnce,
    /// Passing trouble on the way to the handset; try again in minutes or hours.
    RetryLater,
    /// It will never work for this number.
    Permanent,
    /// The recipient opted out: write it down and never try again.
    OptedOut,
    /// The account or the sender is set up wrongly; a person has to act.
    Configuration,
    /// Stop everything on this account and call IT.
    StopAndAlert,
    /// The words were filtered; other words may pass.
    ChangeContent,
    /// A rule on consent, quiet hours or volume forbids it.
    Rules,
    /// It got too old to send. Decide whether it is still useful.
    Expired,
    /// Our own webhook, TwiML or media socket is at fault.
    OurBug,
    /// A code that we don't know.
    Unknown,
}

/// What to do about `code`. Sources: Twilio's pages of these errors; some policies are our own.
pub fn policy(code: u32) -> Policy {
    match code {
        20429 | 30001 => Policy::Retry,
        30008 => Policy::RetryOnce,
        21611 | 30003 => Policy::RetryLater,
        21211 | 21212 | 21604 | 21408 | 21612 | 21614 | 21635 => Policy::Permanent,
        30004..=30006 => Policy::Permanent,
        21210 | 21214..=21217 => Policy::Permanent,
        21610 => Policy::OptedOut,
        21606 | 21608 | 30034 => Policy::Configuration,
        20003 | 30002 => Policy::StopAndAlert,
        30007 => Policy::ChangeContent,
        30450 | 30610 | 30640 => Policy::Rules,
        30036 => Policy::Expired,
        11200 | 11205 | 12100 | 12200 | 31920..=31924 | 31950 | 31951 => Policy::OurBug,
        _ => Policy::Unknown,
    }
}

/// Why a form of Twilio's could not be read. Holds places, never contents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FormError {
    /// A field that we need is absent or empty.
    #[error("the field {0} is missing")]
    Missing(&'static str),
    /// A field that counts is there more than once with different values.
    #[error("the field {0} is there more than once")]
    Ambiguous(&'static str),
    /// A field that holds a number doesn't.
    #[error("the field {0} is not a number")]
    NotANumber(&'static str),
    /// More fields than any of Twilio's forms has.
    #[error("the form has too many fields")]
    TooMany,
}

/// Why a request to Twilio brought no result.
#[derive(Debug, thiserror::Error)]
pub enum TwilioError {
    /// No connection: Twilio has not seen the request.
    #[error("{operation}: Twilio could not be reached")]
    NotSent {
        /// What was tried.
        operation: &'static str,
        /// The cause, without its address.
        #[source]
        source: reqwest::Error,
    },
    /// A request that only reads got no answer.
    #[error("{operation}: Twilio gave no answer")]
    NoAnswer {
        /// What was tried.
        operation: &'static str,
        /// The cause, without its address.
        #[source]
        source: reqwest::Error,
    },
    /// A message or call was asked for and nobody knows whether it was made. List messages or calls by
    /// number and time before asking again: Twilio has no idempotency key.
    #[error("{operation}: it is not known whether Twilio did it")]
    OutcomeUnknown {
        /// What was tried.
        operation: &'static str,
        /// The status, where there was one.
        status: Option<u16>,
    },
    /// Twilio refused it.
    #[error("{operation}: Twilio refused with status {status}, code {code:?}")]
    Refused {
        /// What was tried.
        operation: &'static str,
        /// The HTTP status.
        status: u16,
        /// Twilio's own code.
        code: Option<u32>,
        /// What to do about it.
        policy: Policy,
        /// The wait that Twilio asks for.
        retry_after: Option<Duration>,
    },
    /// 5xx on a request that only reads.
    #[error("{operation}: Twilio is not available ({status})")]
    Unavailable {
        /// What was tried.
        operation: &'static str,
        /// The HTTP status.
        status: u16,
    },
    /// The answer came and is not what it should be.
    #[error("{operation}: Twilio's answer could not be read")]
    Unreadable {
        /// What was tried.
        operation: &'static str,
    },
    /// The answer is larger than we take.
    #[error("{operation}: Twilio's answer is too large")]
    TooLarge {
        /// What was tried.
        operation: &'static str,
    },
}

impl TwilioError {
    /// What to do about it. A request that was never seen may be repeated; one with an unknown outcome may
    /// not, and has no policy but to look.
    pub fn policy(&self) -> Policy {
        match self {
            Self::Refused { policy, .. } => *policy,
            Self::NotSent { .. } | Self::NoAnswer { .. } | Self::Unavailable { .. } => Policy::Retry,
            Self::OutcomeUnknown { .. } | Self::Unreadable { .. } | Self::TooLarge { .. } => Policy::Unknown,
        }
    }

    pub(crate) fn again(&self) -> Again {
        match self {
            Self::NotSent { .. } | Self::NoAnswer { .. } | Self::Unavailable { .. } => Again::Backoff,
            Self::Refused {
                policy: Policy::Retry,
                retry_after,
                ..
            } => retry_after.map_or(Again::Backoff, Again::After),
            _ => Again::No,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_ask_for_what_their_pages_say() {
        for (code, expected) in [
            (20003, Policy::StopAndAlert),
            (20429, Policy::Retry),
            (21211, Policy::Permanent),
            (21215, Policy::Permanent),
            (21608, Policy::Configuration),
            (21610, Policy::OptedOut),
            (21611, Policy::RetryLater),
            (30003, Policy::RetryLater),
            (30006, Policy::Permanent),
            (30007, Policy::ChangeContent),
            (30008, Policy::RetryOnce),
            (30036, Policy::Expired),
            (30610, Policy::Rules),
            (31922, Policy::OurBug),
            (99999, Policy::Unknown),
        ] {
            assert_eq!(policy(code), expected, "{code}");
        }
    }
}
