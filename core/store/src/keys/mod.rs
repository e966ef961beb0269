//! How a clinic's database key is kept: 32 random bytes, wrapped once in each of the clinic's key slots.
//!
//! A slot is a way to get the key back: a key file (headless), the system's keychain (desktop) or a recovery code
//! (paper). All live in `keys.json` beside the database. Losing every slot loses the data; nothing here can help
//! then. Deliberately absent: opening the database, and the choice of slots, which belongs to set-up.

mod error;
mod key_file;
mod keychain;
mod model;
mod recovery;
mod sealing;
mod secret;
mod slots;
mod system_entropy;

pub use error::KeyError;
pub use keychain::{Keychain, KeychainError, OsKeychain};
pub use model::SlotKind;
pub use recovery::{RecoveryCode, RecoveryCost};
pub use sealing::SealingKey;
pub use secret::{DatabaseKey, KeyCheck};
pub use slots::{KeySlots, NewSlot, Unlock, Unlocked};
pub use system_entropy::SystemEntropy;
