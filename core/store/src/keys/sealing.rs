//! The key of sealed words: 32 random bytes of its own, not the database's.
//!
//! It lies in `sealing.json` beside the database, wrapped under a key derived from the database's. So the database file
//! alone, even with its pages laid open, gives no original away, and a change of the database key leaves what is sealed
//! as it is. While the database key is being changed the file knows both wrappings; whoever opens next keeps the one
//! that opens. Deliberately absent: who may open what is sealed, and when it is destroyed.

use super::secret::{DatabaseKey, Wrapped, WrappingKey};
use super::{KeyError, SystemEntropy};
use crate::{StoreError, files};
use aes_gcm::aead::{Aead as _, KeyInit as _, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use callwaiting_domain::phi::PatientText;
use callwaiting_domain::ports::Entropy;
use serde::{Deserialize, Serialize};
use std::io::ErrorKind;
use std::path::Path;
use std::sync::Arc;

const FORMAT: u32 = 1;
const NONCE: usize = 12;
const BOUND_TO: &[u8] = b"callwaiting sealing key";

/// Seals words and opens them again. Clones share the key.
#[derive(Clone)]
pub struct SealingKey(Arc<DatabaseKey>);

impl std::fmt::Debug for SealingKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SealingKey(hidden)")
    }
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct File {
    version: u32,
    wrappings: Vec<Wrapping>,
}

#[derive(Serialize, Deserialize, Clone)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Wrapping {
    nonce: String,
    wrapped: String,
}

impl SealingKey {
    /// Makes a key and its file; fails if there is one.
    pub(crate) fn create(
        path: &Path,
        under: &DatabaseKey,
        entropy: &dyn Entropy,
    ) -> Result<Self, StoreError> {
        let key = DatabaseKey::generate(entropy);
        let file = File {
            version: FORMAT,
            wrappings: vec![wrap(&key, under, entropy)?],
        };
        files::create_private(path, &file.to_bytes()?)
            .map_err(|e| StoreError::io("keep the sealing key", e))?;
        Ok(Self(Arc::new(key)))
    }

    /// Reads the key; a clinic from before there was sealing gets one. Settles an interrupted change of the database key.
    pub(crate) fn load(path: &Path, under: &DatabaseKey) -> Result<Self, StoreError> {
        let Some(file) = File::read(path)? else {
            return Self::create(path, under, &SystemEntropy);
        };
        for wrapping in &file.wrappings {
            if let Some(key) = unwrap(wrapping, under)? {
                if file.wrappings.len() > 1 {
                    keep(path, vec![wrapping.clone()])?;
                }
                return Ok(Self(Arc::new(key)));
            }
        }
        Err(KeyError::SlotsDamaged.into())
    }

    /// Wraps the key under the database's next key too, before that is changed.
    pub(crate) fn wrap_also(
        path: &Path,
        now: &DatabaseKey,
        next: &DatabaseKey,
        entropy: &dyn Entropy,
    ) -> Result<(), StoreError> {
        let key = Self::load(path, now)?;
        keep(
            path,
            vec![wrap(&key.0, now, entropy)?, wrap(&key.0, next, entropy)?],
        )
    }

    /// Seals `words`; only with the same `bound_to` are they opened again. The answer is a nonce and the sealed bytes.
    pub fn seal(
        &self,
        bound_to: &str,
        words: &PatientText,
        entropy: &dyn Entropy,
    ) -> Result<Vec<u8>, KeyError> {
        let mut nonce = [0; NONCE];
        entropy.fill(&mut nonce);
        let payload = Payload {
            msg: words.expose().as_bytes(),
            aad: bound_to.as_bytes(),
        };
        let sealed = self.cipher()?.encrypt(&Nonce::from(nonce), payload);
        let mut out = nonce.to_vec();
        out.extend(sealed.map_err(|_| KeyError::Crypto)?);
        Ok(out)
    }

    /// Opens what [`SealingKey::seal`] made.
    ///
    /// # Errors
    /// [`KeyError::Crypto`] when it was sealed by another key, for another place, or was changed.
    pub fn open(&self, bound_to: &str, sealed: &[u8]) -> Result<PatientText, KeyError> {
        let (nonce, sealed) = sealed.split_first_chunk::<NONCE>().ok_or(KeyError::Crypto)?;
        let payload = Payload {
            msg: sealed,
            aad: bound_to.as_bytes(),
        };
        let words = self.cipher()?.decrypt(&Nonce::from(*nonce), payload);
        let words = String::from_utf8(words.map_err(|_| KeyError::Crypto)?);
        words.map(PatientText::new).map_err(|_| KeyError::Crypto)
    }

    fn cipher(&self) -> Result<Aes256Gcm, KeyError> {
        Aes256Gcm::new_from_slice(self.0.bytes()).map_err(|_| KeyError::Crypto)
    }
}

impl File {
    fn read(path: &Path) -> Result<Option<Self>, StoreError> {
        let bytes = match std::fs::read(path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(StoreError::io("read the sealing key", error)),
        };
        let file: Self = serde_json::from_slice(&bytes).map_err(|_| KeyError::SlotsDamaged)?;
        if file.version > FORMAT {
            return Err(KeyError::SlotsNewer { found: file.version }.into());
        }
        Ok(Some(file))
    }

    fn to_bytes(&self) -> Result<Vec<u8>, KeyError> {
        serde_json::to_vec_pretty(self).map_err(|_| KeyError::Crypto)
    }
}

fn keep(path: &Path, wrappings: Vec<Wrapping>) -> Result<(), StoreError> {
    let file = File {
        version: FORMAT,
        wrappings,
    };
    files::replace_private(path, &file.to_bytes()?).map_err(|e| StoreError::io("keep the sealing key", e))
}

fn wrap(key: &DatabaseKey, under: &DatabaseKey, entropy: &dyn Entropy) -> Result<Wrapping, KeyError> {
    let wrapped = WrappingKey(under.derive(BOUND_TO)?).wrap(key, BOUND_TO, entropy)?;
    Ok(Wrapping {
        nonce: hex::encode(wrapped.nonce),
        wrapped: hex::encode(wrapped.sealed),
    })
}

fn unwrap(wrapping: &Wrapping, under: &DatabaseKey) -> Result<Option<DatabaseKey>, KeyError> {
    let mut nonce = [0; NONCE];
    hex::decode_to_slice(&wrapping.nonce, &mut nonce).map_err(|_| KeyError::SlotsDamaged)?;
    let sealed = hex::decode(&wrapping.wrapped).map_err(|_| KeyError::SlotsDamaged)?;
    WrappingKey(under.derive(BOUND_TO)?).unwrap(&Wrapped { nonce, sealed }, BOUND_TO)
}
