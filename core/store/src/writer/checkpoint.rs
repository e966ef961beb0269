//! Copies the write-ahead log into the database when it has grown.
//!
//! SQLite's own automatic checkpoint hides its errors; here a disk that fails to confirm stops the writer.

use crate::StoreError;
use rusqlite::Connection;

/// Looking at the log's length is cheap, but not free.
const LOOK_EVERY: u32 = 32;

pub(super) struct Checkpoint {
    pages: u32,
    commits: u32,
}

impl Checkpoint {
    pub(super) fn new(pages: u32) -> Self {
        Self { pages, commits: 0 }
    }

    /// Called after each commit.
    ///
    /// # Errors
    /// Only [`StoreError::SyncFailed`]; anything else leaves the log as it is, to be tried again.
    pub(super) fn after_commit(&mut self, conn: &Connection) -> Result<(), StoreError> {
        self.commits += 1;
        if self.commits < LOOK_EVERY {
            return Ok(());
        }
        self.commits = 0;
        match log_pages(conn, "PRAGMA wal_checkpoint(NOOP)") {
            Ok(pages) if pages >= i64::from(self.pages) => {}
            Ok(_) => return Ok(()),
            Err(error) => return only_sync_failures(error),
        }
        match log_pages(conn, "PRAGMA wal_checkpoint(PASSIVE)") {
            Ok(_) => Ok(()),
            Err(error) => only_sync_failures(error),
        }
    }
}

/// Empties the log into the database, so that the next start has nothing to recover.
pub(super) fn empty(conn: &Connection) -> Result<(), StoreError> {
    log_pages(conn, "PRAGMA wal_checkpoint(TRUNCATE)").map(drop)
}

fn log_pages(conn: &Connection, sql: &str) -> Result<i64, StoreError> {
    let pages = conn
        .prepare_cached(sql)
        .and_then(|mut pragma| pragma.query_row([], |row| row.get(1)));
    pages.map_err(|error| StoreError::sql("empty the write-ahead log", error))
}

fn only_sync_failures(error: StoreError) -> Result<(), StoreError> {
    if matches!(error, StoreError::SyncFailed) {
        return Err(error);
    }
    tracing::warn!(
        code = error.code(),
        "the write-ahead log could not be copied and is kept"
    );
    Ok(())
}
