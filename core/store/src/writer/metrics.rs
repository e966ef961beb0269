//! Counters of the writer: plain numbers, cheap to keep and to read.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::Duration;

/// What the writer has done since it started.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct WriterMetrics {
    /// Commits that succeeded.
    pub commits: u64,
    /// Commits that failed.
    pub failed_commits: u64,
    /// Jobs answered after a commit, refusals included.
    pub jobs: u64,
    /// Jobs that panicked.
    pub panics: u64,
    /// Jobs in the last commit.
    pub last_batch: u64,
    /// Most jobs in one commit.
    pub largest_batch: u64,
    /// Time all jobs spent in the queue, together.
    pub queue_wait: Duration,
    /// Longest time one job spent in the queue.
    pub longest_queue_wait: Duration,
    /// Time spent in commits.
    pub commit_time: Duration,
    /// Longest commit.
    pub longest_commit: Duration,
    /// Places left in the queue now.
    pub room: u64,
}

#[derive(Default)]
pub(super) struct Counters {
    commits: AtomicU64,
    failed_commits: AtomicU64,
    jobs: AtomicU64,
    panics: AtomicU64,
    last_batch: AtomicU64,
    largest_batch: AtomicU64,
    queue_micros: AtomicU64,
    longest_queue_micros: AtomicU64,
    commit_micros: AtomicU64,
    longest_commit_micros: AtomicU64,
}

impl Counters {
    pub(super) fn waited(&self, time: Duration) {
        let micros = micros(time);
        self.queue_micros.fetch_add(micros, Relaxed);
        self.longest_queue_micros.fetch_max(micros, Relaxed);
    }

    pub(super) fn committed(&self, jobs: usize, time: Duration) {
        let (jobs, micros) = (jobs as u64, micros(time));
        self.commits.fetch_add(1, Relaxed);
        self.jobs.fetch_add(jobs, Relaxed);
        self.last_batch.store(jobs, Relaxed);
        self.largest_batch.fetch_max(jobs, Relaxed);
        self.commit_micros.fetch_add(micros, Relaxed);
        self.longest_commit_micros.fetch_max(micros, Relaxed);
    }

    pub(super) fn commit_failed(&self) {
        self.failed_commits.fetch_add(1, Relaxed);
    }

    pub(super) fn panicked(&self) {
        self.panics.fetch_add(1, Relaxed);
    }

    pub(super) fn snapshot(&self, room: usize) -> WriterMetrics {
        let time = |counter: &AtomicU64| Duration::from_micros(counter.load(Relaxed));
        WriterMetrics {
            commits: self.commits.load(Relaxed),
            failed_commits: self.failed_commits.load(Relaxed),
            jobs: self.jobs.load(Relaxed),
            panics: self.panics.load(Relaxed),
            last_batch: self.last_batch.load(Relaxed),
            largest_batch: self.largest_batch.load(Relaxed),
            queue_wait: time(&self.queue_micros),
            longest_queue_wait: time(&self.longest_queue_micros),
            commit_time: time(&self.commit_micros),
            longest_commit: time(&self.longest_commit_micros),
            room: room as u64,
        }
    }
}

fn micros(time: Duration) -> u64 {
    u64::try_from(time.as_micros()).unwrap_or(u64::MAX)
}
