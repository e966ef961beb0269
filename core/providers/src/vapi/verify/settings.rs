//! How a clinic's webhook is authenticated: the settings, read from JSON and written only on purpose.

use super::hmac_plan::HmacPlan;
use crate::private::Secret;
use http::HeaderName;
use serde::Deserialize;
use serde_json::{Value, json};
use zeroize::Zeroizing;

/// One of the three ways. In JSON the field `kind` says which: `headerSecret`, `bearer` or `hmac`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum HookAuth {
    /// A shared secret stands in a header as it is. Vapi's old `server.secret` does this.
    HeaderSecret {
        /// Default `X-Vapi-Secret`.
        #[serde(default = "default_secret_header")]
        header: String,
        /// The secret.
        secret: Secret,
    },
    /// A bearer token.
    Bearer {
        /// Default `Authorization`.
        #[serde(default = "default_bearer_header")]
        header: String,
        /// Whether "Bearer " stands before the token.
        #[serde(default = "yes")]
        prefix: bool,
        /// The token.
        token: Secret,
    },
    /// A keyed digest of the delivery.
    Hmac(HmacPlan),
}

/// Why settings can't verify anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum HookAuthError {
    /// The secret is empty, which anybody could know.
    #[error("the secret is empty")]
    EmptySecret,
    /// The secret is said to be base64 and isn't.
    #[error("the secret is not base64")]
    NotBase64,
    /// A header's name can't be a header's name.
    #[error("a header name is not valid")]
    BadHeader,
    /// The signed text doesn't contain the body, so the signature would fit any body.
    #[error("the signed text must contain the body")]
    BodyNotSigned,
}

impl HookAuth {
    /// A secret in `X-Vapi-Secret`: what a new clinic starts with.
    pub fn header_secret(secret: Secret) -> Self {
        Self::HeaderSecret {
            header: default_secret_header(),
            secret,
        }
    }

    /// Whether these settings can verify anything.
    pub fn check(&self) -> Result<(), HookAuthError> {
        let (header, secret) = match self {
            Self::HeaderSecret { header, secret } => (header, secret),
            Self::Bearer { header, token, .. } => (header, token),
            Self::Hmac(plan) => return plan.check(),
        };
        check_header(header)?;
        if secret.is_blank() {
            Err(HookAuthError::EmptySecret)
        } else {
            Ok(())
        }
    }

    /// The settings with their secret, for the secret store and nowhere else. Read back by serde.
    pub fn to_stored_json(&self) -> Zeroizing<String> {
        let stored: Value = match self {
            Self::HeaderSecret { header, secret } => {
                json!({"kind": "headerSecret", "header": header, "secret": secret.expose()})
            }
            Self::Bearer {
                header,
                prefix,
                token,
            } => {
                json!({"kind": "bearer", "header": header, "prefix": prefix, "token": token.expose()})
            }
            Self::Hmac(plan) => plan.stored(),
        };
        Zeroizing::new(stored.to_string())
    }
}

pub(super) fn check_header(name: &str) -> Result<(), HookAuthError> {
    HeaderName::try_from(name)
        .map(|_| ())
        .map_err(|_| HookAuthError::BadHeader)
}

fn default_secret_header() -> String {
    "X-Vapi-Secret".to_owned()
}

fn default_bearer_header() -> String {
    "Authorization".to_owned()
}

fn yes() -> bool {
    true
}
