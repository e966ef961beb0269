//! Words of a patient, in a type that can't be printed, logged or serialised by accident.
//!
//! Reading the words takes the visible step [`PatientText::expose`]; the only places that may take it are
//! the redaction module, the sealed store, and the code that fills a contact's fields.

use std::fmt;
use zeroize::Zeroize;

/// Text that a patient said or that names one. No `Display`, no `Serialize`, a `Debug` that says nothing.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct PatientText(String);

impl PatientText {
    /// Takes text in.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The words themselves. Whoever calls this answers for where they go.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Whether there is nothing but white space.
    pub fn is_blank(&self) -> bool {
        self.0.trim().is_empty()
    }
}

impl fmt::Debug for PatientText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PatientText(…)")
    }
}

impl Drop for PatientText {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_output_says_nothing() {
        let text = PatientText::new("my name is Test Person");
        assert_eq!(format!("{text:?}"), "PatientText(…)");
    }
}
