//! Everything that can go wrong with a clinic's database, one variant for each thing a person would do about it.
//!
//! A variant names the operation and keeps the cause as its source. The text is for a person at the clinic: it
//! says what to do, and never holds key material, a value from a row, or more of a path than a file's name.
//! Deliberately absent: HTTP statuses; whoever answers a request maps [`StoreError::code`].

use crate::keys::KeyError;
use std::sync::Arc;

/// Why a file that should be the clinic's database is something else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotADatabase {
    /// It starts with SQLite's own header, so it was never encrypted.
    PlainSqlite,
    /// It has no bytes at all.
    Empty,
    /// It is shorter than one page.
    TooShort,
    /// The key opens it, and another program made it.
    OtherProgram,
}

impl std::fmt::Display for NotADatabase {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::PlainSqlite => "it is an unencrypted SQLite database",
            Self::Empty => "it is empty",
            Self::TooShort => "it is too short to be one",
            Self::OtherProgram => "another program made it",
        })
    }
}

/// Which rule of the schema refused a write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// `UNIQUE` or `PRIMARY KEY`.
    Unique,
    /// `FOREIGN KEY`.
    ForeignKey,
    /// `CHECK`.
    Check,
    /// `NOT NULL`.
    NotNull,
    /// `RAISE(ABORT, …)` in a trigger.
    Trigger,
    /// Any other, such as a STRICT table's data type.
    Other,
}

/// One failure of the store. Cloned to every caller whose work was in a batch that failed.
#[derive(Debug, Clone, thiserror::Error)]
pub enum StoreError {
    /// The key is not this database's.
    #[error(
        "This key does not open the clinic's database. Check that the key file, the keychain or the recovery code \
         belongs to this clinic. Nothing was changed."
    )]
    WrongKey,
    /// The key is right and the file's content is not what was written.
    #[error(
        "The clinic's database is damaged ({part}). Leave the file as it is and restore the latest backup."
    )]
    Damaged {
        /// What was found broken.
        part: &'static str,
    },
    /// A later version of the product wrote this database.
    #[error(
        "The clinic's database was written by a newer version of CallWaiting (format {found}; this version knows \
         {known}). Install the newer version. Nothing was changed."
    )]
    NewerSchema {
        /// The database's version.
        found: u32,
        /// The latest version this program knows.
        known: u32,
    },
    /// No space is left for the write; nothing of it was kept.
    #[error("The disk is full. Free some space; CallWaiting goes on by itself.")]
    DiskFull,
    /// The folder or the file in it cannot be written.
    #[error(
        "The data folder cannot be written. Give the account that runs CallWaiting permission to write there."
    )]
    ReadOnlyFolder,
    /// The file is something else than a database of ours.
    #[error(
        "{file} is not a clinic's database: {why}. Move it away or choose another data folder. Nothing was changed."
    )]
    NotADatabase {
        /// The file's name without its folder.
        file: String,
        /// What it is instead.
        why: NotADatabase,
    },
    /// There is no such file.
    #[error("{file} does not exist. Check the data folder and the clinic's id, or restore a backup.")]
    Missing {
        /// The file's or folder's name.
        file: String,
    },
    /// A clinic of this id is already there.
    #[error("A clinic of this id already exists. Choose another id.")]
    AlreadyExists,
    /// The id can't name a folder and a URL path.
    #[error(
        "A clinic's id is 1 to 63 lowercase letters, digits and hyphens, and starts and ends with a letter or digit."
    )]
    InvalidClinicId,
    /// Another process is using the data folder or the database.
    #[error("Another CallWaiting is using this data folder. Stop it first.")]
    Locked,
    /// The database stayed busy for longer than anybody should wait.
    #[error("The database is busy. Try again.")]
    Busy,
    /// The key slots failed.
    #[error(transparent)]
    Keys(#[from] KeyError),
    /// The program was built without encryption, so it refuses to run.
    #[error("This build of CallWaiting has no database encryption and will not run. Install a proper build.")]
    NoEncryption,
    /// The disk did not confirm a write, so what it holds is unknown and the writer has stopped.
    #[error("The disk failed to confirm a write. Check the disk, then restart CallWaiting.")]
    SyncFailed,
    /// The writer or the readers have been shut down.
    #[error("CallWaiting is shutting down.")]
    Closed,
    /// The work panicked; all it did was undone.
    #[error("The work failed unexpectedly and was undone.")]
    Panicked,
    /// Another job's failure undid the whole batch before it was committed; the work may be tried again.
    #[error("The work was undone before it was kept. Try again.")]
    Undone,
    /// The schema refused the write.
    #[error("The database refused the change ({rule:?}: {detail}).")]
    Refused {
        /// The kind of rule.
        rule: Rule,
        /// Columns or the trigger's own words; never a value.
        detail: String,
    },
    /// A migration failed and was undone.
    #[error("The database could not be brought from format {from} to {to}; it is as it was before.")]
    Migration {
        /// Version before.
        from: u32,
        /// Version that was not reached.
        to: u32,
        /// What went wrong.
        source: Box<StoreError>,
    },
    /// A file operation failed.
    #[error("Could not {doing}.")]
    Io {
        /// The operation, as in "could not …".
        doing: &'static str,
        /// The system's words.
        source: Arc<std::io::Error>,
    },
    /// A statement failed for none of the reasons above.
    #[error("Could not {doing}.")]
    Sql {
        /// The operation, as in "could not …".
        doing: &'static str,
        /// SQLite's words.
        source: Arc<rusqlite::Error>,
    },
}

impl StoreError {
    /// A stable code for programs to decide on.
    pub fn code(&self) -> &'static str {
        match self {
            Self::WrongKey => "wrong_key",
            Self::Damaged { .. } => "damaged",
            Self::NewerSchema { .. } => "newer_schema",
            Self::DiskFull => "disk_full",
            Self::ReadOnlyFolder => "read_only_folder",
            Self::NotADatabase { .. } => "not_a_database",
            Self::Missing { .. } => "missing",
            Self::AlreadyExists => "already_exists",
            Self::InvalidClinicId => "invalid_clinic_id",
            Self::Locked => "locked",
            Self::Busy => "busy",
            Self::Keys(error) => error.code(),
            Self::NoEncryption => "no_encryption",
            Self::SyncFailed => "sync_failed",
            Self::Closed => "closed",
            Self::Panicked => "panicked",
            Self::Undone => "undone",
            Self::Refused { .. } => "refused",
            Self::Migration { .. } => "migration",
            Self::Io { .. } => "io",
            Self::Sql { .. } => "sql",
        }
    }

    /// Whether the same work may succeed later without anybody changing it.
    pub fn is_transient(&self) -> bool {
        matches!(self, Self::DiskFull | Self::Busy | Self::Undone | Self::Locked)
    }

    /// Sorts a failed file operation.
    pub(crate) fn io(doing: &'static str, source: std::io::Error) -> Self {
        use std::io::ErrorKind as Kind;
        match source.kind() {
            Kind::StorageFull | Kind::QuotaExceeded => Self::DiskFull,
            Kind::PermissionDenied | Kind::ReadOnlyFilesystem => Self::ReadOnlyFolder,
            _ => Self::Io {
                doing,
                source: Arc::new(source),
            },
        }
    }

    /// Sorts a failed statement.
    pub(crate) fn sql(doing: &'static str, source: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode as Code;
        use rusqlite::ffi;
        let rusqlite::Error::SqliteFailure(failure, message) = &source else {
            return Self::Sql {
                doing,
                source: Arc::new(source),
            };
        };
        match (failure.extended_code, failure.code) {
            (ffi::SQLITE_IOERR_FSYNC | ffi::SQLITE_IOERR_DIR_FSYNC, _) => Self::SyncFailed,
            (_, Code::DiskFull) => Self::DiskFull,
            (_, Code::DatabaseBusy | Code::DatabaseLocked) => Self::Busy,
            (_, Code::DatabaseCorrupt) => Self::Damaged {
                part: "its pages do not fit together",
            },
            (_, Code::NotADatabase) => Self::Damaged {
                part: "a page fails its check",
            },
            (_, Code::ReadOnly) => Self::ReadOnlyFolder,
            (extended, Code::ConstraintViolation) => Self::Refused {
                rule: rule(extended),
                detail: message.clone().unwrap_or_default(),
            },
            _ => Self::Sql {
                doing,
                source: Arc::new(source),
            },
        }
    }
}

fn rule(extended: i32) -> Rule {
    use rusqlite::ffi;
    match extended {
        ffi::SQLITE_CONSTRAINT_UNIQUE | ffi::SQLITE_CONSTRAINT_PRIMARYKEY | ffi::SQLITE_CONSTRAINT_ROWID => {
            Rule::Unique
        }
        ffi::SQLITE_CONSTRAINT_FOREIGNKEY => Rule::ForeignKey,
        ffi::SQLITE_CONSTRAINT_CHECK => Rule::Check,
        ffi::SQLITE_CONSTRAINT_NOTNULL => Rule::NotNull,
        ffi::SQLITE_CONSTRAINT_TRIGGER => Rule::Trigger,
        _ => Rule::Other,
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(source: rusqlite::Error) -> Self {
        Self::sql("read or write the database", source)
    }
}
