//! The key file of a headless appliance: 64 hexadecimal characters, readable by its owner only.
//!
//! One file may serve every clinic of a machine: each clinic's own random key is wrapped under it, bound to the
//! clinic's id. It is made only when a slot is made; a key file that is missing at unlock is an error.

use super::error::KeyError;
use super::secret::WrappingKey;
use crate::StoreError;
use crate::files;
use callwaiting_domain::ports::Entropy;
use std::path::Path;
use zeroize::Zeroizing;

/// Reads the key file.
pub(super) fn read(path: &Path) -> Result<WrappingKey, StoreError> {
    let text = match std::fs::read(path) {
        Ok(bytes) => Zeroizing::new(bytes),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Err(KeyError::KeyFileMissing.into());
        }
        Err(error) => return Err(StoreError::io("read the key file", error)),
    };
    let mut key = WrappingKey([0; 32]);
    hex::decode_to_slice(text.trim_ascii(), &mut key.0).map_err(|_| KeyError::KeyFileMalformed)?;
    Ok(key)
}

/// Reads the key file, or makes it when it is not there.
pub(super) fn read_or_make(path: &Path, entropy: &dyn Entropy) -> Result<WrappingKey, StoreError> {
    match read(path) {
        Err(StoreError::Keys(KeyError::KeyFileMissing)) => {}
        other => return other,
    }
    let mut key = WrappingKey([0; 32]);
    entropy.fill(&mut key.0);
    let text = Zeroizing::new(format!("{}\n", Zeroizing::new(hex::encode(key.0)).as_str()));
    match files::create_private(path, text.as_bytes()) {
        Ok(()) => Ok(key),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => read(path),
        Err(error) => Err(StoreError::io("make the key file", error)),
    }
}
