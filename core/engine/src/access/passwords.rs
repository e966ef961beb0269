//! Passwords: Argon2id with OWASP's parameters, off the async threads, and the same work whoever asks.

use super::Secret;
use crate::error::{Done, EngineError};
use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use callwaiting_domain::ports::Entropy;
use callwaiting_store::StoreError;
use tokio::sync::Semaphore;

// OWASP, "Password Storage Cheat Sheet": Argon2id with 19 MiB of memory, 2 passes, 1 lane.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;
const SHORTEST: usize = 10;
const LONGEST: usize = 256;

/// A valid hash of nobody's password with the same parameters, for user names that don't exist.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5IG5vYm9keSE$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// Hashing takes 19 MiB and a core each time; a flood of sign-ins waits here instead of taking the PC.
static AT_ONCE: Semaphore = Semaphore::const_new(2);

/// Hashes a new password.
///
/// # Errors
/// [`EngineError::Validation`] when it is shorter than 10 characters or longer than 256 bytes.
pub(super) async fn hash(password: &Secret, entropy: &dyn Entropy) -> Done<String> {
    if password.reveal().chars().count() < SHORTEST {
        return Err(EngineError::Validation("a password has at least 10 characters"));
    }
    if password.reveal().len() > LONGEST {
        return Err(EngineError::Validation("a password has at most 256 characters"));
    }
    let mut salt = [0u8; 16];
    entropy.fill(&mut salt);
    let password = password.clone();
    blocking(move || {
        let hashed = argon2()?.hash_password_with_salt(password.reveal().as_bytes(), &salt);
        hashed
            .map(|phc| phc.to_string())
            .map_err(|_| StoreError::Panicked.into())
    })
    .await
}

/// Whether the password fits the hash. Without a hash it does the same work and says no.
pub(super) async fn fits(password: &Secret, hash: Option<String>) -> Done<bool> {
    if password.reveal().len() > LONGEST {
        return Ok(false);
    }
    let password = password.clone();
    blocking(move || {
        let known = hash.is_some();
        let text = hash.unwrap_or_else(|| NOBODY.to_owned());
        let Ok(parsed) = PasswordHash::new(&text) else {
            return Ok(false);
        };
        let same = argon2()?
            .verify_password(password.reveal().as_bytes(), &parsed)
            .is_ok();
        Ok(same && known)
    })
    .await
}

fn argon2() -> Done<Argon2<'static>> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).map_err(|_| StoreError::Panicked)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Done<T> + Send + 'static) -> Done<T> {
    let _turn = AT_ONCE.acquire().await.map_err(|_| StoreError::Closed)?;
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|_| StoreError::Panicked)?
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Counting;
    impl Entropy for Counting {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.iter_mut().zip(0u8..).for_each(|(b, n)| *b = n);
        }
    }

    #[tokio::test]
    async fn the_right_one_fits_and_nothing_else_does() {
        let right = Secret::new("a long enough one");
        let kept = hash(&right, &Counting).await.unwrap();
        assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(fits(&right, Some(kept.clone())).await.unwrap());
        assert!(!fits(&Secret::new("a long enough two"), Some(kept)).await.unwrap());
        assert!(!fits(&right, None).await.unwrap());
    }

    #[test]
    fn nobodys_hash_is_a_real_one() {
        let parsed = PasswordHash::new(NOBODY).unwrap();
        let params = Params::try_from(&parsed).unwrap();
        assert_eq!(
            (params.m_cost(), params.t_cost(), params.p_cost()),
            (MEMORY_KIB, PASSES, LANES)
        );
    }

    #[tokio::test]
    async fn a_short_one_is_refused() {
        assert!(hash(&Secret::new("short"), &Counting).await.is_err());
    }
}
