//! A temporary clinic with a schema of one table, and the few verbs the tests speak.

use callwaiting_domain::ids::ClinicId;
use callwaiting_store::keys::{NewSlot, SystemEntropy, Unlock};
use callwaiting_store::{
    ClinicDatabase, ClinicPaths, DatabaseOptions, Migration, StoreError, WriterLimits, create_clinic,
};
use rusqlite::Connection;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

pub(crate) const NOTES: &[Migration] = &[Migration {
    version: 1,
    slug: "notes",
    sql: "CREATE TABLE author (id INTEGER PRIMARY KEY) STRICT;
          CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT NOT NULL CHECK (body <> ''),
                             author INTEGER REFERENCES author (id)) STRICT;",
}];

/// One clinic in a folder of its own, gone when dropped.
pub(crate) struct Clinic {
    pub(crate) folder: TempDir,
    pub(crate) paths: ClinicPaths,
}

pub(crate) type Database = ClinicDatabase<String>;

impl Clinic {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clinic = Self {
            paths: paths(folder.path()),
            folder,
        };
        create(&clinic.paths).unwrap();
        clinic
    }

    pub(crate) fn key_file(&self) -> PathBuf {
        key_file(&self.paths)
    }

    pub(crate) fn open(&self) -> Result<Database, StoreError> {
        open(&self.paths)
    }

    /// The raw bytes of the database's files.
    pub(crate) fn files(&self) -> Vec<(String, Vec<u8>)> {
        let entries = std::fs::read_dir(self.paths.folder())
            .unwrap()
            .map(Result::unwrap);
        entries
            .map(|entry| {
                (
                    entry.file_name().into_string().unwrap(),
                    std::fs::read(entry.path()).unwrap(),
                )
            })
            .filter(|(name, _)| name.starts_with("clinic.db"))
            .collect()
    }
}

pub(crate) fn id() -> ClinicId {
    ClinicId::new("harley-street")
}

pub(crate) fn paths(root: &Path) -> ClinicPaths {
    ClinicPaths::new(root, &id()).unwrap()
}

pub(crate) fn key_file(paths: &ClinicPaths) -> PathBuf {
    paths.folder().parent().unwrap().join("test.key")
}

pub(crate) fn create(paths: &ClinicPaths) -> Result<(), StoreError> {
    std::fs::create_dir_all(paths.folder().parent().unwrap()).unwrap();
    create_clinic(
        paths,
        &[NewSlot::KeyFile(&key_file(paths))],
        &SystemEntropy,
        NOTES,
        |_| Ok(()),
    )
    .map(drop)
}

pub(crate) fn open(paths: &ClinicPaths) -> Result<Database, StoreError> {
    open_limited(paths, WriterLimits::default(), |_| ())
}

pub(crate) fn open_limited(
    paths: &ClinicPaths,
    limits: WriterLimits,
    on_commit: impl FnMut(Vec<String>) + Send + 'static,
) -> Result<Database, StoreError> {
    let options = DatabaseOptions {
        migrations: NOTES,
        readers: 2,
        limits,
    };
    ClinicDatabase::open_with(
        paths,
        Unlock::KeyFile(&key_file(paths)),
        &options,
        Box::new(on_commit),
    )
}

pub(crate) fn add(conn: &Connection, id: i64, body: &str) -> Result<(), StoreError> {
    conn.prepare_cached("INSERT INTO note (id, body) VALUES (?1, ?2)")?
        .execute((id, body))?;
    Ok(())
}

pub(crate) fn write(database: &Database, id: i64, body: &str) -> Result<(), StoreError> {
    let body = body.to_owned();
    database.writer.submit_blocking(move |w| add(w, id, &body))
}

pub(crate) fn ids(database: &Database) -> Vec<i64> {
    database
        .readers
        .read_blocking(|conn| {
            let ids = conn
                .prepare("SELECT id FROM note ORDER BY id")?
                .query_map([], |row| row.get(0))?
                .collect::<Result<_, _>>()?;
            Ok::<_, StoreError>(ids)
        })
        .unwrap()
}

pub(crate) fn code<T>(result: Result<T, StoreError>) -> &'static str {
    result.map_or_else(|error| error.code(), |_| "ok")
}

/// Whether this process may mount a file system; a test that needs to says so when it may not.
pub(crate) fn can_mount() -> bool {
    cfg!(target_os = "linux")
        && Command::new("id")
            .arg("-u")
            .output()
            .is_ok_and(|out| out.stdout.trim_ascii() == b"0")
}

/// A small file system of its own, unmounted when dropped.
pub(crate) struct SmallDisk {
    pub(crate) folder: TempDir,
}

impl SmallDisk {
    pub(crate) fn mount(size: &str) -> Option<Self> {
        if !can_mount() {
            eprintln!("SKIPPED: a real small disk needs root on Linux");
            return None;
        }
        let folder = tempfile::tempdir().unwrap();
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &format!("size={size}"), "callwaiting-test"])
            .arg(folder.path())
            .status();
        if !mounted.is_ok_and(|status| status.success()) {
            eprintln!("SKIPPED: this machine refuses to mount a tmpfs");
            return None;
        }
        Some(Self { folder })
    }

    pub(crate) fn remount(&self, options: &str) {
        let done = Command::new("mount")
            .args(["-o", &format!("remount,{options}")])
            .arg(self.folder.path())
            .status();
        assert!(done.unwrap().success());
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.folder.path()).status();
    }
}
