//! The operating system's randomness, for everything outside a test.

use callwaiting_domain::ports::Entropy;

/// Reads the operating system's generator.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemEntropy;

impl Entropy for SystemEntropy {
    /// # Panics
    /// When the system has no randomness to give: going on with a predictable key would be worse.
    #[expect(
        clippy::disallowed_methods,
        reason = "the one adapter that reads the system's randomness"
    )]
    fn fill(&self, bytes: &mut [u8]) {
        if let Err(error) = getrandom::fill(bytes) {
            panic!("the operating system gave no randomness: {error}");
        }
    }
}
