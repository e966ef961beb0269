//! A recording of every log line down to TRACE, for `verify` to search. Off but while a scenario asks for it.

use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use tracing_subscriber::fmt::MakeWriter;

static RECORDING: AtomicBool = AtomicBool::new(false);
static LINES: Mutex<Vec<u8>> = Mutex::new(Vec::new());
/// A hundred thousand times what a scenario writes; what comes after is not kept.
const MOST_BYTES: usize = 256 * 1024 * 1024;

/// Writes log lines onto the tape.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tape;

/// Whether lines are wanted.
pub(crate) fn is_recording() -> bool {
    RECORDING.load(Ordering::Relaxed)
}

/// Starts a fresh recording.
pub(crate) fn record() {
    LINES.lock().unwrap_or_else(PoisonError::into_inner).clear();
    RECORDING.store(true, Ordering::Relaxed);
}

/// Ends the recording and gives what was written.
pub(crate) fn take() -> String {
    RECORDING.store(false, Ordering::Relaxed);
    let lines = std::mem::take(&mut *LINES.lock().unwrap_or_else(PoisonError::into_inner));
    String::from_utf8_lossy(&lines).into_owned()
}

impl Write for Tape {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        let mut lines = LINES.lock().unwrap_or_else(PoisonError::into_inner);
        if lines.len() + line.len() <= MOST_BYTES {
            lines.extend_from_slice(line);
        }
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Tape {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        *self
    }
}
