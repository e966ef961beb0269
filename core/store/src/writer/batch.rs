//! The writer's thread: gathers a batch, runs it, commits it, answers it.

use super::checkpoint::Checkpoint;
use super::job::{AnyJob, Message, Queued};
use super::metrics::Counters;
use super::{OnCommit, WriteContext, WriterLimits};
use crate::{StoreError, Tx, stopwatch};
use rusqlite::Connection;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, TryRecvError};
use std::time::{Duration, Instant};
use tokio::sync::{Semaphore, oneshot};

/// Longest wait for callers that are expected back, whatever a commit takes.
const LONGEST_LINGER: Duration = Duration::from_millis(1);

type Close = (Instant, oneshot::Sender<Result<(), StoreError>>);

pub(super) struct Batcher<E> {
    conn: Connection,
    inbox: Receiver<Message<E>>,
    limits: WriterLimits,
    on_commit: OnCommit<E>,
    room: Arc<Semaphore>,
    counters: Arc<Counters>,
    checkpoint: Checkpoint,
    /// Set once the disk failed to confirm a write.
    broken: bool,
    /// How many callers seem to be at work at once.
    callers: usize,
    /// A commit's usual time.
    commit_time: Duration,
}

/// The jobs of one transaction.
struct Batch<E> {
    done: Vec<Box<dyn AnyJob<E>>>,
    effects: Vec<E>,
    started: Instant,
    /// SQLite gave up the whole transaction.
    lost: bool,
}

impl<E> Batcher<E> {
    pub(super) fn new(
        conn: Connection,
        inbox: Receiver<Message<E>>,
        limits: WriterLimits,
        on_commit: OnCommit<E>,
        (room, counters): (Arc<Semaphore>, Arc<Counters>),
        checkpoint: Checkpoint,
    ) -> Self {
        let commit_time = Duration::ZERO;
        Self {
            conn,
            inbox,
            limits,
            on_commit,
            room,
            counters,
            checkpoint,
            broken: false,
            callers: 1,
            commit_time,
        }
    }

    /// Until told to close, or until nobody is left who could send.
    pub(super) fn run(mut self) {
        let mut close = None;
        if let Err(error) = self.conn.execute_batch("PRAGMA wal_autocheckpoint = 0") {
            tracing::warn!(%error, "the database keeps its own checkpoints");
        }
        while close.is_none() {
            match self.inbox.recv() {
                Ok(Message::Job(first)) => close = self.batch(first),
                Ok(Message::Close { until, done }) => close = Some((until, done)),
                Err(_) => break,
            }
        }
        self.close(close);
    }

    fn batch(&mut self, first: Queued<E>) -> Option<Close> {
        let mut batch = Batch {
            done: Vec::new(),
            effects: Vec::new(),
            started: stopwatch::now(),
            lost: false,
        };
        if let Err(error) = self.begin() {
            drop(first.permit);
            let mut job = first.job;
            job.fail(error);
            job.answer();
            return None;
        }
        let close = self.fill(&mut batch, first);
        self.settle(batch);
        close
    }

    fn begin(&self) -> Result<(), StoreError> {
        if self.broken {
            return Err(StoreError::SyncFailed);
        }
        if !self.conn.is_autocommit() {
            self.control("ROLLBACK")?;
        }
        self.control("BEGIN IMMEDIATE")
    }

    /// Runs jobs as long as there are any, the bounds allow it, and the transaction stands.
    fn fill(&mut self, batch: &mut Batch<E>, first: Queued<E>) -> Option<Close> {
        let mut next = Some(first);
        let mut linger = (self.commit_time / 4).min(LONGEST_LINGER);
        loop {
            if let Some(queued) = next.take() {
                self.run_one(batch, queued);
            }
            if batch.lost
                || batch.done.len() >= self.limits.batch_jobs
                || batch.started.elapsed() >= self.limits.batch_time
            {
                return None;
            }
            match self.next(batch.done.len(), &mut linger) {
                Some(Message::Job(queued)) => next = Some(queued),
                Some(Message::Close { until, done }) => return Some((until, done)),
                None => return None,
            }
        }
    }

    /// The next message that is there or, while fewer jobs came than callers were at work in the last commits, will
    /// be in a moment: those callers have just been answered, and one sync for all of them is worth a short wait.
    fn next(&mut self, so_far: usize, linger: &mut Duration) -> Option<Message<E>> {
        match self.inbox.try_recv() {
            Ok(message) => return Some(message),
            Err(TryRecvError::Disconnected) => return None,
            Err(TryRecvError::Empty) => {}
        }
        if so_far >= self.callers || linger.is_zero() {
            return None;
        }
        let asked = stopwatch::now();
        match self.inbox.recv_timeout(*linger) {
            Ok(message) => {
                *linger = linger.saturating_sub(asked.elapsed());
                Some(message)
            }
            Err(RecvTimeoutError::Timeout) => {
                self.callers = so_far;
                None
            }
            Err(RecvTimeoutError::Disconnected) => None,
        }
    }

    fn run_one(&mut self, batch: &mut Batch<E>, queued: Queued<E>) {
        let Queued {
            mut job,
            since,
            permit,
        } = queued;
        drop(permit);
        self.counters.waited(since.elapsed());
        if job.is_abandoned() {
            return;
        }
        let mut context = WriteContext {
            tx: Tx::inside(&self.conn),
            effects: Vec::new(),
        };
        let outcome = self
            .control("SAVEPOINT job")
            .map(|()| catch_unwind(AssertUnwindSafe(|| job.run(&mut context))));
        let effects = context.effects;
        let keep = match outcome {
            Ok(Ok(keep)) => keep,
            Ok(Err(_)) => {
                // The panic's own words may be about a person, so they go no further than the panic hook.
                self.counters.panicked();
                tracing::error!("a job of the writer panicked and was undone");
                job.fail(StoreError::Panicked);
                false
            }
            Err(error) => {
                job.fail(error);
                batch.lost = true;
                false
            }
        };
        // A full disk makes SQLite undo the whole transaction, and a careless job could have ended it.
        batch.lost |= self.conn.is_autocommit();
        if !batch.lost {
            let end = if keep {
                Ok(())
            } else {
                self.control("ROLLBACK TO job")
            };
            batch.lost = end.and_then(|()| self.control("RELEASE job")).is_err();
        }
        if batch.lost && keep {
            job.fail(StoreError::Undone);
        }
        if keep {
            batch.effects.extend(effects);
        }
        batch.done.push(job);
    }

    /// Commits and answers everybody.
    fn settle(&mut self, mut batch: Batch<E>) {
        let jobs = batch.done.len();
        let outcome = if batch.lost {
            Err(StoreError::Undone)
        } else {
            self.commit(jobs)
        };
        match outcome {
            Ok(()) => {
                let waiting = self.limits.queue.saturating_sub(self.room.available_permits());
                self.callers = (jobs + waiting).max(self.callers - self.callers / 4);
                self.announce(std::mem::take(&mut batch.effects));
            }
            Err(error) => {
                self.roll_back();
                // Of a lost batch the last job was the cause and has its own error already.
                let spared = usize::from(batch.lost);
                let undone = batch.done.len().saturating_sub(spared);
                batch
                    .done
                    .iter_mut()
                    .take(undone)
                    .for_each(|job| job.fail(error.clone()));
            }
        }
        batch.done.into_iter().for_each(|job| job.answer());
        if !self.broken
            && let Err(error) = self.checkpoint.after_commit(&self.conn)
        {
            self.stop_trusting_the_disk(&error);
        }
    }

    fn commit(&mut self, jobs: usize) -> Result<(), StoreError> {
        let began = stopwatch::now();
        match self.control("COMMIT") {
            Ok(()) => {
                let time = began.elapsed();
                self.commit_time = (self.commit_time * 7 + time) / 8;
                self.counters.committed(jobs, time);
                Ok(())
            }
            Err(error) => {
                self.counters.commit_failed();
                tracing::warn!(
                    code = error.code(),
                    jobs,
                    "a commit failed; none of its work was kept"
                );
                if matches!(error, StoreError::SyncFailed) {
                    self.stop_trusting_the_disk(&error);
                }
                Err(error)
            }
        }
    }

    fn roll_back(&self) {
        if !self.conn.is_autocommit()
            && let Err(error) = self.control("ROLLBACK")
        {
            tracing::error!(
                code = error.code(),
                "a failed transaction could not be undone yet"
            );
        }
    }

    fn announce(&mut self, effects: Vec<E>) {
        if !effects.is_empty() && catch_unwind(AssertUnwindSafe(|| (self.on_commit)(effects))).is_err() {
            tracing::error!("making committed effects known panicked");
        }
    }

    fn stop_trusting_the_disk(&mut self, error: &StoreError) {
        self.broken = true;
        tracing::error!(
            code = error.code(),
            "the disk failed to confirm a write; the writer has stopped"
        );
    }

    /// Serves what is queued until the deadline, refuses the rest, and leaves an empty log.
    fn close(mut self, close: Option<Close>) {
        let until = close.as_ref().map(|(until, _)| *until);
        while let Ok(message) = self.inbox.try_recv() {
            match message {
                Message::Job(queued) if until.is_none_or(|until| stopwatch::now() < until) => {
                    self.batch(queued);
                }
                Message::Job(mut queued) => {
                    queued.job.fail(StoreError::Closed);
                    queued.job.answer();
                }
                Message::Close { done, .. } => drop(done.send(Ok(()))),
            }
        }
        // Anybody who sends from here on finds the inbox gone.
        let Self {
            conn,
            broken,
            checkpoint,
            ..
        } = self;
        checkpoint.end();
        let result = if broken {
            Err(StoreError::SyncFailed)
        } else {
            super::checkpoint::empty(&conn)
        };
        let closed = conn
            .close()
            .map_err(|(_, error)| StoreError::sql("close the database", error));
        if let Some((_, done)) = close {
            let _ = done.send(result.and(closed));
        }
    }

    fn control(&self, sql: &'static str) -> Result<(), StoreError> {
        let run = self
            .conn
            .prepare_cached(sql)
            .and_then(|mut statement| statement.execute([]));
        run.map(drop)
            .map_err(|error| StoreError::sql("write the database", error))
    }
}
