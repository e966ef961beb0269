//! Reading the provider's own list of calls every so often, so that a lost webhook is only late.

use crate::hooks::{VapiCalls, VoiceProvider};
use callwaiting_engine::reconcile::reconcile;
use callwaiting_engine::{Clinic, Done, setup};
use std::sync::Arc;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

const EVERY: Duration = Duration::from_secs(60);

/// Reads the list now and then until told to stop. A clinic without a provider costs one look at its settings.
pub(crate) async fn keep_caught_up(clinic: Arc<Clinic>, stop: CancellationToken) {
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            read = once(&clinic) => if let Err(error) = read {
                tracing::warn!(clinic = %clinic.id(), code = error.code(), "the provider's calls could not be taken in");
            },
        }
        if tokio::time::timeout(EVERY, stop.cancelled()).await.is_ok() {
            return;
        }
    }
}

async fn once(clinic: &Clinic) -> Done<()> {
    let stored = setup::setting(clinic, setup::VOICE_PROVIDER).await?;
    let provider: Option<VoiceProvider> = stored.and_then(|text| serde_json::from_str(&text).ok());
    let Some(provider) = provider else { return Ok(()) };
    let list = match VapiCalls::new(&provider, clinic.ports().clock.clone()) {
        Ok(list) => list,
        Err(error) => {
            tracing::warn!(clinic = %clinic.id(), %error, "the provider can't be reached");
            return Ok(());
        }
    };
    reconcile(clinic, &list).await.map(drop)
}
