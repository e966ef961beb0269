//! The key slots: each opens, nothing else does, and nothing of a key can be seen.

use crate::support::{Clinic, code, id};
use callwaiting_domain::ids::ClinicId;
use callwaiting_store::StoreError;
use callwaiting_store::keys::{
    DatabaseKey, KeySlots, Keychain, KeychainError, NewSlot, RecoveryCost, SlotKind, SystemEntropy, Unlock,
};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use zeroize::Zeroizing;

#[derive(Default)]
pub(crate) struct FakeKeychain {
    secrets: Mutex<HashMap<String, Vec<u8>>>,
    refusal: Mutex<Option<KeychainError>>,
}

impl Keychain for FakeKeychain {
    fn get(&self, account: &str) -> Result<Option<Zeroizing<Vec<u8>>>, KeychainError> {
        if let Some(refusal) = self.refusal.lock().unwrap().clone() {
            return Err(refusal);
        }
        Ok(self
            .secrets
            .lock()
            .unwrap()
            .get(account)
            .cloned()
            .map(Zeroizing::new))
    }

    fn set(&self, account: &str, secret: &[u8]) -> Result<(), KeychainError> {
        self.secrets
            .lock()
            .unwrap()
            .insert(account.to_owned(), secret.to_owned());
        Ok(())
    }

    fn remove(&self, account: &str) -> Result<(), KeychainError> {
        self.secrets.lock().unwrap().remove(account);
        Ok(())
    }
}

struct Made {
    folder: tempfile::TempDir,
    slots: KeySlots,
    key: DatabaseKey,
    code: String,
    keychain: FakeKeychain,
}

impl Made {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let keychain = FakeKeychain::default();
        let file = folder.path().join("a.key");
        let wanted = [
            NewSlot::KeyFile(&file),
            NewSlot::Keychain(&keychain),
            NewSlot::Recovery(RecoveryCost::TESTS),
        ];
        let (slots, key, code) =
            KeySlots::create(&keys_json(folder.path()), &id(), &wanted, &SystemEntropy).unwrap();
        let code = code.unwrap().reveal().to_owned();
        Self {
            slots,
            key,
            code,
            keychain,
            folder,
        }
    }

    fn key_file(&self) -> PathBuf {
        self.folder.path().join("a.key")
    }

    fn opens(&self, with: Unlock<'_>) -> &'static str {
        code(
            KeySlots::load(&keys_json(self.folder.path()), &id())
                .and_then(|slots| slots.unlock(with))
                .map(|unlocked| {
                    assert!(self.slots.check().unwrap().matches(&unlocked.current.unwrap()));
                }),
        )
    }
}

fn keys_json(folder: &Path) -> PathBuf {
    folder.join("keys.json")
}

#[test]
fn every_slot_opens_the_same_key() {
    let made = Made::new();
    assert_eq!(
        made.slots.kinds(),
        [SlotKind::KeyFile, SlotKind::Keychain, SlotKind::Recovery]
    );
    assert!(made.slots.check().unwrap().matches(&made.key));
    assert_eq!(made.opens(Unlock::KeyFile(&made.key_file())), "ok");
    assert_eq!(made.opens(Unlock::Keychain(&made.keychain)), "ok");
    assert_eq!(made.opens(Unlock::Recovery(&made.code)), "ok");
    assert_eq!(
        made.opens(Unlock::Recovery(&made.code.to_lowercase().replace('-', " "))),
        "ok"
    );
}

#[test]
fn each_wrong_secret_has_its_own_error() {
    let made = Made::new();
    let other = Made::new();
    assert_eq!(made.opens(Unlock::KeyFile(&other.key_file())), "wrong_secret");
    assert_eq!(
        made.opens(Unlock::KeyFile(Path::new("/nowhere/a.key"))),
        "key_file_missing"
    );
    std::fs::write(made.folder.path().join("short.key"), "abcd").unwrap();
    assert_eq!(
        made.opens(Unlock::KeyFile(&made.folder.path().join("short.key"))),
        "key_file_malformed"
    );
    assert_eq!(made.opens(Unlock::Recovery(&other.code)), "wrong_secret");
    assert_eq!(
        made.opens(Unlock::Recovery("not a code")),
        "recovery_code_mistyped"
    );
    assert_eq!(
        made.opens(Unlock::Keychain(&other.keychain)),
        "keychain_forgotten"
    );
    *made.keychain.refusal.lock().unwrap() = Some(KeychainError::Locked);
    assert_eq!(made.opens(Unlock::Keychain(&made.keychain)), "keychain_locked");
    *made.keychain.refusal.lock().unwrap() = Some(KeychainError::Unavailable);
    assert_eq!(
        made.opens(Unlock::Keychain(&made.keychain)),
        "keychain_unavailable"
    );
}

#[test]
fn a_damaged_newer_or_foreign_slot_file_is_refused() {
    let made = Made::new();
    let path = keys_json(made.folder.path());
    let good = std::fs::read_to_string(&path).unwrap();
    let load = |text: &str, clinic: &ClinicId| {
        std::fs::write(&path, text).unwrap();
        code(KeySlots::load(&path, clinic))
    };
    assert_eq!(load("{", &id()), "key_slots_damaged");
    assert_eq!(
        load(&good.replace("\"version\": 1", "\"version\": 2"), &id()),
        "key_slots_newer"
    );
    assert_eq!(load(&good, &ClinicId::new("other")), "key_slots_other_clinic");
    // Renaming the clinic in the file does not make its slots another clinic's.
    let renamed = good.replace("harley-street", "other");
    std::fs::write(&path, renamed).unwrap();
    let slots = KeySlots::load(&path, &ClinicId::new("other")).unwrap();
    assert_eq!(
        code(slots.unlock(Unlock::KeyFile(&made.key_file()))),
        "wrong_secret"
    );
    std::fs::remove_file(&path).unwrap();
    assert_eq!(code(KeySlots::load(&path, &id())), "key_slots_missing");
}

#[test]
fn slots_come_and_go_but_never_the_last() {
    let mut made = Made::new();
    made.slots
        .remove_slot(SlotKind::Keychain, Some(&made.keychain))
        .unwrap();
    assert!(made.keychain.secrets.lock().unwrap().is_empty());
    assert_eq!(made.opens(Unlock::Keychain(&made.keychain)), "no_such_key_slot");
    assert_eq!(
        code(made.slots.remove_slot(SlotKind::Keychain, None)),
        "no_such_key_slot"
    );

    let fresh = made
        .slots
        .add_slot(&made.key, NewSlot::Recovery(RecoveryCost::TESTS), &SystemEntropy)
        .unwrap()
        .unwrap();
    assert_eq!(made.opens(Unlock::Recovery(&made.code)), "wrong_secret");
    assert_eq!(made.opens(Unlock::Recovery(fresh.reveal())), "ok");

    made.slots.remove_slot(SlotKind::KeyFile, None).unwrap();
    assert_eq!(
        code(made.slots.remove_slot(SlotKind::Recovery, None)),
        "last_key_slot"
    );
    assert_eq!(made.opens(Unlock::Recovery(fresh.reveal())), "ok");

    let stranger = DatabaseKey::generate(&SystemEntropy);
    let added = made
        .slots
        .add_slot(&stranger, NewSlot::KeyFile(&made.key_file()), &SystemEntropy);
    assert!(matches!(added, Err(StoreError::WrongKey)));
}

#[test]
fn a_key_cannot_be_seen() {
    let made = Made::new();
    assert_eq!(format!("{:?}", made.key), "DatabaseKey(hidden)");
    let text = std::fs::read_to_string(keys_json(made.folder.path())).unwrap();
    let key_file = std::fs::read_to_string(made.key_file()).unwrap();
    assert!(!text.contains(key_file.trim()) && !text.contains(&made.code));
    for secret in made.keychain.secrets.lock().unwrap().values() {
        assert!(!text.contains(&hex::encode(secret)));
    }
    let shown = format!(
        "{:?} {:?}",
        made.slots,
        made.opens(Unlock::Recovery(&made.code.replace('-', "")))
    );
    assert!(!shown.contains(&made.code));
}

#[cfg(unix)]
#[test]
fn only_the_owner_may_read_the_secrets() {
    use std::os::unix::fs::PermissionsExt;
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let clinic = Clinic::new();
    assert_eq!(mode(&clinic.key_file()), 0o600);
    assert_eq!(mode(&clinic.paths.keys()), 0o600);
    assert_eq!(mode(clinic.paths.folder()), 0o700);
    let text = std::fs::read_to_string(clinic.key_file()).unwrap();
    assert_eq!(text.trim().len(), 64);
    assert!(text.trim().bytes().all(|byte| byte.is_ascii_hexdigit()));
}

#[test]
fn a_clinic_needs_slots_and_each_kind_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = keys_json(folder.path());
    let code_slot = NewSlot::Recovery(RecoveryCost::TESTS);
    assert_eq!(
        code(KeySlots::create(&path, &id(), &[], &SystemEntropy)),
        "no_key_slots"
    );
    assert_eq!(
        code(KeySlots::create(
            &path,
            &id(),
            &[code_slot, code_slot],
            &SystemEntropy
        )),
        "duplicate_key_slot"
    );
    assert!(!path.exists());
    KeySlots::create(&path, &id(), &[code_slot], &SystemEntropy).unwrap();
    assert_eq!(
        code(KeySlots::create(&path, &id(), &[code_slot], &SystemEntropy)),
        "already_exists"
    );
}

#[test]
fn the_real_keychain_answers_or_says_why_not() {
    let keychain = callwaiting_store::keys::OsKeychain::new("CallWaiting test");
    match keychain.get("a clinic that never was") {
        Ok(secret) => assert!(secret.is_none()),
        Err(error) => assert!(
            ["keychain_unavailable", "keychain_locked"].contains(&error.code()),
            "{error}"
        ),
    }
}
