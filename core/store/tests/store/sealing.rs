//! Sealed words: opened by their own key for their own place only, whatever becomes of the database key.

use crate::support::{Clinic, NOTES};
use callwaiting_domain::phi::PatientText;
use callwaiting_store::Rekey;
use callwaiting_store::keys::{NewSlot, SystemEntropy, Unlock};

const WORDS: &str = "words that somebody said";

fn seal(clinic: &Clinic) -> Vec<u8> {
    let database = clinic.open().unwrap();
    database
        .sealing
        .seal("call 1, turn 2", &PatientText::new(WORDS), &SystemEntropy)
        .unwrap()
}

fn opens(clinic: &Clinic, place: &str, sealed: &[u8]) -> bool {
    let database = clinic.open().unwrap();
    database
        .sealing
        .open(place, sealed)
        .is_ok_and(|words| words.expose() == WORDS)
}

#[test]
fn only_the_place_they_were_sealed_for_opens_them_and_only_unchanged() {
    let clinic = Clinic::new();
    let sealed = seal(&clinic);
    assert!(opens(&clinic, "call 1, turn 2", &sealed));
    assert!(!opens(&clinic, "call 1, turn 3", &sealed));
    assert!(!opens(&Clinic::new(), "call 1, turn 2", &sealed));
    for byte in 0..sealed.len() {
        let mut changed = sealed.clone();
        changed[byte] ^= 1;
        assert!(!opens(&clinic, "call 1, turn 2", &changed), "byte {byte}");
    }
    assert!(!opens(&clinic, "call 1, turn 2", &sealed[..5]));
}

#[test]
fn equal_words_are_sealed_differently() {
    let clinic = Clinic::new();
    assert_ne!(seal(&clinic), seal(&clinic));
}

#[test]
fn a_change_of_the_database_key_leaves_them_readable_at_every_step() {
    let clinic = Clinic::new();
    let sealed = seal(&clinic);
    let file = clinic.key_file();
    let prepare = || {
        let slots = [NewSlot::KeyFile(&file)];
        Rekey::prepare_with(
            &clinic.paths,
            Unlock::KeyFile(&file),
            &slots,
            NOTES,
            &SystemEntropy,
        )
        .unwrap()
        .0
    };
    // Given up after each step, as by a crash, and opened by whoever comes next.
    drop(prepare());
    assert!(opens(&clinic, "call 1, turn 2", &sealed));
    drop(prepare().rewrite().unwrap());
    assert!(opens(&clinic, "call 1, turn 2", &sealed));
    prepare().rewrite().unwrap().finish().unwrap();
    assert!(opens(&clinic, "call 1, turn 2", &sealed));
    let kept = std::fs::read_to_string(clinic.paths.sealing_key()).unwrap();
    assert_eq!(kept.matches("nonce").count(), 1, "the old wrapping was kept");
}

#[test]
fn a_damaged_key_file_is_an_error_and_is_not_replaced() {
    let clinic = Clinic::new();
    drop(clinic.open().unwrap());
    std::fs::write(clinic.paths.sealing_key(), "{").unwrap();
    assert!(clinic.open().is_err());
    assert_eq!(std::fs::read_to_string(clinic.paths.sealing_key()).unwrap(), "{");
}
