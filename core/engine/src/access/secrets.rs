//! What opens a door: random, shown once, kept as a hash, and recognisable by the clinic it belongs to.
//!
//! A fast hash is enough here: 256 random bits can't be guessed. Passwords, which can, are `passwords`.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use callwaiting_domain::ids::ClinicId;
use callwaiting_domain::ports::Entropy;
use serde::{Deserialize, Deserializer};
use sha2::{Digest as _, Sha256};
use std::fmt;
use utoipa::openapi::{ObjectBuilder, RefOr, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

/// A password, a token, or what a cookie or a link carries. It can be read in, never printed or written out.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Takes one in.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text itself. Whoever calls this answers for where it goes.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// 32 random bytes as 43 characters that need no escaping in a URL, a header or a cookie.
    pub(super) fn random(entropy: &dyn Entropy) -> Self {
        let mut bytes = [0u8; 32];
        entropy.fill(&mut bytes);
        Self(URL_SAFE_NO_PAD.encode(bytes))
    }

    /// What the store keeps.
    pub(super) fn hash(&self) -> String {
        hex::encode(Sha256::digest(self.0.as_bytes()))
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self)
    }
}

impl PartialSchema for Secret {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new().schema_type(Type::String).into()
    }
}

impl ToSchema for Secret {}

/// A secret with the clinic it opens, as it travels: `kind.clinicId.secret`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keyed {
    /// The clinic.
    pub clinic: ClinicId,
    /// What opens it.
    pub secret: Secret,
}

impl Keyed {
    /// Writes it out under its kind: `cwt` for a machine's token, `cwl` for a link, `cws` for a session.
    pub fn written(&self, kind: &str) -> Secret {
        Secret(format!("{kind}.{}.{}", self.clinic, self.secret.0))
    }
}

/// Reads what was written; `None` unless it has that kind's exact form.
pub fn parse(kind: &str, text: &str) -> Option<Keyed> {
    let mut parts = text.split('.');
    let (found, clinic, secret) = (parts.next()?, ClinicId::new(parts.next()?), parts.next()?);
    let fits = found == kind
        && parts.next().is_none()
        && clinic.is_valid()
        && secret.len() == 43
        && secret
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    fits.then(|| Keyed {
        clinic,
        secret: Secret::new(secret),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Sevens;
    impl Entropy for Sevens {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.fill(7);
        }
    }

    #[test]
    fn what_is_written_reads_back_and_nothing_else_does() {
        let keyed = Keyed {
            clinic: "elm-court".into(),
            secret: Secret::random(&Sevens),
        };
        let text = keyed.written("cwt");
        assert_eq!(parse("cwt", text.reveal()), Some(keyed));
        assert_eq!(parse("cwl", text.reveal()), None);
        for bad in ["", "cwt", "cwt.a", "cwt.a.short", "cwt.A.", "cwt.a.b.c"] {
            assert_eq!(parse("cwt", bad), None, "{bad}");
        }
        let outside = format!("cwt.../../x.{}", "a".repeat(43));
        assert_eq!(parse("cwt", &outside), None);
    }

    #[test]
    fn a_secret_does_not_print() {
        assert_eq!(format!("{:?}", Secret::new("open sesame")), "Secret(…)");
    }
}
