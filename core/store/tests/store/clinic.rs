//! A clinic comes into being wholly, and what it answered survives its process.

use crate::fault::Child;
use crate::support::{Clinic, code, create, ids, open, paths, write};
use callwaiting_store::keys::{NewSlot, RecoveryCost, SystemEntropy, Unlock};
use callwaiting_store::{ClinicDatabase, MIGRATIONS, create_clinic};

#[test]
fn a_clinic_is_made_once_with_the_products_schema() {
    let folder = tempfile::tempdir().unwrap();
    let paths = paths(folder.path());
    let slots = [NewSlot::Recovery(RecoveryCost::TESTS)];
    let recovery = create_clinic(&paths, &slots, &SystemEntropy, MIGRATIONS, |_| Ok(()))
        .unwrap()
        .unwrap();
    assert_eq!(
        code(create_clinic(&paths, &slots, &SystemEntropy, MIGRATIONS, |_| Ok(
            ()
        ))),
        "already_exists"
    );
    let database: ClinicDatabase<()> =
        ClinicDatabase::open(&paths, Unlock::Recovery(recovery.reveal()), Box::new(|_| ())).unwrap();
    drop(database);
    let left: Vec<_> = std::fs::read_dir(folder.path().join("clinics"))
        .unwrap()
        .collect();
    assert_eq!(left.len(), 1, "only the clinic's own folder is left");
}

#[test]
fn a_clinic_whose_first_rows_are_refused_is_not_made() {
    let folder = tempfile::tempdir().unwrap();
    let paths = paths(folder.path());
    let slots = [NewSlot::Recovery(RecoveryCost::TESTS)];
    let made = create_clinic(&paths, &slots, &SystemEntropy, MIGRATIONS, |tx| {
        tx.execute("INSERT INTO clinic (one) VALUES (2)", []).map(drop)
    });
    assert!(made.is_err());
    let left = std::fs::read_dir(folder.path().join("clinics")).unwrap().count();
    assert_eq!(left, 0, "a part of a clinic was left");
}

#[test]
fn what_an_interrupted_creation_left_is_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let paths = paths(folder.path());
    let half = folder.path().join("clinics/.unborn-harley-street");
    std::fs::create_dir_all(&half).unwrap();
    std::fs::write(half.join("keys.json"), "half").unwrap();
    create(&paths).unwrap();
    assert!(!half.exists());
    open(&paths).unwrap();
}

#[test]
fn what_was_answered_survives_being_killed_at_any_moment() {
    let clinic = Clinic::new();
    let mut acknowledged = Vec::new();
    for round in 0..10 {
        let mut child = Child::write(&clinic.paths, round * 10_000);
        let killed_after = 3 + usize::try_from(round).unwrap() * 7;
        acknowledged.extend(child.acknowledged().take(killed_after));
        child.kill();
        let found = ids(&clinic.open().unwrap());
        assert!(
            acknowledged.iter().all(|id| found.contains(id)),
            "lost an acknowledged write in round {round}"
        );
    }
    let database = clinic.open().unwrap();
    database
        .readers
        .read_blocking(callwaiting_store::check_integrity)
        .unwrap();
    write(&database, -1, "and goes on").unwrap();
}
