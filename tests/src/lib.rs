//! Black-box suites, and the harness they share.
//!
//! The harness runs the real appliance on a real encrypted database in a temporary folder; only the clock and
//! randomness are its own. It looks at what is left over when a test ends.

mod appliance;
mod ask;
mod log;
mod ports;

pub use appliance::TestAppliance;
pub use ask::{Answer, Ask};
pub use ports::{TestClock, TestEntropy};
