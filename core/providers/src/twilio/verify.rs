//! Whether a callback came from Twilio: the `X-Twilio-Signature` header.
//!
//! The signed text is the exact public address, then for forms each field's name and value in byte order,
//! repeated values sorted and once only. A JSON body is covered by `bodySHA256` in the address instead. The
//! address comes from the settings, never from the Host header. Twilio signs with and without the standard
//! port, and its libraries also accept an apostrophe in the query as `%27`; so do we. Only the account's auth
//! token signs, never an API key. There is no time in the signature: the store's dedupe stops replays.

mod address;

use crate::private::Secret;
use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use http::{HeaderMap, header::CONTENT_TYPE};
use sha1::Sha1;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use subtle::ConstantTimeEq;
use url::form_urlencoded;

/// The header with the signature.
pub const SIGNATURE_HEADER: &str = "X-Twilio-Signature";

/// A callback as it arrived.
#[derive(Debug, Clone, Copy)]
pub struct Request<'r> {
    /// The public address as configured at Twilio, with the query as it arrived.
    pub url: &'r str,
    /// All headers.
    pub headers: &'r HeaderMap,
    /// The raw body.
    pub body: &'r [u8],
}

/// Proof that a callback was verified; only [`verify`] makes one.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Verified {
    /// The token that a repeated delivery repeats, where Twilio sends one. Not covered by the signature.
    pub retry_token: Option<String>,
}

/// Why a callback was turned away. To the sender all of them are one and the same refusal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Denied {
    /// There is no auth token to verify with.
    #[error("callback authentication is not set up")]
    NotSetUp,
    /// No signature.
    #[error("the signature is missing")]
    Missing,
    /// More than one signature, so nobody can say which one counts.
    #[error("the signature is there more than once")]
    Duplicated,
    /// Not base64 of the right length.
    #[error("the signature can't be read")]
    Malformed,
    /// A body that is no form and that the address doesn't cover.
    #[error("the body is not covered by the signature")]
    BodyNotSigned,
    /// The body is not the one that the address covers.
    #[error("the body is not the signed one")]
    WrongBody,
    /// The signature is wrong.
    #[error("the signature is wrong")]
    Wrong,
}

/// Decides whether `request` came from the holder of the account's auth token.
pub fn verify(auth_token: &Secret, request: &Request<'_>) -> Result<Verified, Denied> {
    if auth_token.is_blank() {
        return Err(Denied::NotSetUp);
    }
    let mut signatures = request.headers.get_all(SIGNATURE_HEADER).iter();
    let given = signatures.next().ok_or(Denied::Missing)?;
    if signatures.next().is_some() {
        return Err(Denied::Duplicated);
    }
    let given = STANDARD.decode(given.as_bytes()).map_err(|_| Denied::Malformed)?;

    let fields = if is_form(request.headers) {
        form_urlencoded::parse(request.body).into_owned().collect()
    } else {
        check_body_hash(request)?;
        Vec::new()
    };
    let tail = signed_fields(&fields);
    // Every candidate is tried, so that the time doesn't tell which one fits.
    let mut fits = false;
    for address in address::candidates(request.url) {
        let expected = digest(auth_token, &address, &tail).ok_or(Denied::NotSetUp)?;
        fits |= bool::from(expected.ct_eq(&given));
    }
    if !fits {
        return Err(Denied::Wrong);
    }
    let retry_token = request
        .headers
        .get("I-Twilio-Idempotency-Token")
        .and_then(|value| value.to_str().ok());
    Ok(Verified {
        retry_token: retry_token.map(str::to_owned),
    })
}

/// The signature of a callback as it would stand in its header. The simulators sign with this. For a JSON
/// body leave `fields` empty and put `bodySHA256` into the address. `None` without an auth token.
pub fn sign(auth_token: &Secret, url: &str, fields: &[(String, String)]) -> Option<String> {
    let url = url.split('#').next().unwrap_or(url);
    let digest = digest(auth_token, url, &signed_fields(fields)).filter(|_| !auth_token.is_blank())?;
    Some(STANDARD.encode(digest))
}

fn is_form(headers: &HeaderMap) -> bool {
    let kind = headers
        .get(CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    kind.eq_ignore_ascii_case("application/x-www-form-urlencoded")
}

fn check_body_hash(request: &Request<'_>) -> Result<(), Denied> {
    let query = request
        .url
        .split('#')
        .next()
        .and_then(|url| url.split_once('?'))
        .map_or("", |(_, query)| query);
    let mut hashes = form_urlencoded::parse(query.as_bytes()).filter(|(name, _)| name == "bodySHA256");
    match (hashes.next(), hashes.next()) {
        (None, _) if request.body.is_empty() => Ok(()),
        (None, _) | (Some(_), Some(_)) => Err(Denied::BodyNotSigned),
        (Some((_, given)), None) => {
            let given = hex::decode(given.as_bytes()).map_err(|_| Denied::WrongBody)?;
            let same = Sha256::digest(request.body).as_slice().ct_eq(&given);
            if same.into() {
                Ok(())
            } else {
                Err(Denied::WrongBody)
            }
        }
    }
}

fn signed_fields(fields: &[(String, String)]) -> String {
    let mut sorted: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (name, value) in fields {
        sorted.entry(name).or_default().insert(value);
    }
    let mut text = String::new();
    for (name, values) in sorted {
        for value in values {
            text.push_str(name);
            text.push_str(value);
        }
    }
    text
}

fn digest(auth_token: &Secret, address: &str, tail: &str) -> Option<Vec<u8>> {
    let hmac = Hmac::<Sha1>::new_from_slice(auth_token.expose().as_bytes()).ok()?;
    Some(
        hmac.chain_update(address)
            .chain_update(tail)
            .finalize()
            .into_bytes()
            .to_vec(),
    )
}

#[cfg(test)]
mod tests;
