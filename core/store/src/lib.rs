//! The clinic's encrypted database: keys, opening, migrating, one writer, several readers, one file a table.
//!
//! Knows SQL and nothing of HTTP, vendors or windows. Data is decided about in `domain` and kept here. No trait
//! hides this crate: tests use a real temporary encrypted database.

mod blocking;
mod clinic_database;
mod clinic_dir;
mod error;
mod files;
pub mod keys;
mod migrate;
mod migrations;
mod open;
mod readers;
mod rekey;
mod stopwatch;
pub mod tables;
mod tx;
mod writer;

pub use clinic_database::{ClinicDatabase, DatabaseOptions, create_clinic};
pub use clinic_dir::{ClinicPaths, DataFolder, clinics};
pub use error::{NotADatabase, Rule, StoreError};
pub use migrate::{APPLICATION_ID, Migration, migrate_to, schema_version};
pub use migrations::MIGRATIONS;
pub use open::{OpenOptions, check_integrity, open, open_reader};
pub use readers::Readers;
pub use rekey::{PreparedRekey, Rekey, RewrittenRekey};
pub use tx::Tx;
pub use writer::{OnCommit, WriteContext, Writer, WriterLimits, WriterMetrics};
