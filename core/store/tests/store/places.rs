//! Places that cannot be written, disks that are full, folders that are taken.

use crate::support::{Clinic, SmallDisk, code, create, ids, open, paths, write};
use callwaiting_domain::ids::ClinicId;
use callwaiting_store::keys::{NewSlot, SystemEntropy};
use callwaiting_store::{ClinicPaths, DataFolder, MIGRATIONS, StoreError, clinics, create_clinic};

#[test]
fn a_full_disk_refuses_the_write_and_recovers_by_itself() {
    let Some(disk) = SmallDisk::mount("1m") else {
        return;
    };
    let paths = paths(disk.folder.path());
    create(&paths).unwrap();
    let database = open(&paths).unwrap();
    write(&database, 0, "kept").unwrap();
    let filler = disk.folder.path().join("filler");
    let mut acknowledged = vec![0];
    let mut refused = None;
    // Something else fills the disk; the log may still have a little room of its own.
    assert!(std::fs::write(&filler, vec![1u8; 1 << 20]).is_err());
    for id in 1..200 {
        match write(&database, id, &"full ".repeat(800)) {
            Ok(()) => acknowledged.push(id),
            Err(error) => {
                refused = Some(error);
                break;
            }
        }
    }
    assert_eq!(refused.unwrap().code(), "disk_full");
    assert_eq!(
        ids(&database),
        acknowledged,
        "reading goes on while the disk is full"
    );
    std::fs::remove_file(filler).unwrap();
    write(&database, 1000, "space again").unwrap();
    acknowledged.push(1000);
    drop(database);
    assert_eq!(ids(&open(&paths).unwrap()), acknowledged);
}

#[test]
fn a_database_opens_for_reading_and_refuses_writes_while_the_disk_is_full() {
    let Some(disk) = SmallDisk::mount("1m") else {
        return;
    };
    let paths = paths(disk.folder.path());
    create(&paths).unwrap();
    let database = open(&paths).unwrap();
    write(&database, 1, "kept").unwrap();
    drop(database);
    assert!(std::fs::write(disk.folder.path().join("filler"), vec![1u8; 1 << 20]).is_err());
    match open(&paths) {
        Ok(database) => assert_eq!(ids(&database), [1]),
        Err(error) => assert_eq!(error.code(), "disk_full"),
    }
    std::fs::remove_file(disk.folder.path().join("filler")).unwrap();
    assert_eq!(ids(&open(&paths).unwrap()), [1]);
}

#[test]
fn a_database_at_its_page_limit_refuses_the_write_and_recovers() {
    let clinic = Clinic::new();
    let database = clinic.open().unwrap();
    let limit = |pages: i64| {
        let set = database.writer.submit_blocking(move |w| {
            Ok::<i64, StoreError>(
                w.query_row(&format!("PRAGMA max_page_count = {pages}"), [], |row| row.get(0))?,
            )
        });
        set.unwrap()
    };
    limit(12);
    let mut kept = Vec::new();
    let full = loop {
        let id = i64::try_from(kept.len()).unwrap();
        match write(&database, id, &"x".repeat(3000)) {
            Ok(()) => kept.push(id),
            Err(error) => break error,
        }
    };
    assert_eq!(full.code(), "disk_full");
    assert!(full.is_transient());
    assert_eq!(ids(&database), kept);
    limit(1000);
    write(&database, 1000, "room again").unwrap();
}

#[test]
fn a_read_only_folder_has_its_own_error() {
    if let Some(disk) = SmallDisk::mount("4m") {
        eprintln!("ran on a file system mounted read-only");
        let paths = paths(disk.folder.path());
        create(&paths).unwrap();
        disk.remount("ro");
        assert_eq!(code(open(&paths)), "read_only_folder");
        let other = ClinicPaths::new(disk.folder.path(), &ClinicId::new("another")).unwrap();
        assert_eq!(
            code(create_clinic(
                &other,
                &[NewSlot::KeyFile(&disk.folder.path().join("k"))],
                &SystemEntropy,
                &[],
                |_| Ok(())
            )),
            "read_only_folder"
        );
        disk.remount("rw");
        open(&paths).unwrap();
        return;
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        eprintln!("ran with the folder's permissions taken away");
        let clinic = Clinic::new();
        let set = |mode| {
            std::fs::set_permissions(clinic.paths.folder(), std::fs::Permissions::from_mode(mode)).unwrap()
        };
        set(0o500);
        let refused = code(clinic.open());
        set(0o700);
        assert_eq!(refused, "read_only_folder");
        clinic.open().unwrap();
    }
}

#[test]
fn a_data_folder_serves_one_process() {
    let root = tempfile::tempdir().unwrap();
    let taken = DataFolder::take(root.path()).unwrap();
    assert_eq!(code(DataFolder::take(root.path())), "locked");
    drop(taken);
    DataFolder::take(root.path()).unwrap();
}

#[test]
fn an_id_cannot_lead_out_of_its_folder() {
    let root = tempfile::tempdir().unwrap();
    for id in [
        "",
        "..",
        "a/b",
        "../b",
        "A",
        "a b",
        "a\\b",
        "a.b",
        "-a",
        "a-",
        "ä",
        "a\0",
        &"a".repeat(64),
    ] {
        assert_eq!(
            code(ClinicPaths::new(root.path(), &ClinicId::new(id))),
            "invalid_clinic_id",
            "{id:?}"
        );
    }
    let fine = ClinicPaths::new(root.path(), &ClinicId::new("a-1")).unwrap();
    assert_eq!(fine.database(), root.path().join("clinics/a-1/clinic.db"));
    assert_eq!(fine.media(), root.path().join("clinics/a-1/media.db"));
}

#[test]
fn clinics_are_listed_and_half_made_ones_are_not() {
    let folder = DataFolder::take(tempfile::tempdir().unwrap().path()).unwrap();
    let key = folder.root().join("a.key");
    for id in ["b", "a"] {
        create_clinic(
            &folder.clinic(&ClinicId::new(id)).unwrap(),
            &[NewSlot::KeyFile(&key)],
            &SystemEntropy,
            MIGRATIONS,
            |_| Ok(()),
        )
        .unwrap();
    }
    std::fs::create_dir(folder.root().join("clinics/.unborn-c")).unwrap();
    std::fs::write(folder.root().join("clinics/stray"), "").unwrap();
    assert_eq!(
        folder.clinics().unwrap(),
        [ClinicId::new("a"), ClinicId::new("b")]
    );
    assert!(clinics(&folder.root().join("nowhere")).unwrap().is_empty());
    std::fs::remove_dir_all(folder.root()).unwrap();
}
