//! `keys.json` as it lies on the disk. Parsing is strict: a field nobody knows means a newer program wrote it.

use super::error::KeyError;
use super::recovery::RecoveryCost;
use super::secret::{KeyCheck, Wrapped};
use callwaiting_domain::ids::ClinicId;
use serde::{Deserialize, Serialize};

/// The format this program writes.
pub(super) const FORMAT: u32 = 1;

/// The kinds of key slot; a clinic has at most one of each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum SlotKind {
    /// A file with a key, for an appliance without a desktop.
    KeyFile,
    /// The system's keychain.
    Keychain,
    /// A code on paper.
    Recovery,
}

impl std::fmt::Display for SlotKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::KeyFile => "key file",
            Self::Keychain => "keychain entry",
            Self::Recovery => "recovery code",
        })
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct File {
    pub(super) version: u32,
    pub(super) clinic_id: ClinicId,
    /// The key the database has, as far as this file knows.
    pub(super) current: KeySet,
    /// The key the database is being changed to; settled by whoever opens the database next.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) pending: Option<KeySet>,
}

/// One database key in all its slots.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct KeySet {
    pub(super) key_check: String,
    pub(super) slots: Vec<Slot>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Slot {
    pub(super) kind: SlotKind,
    pub(super) nonce: String,
    pub(super) wrapped: String,
    /// Keychain only: the account its secret is kept under.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) account: Option<String>,
    /// Recovery only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) argon2id: Option<Argon2id>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Argon2id {
    pub(super) salt: String,
    pub(super) memory_kib: u32,
    pub(super) passes: u32,
    pub(super) lanes: u32,
}

impl File {
    /// Reads the file's bytes for `clinic`.
    pub(super) fn parse(bytes: &[u8], clinic: &ClinicId) -> Result<Self, KeyError> {
        #[derive(Deserialize)]
        struct Versioned {
            version: u32,
        }
        let Versioned { version } = serde_json::from_slice(bytes).map_err(|_| KeyError::SlotsDamaged)?;
        if version > FORMAT {
            return Err(KeyError::SlotsNewer { found: version });
        }
        let file: Self = serde_json::from_slice(bytes).map_err(|_| KeyError::SlotsDamaged)?;
        if file.clinic_id != *clinic {
            return Err(KeyError::OtherClinic);
        }
        Ok(file)
    }

    pub(super) fn to_bytes(&self) -> Result<Vec<u8>, KeyError> {
        let mut bytes = serde_json::to_vec_pretty(self).map_err(|_| KeyError::Crypto)?;
        bytes.push(b'\n');
        Ok(bytes)
    }
}

impl KeySet {
    pub(super) fn slot(&self, kind: SlotKind) -> Option<&Slot> {
        self.slots.iter().find(|slot| slot.kind == kind)
    }

    pub(super) fn check(&self) -> Result<KeyCheck, KeyError> {
        KeyCheck::from_hex(&self.key_check)
    }
}

impl Slot {
    pub(super) fn new(kind: SlotKind, wrapped: &Wrapped) -> Self {
        let (nonce, wrapped) = (hex::encode(wrapped.nonce), hex::encode(&wrapped.sealed));
        Self {
            kind,
            nonce,
            wrapped,
            account: None,
            argon2id: None,
        }
    }

    pub(super) fn wrapped(&self) -> Result<Wrapped, KeyError> {
        let mut nonce = [0; 12];
        hex::decode_to_slice(&self.nonce, &mut nonce).map_err(|_| KeyError::SlotsDamaged)?;
        let sealed = hex::decode(&self.wrapped).map_err(|_| KeyError::SlotsDamaged)?;
        Ok(Wrapped { nonce, sealed })
    }
}

impl Argon2id {
    pub(super) fn new(salt: &[u8; 16], cost: RecoveryCost) -> Self {
        let RecoveryCost {
            memory_kib,
            passes,
            lanes,
        } = cost;
        Self {
            salt: hex::encode(salt),
            memory_kib,
            passes,
            lanes,
        }
    }

    pub(super) fn parts(&self) -> Result<([u8; 16], RecoveryCost), KeyError> {
        let mut salt = [0; 16];
        hex::decode_to_slice(&self.salt, &mut salt).map_err(|_| KeyError::SlotsDamaged)?;
        Ok((
            salt,
            RecoveryCost {
                memory_kib: self.memory_kib,
                passes: self.passes,
                lanes: self.lanes,
            },
        ))
    }
}
