//! When a request may be made again, and how long to wait before it.
//!
//! Waiting and randomness come in through [`Pacing`], so a test neither sleeps nor guesses. Deliberately
//! absent: which requests are safe to repeat. The vendors' error types decide that.

use std::{fmt, future::Future, pin::Pin, time::Duration};

/// Waiting and chance, injected.
pub trait Pacing: Send + Sync + fmt::Debug {
    /// A number that an outsider can't predict.
    fn random(&self) -> u32;

    /// Waits for that long.
    fn wait(&self, time: Duration) -> Pin<Box<dyn Future<Output = ()> + Send + '_>>;
}

/// The machine's own timer and randomness.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemPacing;

#[expect(
    clippy::disallowed_methods,
    reason = "the real thing behind what is injected everywhere else"
)]
impl Pacing for SystemPacing {
    fn random(&self) -> u32 {
        // Without randomness the delay is the shortest one, which is safe.
        getrandom::u32().unwrap_or_default()
    }

    fn wait(&self, time: Duration) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        Box::pin(tokio::time::sleep(time))
    }
}

/// How often and how slowly to try again.
#[derive(Debug, Clone)]
pub struct RetryPolicy {
    /// Tries in all, the first included.
    pub attempts: u32,
    /// The delay before the second try, before jitter; doubles from try to try.
    pub base: Duration,
    /// No delay of our own is longer than this.
    pub cap: Duration,
    /// A vendor that asks for a longer wait than this gets its refusal passed on instead.
    pub patience: Duration,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self {
            attempts: 3,
            base: Duration::from_millis(500),
            cap: Duration::from_secs(8),
            patience: Duration::from_secs(30),
        }
    }
}

impl RetryPolicy {
    /// A policy that never tries twice.
    pub fn never() -> Self {
        Self {
            attempts: 1,
            ..Self::default()
        }
    }

    /// The delay after try number `tried` (from 1): between half of the doubled base and all of it.
    pub fn delay(&self, tried: u32, random: u32) -> Duration {
        let doublings = tried.saturating_sub(1).min(16);
        let full = self.base.saturating_mul(1 << doublings).min(self.cap);
        let half = full / 2;
        half + half.mul_f64(f64::from(random) / f64::from(u32::MAX))
    }
}

/// What an error says about trying again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Again {
    /// It would be wrong or useless.
    No,
    /// After a delay of our choosing.
    Backoff,
    /// After at least this long, as the vendor asked.
    After(Duration),
}

/// Runs `attempt` until it succeeds, until its error forbids another try, or until the tries are used up.
pub(crate) async fn retrying<T, E, F, R>(
    policy: &RetryPolicy,
    pacing: &dyn Pacing,
    again: impl Fn(&E) -> Again,
    mut attempt: F,
) -> Result<T, E>
where
    F: FnMut() -> R,
    R: Future<Output = Result<T, E>>,
{
    let mut tried = 0;
    loop {
        let error = match attempt().await {
            Ok(done) => return Ok(done),
            Err(error) => error,
        };
        tried += 1;
        if tried >= policy.attempts {
            return Err(error);
        }
        let own = policy.delay(tried, pacing.random());
        match again(&error) {
            Again::No => return Err(error),
            Again::After(asked) if asked > policy.patience => return Err(error),
            Again::After(asked) => pacing.wait(asked.max(own)).await,
            Again::Backoff => pacing.wait(own).await,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delays_grow_stay_under_the_cap_and_spread() {
        let policy = RetryPolicy::default();
        assert_eq!(policy.delay(1, 0), Duration::from_millis(250));
        assert_eq!(policy.delay(1, u32::MAX), Duration::from_millis(500));
        assert_eq!(policy.delay(2, u32::MAX), Duration::from_secs(1));
        assert_eq!(policy.delay(40, u32::MAX), policy.cap);
    }
}
