//! Filling the gaps that missed webhooks leave, from the provider's own list of calls.
//!
//! The list is read by an adapter of the server through [`VoiceCalls`]; what it says is taken in by the same
//! use-case as a final report, so reading a call twice, or one that webhooks told already, changes nothing.
//!
//! Two marks are kept: until when the list has been looked through, and until when nothing of it was left out. While
//! they differ there is a gap; what was left out is asked for again every hour, and given up once the provider no
//! longer keeps it.

use crate::calls::Delivery;
use crate::calls::{CallRef, Report, news, report};
use crate::clinic::Clinic;
use crate::error::Done;
use callwaiting_domain::calls::News;
use callwaiting_store::tables::clinic as table;
use jiff::{Timestamp, ToSpan as _};
use rusqlite::Connection;

/// The list's name in the store.
pub const SOURCE: &str = "voice.calls";
/// The mark of how far the list has been looked through, whatever was left out.
const LOOKED_THROUGH: &str = "voice.calls.looked_through";
/// How far back the longest reading goes; providers keep calls for 14 days.
const FIRST_DAYS: i64 = 13;
/// How far two readings overlap, since a provider's clock is not ours.
const OVERLAP_MINUTES: i64 = 10;
/// How often a gap is read again: it may be days long, and what can't be read rarely heals within minutes.
const GAP_EVERY_SECONDS: i64 = 3600;

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

/// What a reading of the list brought.
#[derive(Clone, Debug, Default)]
pub struct Listing {
    /// Calls, in any order, without one twice.
    pub calls: Vec<ListedCall>,
    /// What changed from here on may not all be among them; absent when nothing was left out.
    pub whole_until: Option<Timestamp>,
}

/// The provider's own list of calls.
#[async_trait::async_trait]
pub trait VoiceCalls: Send + Sync {
    /// Every call updated at or after `from`.
    async fn updated_since(&self, from: Timestamp) -> Result<Listing, VoiceCallsFailed>;
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
    /// Whether nothing of the list is missing now.
    pub whole: bool,
}

/// How far the list has been read.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Marks {
    /// Until here nothing was left out.
    pub(crate) whole: Option<Timestamp>,
    /// Until here it was looked through.
    looked_through: Option<Timestamp>,
}

impl Marks {
    pub(crate) fn read(conn: &Connection) -> Done<Self> {
        Ok(Self {
            whole: table::caught_up(conn, SOURCE)?,
            looked_through: table::caught_up(conn, LOOKED_THROUGH)?,
        })
    }

    /// Whether something was left out that is still to be read.
    pub(crate) fn gap(&self) -> bool {
        self.looked_through > self.whole
    }

    /// Where the next reading starts, and whether it covers the gap.
    fn next(&self, now: Timestamp) -> (Option<Timestamp>, bool) {
        let hour = |at: Timestamp| at.as_second().div_euclid(GAP_EVERY_SECONDS);
        match self.looked_through {
            Some(last) if self.gap() && hour(last) == hour(now) => (Some(last), false),
            _ => (self.whole, true),
        }
    }
}

/// Reads the list since the last reading and takes it in. The mark moves as far as nothing was left out; what lies
/// further back than the provider keeps calls is no longer waited for.
///
/// # Errors
/// Those of the store. A list that can't be read is `Ok(None)`; the mark stays.
pub async fn reconcile(clinic: &Clinic, list: &dyn VoiceCalls) -> Done<Option<Reconciled>> {
    let began = clinic.now();
    let marks = clinic.read(Marks::read).await?;
    let first = began.checked_sub((FIRST_DAYS * 24).hours()).unwrap_or(began);
    let (start, covers_gap) = marks.next(began);
    let from = start
        .and_then(|m| m.checked_sub(OVERLAP_MINUTES.minutes()).ok())
        .unwrap_or(first)
        .max(first);
    let Ok(Listing { calls, whole_until }) = list.updated_since(from).await else {
        return Ok(None);
    };
    let listed = calls.len();
    for call in calls {
        take(clinic, call).await?;
    }
    let whole = match whole_until {
        None if covers_gap => Some(began),
        Some(until) if covers_gap && until > from => Some(until.min(began).max(first)),
        _ => marks.whole.map(|mark| mark.max(first)),
    };
    clinic
        .write(move |tx| {
            if let Some(whole) = whole {
                table::set_caught_up(tx, SOURCE, whole)?;
            }
            table::set_caught_up(tx, LOOKED_THROUGH, began)?;
            crate::events::tell(tx, began, crate::events::Change::Line)
        })
        .await?;
    Ok(Some(Reconciled {
        listed,
        whole: whole == Some(began),
    }))
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
