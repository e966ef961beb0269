//! Booking: find, claim, confirm, release, move, cancel; and the end of holds whose time is over.
//!
//! The decision "is it still free" is made once, inside the writer's transaction, by the schema. What is
//! done around it here is renewing, undoing, telling, and finding other times for whoever came second.

mod appointments;
mod claim;
mod confirm;
mod find;
mod holds;

pub use appointments::{Change, change};
pub use claim::{ClaimRequest, claim};
pub use confirm::{Confirmation, confirm};
pub use find::{Alternatives, Offered, SlotsWanted, alternatives, slots};
pub(crate) use find::{LastLost, known_gone, remember_gone};
pub use holds::{expire_due, next_expiry, release};

pub(crate) use appointments::{cancel_in, move_in};
pub(crate) use claim::{Claimed, claim_in};
pub(crate) use confirm::{Booker, Confirmed, confirm_in};
pub(crate) use holds::{expire_in, release_in};

use callwaiting_store::tables::{Sql, Tx};

/// Who does something, as the audit log names them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// A member of staff, by id.
    Staff(String),
    /// A machine's token, by id.
    Token(String),
    /// The receptionist.
    Voxanne,
    /// The appliance itself.
    Appliance,
}

impl Actor {
    /// The audit log's name for them.
    pub fn name(&self) -> String {
        match self {
            Self::Staff(id) => format!("staff:{id}"),
            Self::Token(id) => format!("token:{id}"),
            Self::Voxanne => "voxanne".into(),
            Self::Appliance => "appliance".into(),
        }
    }

    /// What an appointment says of who confirmed it.
    pub(crate) fn confirmed_by(&self) -> &'static str {
        match self {
            Self::Voxanne => "voxanne",
            _ => "staff",
        }
    }
}

/// Runs statements of which all or none take effect, inside a transaction that goes on either way.
/// `Ok(None)` means that the statements said no, or that the schema refused an overlap.
pub(crate) fn attempt<T>(tx: Tx<'_>, job: impl FnOnce(Tx<'_>) -> Sql<Option<T>>) -> Sql<Option<T>> {
    let run = |sql| tx.prepare_cached(sql).and_then(|mut s| s.execute([]).map(drop));
    run("SAVEPOINT attempt")?;
    let outcome = job(tx);
    if !matches!(outcome, Ok(Some(_))) {
        run("ROLLBACK TO attempt")?;
    }
    run("RELEASE attempt")?;
    match outcome {
        Err(error) if callwaiting_store::tables::is_slot_taken(&error) => Ok(None),
        other => other,
    }
}
