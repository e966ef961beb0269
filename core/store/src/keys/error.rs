//! What can go wrong with a key slot. As in [`crate::StoreError`], the text says what to do and holds no secret.

use super::keychain::KeychainError;
use super::model::SlotKind;

/// A failure of the key slots.
#[derive(Debug, Clone, thiserror::Error)]
pub enum KeyError {
    /// The clinic's `keys.json` is not there.
    #[error("The clinic's key slots (keys.json) are missing. Restore them from a backup.")]
    SlotsMissing,
    /// `keys.json` cannot be understood.
    #[error("The clinic's key slots (keys.json) are damaged. Restore them from a backup.")]
    SlotsDamaged,
    /// A newer version wrote `keys.json`.
    #[error(
        "The clinic's key slots were written by a newer version of CallWaiting (format {found}). Install that version."
    )]
    SlotsNewer {
        /// The format found.
        found: u32,
    },
    /// `keys.json` belongs to another clinic.
    #[error(
        "The key slots in this folder belong to another clinic. Restore this clinic's keys.json from a backup."
    )]
    OtherClinic,
    /// The clinic has no slot of this kind.
    #[error("This clinic has no {0} to be opened with. Use another way to unlock it.")]
    NoSuchSlot(SlotKind),
    /// The secret is well-formed and is not the one this slot was made with.
    #[error("This {0} does not unlock this clinic. Check that it belongs to the clinic.")]
    WrongSecret(SlotKind),
    /// The last slot cannot be removed: the data would be lost.
    #[error("This is the clinic's only key slot. Add another before removing it.")]
    LastSlot,
    /// The same kind was named twice.
    #[error("Each kind of key slot can be given only once.")]
    DuplicateSlot,
    /// No slot was named at all.
    #[error("A clinic needs at least one key slot.")]
    NoSlots,
    /// A change of key was interrupted and has to be settled by opening the database first.
    #[error(
        "A change of the database key has not finished. Open the clinic once with its key file or keychain."
    )]
    RekeyUnfinished,
    /// The key file is not there.
    #[error("The key file does not exist. Check where it is; it cannot be made again.")]
    KeyFileMissing,
    /// The key file's content is not a key.
    #[error("The key file is not a key: it must hold 64 hexadecimal characters.")]
    KeyFileMalformed,
    /// The recovery code has a typing mistake.
    #[error(
        "The recovery code has a typing mistake. It is eight groups of four characters; check each of them."
    )]
    RecoveryCodeMistyped,
    /// The keychain failed.
    #[error(transparent)]
    Keychain(#[from] KeychainError),
    /// A cryptographic operation failed, which has no cause a person could mend.
    #[error("The key could not be processed.")]
    Crypto,
}

impl KeyError {
    /// A stable code for programs to decide on.
    pub fn code(&self) -> &'static str {
        match self {
            Self::SlotsMissing => "key_slots_missing",
            Self::SlotsDamaged => "key_slots_damaged",
            Self::SlotsNewer { .. } => "key_slots_newer",
            Self::OtherClinic => "key_slots_other_clinic",
            Self::NoSuchSlot(_) => "no_such_key_slot",
            Self::WrongSecret(_) => "wrong_secret",
            Self::LastSlot => "last_key_slot",
            Self::DuplicateSlot => "duplicate_key_slot",
            Self::NoSlots => "no_key_slots",
            Self::RekeyUnfinished => "rekey_unfinished",
            Self::KeyFileMissing => "key_file_missing",
            Self::KeyFileMalformed => "key_file_malformed",
            Self::RecoveryCodeMistyped => "recovery_code_mistyped",
            Self::Keychain(error) => error.code(),
            Self::Crypto => "crypto",
        }
    }
}
