//! Opens one encrypted database file, in an order that never lets a mistake overwrite anything.
//!
//! The folder, then the file's header, then the key, then proof of the key, then the schema's version; only after
//! all of these is anything written. Wrong key and damage look alike to SQLCipher (the first page's authentication
//! fails in both), so they are told apart by the key check kept in `keys.json`: a key that passes it is the
//! database's, and what it cannot open is damaged. Without a key check, a first page that fails is called a wrong
//! key. Deliberately absent: where keys come from, and the folder of a clinic.

use crate::keys::{DatabaseKey, KeyCheck};
use crate::migrate::{self, APPLICATION_ID, Migration};
use crate::{MIGRATIONS, NotADatabase, StoreError, files};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags};
use std::io::Read;
use std::path::Path;
use std::time::Duration;
use zeroize::Zeroizing;

/// SQLCipher's page size, which is also the least a database can have.
const PAGE_BYTES: u64 = 4096;
const SQLITE_HEADER: &[u8; 16] = b"SQLite format 3\0";
const STATEMENTS_KEPT: usize = 128;
/// Each page carries an HMAC-SHA-256. SQLCipher's own default, SHA-512, is no safer here and took a quarter of the
/// writer's time, because processors have instructions for SHA-256 alone. Part of the file's format: never changed.
const PAGE_AUTHENTICATION: &str = "PRAGMA cipher_hmac_algorithm = HMAC_SHA256";

/// How a database is opened.
#[derive(Debug, Clone, Copy)]
pub struct OpenOptions<'a> {
    /// Makes the file when it is absent.
    pub create: bool,
    /// Proof of the right key, from the key slots.
    pub key_check: Option<&'a KeyCheck>,
    /// How long to wait for another connection.
    pub busy: Duration,
    /// The schema's history, all of which the database has afterwards.
    pub migrations: &'a [Migration],
}

impl Default for OpenOptions<'_> {
    fn default() -> Self {
        Self {
            create: false,
            key_check: None,
            busy: Duration::from_secs(5),
            migrations: MIGRATIONS,
        }
    }
}

/// Opens the database at `path` for writing and brings it to the latest schema.
pub fn open(path: &Path, key: &DatabaseKey, options: &OpenOptions<'_>) -> Result<Connection, StoreError> {
    prove_folder(path)?;
    let _alone = lock_while_opening(path, options.busy)?;
    prove_header(path, options.create)?;
    if options.key_check.is_some_and(|check| !check.matches(key)) {
        return Err(StoreError::WrongKey);
    }
    let mut flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_EXRESCODE;
    flags.set(OpenFlags::SQLITE_OPEN_CREATE, options.create);
    let mut conn = connect(path, key, flags, options.busy, options.key_check.is_some())?;
    if conn.is_readonly("main")? {
        return Err(StoreError::ReadOnlyFolder);
    }
    refuse_others(&conn, path)?;
    migrate::refuse_newer(&conn, options.migrations)?;
    set_up_writing(&conn)?;
    migrate::migrate_to(&mut conn, options.migrations, u32::MAX)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
    Ok(conn)
}

/// Opens one more connection, which cannot write, to a database that a writer has open.
pub fn open_reader(path: &Path, key: &DatabaseKey, busy: Duration) -> Result<Connection, StoreError> {
    let flags =
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_EXRESCODE;
    let conn = connect(path, key, flags, busy, true)?;
    conn.execute_batch("PRAGMA query_only = ON; PRAGMA cache_size = -8192;")?;
    Ok(conn)
}

/// Reads every page in use, each authenticated as it is read, and checks how they fit together. For `doctor`.
///
/// `PRAGMA cipher_integrity_check` is not used: it looks past the write-ahead log at the bare file, and calls a
/// page damaged whose sound successor is still in the log.
pub fn check_integrity(conn: &Connection) -> Result<(), StoreError> {
    let verdict: String = conn.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
    if verdict == "ok" {
        Ok(())
    } else {
        Err(StoreError::Damaged {
            part: "its pages do not fit together",
        })
    }
}

/// Whether `key` opens the file, without changing a byte of it. For settling an interrupted change of key.
pub(crate) fn key_opens(path: &Path, key: &DatabaseKey, busy: Duration) -> Result<bool, StoreError> {
    prove_header(path, false)?;
    match connect_writing(path, key, busy) {
        Ok(_) => Ok(true),
        Err(StoreError::WrongKey) => Ok(false),
        Err(error) => Err(error),
    }
}

/// Opens an existing file for writing, without setting anything up in it.
pub(crate) fn connect_writing(
    path: &Path,
    key: &DatabaseKey,
    busy: Duration,
) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_EXRESCODE;
    connect(path, key, flags, busy, false)
}

/// Opens the file, gives it the key and proves that the key reads it. Nothing is written.
pub(crate) fn connect(
    path: &Path,
    key: &DatabaseKey,
    flags: OpenFlags,
    busy: Duration,
    key_is_proven: bool,
) -> Result<Connection, StoreError> {
    let conn = Connection::open_with_flags(path, flags).map_err(|error| cannot_open(path, error))?;
    // Before anything else: a connection that fails below must not copy the WAL into the file as it closes.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    conn.busy_timeout(busy)?;
    conn.set_prepared_statement_cache_capacity(STATEMENTS_KEPT);
    // SQLCipher would write its own lines to stderr for every wrong key. Process-wide and idempotent.
    conn.query_row("PRAGMA cipher_log_level = NONE", [], |_| Ok(()))
        .or_else(no_rows)?;
    give_key(&conn, "key", key)?;
    conn.query_row(PAGE_AUTHENTICATION, [], |_| Ok(()))
        .or_else(no_rows)?;
    let version: String = conn
        .query_row("PRAGMA cipher_version", [], |row| row.get(0))
        .or(Err(StoreError::NoEncryption))?;
    if version.is_empty() {
        return Err(StoreError::NoEncryption);
    }
    conn.query_row("SELECT count(*) FROM sqlite_master", [], |row| {
        row.get::<_, i64>(0)
    })
    .map_err(|error| first_read_failed(error, key_is_proven))?;
    conn.execute_batch(
        "PRAGMA foreign_keys = ON; PRAGMA cell_size_check = ON; PRAGMA trusted_schema = OFF;
         PRAGMA temp_store = MEMORY; PRAGMA mmap_size = 0;",
    )?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DML, false)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DDL, false)?;
    Ok(conn)
}

/// Runs `PRAGMA key` or `PRAGMA rekey`. The cause of a failure is dropped: it would quote the statement.
pub(crate) fn give_key(conn: &Connection, pragma: &'static str, key: &DatabaseKey) -> Result<(), StoreError> {
    let statement = Zeroizing::new(format!("PRAGMA {pragma} = \"{}\"", key.pragma_literal().as_str()));
    conn.query_row(&statement, [], |_| Ok(()))
        .or_else(no_rows)
        .map_err(|error| match StoreError::from(error) {
            StoreError::Sql { .. } => StoreError::NoEncryption,
            sorted => sorted,
        })
}

fn no_rows(error: rusqlite::Error) -> Result<(), rusqlite::Error> {
    if matches!(error, rusqlite::Error::QueryReturnedNoRows) {
        Ok(())
    } else {
        Err(error)
    }
}

/// What only a writer sets. The log is synced at every commit, so an answered write survives power loss.
pub(crate) fn set_up_writing(conn: &Connection) -> Result<(), StoreError> {
    let mode: String = conn.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))?;
    if mode != "wal" {
        return Err(StoreError::ReadOnlyFolder);
    }
    conn.execute_batch(
        "PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA cache_size = -32768;
         PRAGMA journal_size_limit = 67108864; PRAGMA wal_autocheckpoint = 2000;",
    )?;
    Ok(())
}

/// A folder that is missing or cannot be written is found before SQLite gets to say "unable to open".
fn prove_folder(path: &Path) -> Result<(), StoreError> {
    let folder = path.parent().unwrap_or(Path::new("."));
    match std::fs::metadata(folder) {
        Ok(found) if found.is_dir() => {}
        _ => {
            return Err(StoreError::Missing {
                file: file_name(folder),
            });
        }
    }
    let probe = files::beside(path, ".probe");
    let made = files::lock_file(&probe).map_err(|error| StoreError::io("write in the data folder", error));
    match made {
        // A full disk refuses a new file too; whether anything can be written is then SQLite's to say.
        Ok(_) | Err(StoreError::DiskFull) => {}
        Err(error) => return Err(error),
    }
    let _ = std::fs::remove_file(probe);
    Ok(())
}

/// Two processes that open at once take turns, so that neither sees the other's half-made file.
#[expect(
    clippy::disallowed_methods,
    reason = "a file lock has nothing to wait on; bounded by `wait`"
)]
pub(crate) fn lock_while_opening(path: &Path, wait: Duration) -> Result<std::fs::File, StoreError> {
    let lock = files::lock_file(&files::beside(path, ".lock"))
        .map_err(|error| StoreError::io("lock the database", error))?;
    let step = Duration::from_millis(10);
    let mut waited = Duration::ZERO;
    loop {
        match lock.try_lock() {
            Ok(()) => return Ok(lock),
            Err(std::fs::TryLockError::WouldBlock) if waited < wait => std::thread::sleep(step),
            Err(std::fs::TryLockError::WouldBlock) => return Err(StoreError::Locked),
            Err(std::fs::TryLockError::Error(error)) => {
                return Err(StoreError::io("lock the database", error));
            }
        }
        waited += step;
    }
}

/// Refuses a file that is visibly something else. An existing empty file is refused too: to make a new database
/// in it would hide that the old one was lost.
fn prove_header(path: &Path, create: bool) -> Result<(), StoreError> {
    let wrong = |why| {
        Err(StoreError::NotADatabase {
            file: file_name(path),
            why,
        })
    };
    let mut file = match std::fs::File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && create => return Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Err(StoreError::Missing {
                file: file_name(path),
            });
        }
        Err(error) => return Err(StoreError::io("read the database", error)),
    };
    let length = file
        .metadata()
        .map_err(|error| StoreError::io("read the database", error))?
        .len();
    if length == 0 {
        return wrong(NotADatabase::Empty);
    }
    let mut header = [0; SQLITE_HEADER.len()];
    if length < PAGE_BYTES || file.read_exact(&mut header).is_err() {
        return wrong(NotADatabase::TooShort);
    }
    if header == *SQLITE_HEADER {
        wrong(NotADatabase::PlainSqlite)
    } else {
        Ok(())
    }
}

fn refuse_others(conn: &Connection, path: &Path) -> Result<(), StoreError> {
    let id: i32 = conn.query_row("PRAGMA application_id", [], |row| row.get(0))?;
    let tables: i64 = conn.query_row("SELECT count(*) FROM sqlite_master", [], |row| row.get(0))?;
    if id == APPLICATION_ID || (id == 0 && tables == 0) {
        return Ok(());
    }
    Err(StoreError::NotADatabase {
        file: file_name(path),
        why: NotADatabase::OtherProgram,
    })
}

fn first_read_failed(error: rusqlite::Error, key_is_proven: bool) -> StoreError {
    match error.sqlite_error_code() {
        Some(ErrorCode::NotADatabase) if key_is_proven => StoreError::Damaged {
            part: "its first page fails its check",
        },
        Some(ErrorCode::NotADatabase) => StoreError::WrongKey,
        Some(ErrorCode::CannotOpen) => StoreError::ReadOnlyFolder,
        _ => StoreError::sql("read the database", error),
    }
}

fn cannot_open(path: &Path, error: rusqlite::Error) -> StoreError {
    match error.sqlite_error_code() {
        Some(ErrorCode::CannotOpen) if !path.exists() => StoreError::Missing {
            file: file_name(path),
        },
        Some(ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => StoreError::ReadOnlyFolder,
        _ => StoreError::sql("open the database", error),
    }
}

fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(
        || "the data folder".to_owned(),
        |name| name.to_string_lossy().into_owned(),
    )
}
