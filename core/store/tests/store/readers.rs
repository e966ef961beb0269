//! The readers: one snapshot a read, no writes, and no waiting for the writer.

use crate::support::{Clinic, code, ids, write};
use callwaiting_store::StoreError;
use rusqlite::Connection;
use std::sync::mpsc::channel;

fn count(conn: &Connection) -> Result<i64, StoreError> {
    Ok(conn.query_row("SELECT count(*) FROM note", [], |row| row.get(0))?)
}

#[test]
fn a_read_sees_one_snapshot_while_the_writer_goes_on() {
    let clinic = Clinic::new();
    let database = clinic.open().unwrap();
    write(&database, 1, "before").unwrap();
    let ((started, begun), (written, go_on)) = (channel(), channel::<()>());
    let readers = database.readers.clone();
    let reading = std::thread::spawn(move || {
        readers.read_blocking(move |conn| {
            let first = count(conn)?;
            started.send(()).unwrap();
            go_on.recv().unwrap();
            Ok::<_, StoreError>((first, count(conn)?))
        })
    });
    begun.recv().unwrap();
    write(&database, 2, "meanwhile").unwrap();
    written.send(()).unwrap();
    assert_eq!(reading.join().unwrap().unwrap(), (1, 1));
    assert_eq!(ids(&database), [1, 2]);
}

#[test]
fn a_reader_cannot_write() {
    let clinic = Clinic::new();
    let database = clinic.open().unwrap();
    let wrote = database
        .readers
        .read_blocking(|conn| crate::support::add(conn, 1, "no"));
    assert_eq!(code(wrote), "read_only_folder");
    let switched = database.readers.read_blocking(|conn| {
        conn.execute_batch("PRAGMA query_only = OFF")?;
        crate::support::add(conn, 1, "no")
    });
    assert!(switched.is_err());
    assert!(ids(&database).is_empty());
}

#[test]
fn a_read_that_panics_or_fails_leaves_its_thread_usable() {
    let clinic = Clinic::new();
    let database = clinic.open().unwrap();
    for _ in 0..6 {
        let panicked = database
            .readers
            .read_blocking(|_| -> Result<(), StoreError> { panic!("a read that panics") });
        assert_eq!(code(panicked), "panicked");
        let failed = database
            .readers
            .read_blocking(|conn| Ok::<_, StoreError>(conn.execute_batch("SELECT nothing")?));
        assert_eq!(code(failed), "sql");
    }
    assert!(ids(&database).is_empty());
}
