//! A new key: the old one stops working, and a crash at any step leaves a database that opens.

use crate::fault::Child;
use crate::support::{Clinic, NOTES, add, code, ids};
use callwaiting_store::keys::{KeySlots, NewSlot, RecoveryCost, SlotKind, SystemEntropy, Unlock};
use callwaiting_store::{PreparedRekey, Rekey};

fn filled() -> Clinic {
    let clinic = Clinic::new();
    let database = clinic.open().unwrap();
    database
        .writer
        .submit_blocking(|w| (0..300).try_for_each(|id| add(w, id, &"row ".repeat(200))))
        .unwrap();
    clinic
}

fn prepare(clinic: &Clinic) -> (PreparedRekey, String) {
    let file = clinic.key_file();
    let slots = [NewSlot::KeyFile(&file), NewSlot::Recovery(RecoveryCost::TESTS)];
    let (prepared, code) = Rekey::prepare_with(
        &clinic.paths,
        Unlock::KeyFile(&file),
        &slots,
        NOTES,
        &SystemEntropy,
    )
    .unwrap();
    (prepared, code.unwrap().reveal().to_owned())
}

fn slots(clinic: &Clinic) -> KeySlots {
    KeySlots::load(&clinic.paths.keys(), clinic.paths.id()).unwrap()
}

fn all_there(clinic: &Clinic) {
    let database = clinic.open().unwrap();
    assert_eq!(ids(&database).len(), 300);
    database
        .readers
        .read_blocking(callwaiting_store::check_integrity)
        .unwrap();
}

#[test]
fn the_old_key_stops_working_and_the_rows_stay() {
    let clinic = filled();
    let old = slots(&clinic)
        .unlock(Unlock::KeyFile(&clinic.key_file()))
        .unwrap()
        .current
        .unwrap();
    let (prepared, recovery) = prepare(&clinic);
    prepared.rewrite().unwrap().finish().unwrap();
    assert_eq!(slots(&clinic).kinds(), [SlotKind::KeyFile, SlotKind::Recovery]);
    assert!(!slots(&clinic).check().unwrap().matches(&old));
    let blind = callwaiting_store::OpenOptions {
        migrations: NOTES,
        ..Default::default()
    };
    assert_eq!(
        code(callwaiting_store::open(&clinic.paths.database(), &old, &blind)),
        "wrong_key"
    );
    assert!(slots(&clinic).unlock(Unlock::Recovery(&recovery)).is_ok());
    all_there(&clinic);
}

#[test]
fn a_crash_before_the_rewriting_keeps_the_old_key() {
    let clinic = filled();
    let (prepared, recovery) = prepare(&clinic);
    drop(prepared);
    assert!(slots(&clinic).is_rekeying());
    let options = callwaiting_store::DatabaseOptions {
        migrations: NOTES,
        ..Default::default()
    };
    let early = callwaiting_store::ClinicDatabase::<()>::open_with(
        &clinic.paths,
        Unlock::Recovery(&recovery),
        &options,
        Box::new(|_| ()),
    );
    assert_eq!(
        code(early),
        "rekey_unfinished",
        "the new code alone does not open a database with the old key"
    );
    all_there(&clinic);
    assert!(!slots(&clinic).is_rekeying());
    assert_eq!(
        code(slots(&clinic).unlock(Unlock::Recovery(&recovery))),
        "no_such_key_slot"
    );
}

#[test]
fn a_crash_after_the_rewriting_keeps_the_new_key() {
    let clinic = filled();
    let (prepared, recovery) = prepare(&clinic);
    drop(prepared.rewrite().unwrap());
    assert!(slots(&clinic).is_rekeying());
    all_there(&clinic);
    assert!(!slots(&clinic).is_rekeying());
    assert!(slots(&clinic).unlock(Unlock::Recovery(&recovery)).is_ok());
}

#[test]
fn slots_stay_as_they_are_while_a_change_is_unfinished() {
    let clinic = filled();
    let key = slots(&clinic)
        .unlock(Unlock::KeyFile(&clinic.key_file()))
        .unwrap()
        .current
        .unwrap();
    drop(prepare(&clinic));
    let added = slots(&clinic).add_slot(&key, NewSlot::Recovery(RecoveryCost::TESTS), &SystemEntropy);
    assert_eq!(code(added), "rekey_unfinished");
    assert_eq!(
        code(slots(&clinic).remove_slot(SlotKind::KeyFile, None)),
        "rekey_unfinished"
    );
}

#[test]
fn killing_the_rewriting_at_any_length_of_its_log_leaves_an_openable_database() {
    for pages in [0u64, 1, 5, 20, 40, 60] {
        let clinic = filled();
        let mut child = Child::rekey(&clinic.paths);
        let log = clinic.paths.folder().join("clinic.db-wal");
        let grown = || std::fs::metadata(&log).is_ok_and(|found| found.len() >= pages * 4120);
        let far_enough = |child: &Child| child.has_begun() && grown();
        while !(child.has_ended() || far_enough(&child)) {
            std::thread::yield_now();
        }
        child.kill();
        all_there(&clinic);
        assert!(!slots(&clinic).is_rekeying());
    }
}

#[test]
fn a_database_in_use_is_not_rewritten() {
    let clinic = filled();
    let old = slots(&clinic).check().unwrap();
    let user = clinic.open().unwrap();
    let (prepared, _) = prepare(&clinic);
    let refused = user.readers.read_blocking(move |conn| {
        let _: i64 = conn.query_row("SELECT count(*) FROM note", [], |row| row.get(0))?;
        prepared.rewrite().map(drop)
    });
    assert_eq!(code(refused), "locked");
    drop(user);
    all_there(&clinic);
    let key = slots(&clinic)
        .unlock(Unlock::KeyFile(&clinic.key_file()))
        .unwrap()
        .current
        .unwrap();
    assert!(old.matches(&key));
}
