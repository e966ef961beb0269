//! How fast a practice call runs: as people speak, faster for a demonstration, or at once in a test.

use async_trait::async_trait;
use std::time::Duration;

/// Waits between the steps of a call.
#[async_trait]
pub trait Pace: Send + Sync {
    /// Waits as long as `scripted` takes at this pace.
    async fn wait(&self, scripted: Duration);

    /// How long `scripted` is on the call's own clock. At once still says that a minute has passed, so that
    /// timestamps of a call keep their distances.
    fn on_the_clock(&self, scripted: Duration) -> Duration;
}

/// As people speak, `speed` times as fast.
#[derive(Debug, Clone, Copy)]
pub struct RealTime {
    /// 1 is natural; 4 tells a two-minute call in half a minute. Never less than a tenth.
    pub speed: f64,
}

#[async_trait]
impl Pace for RealTime {
    #[expect(
        clippy::disallowed_methods,
        reason = "a scripted pause; whoever plays the call stops it by dropping it"
    )]
    async fn wait(&self, scripted: Duration) {
        tokio::time::sleep(self.on_the_clock(scripted)).await;
    }

    fn on_the_clock(&self, scripted: Duration) -> Duration {
        scripted.div_f64(self.speed.max(0.1))
    }
}

/// Without waiting.
#[derive(Debug, Clone, Copy)]
pub struct AtOnce;

#[async_trait]
impl Pace for AtOnce {
    async fn wait(&self, _: Duration) {
        tokio::task::yield_now().await;
    }

    fn on_the_clock(&self, scripted: Duration) -> Duration {
        scripted
    }
}
