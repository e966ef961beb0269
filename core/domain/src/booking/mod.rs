//! Which times a clinic can sell, and who may have one.
//!
//! Slots are derived from hours, exceptions and what is taken, and never stored. Whether two claims of one
//! resource overlap is decided here for lists and once more by the schema of the store, which refuses the
//! second; this module never talks to it.

mod alternatives;
mod catalogue;
mod claim;
mod hours;
mod needs;
mod say;
mod slots;
mod week;

pub use alternatives::nearest;
pub use catalogue::{Catalogue, Need, Practitioner, Procedure, Resource, ResourceKind};
pub use claim::{HoldKind, Refusal, check_slot, span_taken};
pub use hours::{DayException, ExceptionKind, WeeklyHours, open_spans};
pub use needs::choose;
pub use say::{say_offers, say_taken};
pub use slots::{Busy, Slot, SlotQuery, free_slots, slot_id};
pub use week::opening_hours;

use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};
use serde::{Deserialize, Serialize};

/// How long a live hold lives without activity of its call, in seconds.
pub const LIVE_HOLD_SECONDS: i64 = 90;
/// How long a recovery hold lives, in seconds.
pub const RECOVERY_HOLD_SECONDS: i64 = 30 * 60;
/// The longest list of slots one question may ask for, in days.
pub const LONGEST_QUERY_DAYS: i64 = 31;

/// How far ahead a booking may start, in calendar months of the clinic's zone.
pub const HORIZON_MONTHS: i64 = 18;

/// The last instant at which a booking made now may start.
pub fn horizon(now: Timestamp, zone: &TimeZone) -> Timestamp {
    now.to_zoned(zone.clone())
        .checked_add(HORIZON_MONTHS.months())
        .map_or(Timestamp::MAX, |last| last.timestamp())
}

/// A stretch of time, start included, end not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// First instant inside.
    pub start: Timestamp,
    /// First instant after.
    pub end: Timestamp,
}

impl Span {
    /// Whether the two share any instant.
    pub fn overlaps(&self, other: &Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Whether `inner` lies wholly inside.
    pub fn contains(&self, inner: &Span) -> bool {
        self.start <= inner.start && inner.end <= self.end
    }
}
