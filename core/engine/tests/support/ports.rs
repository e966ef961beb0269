//! The clock and the randomness of a test.

use callwaiting_domain::ports::{Clock, Entropy};
use jiff::{SignedDuration, Timestamp};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

/// A clock that stands still until it is moved.
pub(crate) struct MovableClock(Mutex<Timestamp>);

impl MovableClock {
    pub(crate) fn at(now: Timestamp) -> Self {
        Self(Mutex::new(now))
    }

    pub(crate) fn set(&self, now: Timestamp) {
        *self.0.lock().unwrap() = now;
    }

    pub(crate) fn advance(&self, by: SignedDuration) {
        let mut now = self.0.lock().unwrap();
        *now = now.checked_add(by).unwrap();
    }
}

impl Clock for MovableClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }
}

/// Bytes that repeat from run to run. Ids made of them sort in the order in which they were made.
pub(crate) struct Counter(AtomicU64);

impl Default for Counter {
    /// Clinics are opened again, so each opening goes on where none before it has been.
    fn default() -> Self {
        static OPENINGS: AtomicU64 = AtomicU64::new(1);
        Self(AtomicU64::new(OPENINGS.fetch_add(1, Ordering::SeqCst) << 32))
    }
}

impl Entropy for Counter {
    fn fill(&self, bytes: &mut [u8]) {
        let n = self.0.fetch_add(1, Ordering::SeqCst).to_be_bytes();
        bytes.fill(0);
        let at = bytes.len().saturating_sub(n.len());
        let len = bytes.len() - at;
        bytes[at..].copy_from_slice(&n[n.len() - len..]);
    }
}
