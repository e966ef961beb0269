//! The data folder as commands see it: which key opens it, opening a clinic for a moment, making one.
//!
//! None of this takes the folder: a clinic can be made and a token given out while the appliance serves.

use super::failure::Failure;
use crate::appliance::KeySource;
use callwaiting_domain::ids::ClinicId;
use callwaiting_domain::ports::Entropy as _;
use callwaiting_engine::setup::{self, NewClinic};
use callwaiting_engine::{Clinic, Ports};
use callwaiting_providers::Secret;
use callwaiting_providers::vapi::verify::HookAuth;
use callwaiting_store::ClinicPaths;
use callwaiting_store::keys::{NewSlot, RecoveryCode, RecoveryCost};
use callwaiting_store::tables::clinic::ClinicRow;
use clap::Args;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The id of the clinic that `serve --practice` makes.
pub const PRACTICE_ID: &str = "practice";

/// Which data folder, and what opens it.
#[derive(Args, Clone)]
pub(super) struct Folder {
    /// The data folder.
    #[arg(long, value_name = "DIR", env = "CALLWAITING_DATA")]
    pub(super) data: PathBuf,
    /// 64 hexadecimal characters; made, readable by its owner only, when absent. DIR/appliance.key when not given.
    #[arg(long, value_name = "FILE", env = "CALLWAITING_KEY_FILE")]
    pub(super) key_file: Option<PathBuf>,
}

impl Folder {
    pub(super) fn key_path(&self) -> PathBuf {
        self.key_file
            .clone()
            .unwrap_or_else(|| self.data.join("appliance.key"))
    }

    pub(super) fn keys(&self) -> KeySource {
        KeySource::KeyFile(self.key_path())
    }

    pub(super) fn paths(&self, id: &str) -> Result<ClinicPaths, Failure> {
        Ok(ClinicPaths::new(&self.data, &ClinicId::new(id))?)
    }

    /// Opens a clinic for the length of a command.
    pub(super) async fn open(&self, id: &str, ports: Ports) -> Result<Arc<Clinic>, Failure> {
        let (paths, keys) = (self.paths(id)?, self.keys());
        let opening = tokio::task::spawn_blocking(move || Clinic::open(&paths, keys.unlock(), ports));
        Ok(opening
            .await
            .map_err(|_| Failure::other("Opening the clinic failed."))??)
    }

    /// Makes the key file while nothing depends on one yet.
    pub(super) fn ensure_key_file(&self, ports: &Ports) -> Result<(), Failure> {
        let path = self.key_path();
        if path.exists() || !callwaiting_store::clinics(&self.data)?.is_empty() {
            return Ok(());
        }
        let made = path
            .parent()
            .map_or(Ok(()), std::fs::create_dir_all)
            .and_then(|()| make_key_file(&path, ports));
        made.map_err(|error| Failure::other(format!("Could not make the key file: {error}")))
    }
}

fn make_key_file(path: &Path, ports: &Ports) -> std::io::Result<()> {
    let mut key = [0u8; 32];
    ports.entropy.fill(&mut key);
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    writeln!(file, "{}", hex::encode(key))?;
    file.sync_all()
}

/// What a new clinic's owner is told once.
pub(super) struct Made {
    pub(super) recovery: Option<RecoveryCode>,
    pub(super) hook_secret: String,
}

/// Makes a clinic with a key slot of `keys`, and a recovery code if one is wanted.
pub(super) async fn make_clinic(
    paths: ClinicPaths,
    keys: KeySource,
    ports: Ports,
    row: ClinicRow,
    recovery: Option<RecoveryCost>,
) -> Result<Made, Failure> {
    let making = tokio::task::spawn_blocking(move || {
        let mut random = [0u8; 32];
        ports.entropy.fill(&mut random);
        let hook_secret = hex::encode(random);
        let way = HookAuth::header_secret(Secret::new(hook_secret.clone()));
        let hook_auth = format!("[{}]", way.to_stored_json().as_str());
        let mut slots = vec![keys.new_slot()];
        slots.extend(recovery.map(NewSlot::Recovery));
        let new = NewClinic { row, hook_auth };
        let recovery = setup::create(&paths, &slots, &ports, &new)?;
        Ok::<_, Failure>(Made {
            recovery,
            hook_secret,
        })
    });
    making
        .await
        .map_err(|_| Failure::other("Making the clinic failed."))?
}

/// Makes the practice clinic of the first start, with its catalogue. It has no recovery code: there is nothing
/// in it to lose.
///
/// # Errors
/// Those of the store.
pub async fn new_practice_clinic(paths: ClinicPaths, keys: KeySource, ports: Ports) -> Result<(), Failure> {
    let row = ClinicRow {
        id: paths.id().to_string(),
        name: "Elm Court Clinic".into(),
        timezone: "Europe/London".into(),
        country: "GB".into(),
        currency: "GBP".into(),
        practice: true,
        step_minutes: 15,
    };
    make_clinic(paths, keys, ports, row, None).await.map(drop)
}
