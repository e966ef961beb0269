//! Vapi's own list of calls, for the reconciler.

use super::VoiceProvider;
use super::translate::listed_call;
use async_trait::async_trait;
use callwaiting_domain::ports::Clock;
use callwaiting_engine::reconcile::{Listing, VoiceCalls, VoiceCallsFailed};
use callwaiting_providers::http::{Http, HttpError, HttpSettings};
use callwaiting_providers::retry::{RetryPolicy, SystemPacing};
use callwaiting_providers::vapi::client::VapiClient;
use jiff::Timestamp;
use std::sync::Arc;

/// Calls a page; Vapi gives at most 1,000.
const PAGE: u16 = 500;

/// The list of one clinic's account.
pub struct VapiCalls {
    client: VapiClient,
    clock: Arc<dyn Clock>,
}

impl VapiCalls {
    /// Reaches the account of the clinic's settings.
    ///
    /// # Errors
    /// [`HttpError`] when the address can't be used.
    pub fn new(provider: &VoiceProvider, clock: Arc<dyn Clock>) -> Result<Self, HttpError> {
        let http = Http::new(&provider.base_url, &HttpSettings::default())?;
        let key = provider.api_key.clone();
        Ok(Self {
            client: VapiClient::new(http, key, RetryPolicy::default(), Arc::new(SystemPacing)),
            clock,
        })
    }
}

#[async_trait]
impl VoiceCalls for VapiCalls {
    async fn updated_since(&self, from: Timestamp) -> Result<Listing, VoiceCallsFailed> {
        let now = self.clock.now();
        let listing = self.client.list_calls(from, now, PAGE).await.map_err(|error| {
            tracing::warn!(%error, "the provider's list of calls could not be read; trying again later");
            VoiceCallsFailed
        })?;
        if let Some(whole_until) = listing.whole_until {
            tracing::warn!(
                unreadable = listing.unreadable,
                %whole_until,
                "part of the provider's list could not be read; it is asked for again"
            );
        }
        let calls = listing.calls.iter().map(|record| listed_call(record, now));
        Ok(Listing {
            calls: calls.collect(),
            whole_until: listing.whole_until,
        })
    }
}
