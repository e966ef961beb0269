//! One file a table: its SQL, its rows, and nothing that decides.
//!
//! Reads take a connection; writes take a [`Tx`], which only the writer hands out, so that nothing is
//! written outside its one transaction.

pub mod access;
pub mod appointment;
pub mod audit;
pub mod call;
pub mod call_event;
pub mod catalogue;
pub mod catalogue_edit;
pub mod clinic;
pub mod consent;
pub mod contact;
pub mod delivery;
pub mod event;
pub mod everything;
pub mod hold;
pub mod need;
pub mod occupancy;
pub mod offer;
pub mod sealed_turn;
pub mod staff;
pub mod turn;

pub use crate::tx::Tx;
use jiff::Timestamp;

/// The result of a statement.
pub type Sql<T> = rusqlite::Result<T>;

/// An instant as the store keeps it.
pub fn ms(at: Timestamp) -> i64 {
    at.as_millisecond()
}

/// An instant from the store; one outside the calendar, which only damage could make, becomes 1970.
pub fn instant(ms: i64) -> Timestamp {
    Timestamp::from_millisecond(ms).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// Whether an error is the schema's refusal of two claims of one resource.
pub fn is_slot_taken(error: &rusqlite::Error) -> bool {
    match error {
        rusqlite::Error::SqliteFailure(code, message) => {
            code.code == rusqlite::ErrorCode::ConstraintViolation
                && message
                    .as_deref()
                    .is_some_and(|m| m.contains("slot_taken") || m.contains("occupancy.resource_id"))
        }
        _ => false,
    }
}

/// Whether an error is a `UNIQUE` or primary key that is taken.
pub fn is_duplicate(error: &rusqlite::Error) -> bool {
    matches!(error, rusqlite::Error::SqliteFailure(code, _)
        if code.extended_code == rusqlite::ffi::SQLITE_CONSTRAINT_UNIQUE
            || code.extended_code == rusqlite::ffi::SQLITE_CONSTRAINT_PRIMARYKEY)
}
