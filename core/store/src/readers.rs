//! A few threads, each with a connection that cannot write, for short reads.
//!
//! Every read sees one snapshot of the database from its first statement to its last, and never waits for the
//! writer. Deliberately absent: long reads such as a backup, which would keep the log from being emptied.

use crate::StoreError;
use crate::keys::DatabaseKey;
use crate::open::open_reader;
use rusqlite::Connection;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;
use tokio::sync::{Semaphore, oneshot};

const BUSY: Duration = Duration::from_secs(5);
/// Reads waiting for a thread; further callers wait for room.
const QUEUE: usize = 1024;

type Read = Box<dyn FnOnce(&Connection) + Send>;

/// A handle to the readers; clones share them.
#[derive(Clone)]
pub struct Readers {
    shared: Arc<Shared>,
}

struct Shared {
    inbox: Mutex<Option<SyncSender<Read>>>,
    room: Arc<Semaphore>,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

impl Readers {
    /// Opens `count` connections to a database that a writer has open.
    pub fn start(path: &Path, key: &DatabaseKey, count: usize) -> Result<Self, StoreError> {
        let (inbox, reads) = sync_channel::<Read>(QUEUE);
        let reads = Arc::new(Mutex::new(reads));
        let mut threads = Vec::new();
        for number in 0..count.max(1) {
            let conn = open_reader(path, key, BUSY)?;
            let reads = Arc::clone(&reads);
            let thread = std::thread::Builder::new()
                .name(format!("store-reader-{number}"))
                .spawn(move || serve(&conn, &reads))
                .map_err(|error| StoreError::io("start a reader", error))?;
            threads.push(thread);
        }
        let (inbox, threads) = (Mutex::new(Some(inbox)), Mutex::new(threads));
        Ok(Self {
            shared: Arc::new(Shared {
                inbox,
                room: Arc::new(Semaphore::new(QUEUE)),
                threads,
            }),
        })
    }

    /// Runs `read` on one snapshot.
    pub async fn read<T, F, R>(&self, read: R) -> Result<T, F>
    where
        T: Send + 'static,
        F: From<StoreError> + Send + 'static,
        R: FnOnce(&Connection) -> Result<T, F> + Send + 'static,
    {
        let permit = Arc::clone(&self.shared.room)
            .acquire_owned()
            .await
            .map_err(|_| StoreError::Closed)?;
        let (answer, answered) = oneshot::channel();
        let work: Read = Box::new(move |conn| {
            drop(permit);
            if !answer.is_closed() {
                let _ = answer.send(in_snapshot(conn, read));
            }
        });
        let sent = match self
            .shared
            .inbox
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .as_ref()
        {
            Some(inbox) => inbox.send(work).is_ok(),
            None => false,
        };
        if !sent {
            return Err(StoreError::Closed.into());
        }
        answered.await.unwrap_or_else(|_| Err(StoreError::Closed.into()))
    }

    /// As [`Readers::read`], for a thread that may block. Never call it from async code.
    pub fn read_blocking<T, F, R>(&self, read: R) -> Result<T, F>
    where
        T: Send + 'static,
        F: From<StoreError> + Send + 'static,
        R: FnOnce(&Connection) -> Result<T, F> + Send + 'static,
    {
        crate::blocking::wait_for(self.read(read))
    }

    /// Finishes the reads that were asked for and closes the connections. Blocks for as long as those take.
    pub fn close(&self) {
        self.shared.close();
    }
}

impl Shared {
    fn close(&self) {
        self.room.close();
        self.inbox.lock().unwrap_or_else(PoisonError::into_inner).take();
        let threads = std::mem::take(&mut *self.threads.lock().unwrap_or_else(PoisonError::into_inner));
        let me = std::thread::current().id();
        for thread in threads.into_iter().filter(|thread| thread.thread().id() != me) {
            let _ = thread.join();
        }
    }
}

impl Drop for Shared {
    fn drop(&mut self) {
        self.close();
    }
}

fn serve(conn: &Connection, reads: &Mutex<Receiver<Read>>) {
    loop {
        let read = reads.lock().unwrap_or_else(PoisonError::into_inner).recv();
        match read {
            Ok(read) => read(conn),
            Err(_) => return,
        }
    }
}

fn in_snapshot<T, F: From<StoreError>>(
    conn: &Connection,
    read: impl FnOnce(&Connection) -> Result<T, F>,
) -> Result<T, F> {
    control(conn, "BEGIN")?;
    let result = catch_unwind(AssertUnwindSafe(|| read(conn)));
    let ended = if conn.is_autocommit() {
        Ok(())
    } else {
        control(conn, "ROLLBACK")
    };
    let value = result.unwrap_or_else(|_| Err(StoreError::Panicked.into()))?;
    ended?;
    Ok(value)
}

fn control(conn: &Connection, sql: &'static str) -> Result<(), StoreError> {
    let run = conn
        .prepare_cached(sql)
        .and_then(|mut statement| statement.execute([]));
    run.map(drop)
        .map_err(|error| StoreError::sql("read the database", error))
}
