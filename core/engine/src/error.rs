//! What can go wrong in a use-case, with the code that programs decide on.
//!
//! Texts are for people and name no patient. HTTP statuses are the server's business.

use crate::booking::Alternatives;
use callwaiting_domain::booking::Refusal;
use callwaiting_domain::contact::BadDetail;
use callwaiting_store::StoreError;

/// The result of a use-case.
pub type Done<T> = Result<T, EngineError>;

/// Why a use-case did nothing.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Somebody else has that time, or part of what it needs.
    #[error("that time has just been taken")]
    SlotTaken(Box<Alternatives>),
    /// That start can't be claimed by anybody.
    #[error(transparent)]
    Slot(#[from] Refusal),
    /// The hold's time is over.
    #[error("the hold has ended; find a time again")]
    HoldExpired,
    /// The hold was released, or confirmed for somebody else.
    #[error("the hold is no longer there; find a time again")]
    HoldEnded,
    /// There is no such thing in this clinic.
    #[error("there is no such {0}")]
    NotFound(&'static str),
    /// Somebody else changed it in the meantime.
    #[error("it was changed in the meantime; look again")]
    VersionConflict,
    /// A detail of a person can't be used.
    #[error(transparent)]
    Detail(#[from] BadDetail),
    /// A field can't be used.
    #[error("{0}")]
    Validation(&'static str),
    /// User name, password, link or token is wrong.
    #[error("the sign-in was refused")]
    Unauthorized,
    /// Too many wrong passwords.
    #[error("too many wrong passwords; wait a quarter of an hour")]
    LockedOut,
    /// Only a practice clinic does that.
    #[error("only a practice clinic does that")]
    NotPractice,
    /// The catalogue changed while the decision was made; decide again.
    #[error("the catalogue has just changed; try again")]
    Stale,
}

impl EngineError {
    /// The code in the API's closed list.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Store(StoreError::DiskFull) => "store_full",
            Self::Store(StoreError::ReadOnlyFolder) => "read_only",
            Self::Store(StoreError::Sql { .. } | StoreError::Panicked) => "internal",
            Self::Store(_) => "store_unavailable",
            Self::SlotTaken(_) => "slot_taken",
            Self::Slot(Refusal::InPast) => "slot_in_past",
            Self::Slot(Refusal::ProcedureNotOffered | Refusal::NotTheirs) => "procedure_not_offered",
            Self::Slot(_) => "slot_unavailable",
            Self::HoldExpired => "hold_expired",
            Self::HoldEnded => "hold_ended",
            Self::NotFound(_) => "not_found",
            Self::VersionConflict | Self::Stale => "version_conflict",
            Self::Detail(_) | Self::Validation(_) => "validation",
            Self::Unauthorized => "unauthorized",
            Self::LockedOut => "locked_out",
            Self::NotPractice => "not_practice",
        }
    }
}

impl From<rusqlite::Error> for EngineError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Store(error.into())
    }
}
