//! What is kept of a caller's own words: whether they agreed, the sealed originals, how long, and who may open them.
//!
//! Redaction itself is the domain's, and is never off. Deliberately absent: audio; no recording is fetched or kept.

mod consent;
mod originals;
mod rules;

pub use consent::{Channel, record};
pub use originals::{Original, destroy_expired, open};
pub use rules::{Privacy, PrivacyChange, change, rules};

pub(crate) use consent::{Answer, record_in};
pub(crate) use originals::{Sealer, keep_original};
