//! The database key as a type that cannot be copied, printed or serialised, and is wiped when dropped.

use super::error::KeyError;
use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use callwaiting_domain::ports::Entropy;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

const CHECK_WORDS: &[u8] = b"callwaiting key check";

/// The key of one clinic's database: 32 random bytes.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct DatabaseKey([u8; 32]);

impl DatabaseKey {
    /// A new random key.
    pub fn generate(entropy: &dyn Entropy) -> Self {
        let mut key = Self([0; 32]);
        entropy.fill(&mut key.0);
        key
    }

    /// A value that proves this key without giving it away: HMAC-SHA-256 of fixed words under it.
    pub fn check(&self) -> Result<KeyCheck, KeyError> {
        let mut mac =
            <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(&self.0).map_err(|_| KeyError::Crypto)?;
        mac.update(CHECK_WORDS);
        Ok(KeyCheck(mac.finalize().into_bytes().into()))
    }

    /// SQLCipher's raw-key literal, `x'…'`, for a PRAGMA and for nothing else.
    pub(crate) fn pragma_literal(&self) -> Zeroizing<String> {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let mut literal = Zeroizing::new(String::with_capacity(67));
        literal.push_str("x'");
        for byte in self.0 {
            literal.push(char::from(DIGITS[usize::from(byte >> 4)]));
            literal.push(char::from(DIGITS[usize::from(byte & 15)]));
        }
        literal.push('\'');
        literal
    }

    /// A key for another purpose, which does not give this one away: HMAC-SHA-256 of the purpose.
    pub(super) fn derive(&self, purpose: &[u8]) -> Result<[u8; 32], KeyError> {
        let mut mac =
            <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(&self.0).map_err(|_| KeyError::Crypto)?;
        mac.update(purpose);
        Ok(mac.finalize().into_bytes().into())
    }

    pub(super) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    fn from_bytes(mut bytes: Vec<u8>) -> Result<Self, KeyError> {
        let key = <[u8; 32]>::try_from(bytes.as_slice())
            .map(Self)
            .map_err(|_| KeyError::SlotsDamaged);
        bytes.zeroize();
        key
    }
}

impl std::fmt::Debug for DatabaseKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DatabaseKey(hidden)")
    }
}

/// Proof of a key, safe to write down.
#[derive(Debug, Clone)]
pub struct KeyCheck([u8; 32]);

impl KeyCheck {
    /// Whether `key` is the one this was made from.
    pub fn matches(&self, key: &DatabaseKey) -> bool {
        key.check().is_ok_and(|other| bool::from(self.0.ct_eq(&other.0)))
    }

    pub(super) fn to_hex(&self) -> String {
        hex::encode(self.0)
    }

    pub(super) fn from_hex(text: &str) -> Result<Self, KeyError> {
        let mut bytes = [0; 32];
        hex::decode_to_slice(text, &mut bytes).map_err(|_| KeyError::SlotsDamaged)?;
        Ok(Self(bytes))
    }
}

/// A slot's own key, under which the database key is wrapped with AES-256-GCM.
#[derive(Zeroize, ZeroizeOnDrop)]
pub(super) struct WrappingKey(pub(super) [u8; 32]);

/// A wrapped database key: a fresh nonce and the sealed bytes with their tag.
pub(super) struct Wrapped {
    pub(super) nonce: [u8; 12],
    pub(super) sealed: Vec<u8>,
}

impl WrappingKey {
    pub(super) fn wrap(
        &self,
        key: &DatabaseKey,
        bound_to: &[u8],
        entropy: &dyn Entropy,
    ) -> Result<Wrapped, KeyError> {
        let mut nonce = [0; 12];
        entropy.fill(&mut nonce);
        let payload = Payload {
            msg: &key.0,
            aad: bound_to,
        };
        let sealed = self
            .cipher()?
            .encrypt(&Nonce::from(nonce), payload)
            .map_err(|_| KeyError::Crypto)?;
        Ok(Wrapped { nonce, sealed })
    }

    /// `None` when the secret is not the one the key was wrapped with, or the slot was tampered with.
    pub(super) fn unwrap(&self, wrapped: &Wrapped, bound_to: &[u8]) -> Result<Option<DatabaseKey>, KeyError> {
        let payload = Payload {
            msg: &wrapped.sealed,
            aad: bound_to,
        };
        match self.cipher()?.decrypt(&Nonce::from(wrapped.nonce), payload) {
            Ok(bytes) => DatabaseKey::from_bytes(bytes).map(Some),
            Err(_) => Ok(None),
        }
    }

    fn cipher(&self) -> Result<Aes256Gcm, KeyError> {
        Aes256Gcm::new_from_slice(&self.0).map_err(|_| KeyError::Crypto)
    }
}
