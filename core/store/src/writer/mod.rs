//! The one writer: a thread that owns the only connection that writes, and commits what is waiting together.
//!
//! Callers hand in jobs. The thread takes all that wait (up to a bound), runs each in a savepoint of its own inside
//! one transaction, commits once, and only then answers. So many callers share one sync to disk, none starves (the
//! queue is first in, first out), and nothing is answered that power loss could take back. A full queue makes
//! callers wait. When a commit fails, everybody in it gets the error. When the disk fails to confirm a write, what
//! it holds is unknown and asking again may get a false yes, so the writer refuses all further work until restart.
//!
//! Deliberately absent: what the jobs do, and where their effects go.

mod batch;
mod checkpoint;
mod job;
mod metrics;

pub use metrics::WriterMetrics;

use crate::{StoreError, Tx, stopwatch};
use batch::Batcher;
use checkpoint::Checkpoint;
use job::{Job, Message, Queued};
use metrics::Counters;
use rusqlite::Connection;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;
use tokio::sync::{Semaphore, oneshot};

/// Where effects go after the commit that made them true, in the order they were pushed.
pub type OnCommit<E> = Box<dyn FnMut(Vec<E>) + Send>;

/// The bounds of one commit and of the queue.
#[derive(Debug, Clone, Copy)]
pub struct WriterLimits {
    /// Most jobs in one commit.
    pub batch_jobs: usize,
    /// Longest time for running one commit's jobs.
    pub batch_time: Duration,
    /// Most jobs waiting; further callers wait for room.
    pub queue: usize,
    /// Pages in the write-ahead log after which it is copied into the database.
    pub checkpoint_pages: u32,
}

impl Default for WriterLimits {
    fn default() -> Self {
        Self {
            batch_jobs: 256,
            batch_time: Duration::from_millis(20),
            queue: 1024,
            checkpoint_pages: 2000,
        }
    }
}

/// What a job works with: the transaction, and a place for effects.
pub struct WriteContext<'c, E> {
    tx: Tx<'c>,
    effects: Vec<E>,
}

impl<'c, E> WriteContext<'c, E> {
    /// The transaction.
    pub fn tx(&self) -> Tx<'c> {
        self.tx
    }

    /// Something to be made known if, and only if, this job's work is committed.
    pub fn push(&mut self, effect: E) {
        self.effects.push(effect);
    }
}

impl<'c, E> std::ops::Deref for WriteContext<'c, E> {
    type Target = Tx<'c>;

    fn deref(&self) -> &Tx<'c> {
        &self.tx
    }
}

/// A handle to the writer; clones share it. When the last is dropped the writer finishes what waits and closes.
pub struct Writer<E: Send + 'static> {
    shared: Arc<Shared<E>>,
}

impl<E: Send + 'static> Clone for Writer<E> {
    fn clone(&self) -> Self {
        Self {
            shared: Arc::clone(&self.shared),
        }
    }
}

struct Shared<E: Send + 'static> {
    /// `None` once the last handle is being dropped.
    inbox: Option<SyncSender<Message<E>>>,
    room: Arc<Semaphore>,
    counters: Arc<Counters>,
    closed: AtomicBool,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl<E: Send + 'static> Writer<E> {
    /// Starts the thread on a connection from [`crate::open`], and on a second one to the same file, which only copies
    /// the write-ahead log.
    pub(crate) fn start(
        conn: Connection,
        copier: Connection,
        limits: WriterLimits,
        on_commit: OnCommit<E>,
    ) -> Result<Self, StoreError> {
        // Room for every job that has a place, and for the word to close: sending never blocks.
        let (inbox, messages) = sync_channel(limits.queue + 1);
        let room = Arc::new(Semaphore::new(limits.queue));
        let counters = Arc::new(Counters::default());
        let batcher = Batcher::new(
            conn,
            messages,
            limits,
            on_commit,
            (Arc::clone(&room), Arc::clone(&counters)),
            Checkpoint::new(limits.checkpoint_pages, copier)?,
        );
        let thread = std::thread::Builder::new()
            .name("store-writer".to_owned())
            .spawn(move || batcher.run())
            .map_err(|error| StoreError::io("start the writer", error))?;
        let (closed, thread) = (AtomicBool::new(false), Mutex::new(Some(thread)));
        Ok(Self {
            shared: Arc::new(Shared {
                inbox: Some(inbox),
                room,
                counters,
                closed,
                thread,
            }),
        })
    }

    /// Runs `job` in the next commit and answers when it is on the disk.
    ///
    /// The job's error undoes its own writes and nobody else's, and is answered after the commit too, because it
    /// may rest on what another job of the same commit wrote. A panic does the same and answers
    /// [`StoreError::Panicked`]. A caller that has gone before its job began takes the job with it. A job must not
    /// end the transaction, and the schema must not defer a constraint to the commit: that would fail everybody.
    pub async fn submit<T, F, J>(&self, job: J) -> Result<T, F>
    where
        T: Send + 'static,
        F: From<StoreError> + Send + 'static,
        J: FnOnce(&mut WriteContext<'_, E>) -> Result<T, F> + Send + 'static,
    {
        let permit = Arc::clone(&self.shared.room)
            .acquire_owned()
            .await
            .map_err(|_| StoreError::Closed)?;
        let (answer, answered) = oneshot::channel();
        self.send(Message::Job(Queued {
            job: Box::new(Job::new(job, answer)),
            since: stopwatch::now(),
            permit,
        }))?;
        answered.await.unwrap_or_else(|_| Err(StoreError::Closed.into()))
    }

    /// As [`Writer::submit`], for a thread that may block. Never call it from async code.
    pub fn submit_blocking<T, F, J>(&self, job: J) -> Result<T, F>
    where
        T: Send + 'static,
        F: From<StoreError> + Send + 'static,
        J: FnOnce(&mut WriteContext<'_, E>) -> Result<T, F> + Send + 'static,
    {
        crate::blocking::wait_for(self.submit(job))
    }

    /// What the writer has been doing. Cheap: a few relaxed loads.
    pub fn metrics(&self) -> WriterMetrics {
        self.shared
            .counters
            .snapshot(self.shared.room.available_permits())
    }

    /// Finishes what waits until `deadline` from now, empties the log into the database, and closes it.
    ///
    /// Work that comes later, or was not begun by the deadline, gets [`StoreError::Closed`].
    pub async fn shutdown(&self, deadline: Duration) -> Result<(), StoreError> {
        if self.shared.closed.swap(true, Ordering::AcqRel) {
            return Ok(());
        }
        let (done, closed) = oneshot::channel();
        let until = stopwatch::now() + deadline;
        self.send(Message::Close { until, done })?;
        // Callers that still wait for room are told now; those with a place in the queue are served first.
        self.shared.room.close();
        closed.await.unwrap_or(Err(StoreError::Closed))
    }

    fn send(&self, message: Message<E>) -> Result<(), StoreError> {
        let inbox = self.shared.inbox.as_ref().ok_or(StoreError::Closed)?;
        inbox.send(message).map_err(|_| StoreError::Closed)
    }
}

impl<E: Send + 'static> Drop for Shared<E> {
    fn drop(&mut self) {
        self.inbox = None;
        let thread = self
            .thread
            .get_mut()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        if let Some(thread) = thread
            && thread.thread().id() != std::thread::current().id()
        {
            let _ = thread.join();
        }
    }
}
