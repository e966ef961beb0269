//! Where a clinic's files are, and who may use them.
//!
//! One folder a clinic, named by its id, so that no path can lead from one clinic's data to another's. One process
//! a data folder. Deliberately absent: what is in the files.

use crate::{StoreError, files};
use callwaiting_domain::ids::ClinicId;
use std::fs::File;
use std::path::{Path, PathBuf};

/// The appliance's data folder, held by this process until dropped.
#[derive(Debug)]
pub struct DataFolder {
    root: PathBuf,
    _lock: File,
}

/// The files of one clinic.
#[derive(Debug, Clone)]
pub struct ClinicPaths {
    id: ClinicId,
    folder: PathBuf,
}

impl DataFolder {
    /// Makes the folder when absent and takes it for this process.
    ///
    /// # Errors
    /// [`StoreError::Locked`] when another process has it.
    pub fn take(root: &Path) -> Result<Self, StoreError> {
        let clinics = root.join("clinics");
        files::create_private_folder(&clinics)
            .map_err(|error| StoreError::io("make the data folder", error))?;
        let lock = files::lock_file(&root.join("appliance.lock"))
            .map_err(|error| StoreError::io("lock the data folder", error))?;
        match lock.try_lock() {
            Ok(()) => Ok(Self {
                root: root.to_owned(),
                _lock: lock,
            }),
            Err(std::fs::TryLockError::WouldBlock) => Err(StoreError::Locked),
            Err(std::fs::TryLockError::Error(error)) => Err(StoreError::io("lock the data folder", error)),
        }
    }

    /// The folder itself.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The files of a clinic in this folder.
    pub fn clinic(&self, id: &ClinicId) -> Result<ClinicPaths, StoreError> {
        ClinicPaths::new(&self.root, id)
    }

    /// The clinics that exist here, by id. A folder whose creation was interrupted is not one.
    pub fn clinics(&self) -> Result<Vec<ClinicId>, StoreError> {
        clinics(&self.root)
    }
}

/// The clinics under `root`, by id, without taking the folder: for a command that only looks.
pub fn clinics(root: &Path) -> Result<Vec<ClinicId>, StoreError> {
    let failed = |error| StoreError::io("list the clinics", error);
    let entries = match std::fs::read_dir(root.join("clinics")) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(failed(error)),
    };
    let mut found = Vec::new();
    for entry in entries {
        let entry = entry.map_err(failed)?;
        let id = ClinicId::new(entry.file_name().to_string_lossy());
        if id.is_valid() && entry.file_type().map_err(failed)?.is_dir() {
            found.push(id);
        }
    }
    found.sort();
    Ok(found)
}

impl ClinicPaths {
    /// The files of clinic `id` under the data folder `root`. Only an id that cannot leave the folder is taken.
    pub fn new(root: &Path, id: &ClinicId) -> Result<Self, StoreError> {
        if !id.is_valid() {
            return Err(StoreError::InvalidClinicId);
        }
        Ok(Self {
            id: id.clone(),
            folder: root.join("clinics").join(id.as_str()),
        })
    }

    /// The clinic.
    pub fn id(&self) -> &ClinicId {
        &self.id
    }

    /// Its folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Its database.
    pub fn database(&self) -> PathBuf {
        self.folder.join("clinic.db")
    }

    /// Its recordings.
    pub fn media(&self) -> PathBuf {
        self.folder.join("media.db")
    }

    /// Its key slots.
    pub fn keys(&self) -> PathBuf {
        self.folder.join("keys.json")
    }

    /// The key of its sealed words.
    pub fn sealing_key(&self) -> PathBuf {
        self.folder.join("sealing.json")
    }

    /// Where it is put together before it exists. The dot keeps it from being an id.
    pub(crate) fn unborn(&self) -> Self {
        Self {
            id: self.id.clone(),
            folder: self.folder.with_file_name(format!(".unborn-{}", self.id)),
        }
    }
}
