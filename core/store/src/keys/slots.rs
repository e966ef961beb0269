//! A clinic's key slots: make, unlock, add, remove, and the two sets of slots that a change of key goes through.
//!
//! Every change is written to `keys.json` in one atomic step before the call returns. The caller holds the
//! clinic's lock. Rewriting the database under the new key is not here; see [`crate::rekey`].

use super::error::KeyError;
use super::key_file;
use super::keychain::{Keychain, KeychainError};
use super::model::{Argon2id, FORMAT, File, KeySet, Slot, SlotKind};
use super::recovery::{self, RecoveryCode, RecoveryCost};
use super::secret::{DatabaseKey, KeyCheck, WrappingKey};
use crate::{StoreError, files};
use callwaiting_domain::ids::ClinicId;
use callwaiting_domain::ports::Entropy;
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// A slot to be made.
#[derive(Clone, Copy)]
pub enum NewSlot<'a> {
    /// Under this key file, which is made when absent.
    KeyFile(&'a Path),
    /// Under a fresh secret in this keychain.
    Keychain(&'a dyn Keychain),
    /// Under a fresh recovery code at this cost.
    Recovery(RecoveryCost),
}

/// The secret to unlock with.
#[derive(Clone, Copy)]
pub enum Unlock<'a> {
    /// The key file.
    KeyFile(&'a Path),
    /// The system's keychain.
    Keychain(&'a dyn Keychain),
    /// The recovery code as it was typed.
    Recovery(&'a str),
}

/// What a secret opened: nearly always `current` alone.
#[derive(Debug)]
pub struct Unlocked {
    /// The key the database has, as far as the slots know.
    pub current: Option<DatabaseKey>,
    /// The key of an unfinished change.
    pub pending: Option<DatabaseKey>,
}

/// The slots of one clinic, as kept in its `keys.json`.
#[derive(Debug)]
pub struct KeySlots {
    path: PathBuf,
    file: File,
}

impl NewSlot<'_> {
    /// The kind of slot this makes.
    pub fn kind(&self) -> SlotKind {
        match self {
            Self::KeyFile(_) => SlotKind::KeyFile,
            Self::Keychain(_) => SlotKind::Keychain,
            Self::Recovery(_) => SlotKind::Recovery,
        }
    }
}

impl Unlock<'_> {
    /// The kind of slot this opens.
    pub fn kind(&self) -> SlotKind {
        match self {
            Self::KeyFile(_) => SlotKind::KeyFile,
            Self::Keychain(_) => SlotKind::Keychain,
            Self::Recovery(_) => SlotKind::Recovery,
        }
    }
}

impl KeySlots {
    /// Makes a new database key and wraps it in every one of `slots`. The code is there if a recovery slot is.
    pub fn create(
        path: &Path,
        clinic: &ClinicId,
        slots: &[NewSlot<'_>],
        entropy: &dyn Entropy,
    ) -> Result<(Self, DatabaseKey, Option<RecoveryCode>), StoreError> {
        if path
            .try_exists()
            .map_err(|error| StoreError::io("look for the key slots", error))?
        {
            return Err(StoreError::AlreadyExists);
        }
        let key = DatabaseKey::generate(entropy);
        let (current, code) = key_set(clinic, &key, slots, None, entropy)?;
        let file = File {
            version: FORMAT,
            clinic_id: clinic.clone(),
            current,
            pending: None,
        };
        let slots = Self {
            path: path.to_owned(),
            file,
        };
        slots.save()?;
        Ok((slots, key, code))
    }

    /// Reads the slots of `clinic`.
    pub fn load(path: &Path, clinic: &ClinicId) -> Result<Self, StoreError> {
        let bytes = match std::fs::read(path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Err(KeyError::SlotsMissing.into());
            }
            Err(error) => return Err(StoreError::io("read the key slots", error)),
        };
        Ok(Self {
            path: path.to_owned(),
            file: File::parse(&bytes, clinic)?,
        })
    }

    /// Opens the slot that `with` belongs to. Both keys of an unfinished change are tried.
    pub fn unlock(&self, with: Unlock<'_>) -> Result<Unlocked, StoreError> {
        let current = self.unlock_set(&self.file.current, with);
        let Some(pending) = &self.file.pending else {
            return Ok(Unlocked {
                current: Some(current?),
                pending: None,
            });
        };
        let pending = self.unlock_set(pending, with);
        match (current, pending) {
            (Err(error), Err(_)) => Err(error),
            (current, pending) => Ok(Unlocked {
                current: current.ok(),
                pending: pending.ok(),
            }),
        }
    }

    /// Proof of the current key.
    pub fn check(&self) -> Result<KeyCheck, KeyError> {
        self.file.current.check()
    }

    /// Which slots the clinic has.
    pub fn kinds(&self) -> Vec<SlotKind> {
        self.file.current.slots.iter().map(|slot| slot.kind).collect()
    }

    /// Whether a change of key was begun and not settled.
    pub fn is_rekeying(&self) -> bool {
        self.file.pending.is_some()
    }

    /// Adds a slot for `key`, in place of an earlier one of its kind.
    pub fn add_slot(
        &mut self,
        key: &DatabaseKey,
        slot: NewSlot<'_>,
        entropy: &dyn Entropy,
    ) -> Result<Option<RecoveryCode>, StoreError> {
        self.settled()?;
        if !self.check()?.matches(key) {
            return Err(StoreError::WrongKey);
        }
        let (made, code) = make_slot(&self.file.clinic_id, key, slot, None, entropy)?;
        let mut file = self.file.clone();
        file.current.slots.retain(|other| other.kind != made.kind);
        file.current.slots.push(made);
        self.put(file)?;
        Ok(code)
    }

    /// Removes a slot, never the last. The keychain's own secret is forgotten too when the keychain is given.
    pub fn remove_slot(&mut self, kind: SlotKind, keychain: Option<&dyn Keychain>) -> Result<(), StoreError> {
        self.settled()?;
        let Some(slot) = self.file.current.slot(kind).cloned() else {
            return Err(KeyError::NoSuchSlot(kind).into());
        };
        if self.file.current.slots.len() == 1 {
            return Err(KeyError::LastSlot.into());
        }
        let mut file = self.file.clone();
        file.current.slots.retain(|other| other.kind != kind);
        self.put(file)?;
        if let (Some(keychain), Some(account)) = (keychain, &slot.account) {
            keychain.remove(account).map_err(KeyError::from)?;
        }
        Ok(())
    }

    /// Writes a second set of slots for a new key beside the current one.
    pub(crate) fn begin_rekey(
        &mut self,
        slots: &[NewSlot<'_>],
        entropy: &dyn Entropy,
    ) -> Result<(DatabaseKey, Option<RecoveryCode>), StoreError> {
        self.settled()?;
        let key = DatabaseKey::generate(entropy);
        let (pending, code) = key_set(
            &self.file.clinic_id,
            &key,
            slots,
            Some(&self.file.current),
            entropy,
        )?;
        let mut file = self.file.clone();
        file.pending = Some(pending);
        self.put(file)?;
        Ok((key, code))
    }

    /// The database has the new key: forget the old one.
    pub(crate) fn finish_rekey(&mut self) -> Result<(), StoreError> {
        let mut file = self.file.clone();
        if let Some(pending) = file.pending.take() {
            file.current = pending;
        }
        self.put(file)
    }

    /// The database still has the old key: forget the new one.
    pub(crate) fn abandon_rekey(&mut self) -> Result<(), StoreError> {
        let mut file = self.file.clone();
        file.pending = None;
        self.put(file)
    }

    fn unlock_set(&self, set: &KeySet, with: Unlock<'_>) -> Result<DatabaseKey, StoreError> {
        let kind = with.kind();
        let slot = set.slot(kind).ok_or(KeyError::NoSuchSlot(kind))?;
        let wrapping = match with {
            Unlock::KeyFile(path) => key_file::read(path)?,
            Unlock::Keychain(keychain) => keychain_secret(keychain, slot)?
                .ok_or(KeychainError::Forgotten)
                .map_err(KeyError::from)?,
            Unlock::Recovery(code) => {
                let (salt, cost) = slot.argon2id.as_ref().ok_or(KeyError::SlotsDamaged)?.parts()?;
                recovery::derive(code, &salt, cost)?
            }
        };
        let key = wrapping
            .unwrap(&slot.wrapped()?, &bound_to(&self.file.clinic_id, kind))?
            .ok_or(KeyError::WrongSecret(kind))?;
        if set.check()?.matches(&key) {
            Ok(key)
        } else {
            Err(KeyError::SlotsDamaged.into())
        }
    }

    fn settled(&self) -> Result<(), KeyError> {
        if self.is_rekeying() {
            Err(KeyError::RekeyUnfinished)
        } else {
            Ok(())
        }
    }

    fn put(&mut self, file: File) -> Result<(), StoreError> {
        let before = std::mem::replace(&mut self.file, file);
        self.save().inspect_err(|_| self.file = before)
    }

    fn save(&self) -> Result<(), StoreError> {
        files::replace_private(&self.path, &self.file.to_bytes()?)
            .map_err(|error| StoreError::io("write the key slots", error))
    }
}

/// Wraps `key` in each of `slots`. `before` is the set whose keychain secret is used again.
fn key_set(
    clinic: &ClinicId,
    key: &DatabaseKey,
    slots: &[NewSlot<'_>],
    before: Option<&KeySet>,
    entropy: &dyn Entropy,
) -> Result<(KeySet, Option<RecoveryCode>), StoreError> {
    if slots.is_empty() {
        return Err(KeyError::NoSlots.into());
    }
    let mut set = KeySet {
        key_check: key.check()?.to_hex(),
        slots: Vec::new(),
    };
    let mut code = None;
    for slot in slots {
        if set.slot(slot.kind()).is_some() {
            return Err(KeyError::DuplicateSlot.into());
        }
        let (made, its_code) = make_slot(
            clinic,
            key,
            *slot,
            before.and_then(|set| set.slot(slot.kind())),
            entropy,
        )?;
        set.slots.push(made);
        code = code.or(its_code);
    }
    Ok((set, code))
}

fn make_slot(
    clinic: &ClinicId,
    key: &DatabaseKey,
    slot: NewSlot<'_>,
    before: Option<&Slot>,
    entropy: &dyn Entropy,
) -> Result<(Slot, Option<RecoveryCode>), StoreError> {
    let kind = slot.kind();
    let bound = bound_to(clinic, kind);
    let (wrapping, account, argon2id, code) = match slot {
        NewSlot::KeyFile(path) => (key_file::read_or_make(path, entropy)?, None, None, None),
        NewSlot::Keychain(keychain) => {
            let (wrapping, account) = keychain_slot(clinic, keychain, before, entropy)?;
            (wrapping, Some(account), None, None)
        }
        NewSlot::Recovery(cost) => {
            let code = RecoveryCode::generate(entropy);
            let mut salt = [0; 16];
            entropy.fill(&mut salt);
            (
                recovery::derive(code.reveal(), &salt, cost)?,
                None,
                Some(Argon2id::new(&salt, cost)),
                Some(code),
            )
        }
    };
    let wrapped = wrapping.wrap(key, &bound, entropy)?;
    Ok((
        Slot {
            account,
            argon2id,
            ..Slot::new(kind, &wrapped)
        },
        code,
    ))
}

/// The account is unique to the slot, so that a copy of the folder elsewhere cannot overwrite its secret.
fn keychain_slot(
    clinic: &ClinicId,
    keychain: &dyn Keychain,
    before: Option<&Slot>,
    entropy: &dyn Entropy,
) -> Result<(WrappingKey, String), StoreError> {
    if let Some(slot) = before
        && let (Some(wrapping), Some(account)) = (keychain_secret(keychain, slot)?, &slot.account)
    {
        return Ok((wrapping, account.clone()));
    }
    let mut wrapping = WrappingKey([0; 32]);
    entropy.fill(&mut wrapping.0);
    let mut id = [0; 8];
    entropy.fill(&mut id);
    let account = format!("{clinic}/{}", hex::encode(id));
    keychain.set(&account, &wrapping.0).map_err(KeyError::from)?;
    Ok((wrapping, account))
}

fn keychain_secret(keychain: &dyn Keychain, slot: &Slot) -> Result<Option<WrappingKey>, KeyError> {
    let account = slot.account.as_ref().ok_or(KeyError::SlotsDamaged)?;
    let secret: Option<Zeroizing<Vec<u8>>> = keychain.get(account)?;
    secret
        .map(|bytes| bytes.as_slice().try_into().map(WrappingKey))
        .transpose()
        .map_err(|_| KeychainError::Failed("what it holds cannot be read").into())
}

/// The associated data of a wrapped key: a slot copied to another clinic or turned into another kind won't open.
fn bound_to(clinic: &ClinicId, kind: SlotKind) -> Vec<u8> {
    format!("callwaiting key slot 1\0{clinic}\0{kind:?}").into_bytes()
}
