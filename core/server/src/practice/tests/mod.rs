//! What the simulators' tests share, and the tests of whole plays.

pub(crate) mod contracts;
pub(crate) mod fake_clinic;
mod plays;
