//! The system's keychain: Keychain Services, Windows Credential Manager or the Secret Service.
//!
//! Behind a trait, because a test machine has none and a headless service must not wait for one.

use zeroize::Zeroizing;

/// What the product asks of a keychain. An account is a text that is unique to one slot of one clinic.
pub trait Keychain: Send + Sync {
    /// The secret kept for `account`, or `None`.
    fn get(&self, account: &str) -> Result<Option<Zeroizing<Vec<u8>>>, KeychainError>;
    /// Keeps `secret` for `account`, in place of an earlier one.
    fn set(&self, account: &str, secret: &[u8]) -> Result<(), KeychainError>;
    /// Forgets `account`; forgetting what is not there is no error.
    fn remove(&self, account: &str) -> Result<(), KeychainError>;
}

/// Why the keychain could not be used.
#[derive(Debug, Clone, thiserror::Error)]
pub enum KeychainError {
    /// There is no keychain service, such as on a server without a desktop session.
    #[error("This computer offers no keychain to this account. Use a key file instead.")]
    Unavailable,
    /// It is locked, or the person refused access.
    #[error("The keychain is locked or access was refused. Unlock it, allow CallWaiting, and try again.")]
    Locked,
    /// It no longer has the clinic's secret.
    #[error("The keychain no longer has this clinic's secret. Use the key file or the recovery code.")]
    Forgotten,
    /// Anything else the keychain said.
    #[error("The keychain failed ({0}).")]
    Failed(&'static str),
}

impl KeychainError {
    /// A stable code for programs to decide on.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unavailable => "keychain_unavailable",
            Self::Locked => "keychain_locked",
            Self::Forgotten => "keychain_forgotten",
            Self::Failed(_) => "keychain_failed",
        }
    }
}

/// The keychain of the person who is signed in to this computer.
#[derive(Debug, Clone)]
pub struct OsKeychain {
    service: String,
}

impl OsKeychain {
    /// `service` is the product's name as the keychain shows it.
    pub fn new(service: impl Into<String>) -> Self {
        Self {
            service: service.into(),
        }
    }

    fn entry(&self, account: &str) -> Result<keyring::Entry, KeychainError> {
        if let Err(error) = keyring::Entry::store_status() {
            return Err(sort(error));
        }
        keyring::Entry::new(&self.service, account).map_err(|error| sort(&error))
    }
}

impl Keychain for OsKeychain {
    fn get(&self, account: &str) -> Result<Option<Zeroizing<Vec<u8>>>, KeychainError> {
        match self.entry(account)?.get_secret() {
            Ok(secret) => Ok(Some(Zeroizing::new(secret))),
            Err(keyring::Error::NoEntry) => Ok(None),
            Err(error) => Err(sort(&error)),
        }
    }

    fn set(&self, account: &str, secret: &[u8]) -> Result<(), KeychainError> {
        self.entry(account)?
            .set_secret(secret)
            .map_err(|error| sort(&error))
    }

    fn remove(&self, account: &str) -> Result<(), KeychainError> {
        match self.entry(account)?.delete_credential() {
            Ok(()) | Err(keyring::Error::NoEntry) => Ok(()),
            Err(error) => Err(sort(&error)),
        }
    }
}

/// The cause is dropped on purpose: some of keyring's errors carry the stored bytes.
fn sort(error: &keyring::Error) -> KeychainError {
    match error {
        keyring::Error::PlatformFailure(_) | keyring::Error::NoDefaultStore => KeychainError::Unavailable,
        keyring::Error::NoStorageAccess(_) => KeychainError::Locked,
        keyring::Error::NoEntry => KeychainError::Forgotten,
        keyring::Error::Ambiguous(_) => KeychainError::Failed("it has the secret more than once"),
        keyring::Error::BadEncoding(_) | keyring::Error::BadDataFormat(..) => {
            KeychainError::Failed("what it holds cannot be read")
        }
        _ => KeychainError::Failed("it does not support the request"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_refusal_of_the_system_has_its_own_words() {
        let cause = || Box::<dyn std::error::Error + Send + Sync>::from("dbus");
        assert_eq!(
            sort(&keyring::Error::PlatformFailure(cause())).code(),
            "keychain_unavailable"
        );
        assert_eq!(
            sort(&keyring::Error::NoDefaultStore).code(),
            "keychain_unavailable"
        );
        assert_eq!(
            sort(&keyring::Error::NoStorageAccess(cause())).code(),
            "keychain_locked"
        );
        let leaky = sort(&keyring::Error::BadEncoding(b"stored secret".to_vec()));
        assert!(!format!("{leaky:?} {leaky}").contains("115"));
    }
}
