//! News of phone calls: taken in once, in any order, and told on.
//!
//! Vendors' messages are translated before they get here; answers for the voice are `crate::voice`.

mod given;
mod person;
mod settle;
mod silent;
mod take;
mod words;

pub use silent::end_silent;
pub use take::{Report, news, report, stalled, unknown};
pub(crate) use words::redact_again;
pub use words::{SpokenTurn, conversation, partial, spoken};

pub(crate) use person::{Heard, context_of, ensure};
pub(crate) use settle::{settle, settle_again};

pub(crate) use crate::privacy::keep_original;

use callwaiting_domain::phi::PatientText;
use callwaiting_store::tables::{Sql, Tx, delivery};
use jiff::Timestamp;

/// A call as a message names it.
#[derive(Clone, Debug)]
pub struct CallRef {
    /// Its id at the provider.
    pub provider_call_id: String,
    /// The other side's number as the provider wrote it.
    pub number: Option<PatientText>,
    /// Whether somebody rang the clinic.
    pub inbound: bool,
    /// When the message was sent.
    pub at: Timestamp,
}

/// One delivery of a message.
#[derive(Clone, Debug)]
pub struct Delivery {
    /// The same for every repeat of it.
    pub key: String,
    /// The message's type, as a short fixed word.
    pub kind: &'static str,
}

/// Whether a delivery is new; noting it and acting on it are one transaction.
pub(crate) fn is_new(tx: Tx<'_>, delivery: &Delivery, now: Timestamp) -> Sql<bool> {
    delivery::insert(tx, &delivery.key, delivery.kind, now, None)
}
