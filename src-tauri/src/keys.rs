//! Where this computer's keys come from: the person's keychain when it works, else a file in the data folder.
//!
//! A folder stays with the way it began with: what was locked with a file is opened with it, and a clinic of the
//! keychain never gets a fresh file that could not open it.

use callwaiting_server::{KeySource, Keychain, KeychainError, OsKeychain};
use std::path::Path;
use std::sync::Arc;

/// The name under which the keychain shows the product.
const SERVICE: &str = "CallWaiting";
/// The name of `callwaiting serve`'s key file too, so that either opens what the other made with one.
const KEY_FILE: &str = "appliance.key";
/// Written, read and removed once, to see whether the keychain keeps anything.
const TRIAL: &str = "trial";

/// Decides for a data folder. May ask the person to unlock the keychain, so it may take long.
pub(crate) fn of(data: &Path) -> KeySource {
    choose(data, Arc::new(OsKeychain::new(SERVICE)))
}

fn choose(data: &Path, keychain: Arc<dyn Keychain>) -> KeySource {
    let file = data.join(KEY_FILE);
    if file.exists() {
        tracing::info!("keys come from the key file in the data folder");
        return KeySource::KeyFile(file);
    }
    if has_clinics(data) {
        return KeySource::Keychain(keychain);
    }
    match keeps(&*keychain) {
        Ok(()) => {
            tracing::info!("keys come from the system's keychain");
            KeySource::Keychain(keychain)
        }
        Err(error) => {
            tracing::warn!(
                code = error.code(),
                "the keychain can't be used: keys are kept in a file in the data folder"
            );
            KeySource::KeyFile(file)
        }
    }
}

fn has_clinics(data: &Path) -> bool {
    std::fs::read_dir(data.join("clinics")).is_ok_and(|mut entries| entries.next().is_some())
}

fn keeps(keychain: &dyn Keychain) -> Result<(), KeychainError> {
    keychain.set(TRIAL, TRIAL.as_bytes())?;
    let kept = keychain.get(TRIAL)?;
    keychain.remove(TRIAL)?;
    match kept {
        Some(kept) if *kept == TRIAL.as_bytes() => Ok(()),
        _ => Err(KeychainError::Forgotten),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashMap;
    use std::sync::Mutex;
    use zeroize::Zeroizing;

    /// A keychain in memory, or one that refuses everything.
    #[derive(Default)]
    struct Pretended {
        kept: Mutex<HashMap<String, Vec<u8>>>,
        locked: bool,
    }

    impl Keychain for Pretended {
        fn get(&self, account: &str) -> Result<Option<Zeroizing<Vec<u8>>>, KeychainError> {
            let kept = self.kept.lock().unwrap();
            Ok(kept.get(account).cloned().map(Into::into))
        }

        fn set(&self, account: &str, secret: &[u8]) -> Result<(), KeychainError> {
            if self.locked {
                return Err(KeychainError::Locked);
            }
            self.kept
                .lock()
                .unwrap()
                .insert(account.to_owned(), secret.to_owned());
            Ok(())
        }

        fn remove(&self, account: &str) -> Result<(), KeychainError> {
            self.kept.lock().unwrap().remove(account);
            Ok(())
        }
    }

    fn in_keychain(data: &Path, keychain: Pretended) -> bool {
        matches!(choose(data, Arc::new(keychain)), KeySource::Keychain(_))
    }

    fn locked() -> Pretended {
        Pretended {
            locked: true,
            ..Pretended::default()
        }
    }

    #[test]
    fn a_new_folder_uses_the_keychain_when_it_keeps_what_it_is_given() {
        let data = tempfile::tempdir().unwrap();
        let keychain = Arc::new(Pretended::default());
        assert!(keeps(&*keychain).is_ok());
        assert!(
            keychain.kept.lock().unwrap().is_empty(),
            "nothing is left of the trial"
        );
        assert!(in_keychain(data.path(), Pretended::default()));
        assert!(!in_keychain(data.path(), locked()));
    }

    #[test]
    fn a_folder_stays_with_the_way_it_began_with() {
        let data = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(data.path().join("clinics/practice")).unwrap();
        assert!(
            in_keychain(data.path(), locked()),
            "a fresh file could not open it"
        );
        std::fs::write(data.path().join(KEY_FILE), "").unwrap();
        assert!(!in_keychain(data.path(), Pretended::default()));
    }
}
