//! Copies the write-ahead log into the database when it has grown.
//!
//! A thread of its own copies while the writer goes on, so that nobody waits for it; the writer itself copies only what
//! came meanwhile, which lets the log begin anew. SQLite's own automatic checkpoint hides its errors; here a disk that
//! fails to confirm stops the writer.

use crate::StoreError;
use rusqlite::Connection;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;

/// Looking at the log's length is cheap, but not free.
const LOOK_EVERY: u32 = 32;
/// So many pages the writer copies itself; callers wait for it.
const A_FEW: i64 = 256;
/// A log this many times longer than wanted is copied by the writer, whoever waits: writing outruns the thread.
const TOO_LONG: i64 = 16;

pub(super) struct Checkpoint {
    pages: i64,
    commits: u32,
    copier: Copier,
}

impl Checkpoint {
    /// `conn` is a second connection to the same database, for the thread.
    pub(super) fn new(pages: u32, conn: Connection) -> Result<Self, StoreError> {
        Ok(Self {
            pages: i64::from(pages),
            commits: 0,
            copier: Copier::start(conn)?,
        })
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
        if self.copier.shared.sync_failed.load(Ordering::Acquire) {
            return Err(StoreError::SyncFailed);
        }
        let (log, copied) = match log_pages(conn, "PRAGMA wal_checkpoint(NOOP)") {
            Ok(pages) => pages,
            Err(error) => return only_sync_failures(error),
        };
        if log < self.pages {
            return Ok(());
        }
        if log - copied > A_FEW && log < self.pages.saturating_mul(TOO_LONG) {
            self.copier.wake();
            return Ok(());
        }
        copy(conn)
    }

    /// Ends the thread. Blocks while it copies.
    pub(super) fn end(self) {
        self.copier.end();
    }
}

/// The thread that copies.
struct Copier {
    inbox: SyncSender<()>,
    shared: Arc<Shared>,
    thread: JoinHandle<()>,
}

#[derive(Default)]
struct Shared {
    sync_failed: AtomicBool,
}

impl Copier {
    fn start(conn: Connection) -> Result<Self, StoreError> {
        // One waking is kept while it copies; more would say nothing new.
        let (inbox, wakings) = sync_channel(1);
        let shared = Arc::new(Shared::default());
        let told = Arc::clone(&shared);
        let thread = std::thread::Builder::new()
            .name("store-copier".to_owned())
            .spawn(move || serve(&conn, &wakings, &told))
            .map_err(|error| StoreError::io("start the writer", error))?;
        Ok(Self {
            inbox,
            shared,
            thread,
        })
    }

    fn wake(&self) {
        let _ = self.inbox.try_send(());
    }

    fn end(self) {
        drop(self.inbox);
        let _ = self.thread.join();
    }
}

fn serve(conn: &Connection, wakings: &Receiver<()>, shared: &Shared) {
    while wakings.recv().is_ok() {
        if copy(conn).is_err() {
            shared.sync_failed.store(true, Ordering::Release);
            return;
        }
    }
}

fn copy(conn: &Connection) -> Result<(), StoreError> {
    match log_pages(conn, "PRAGMA wal_checkpoint(PASSIVE)") {
        Ok(_) => Ok(()),
        Err(error) => only_sync_failures(error),
    }
}

/// Empties the log into the database, so that the next start has nothing to recover.
pub(super) fn empty(conn: &Connection) -> Result<(), StoreError> {
    log_pages(conn, "PRAGMA wal_checkpoint(TRUNCATE)").map(drop)
}

/// How many pages the log has, and how many of them are in the database too.
fn log_pages(conn: &Connection, sql: &str) -> Result<(i64, i64), StoreError> {
    let pages = conn
        .prepare_cached(sql)
        .and_then(|mut pragma| pragma.query_row([], |row| Ok((row.get(1)?, row.get(2)?))));
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
