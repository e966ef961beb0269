//! The monotonic clock, for how long something took and for deadlines; never for what time it is.

use std::time::Instant;

/// Now, on a clock that has no date.
#[expect(
    clippy::disallowed_methods,
    reason = "measures and bounds durations; no rule of the product reads it"
)]
pub(crate) fn now() -> Instant {
    Instant::now()
}
