//! Filling the gaps that missed webhooks leave, from the provider's own list of calls.
//!
//! The list is read by an adapter of the server through [`VoiceCalls`]; what it says is taken in by the same
//! use-case as a final report, so reading a call twice, or one that webhooks told already, changes nothing.

use crate::calls::Delivery;
use crate::calls::{CallRef, Report, news, report};
use crate::clinic::Clinic;
use crate::error::Done;
use callwaiting_domain::calls::News;
use callwaiting_store::tables::clinic as table;
use jiff::{Timestamp, ToSpan as _};

/// The list's name in the store.
pub const SOURCE: &str = "voice.calls";
/// How far back the first reading goes; providers keep calls for 14 days.
const FIRST_DAYS: i64 = 13;
/// How far two readings overlap, since a provider's clock is not ours.
const OVERLAP_MINUTES: i64 = 10;

/// One call of the provider's list, in our words.
#[derive(Clone, Debug)]
pub struct ListedCall {
    /// Which call.
    pub reference: CallRef,
    /// When it was answered, for one that is still on the line.
    pub answered: Option<Timestamp>,
    /// What is known of its end; absent while it goes on.
    pub report: Option<Report>,
}

/// The provider's own list of calls.
#[async_trait::async_trait]
pub trait VoiceCalls: Send + Sync {
    /// Every call updated at or after `from`, in any order, without one twice.
    async fn updated_since(&self, from: Timestamp) -> Result<Vec<ListedCall>, VoiceCallsFailed>;
}

/// The list could not be read.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("the provider's list of calls could not be read")]
pub struct VoiceCallsFailed;

/// What one reading did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reconciled {
    /// Calls on the list.
    pub listed: usize,
}

/// Reads the list since the last reading and takes it in. The mark moves only when all of it was taken.
///
/// # Errors
/// Those of the store. A list that can't be read is `Ok(None)`; the mark stays.
pub async fn reconcile(clinic: &Clinic, list: &dyn VoiceCalls) -> Done<Option<Reconciled>> {
    let began = clinic.now();
    let mark = clinic.read(|conn| Ok(table::caught_up(conn, SOURCE)?)).await?;
    let first = began.checked_sub((FIRST_DAYS * 24).hours()).unwrap_or(began);
    let from = mark
        .and_then(|m| m.checked_sub(OVERLAP_MINUTES.minutes()).ok())
        .unwrap_or(first)
        .max(first);
    let Ok(calls) = list.updated_since(from).await else {
        return Ok(None);
    };
    let listed = calls.len();
    for call in calls {
        take(clinic, call).await?;
    }
    clinic
        .write(move |tx| {
            table::set_caught_up(tx, SOURCE, began)?;
            crate::events::tell(tx, began, crate::events::Change::Line)
        })
        .await?;
    Ok(Some(Reconciled { listed }))
}

async fn take(clinic: &Clinic, call: ListedCall) -> Done<()> {
    if let Some(answered) = call.answered {
        let key = format!("listed:{}:answered", call.reference.provider_call_id);
        news(
            clinic,
            Delivery { key, kind: "listed" },
            call.reference.clone(),
            News::Answered(answered),
        )
        .await?;
    }
    match call.report {
        Some(told) => report(clinic, None, call.reference, told).await,
        None => Ok(()),
    }
}
