//! Without the key the files say nothing: not the rows, not the deleted rows, not that SQLite made them.

use crate::support::{Clinic, add};
use callwaiting_store::{StoreError, WriterLimits};
use rusqlite::Connection;

const CANARIES: [&str; 4] = [
    "Ottoline Canaryworth",
    "+447700900123",
    "canary.patient@example.com",
    "rhinocanaryplasty",
];
const PAGE: usize = 4096;

fn canary(id: i64) -> String {
    format!(
        "{} {} {} {} {id}",
        CANARIES[0], CANARIES[1], CANARIES[2], CANARIES[3]
    )
    .repeat(8)
}

fn hits(bytes: &[u8]) -> Vec<&'static str> {
    let utf16 = |text: &str| {
        text.encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect::<Vec<u8>>()
    };
    let holds = |needle: &[u8]| bytes.windows(needle.len()).any(|window| window == needle);
    let mut found: Vec<&str> = CANARIES
        .into_iter()
        .filter(|text| holds(text.as_bytes()) || holds(&utf16(text)))
        .collect();
    found.extend(
        ["SQLite format 3", "CREATE TABLE", "sqlite_", "author"]
            .into_iter()
            .filter(|text| holds(text.as_bytes())),
    );
    found
}

/// Shannon's entropy in bits a byte.
fn entropy(bytes: &[u8]) -> f64 {
    let mut counts = [0u32; 256];
    bytes.iter().for_each(|byte| counts[usize::from(*byte)] += 1);
    let share = |count: u32| f64::from(count) / bytes.len() as f64;
    counts
        .into_iter()
        .filter(|count| *count > 0)
        .map(|count| -share(count) * share(count).log2())
        .sum()
}

#[test]
fn rows_free_pages_and_the_log_are_unreadable() {
    let clinic = Clinic::new();
    let never = WriterLimits {
        checkpoint_pages: u32::MAX,
        ..WriterLimits::default()
    };
    let database = crate::support::open_limited(&clinic.paths, never, |_| ()).unwrap();
    let run = |sql: &'static str| {
        database
            .writer
            .submit_blocking(move |w| Ok::<_, StoreError>(w.execute(sql, [])?))
            .unwrap();
    };
    let fill = |from: i64| {
        database
            .writer
            .submit_blocking(move |w| (from..from + 400).try_for_each(|id| add(w, id, &canary(id))))
            .unwrap();
    };
    fill(0);
    fill(1000);
    run("DELETE FROM note WHERE id < 1000");
    // A reader in the middle keeps the log from being emptied, so that this checkpoint copies a part only.
    let outside = callwaiting_store::keys::KeySlots::load(&clinic.paths.keys(), clinic.paths.id()).unwrap();
    let key = outside
        .unlock(callwaiting_store::keys::Unlock::KeyFile(&clinic.key_file()))
        .unwrap()
        .current
        .unwrap();
    let slow =
        callwaiting_store::open_reader(&clinic.paths.database(), &key, std::time::Duration::from_secs(5))
            .unwrap();
    slow.execute_batch("BEGIN").unwrap();
    let _: i64 = slow
        .query_row("SELECT count(*) FROM note", [], |row| row.get(0))
        .unwrap();
    fill(2000);
    let free: i64 = slow
        .query_row("PRAGMA freelist_count", [], |row| row.get(0))
        .unwrap();
    let checkpointer = callwaiting_store::open(
        &clinic.paths.database(),
        &key,
        &callwaiting_store::OpenOptions {
            migrations: crate::support::NOTES,
            ..Default::default()
        },
    )
    .unwrap();
    let (log, copied): (i64, i64) = checkpointer
        .query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |row| {
            Ok((row.get(1)?, row.get(2)?))
        })
        .unwrap();
    assert!(free > 20, "{free} free pages");
    assert!(copied > 20 && copied < log, "{copied} of {log} pages were copied");

    let files = clinic.files();
    for wanted in ["clinic.db", "clinic.db-wal", "clinic.db-shm"] {
        let (_, bytes) = files.iter().find(|(name, _)| name == wanted).unwrap();
        assert!(bytes.len() >= 8 * PAGE, "{wanted} has only {} bytes", bytes.len());
    }
    for (name, bytes) in &files {
        assert_eq!(hits(bytes), [""; 0], "{name} can be read");
    }
    let (_, database_bytes) = files.iter().find(|(name, _)| name == "clinic.db").unwrap();
    let (_, log_bytes) = files.iter().find(|(name, _)| name == "clinic.db-wal").unwrap();
    // A partial checkpoint makes the file as long as it will be; pages still to come are holes of zeros.
    let written: Vec<&[u8]> = database_bytes
        .chunks_exact(PAGE)
        .filter(|page| page.iter().any(|byte| *byte != 0))
        .collect();
    assert!(
        written.len() > 50 && entropy(&written.concat()) > 7.99,
        "{} pages",
        written.len()
    );
    for (number, page) in written.into_iter().enumerate() {
        assert!(
            entropy(page) > 7.9,
            "page {number} has {} bits a byte",
            entropy(page)
        );
    }
    // The log is a header of 32 bytes, then frames of a 24-byte header (page numbers and checksums) and a page.
    for (number, frame) in log_bytes[32..].chunks_exact(24 + PAGE).enumerate() {
        assert!(
            entropy(&frame[24..]) > 7.9,
            "frame {number} has {} bits a byte",
            entropy(&frame[24..])
        );
    }
}

#[test]
fn the_scan_finds_what_it_looks_for_in_a_plain_database() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("plain.db");
    let conn = Connection::open(&path).unwrap();
    conn.execute_batch("CREATE TABLE author (body)").unwrap();
    conn.execute("INSERT INTO author VALUES (?1)", [canary(1)])
        .unwrap();
    let bytes = std::fs::read(&path).unwrap();
    assert!(
        CANARIES.iter().all(|text| hits(&bytes).contains(text)) && hits(&bytes).contains(&"SQLite format 3")
    );
    assert!(entropy(&bytes) < 7.0);
}

#[test]
fn what_was_deleted_is_gone_even_for_who_has_the_key() {
    let clinic = Clinic::new();
    let database = clinic.open().unwrap();
    database
        .writer
        .submit_blocking(|w| (0..50).try_for_each(|id| add(w, id, &canary(id))))
        .unwrap();
    database
        .writer
        .submit_blocking(|w| Ok::<_, StoreError>(w.execute("DELETE FROM note", [])?))
        .unwrap();
    let kept: bool = database
        .writer
        .submit_blocking(|w| Ok::<_, StoreError>(w.query_row("PRAGMA secure_delete", [], |row| row.get(0))?))
        .unwrap();
    assert!(kept, "deleted content must be overwritten");
}
