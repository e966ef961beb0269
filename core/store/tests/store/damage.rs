//! Each thing that can be wrong with the file has its own error, and no file is changed by finding it.

use crate::support::{Clinic, NOTES, code, write};
use callwaiting_store::keys::{DatabaseKey, KeySlots, SystemEntropy, Unlock};
use callwaiting_store::{Migration, NotADatabase, OpenOptions, StoreError, check_integrity, open};
use rusqlite::Connection;

const PAGE: usize = 4096;

/// A closed clinic whose database has a few hundred pages.
fn filled() -> Clinic {
    let clinic = Clinic::new();
    let database = clinic.open().unwrap();
    database
        .writer
        .submit_blocking(|w| (0..2000).try_for_each(|id| crate::support::add(w, id, &"word ".repeat(100))))
        .unwrap();
    drop(database);
    assert!(std::fs::metadata(clinic.paths.database()).unwrap().len() > 100 * PAGE as u64);
    clinic
}

/// Opens a file that was changed, and checks that the failure left every byte as it was.
fn open_changed(clinic: &Clinic, change: impl FnOnce(&mut Vec<u8>)) -> Result<(), StoreError> {
    let path = clinic.paths.database();
    let mut bytes = std::fs::read(&path).unwrap();
    change(&mut bytes);
    std::fs::write(&path, &bytes).unwrap();
    let result = clinic.open().map(drop);
    if result.is_err() {
        assert!(
            std::fs::read(&path).unwrap() == bytes,
            "a failed opening changed the file"
        );
    }
    result
}

#[test]
fn a_wrong_key_is_told_from_damage() {
    let clinic = filled();
    let stranger = DatabaseKey::generate(&SystemEntropy);
    let before = std::fs::read(clinic.paths.database()).unwrap();
    let blind = OpenOptions {
        migrations: NOTES,
        ..OpenOptions::default()
    };
    assert_eq!(
        code(open(&clinic.paths.database(), &stranger, &blind)),
        "wrong_key"
    );
    let check = KeySlots::load(&clinic.paths.keys(), clinic.paths.id())
        .unwrap()
        .check()
        .unwrap();
    let sure = OpenOptions {
        key_check: Some(&check),
        ..blind
    };
    assert_eq!(
        code(open(&clinic.paths.database(), &stranger, &sure)),
        "wrong_key"
    );
    assert!(std::fs::read(clinic.paths.database()).unwrap() == before);
    assert_eq!(code(open_changed(&clinic, |bytes| bytes[100] ^= 1)), "damaged");
}

#[test]
fn damage_to_the_first_page_is_found_at_opening() {
    for place in [3, 20, 2000, PAGE - 1] {
        let clinic = filled();
        assert_eq!(
            code(open_changed(&clinic, |bytes| bytes[place] ^= 0x40)),
            "damaged",
            "byte {place}"
        );
    }
}

#[test]
fn damage_in_the_middle_is_found_by_reading_and_by_the_integrity_check() {
    let clinic = filled();
    let opened = open_changed(&clinic, |bytes| {
        let pages = bytes.len() / PAGE;
        (3..pages)
            .step_by(2)
            .for_each(|page| bytes[page * PAGE + 77] ^= 1);
    });
    opened.unwrap();
    let database = clinic.open().unwrap();
    let read = database.readers.read_blocking(|conn| {
        let words: i64 = conn.query_row("SELECT sum(length(body)) FROM note", [], |row| row.get(0))?;
        Ok::<_, StoreError>(words)
    });
    assert_eq!(code(read), "damaged");
    let checked = database.readers.read_blocking(check_integrity);
    assert_eq!(code(checked), "damaged");
}

#[test]
fn a_sound_file_passes_the_integrity_check() {
    let clinic = filled();
    clinic
        .open()
        .unwrap()
        .readers
        .read_blocking(check_integrity)
        .unwrap();
}

#[test]
fn a_truncated_file_is_damaged_or_too_short() {
    let clinic = filled();
    assert_eq!(
        code(open_changed(&clinic, |bytes| bytes.truncate(bytes.len() / 2 / PAGE * PAGE))),
        "damaged"
    );
    assert_eq!(
        code(open_changed(&clinic, |bytes| bytes.truncate(PAGE + 900))),
        "damaged"
    );
    let short = open_changed(&clinic, |bytes| bytes.truncate(1000));
    assert!(matches!(
        short,
        Err(StoreError::NotADatabase {
            why: NotADatabase::TooShort,
            ..
        })
    ));
    let empty = open_changed(&clinic, Vec::clear);
    assert!(matches!(
        empty,
        Err(StoreError::NotADatabase {
            why: NotADatabase::Empty,
            ..
        })
    ));
}

#[test]
fn a_plain_database_is_refused_even_when_asked_to_create() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("clinic.db");
    Connection::open(&path)
        .unwrap()
        .execute_batch("CREATE TABLE t (a)")
        .unwrap();
    let before = std::fs::read(&path).unwrap();
    let key = DatabaseKey::generate(&SystemEntropy);
    let options = OpenOptions {
        create: true,
        migrations: NOTES,
        ..OpenOptions::default()
    };
    let refused = open(&path, &key, &options);
    assert!(matches!(
        refused,
        Err(StoreError::NotADatabase {
            why: NotADatabase::PlainSqlite,
            ..
        })
    ));
    std::fs::write(&path, "").unwrap();
    let refused = open(&path, &key, &options);
    assert!(matches!(
        refused,
        Err(StoreError::NotADatabase {
            why: NotADatabase::Empty,
            ..
        })
    ));
    assert!(!before.is_empty() && std::fs::read(&path).unwrap().is_empty());
}

#[test]
fn another_programs_encrypted_database_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("clinic.db");
    let key = DatabaseKey::generate(&SystemEntropy);
    let foreign = [Migration {
        version: 1,
        slug: "foreign",
        sql: "CREATE TABLE t (a)",
    }];
    let options = OpenOptions {
        create: true,
        migrations: &foreign,
        ..OpenOptions::default()
    };
    let conn = open(&path, &key, &options).unwrap();
    conn.execute_batch("PRAGMA application_id = 77").unwrap();
    drop(conn);
    let refused = open(
        &path,
        &key,
        &OpenOptions {
            migrations: NOTES,
            ..OpenOptions::default()
        },
    );
    assert!(matches!(
        refused,
        Err(StoreError::NotADatabase {
            why: NotADatabase::OtherProgram,
            ..
        })
    ));
}

#[test]
fn a_missing_file_or_folder_is_called_missing_and_not_made() {
    let clinic = Clinic::new();
    std::fs::remove_file(clinic.paths.database()).unwrap();
    assert_eq!(code(clinic.open()), "missing");
    assert!(!clinic.paths.database().exists());
    std::fs::remove_dir_all(clinic.paths.folder()).unwrap();
    assert_eq!(code(clinic.open()), "missing");
    assert!(!clinic.paths.folder().exists());
}

#[test]
fn errors_hold_no_path_and_no_key() {
    let clinic = filled();
    let slots = KeySlots::load(&clinic.paths.keys(), clinic.paths.id()).unwrap();
    let key_file = std::fs::read_to_string(clinic.key_file()).unwrap();
    assert!(slots.unlock(Unlock::KeyFile(&clinic.key_file())).is_ok());
    let failures = [
        open_changed(&clinic, |bytes| bytes[50] ^= 1),
        open_changed(&clinic, Vec::clear),
        write(&Clinic::new().open().unwrap(), 1, "").map(drop),
    ];
    for failure in failures.into_iter().map(Result::unwrap_err) {
        let mut text = format!("{failure} {failure:?}");
        let mut cause: Option<&dyn std::error::Error> = std::error::Error::source(&failure);
        while let Some(error) = cause {
            text.push_str(&error.to_string());
            cause = error.source();
        }
        assert!(!text.contains(key_file.trim()) && !text.contains("x'"), "{text}");
        assert!(!text.contains(clinic.folder.path().to_str().unwrap()), "{text}");
    }
}
