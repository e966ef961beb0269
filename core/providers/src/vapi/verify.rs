//! Whether a delivery came from Vapi: the three ways an account can be set up to prove it.
//!
//! There is no fixed scheme: header names, template, encoding and prefix are the account's own choice, so
//! they are settings here. The address in a signed text is the one from the settings, never one rebuilt from
//! the Host header. Comparisons take the same time whatever differs. The time comes in as an argument.
//! Deliberately absent: remembering message ids against replays; the store's dedupe does that.

mod hmac_plan;
mod settings;

pub use hmac_plan::{Algorithm, HmacPlan, SignatureEncoding};
pub use settings::{HookAuth, HookAuthError};

use crate::private::Secret;
use http::HeaderMap;
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// How far a signed timestamp may be from now, either way, in seconds.
pub const FRESHNESS_SECONDS: i64 = 300;

/// A delivery as it arrived.
#[derive(Debug, Clone, Copy)]
pub struct Request<'r> {
    /// The HTTP method.
    pub method: &'r str,
    /// The public address as configured, query included.
    pub url: &'r str,
    /// All headers.
    pub headers: &'r HeaderMap,
    /// The raw body.
    pub body: &'r [u8],
}

/// Proof that a delivery was verified; only [`verify`] makes one.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Verified {
    /// When it was signed, where the signature covers a time.
    pub signed_at: Option<Timestamp>,
    /// Vapi's id of the message, where the account sends one. A retry repeats it.
    pub message_id: Option<String>,
}

/// Why a delivery was turned away. To the sender all of them are one and the same refusal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Denied {
    /// The settings themselves can't verify anything (an empty secret, a bad base64 key).
    #[error("webhook authentication is not set up")]
    NotSetUp,
    /// A header that we need is absent.
    #[error("the {0} is missing")]
    Missing(Part),
    /// A header that we need is there more than once, so nobody can say which one counts.
    #[error("the {0} is there more than once")]
    Duplicated(Part),
    /// A header that we need can't be read.
    #[error("the {0} can't be read")]
    Malformed(Part),
    /// The secret or the signature is wrong.
    #[error("the {0} is wrong")]
    Wrong(Part),
    /// The signed time is too far from now.
    #[error("the signed time is too far from now")]
    Stale,
}

/// Which part of the proof.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The shared secret or the bearer token.
    Secret,
    /// The signature.
    Signature,
    /// The signed time.
    Timestamp,
    /// The message id.
    MessageId,
}

impl std::fmt::Display for Part {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Secret => "secret",
            Self::Signature => "signature",
            Self::Timestamp => "timestamp",
            Self::MessageId => "message id",
        })
    }
}

/// Decides whether `request` came from the holder of the clinic's secret.
pub fn verify(auth: &HookAuth, request: &Request<'_>, now: Timestamp) -> Result<Verified, Denied> {
    auth.check().map_err(|_| Denied::NotSetUp)?;
    match auth {
        HookAuth::HeaderSecret { header, secret } => {
            same_secret(only(request.headers, header, Part::Secret)?, secret)?;
        }
        HookAuth::Bearer {
            header,
            prefix,
            token,
        } => {
            let given = only(request.headers, header, Part::Secret)?;
            let given = if *prefix {
                after_bearer(given).ok_or(Denied::Malformed(Part::Secret))?
            } else {
                given
            };
            same_secret(given, token)?;
        }
        HookAuth::Hmac(plan) => return plan.verify(request, now),
    }
    Ok(Verified {
        signed_at: None,
        message_id: None,
    })
}

/// The one value of a header.
fn only<'r>(headers: &'r HeaderMap, name: &str, part: Part) -> Result<&'r str, Denied> {
    let mut values = headers.get_all(name).iter();
    let value = values.next().ok_or(Denied::Missing(part))?;
    if values.next().is_some() {
        return Err(Denied::Duplicated(part));
    }
    value.to_str().map_err(|_| Denied::Malformed(part))
}

/// What follows the scheme, whose case doesn't matter (RFC 9110, 11.1).
fn after_bearer(value: &str) -> Option<&str> {
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim_start())
}

/// Compares digests, so that not even the length of the secret shows in the time taken.
fn same_secret(given: &str, secret: &Secret) -> Result<(), Denied> {
    let same = Sha256::digest(given.as_bytes()).ct_eq(&Sha256::digest(secret.expose().as_bytes()));
    if same.into() {
        Ok(())
    } else {
        Err(Denied::Wrong(Part::Secret))
    }
}

#[cfg(test)]
mod tests;
