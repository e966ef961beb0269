//! The keyed digest: Vapi's `HMACAuthenticationPlan` with every knob that it has.

use super::{
    Denied, FRESHNESS_SECONDS, Part, Request, Verified, only,
    settings::{HookAuthError, check_header},
};
use crate::{private::Secret, vapi::wire};
use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Value, json};
use sha1::Sha1;
use sha2::{Sha256, Sha512};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

/// What is signed, with what, and where the signature stands. Field names and defaults are Vapi's.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct HmacPlan {
    /// The key.
    #[serde(rename = "secretKey")]
    pub secret: Secret,
    /// The digest.
    #[serde(default)]
    pub algorithm: Algorithm,
    /// Default `x-signature`.
    #[serde(default = "default_signature_header")]
    pub signature_header: String,
    /// Default `x-timestamp`.
    #[serde(default = "default_timestamp_header")]
    pub timestamp_header: String,
    /// Stands before the signature in its header: `sha256=`, for example.
    #[serde(default)]
    pub signature_prefix: String,
    /// Whether the time is signed where the template doesn't say.
    #[serde(default = "default_true")]
    pub include_timestamp: bool,
    /// The signed text, with `{body}`, `{timestamp}`, `{method}`, `{url}` and `{svix-id}`. Default
    /// `{timestamp}.{body}`, or `{body}` without a timestamp.
    #[serde(default)]
    pub payload_format: Option<String>,
    /// The header with the message's id.
    #[serde(default)]
    pub message_id_header: Option<String>,
    /// How the signature is written.
    #[serde(default)]
    pub signature_encoding: SignatureEncoding,
    /// Whether the key is base64 and has to be decoded first.
    #[serde(default)]
    pub secret_is_base64: bool,
}

/// The digest.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Algorithm {
    /// HMAC-SHA-256.
    #[default]
    Sha256,
    /// HMAC-SHA-512.
    Sha512,
    /// HMAC-SHA-1.
    Sha1,
}

/// How the signature is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SignatureEncoding {
    /// Hexadecimal, either case.
    #[default]
    Hex,
    /// Standard base64, with or without padding.
    Base64,
}

impl HmacPlan {
    /// Vapi's defaults with this key.
    pub fn new(secret: Secret) -> Self {
        Self {
            secret,
            algorithm: Algorithm::Sha256,
            signature_header: default_signature_header(),
            timestamp_header: default_timestamp_header(),
            signature_prefix: String::new(),
            include_timestamp: true,
            payload_format: None,
            message_id_header: None,
            signature_encoding: SignatureEncoding::Hex,
            secret_is_base64: false,
        }
    }

    /// The signature of a delivery as it would stand in its header. The simulators sign with this; `timestamp`
    /// and `message_id` are the texts of their headers. Errors: the key can't be used.
    pub fn sign(
        &self,
        method: &str,
        url: &str,
        timestamp: &str,
        message_id: &str,
        body: &[u8],
    ) -> Result<String, HookAuthError> {
        self.check()?;
        let digest = self.digest(&self.text(method, url, timestamp, message_id, body))?;
        let encoded = match self.signature_encoding {
            SignatureEncoding::Hex => hex::encode(digest),
            SignatureEncoding::Base64 => STANDARD.encode(digest),
        };
        Ok(format!("{}{encoded}", self.signature_prefix))
    }

    pub(super) fn verify(&self, request: &Request<'_>, now: Timestamp) -> Result<Verified, Denied> {
        let template = self.template();
        let given = only(request.headers, &self.signature_header, Part::Signature)?;
        let given = given
            .strip_prefix(self.signature_prefix.as_str())
            .ok_or(Denied::Malformed(Part::Signature))?;
        let given = self
            .decode(given.trim())
            .ok_or(Denied::Malformed(Part::Signature))?;

        let time_is_signed = template.contains("{timestamp}");
        let timestamp = match only(request.headers, &self.timestamp_header, Part::Timestamp) {
            Ok(text) => text,
            Err(_) if !time_is_signed => "",
            Err(denied) => return Err(denied),
        };
        let message_id = match &self.message_id_header {
            Some(header) => Some(only(request.headers, header, Part::MessageId)?),
            None if template.contains("{svix-id}") => return Err(Denied::NotSetUp),
            None => None,
        };

        let text = self.text(
            request.method,
            request.url,
            timestamp,
            message_id.unwrap_or_default(),
            request.body,
        );
        let expected = self.digest(&text).map_err(|_| Denied::NotSetUp)?;
        if !bool::from(expected.ct_eq(&given)) {
            return Err(Denied::Wrong(Part::Signature));
        }
        // Only now is the time worth anything: before, anybody could have written it.
        let signed_at = if time_is_signed {
            let at = wire::epoch(timestamp).ok_or(Denied::Malformed(Part::Timestamp))?;
            if now.duration_since(at).abs() > jiff::SignedDuration::from_secs(FRESHNESS_SECONDS) {
                return Err(Denied::Stale);
            }
            Some(at)
        } else {
            None
        };
        Ok(Verified {
            signed_at,
            message_id: message_id.map(str::to_owned),
        })
    }

    pub(super) fn check(&self) -> Result<(), HookAuthError> {
        if self.secret.is_blank() {
            return Err(HookAuthError::EmptySecret);
        }
        check_header(&self.signature_header)?;
        check_header(&self.timestamp_header)?;
        self.message_id_header.as_deref().map_or(Ok(()), check_header)?;
        if !self.template().contains("{body}") {
            return Err(HookAuthError::BodyNotSigned);
        }
        self.key().map(|_| ())
    }

    pub(super) fn stored(&self) -> Value {
        json!({
            "kind": "hmac",
            "secretKey": self.secret.expose(),
            "algorithm": match self.algorithm {
                Algorithm::Sha256 => "sha256",
                Algorithm::Sha512 => "sha512",
                Algorithm::Sha1 => "sha1",
            },
            "signatureHeader": self.signature_header,
            "timestampHeader": self.timestamp_header,
            "signaturePrefix": self.signature_prefix,
            "includeTimestamp": self.include_timestamp,
            "payloadFormat": self.payload_format,
            "messageIdHeader": self.message_id_header,
            "signatureEncoding": match self.signature_encoding {
                SignatureEncoding::Hex => "hex",
                SignatureEncoding::Base64 => "base64",
            },
            "secretIsBase64": self.secret_is_base64,
        })
    }

    fn template(&self) -> &str {
        match &self.payload_format {
            Some(format) => format,
            None if self.include_timestamp => "{timestamp}.{body}",
            None => "{body}",
        }
    }

    /// Fills the template in one pass, so that a body which contains a placeholder is signed as it is.
    pub(super) fn text(
        &self,
        method: &str,
        url: &str,
        timestamp: &str,
        message_id: &str,
        body: &[u8],
    ) -> Vec<u8> {
        let values: [(&str, &[u8]); 5] = [
            ("{body}", body),
            ("{timestamp}", timestamp.as_bytes()),
            ("{method}", method.as_bytes()),
            ("{url}", url.as_bytes()),
            ("{svix-id}", message_id.as_bytes()),
        ];
        let mut rest = self.template();
        let mut text = Vec::with_capacity(body.len() + rest.len() + 32);
        'template: while let Some(first) = rest.chars().next() {
            for (placeholder, value) in values {
                if let Some(after) = rest.strip_prefix(placeholder) {
                    text.extend_from_slice(value);
                    rest = after;
                    continue 'template;
                }
            }
            let (literal, after) = rest.split_at(first.len_utf8());
            text.extend_from_slice(literal.as_bytes());
            rest = after;
        }
        text
    }

    fn key(&self) -> Result<Zeroizing<Vec<u8>>, HookAuthError> {
        let secret = self.secret.expose();
        let key = if self.secret_is_base64 {
            STANDARD
                .decode(secret.trim())
                .map_err(|_| HookAuthError::NotBase64)?
        } else {
            secret.as_bytes().to_vec()
        };
        if key.is_empty() {
            Err(HookAuthError::EmptySecret)
        } else {
            Ok(Zeroizing::new(key))
        }
    }

    fn digest(&self, text: &[u8]) -> Result<Vec<u8>, HookAuthError> {
        let key = self.key()?;
        // A digest of this kind takes a key of any length; the error can't happen.
        let unusable = |_| HookAuthError::EmptySecret;
        Ok(match self.algorithm {
            Algorithm::Sha256 => Hmac::<Sha256>::new_from_slice(&key)
                .map_err(unusable)?
                .chain_update(text)
                .finalize()
                .into_bytes()
                .to_vec(),
            Algorithm::Sha512 => Hmac::<Sha512>::new_from_slice(&key)
                .map_err(unusable)?
                .chain_update(text)
                .finalize()
                .into_bytes()
                .to_vec(),
            Algorithm::Sha1 => Hmac::<Sha1>::new_from_slice(&key)
                .map_err(unusable)?
                .chain_update(text)
                .finalize()
                .into_bytes()
                .to_vec(),
        })
    }

    fn decode(&self, signature: &str) -> Option<Vec<u8>> {
        match self.signature_encoding {
            SignatureEncoding::Hex => hex::decode(signature).ok(),
            SignatureEncoding::Base64 => {
                let mut padded = signature.trim_end_matches('=').to_owned();
                padded.extend(std::iter::repeat_n('=', (4 - padded.len() % 4) % 4));
                STANDARD.decode(padded).ok()
            }
        }
    }
}

fn default_signature_header() -> String {
    "x-signature".to_owned()
}

fn default_timestamp_header() -> String {
    "x-timestamp".to_owned()
}

fn default_true() -> bool {
    true
}
