//! What a clinic does by itself: end holds whose time is over, and forget old deliveries and events.
//!
//! Both can be derived from the database, so nothing is lost when they don't run; claims don't wait for them.

use crate::booking::{expire_due, next_expiry};
use crate::calls::end_silent;
use crate::clinic::Clinic;
use crate::error::Done;
use crate::privacy::destroy_expired;
use callwaiting_store::tables::{delivery, event};
use jiff::ToSpan as _;
use std::sync::Arc;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// How long deliveries are remembered, longer than any provider retries, and messages of unknown types with them.
const DELIVERIES_KEPT_DAYS: i64 = 30;
/// The longest nap between two looks at the clock, which also bounds what a clock change can do.
const LONGEST_NAP: Duration = Duration::from_secs(5);
const TIDY_EVERY: Duration = Duration::from_secs(3600);

/// Ends holds on time until told to stop.
pub async fn end_holds(clinic: Arc<Clinic>, stop: CancellationToken) {
    let mut commits = clinic.bus().commits();
    loop {
        let nap = match expire_and_look(&clinic).await {
            Ok(nap) => nap,
            Err(error) => {
                tracing::warn!(code = error.code(), "holds could not be looked at; trying again");
                LONGEST_NAP
            }
        };
        tokio::select! {
            () = stop.cancelled() => return,
            () = wait(nap) => {}
            changed = commits.changed() => if changed.is_err() { return },
        }
    }
}

async fn expire_and_look(clinic: &Clinic) -> Done<Duration> {
    let Some(next) = next_expiry(clinic).await? else {
        return Ok(LONGEST_NAP);
    };
    let left = next.as_millisecond() - clinic.now().as_millisecond();
    if left <= 0 {
        expire_due(clinic).await?;
        return Ok(Duration::ZERO);
    }
    Ok(Duration::from_millis(u64::try_from(left).unwrap_or_default()).min(LONGEST_NAP))
}

/// Forgets what is no longer needed, once an hour, until told to stop.
pub async fn tidy(clinic: Arc<Clinic>, stop: CancellationToken) {
    loop {
        if let Err(error) = tidy_once(&clinic).await {
            tracing::warn!(
                code = error.code(),
                "old deliveries could not be forgotten; trying again in an hour"
            );
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = wait(TIDY_EVERY) => {}
        }
    }
}

/// Destroys originals whose time is over, ends calls whose end was never told, and forgets old deliveries, messages nobody knew, and events, now.
pub async fn tidy_once(clinic: &Clinic) -> Done<()> {
    let before = clinic
        .now()
        .checked_sub((DELIVERIES_KEPT_DAYS * 24).hours())
        .unwrap_or(clinic.now());
    destroy_expired(clinic).await?;
    end_silent(clinic).await?;
    clinic
        .write(move |tx| {
            delivery::prune(tx, before)?;
            delivery::prune_unknown(tx, before)?;
            event::prune(tx)?;
            Ok(())
        })
        .await
}

/// A pause of the machine's own time, always beside a cancellation. What is due is decided on the injected
/// clock after it, so a test moves that clock and commits something to wake the task.
#[expect(
    clippy::disallowed_methods,
    reason = "the one pause of the periodic tasks, always beside a poke and a cancellation"
)]
async fn wait(pause: Duration) {
    tokio::time::sleep(pause).await;
}
