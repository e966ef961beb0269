//! Who rings, how the line behaves, and what is wrong with what came back.

use super::super::delivery::{Backoff, Trouble};

/// Who rings.
#[derive(Debug, Clone)]
pub struct Caller {
    /// Their number in E.164.
    pub phone: String,
}

/// How the line behaves.
#[derive(Debug, Clone)]
pub struct LineSettings {
    /// The clinic's number in E.164.
    pub dialled: String,
    /// Retries.
    pub backoff: Backoff,
    /// What goes wrong on the way.
    pub trouble: Trouble,
}

impl Default for LineSettings {
    fn default() -> Self {
        Self {
            dialled: "+442079460100".to_owned(),
            backoff: Backoff::default(),
            trouble: Trouble::default(),
        }
    }
}

/// Something that breaks the vendor's rules or the scenario's expectations. Holds no word that was said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// Which message or step.
    pub at: String,
    /// What was wrong.
    pub what: String,
}

impl Violation {
    pub(crate) fn new(at: impl Into<String>, what: impl Into<String>) -> Self {
        Self {
            at: at.into(),
            what: what.into(),
        }
    }
}
