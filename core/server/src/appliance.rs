//! The clinics of one data folder, opened when they are first asked for, and what they share.
//!
//! A clinic that another process makes while this one runs is found on first use. Deliberately absent:
//! listeners and the order of starting and stopping, which are `compose`.

use crate::catch_up::keep_caught_up;
use crate::hooks::Door;
use crate::http::{Limits, Rates};
use crate::practice::vapi::Account;
use callwaiting_domain::ids::ClinicId;
use callwaiting_engine::{Clinic, Done, Ports, tasks};
use callwaiting_store::keys::{Keychain, NewSlot, Unlock};
use callwaiting_store::{ClinicPaths, DataFolder, StoreError};
use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;
use tokio::sync::OnceCell;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// Where the keys of this machine's clinics come from.
#[derive(Clone)]
pub enum KeySource {
    /// A file, for an appliance without a desktop.
    KeyFile(PathBuf),
    /// The system's keychain.
    Keychain(Arc<dyn Keychain>),
}

impl KeySource {
    /// How a clinic is opened.
    pub fn unlock(&self) -> Unlock<'_> {
        match self {
            Self::KeyFile(path) => Unlock::KeyFile(path),
            Self::Keychain(keychain) => Unlock::Keychain(&**keychain),
        }
    }

    /// What a new clinic is given.
    pub fn new_slot(&self) -> NewSlot<'_> {
        match self {
            Self::KeyFile(path) => NewSlot::KeyFile(path),
            Self::Keychain(keychain) => NewSlot::Keychain(&**keychain),
        }
    }
}

/// Which names the staff API answers to, and whether it is on the clinic's network.
#[derive(Clone, Debug, Default)]
pub struct Reach {
    /// Host names besides this machine's own, lower case, without a port.
    pub hosts: Vec<String>,
    /// Whether any address of this machine may be used, not only loopback.
    pub network: bool,
    /// The hooks listener's address as providers see it, such as a tunnel's; its own address when absent.
    pub hooks_url: Option<String>,
}

type Opened = Arc<OnceCell<Arc<Clinic>>>;

/// Everything that handlers share.
pub struct Appliance {
    folder: DataFolder,
    keys: KeySource,
    ports: Ports,
    reach: Reach,
    rates: Rates,
    clinics: Mutex<HashMap<ClinicId, Opened>>,
    hooks: OnceLock<SocketAddr>,
    practice: Mutex<HashMap<ClinicId, Account>>,
    stop: CancellationToken,
    tasks: TaskTracker,
}

impl Appliance {
    /// Takes the data folder into service. No clinic is opened yet.
    pub fn new(folder: DataFolder, keys: KeySource, ports: Ports, reach: Reach, limits: Limits) -> Self {
        Self {
            folder,
            keys,
            ports,
            reach,
            rates: Rates::new(limits),
            clinics: Mutex::default(),
            hooks: OnceLock::new(),
            practice: Mutex::default(),
            stop: CancellationToken::new(),
            tasks: TaskTracker::new(),
        }
    }

    /// A clinic in service; `None` when there is no such clinic, or when it can't be opened, which is logged.
    pub async fn clinic(&self, id: &ClinicId) -> Option<Arc<Clinic>> {
        match self.find_clinic(id).await {
            Ok(found) => found,
            Err(error) => {
                tracing::error!(clinic = %id, code = error.code(), %error, "the clinic could not be opened");
                None
            }
        }
    }

    /// A clinic in service; `None` when there is no such clinic.
    ///
    /// # Errors
    /// Those of opening it; the next request tries again.
    pub async fn find_clinic(&self, id: &ClinicId) -> Done<Option<Arc<Clinic>>> {
        if let Some(open) = self.cells().get(id).and_then(|cell| cell.get().cloned()) {
            return Ok(Some(open));
        }
        let paths = match self.folder.clinic(id) {
            Ok(paths) if paths.folder().is_dir() => paths,
            Ok(_) | Err(StoreError::InvalidClinicId) => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        let cell = self.cells().entry(id.clone()).or_default().clone();
        cell.get_or_try_init(|| self.open(paths)).await.cloned().map(Some)
    }

    async fn open(&self, paths: ClinicPaths) -> Done<Arc<Clinic>> {
        let (keys, ports) = (self.keys.clone(), self.ports.clone());
        let opening = tokio::task::spawn_blocking(move || Clinic::open(&paths, keys.unlock(), ports));
        let clinic = opening.await.map_err(|_| StoreError::Panicked)??;
        self.tasks
            .spawn(tasks::end_holds(clinic.clone(), self.stop.child_token()));
        self.tasks
            .spawn(tasks::tidy(clinic.clone(), self.stop.child_token()));
        self.tasks
            .spawn(keep_caught_up(clinic.clone(), self.stop.child_token()));
        tracing::info!(clinic = %clinic.id(), "the clinic is in service");
        Ok(clinic)
    }

    fn cells(&self) -> std::sync::MutexGuard<'_, HashMap<ClinicId, Opened>> {
        self.clinics.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The clinics of the data folder, by id.
    pub fn clinic_ids(&self) -> Done<Vec<ClinicId>> {
        Ok(self.folder.clinics()?)
    }

    /// The clinics that are open now.
    pub fn open_clinics(&self) -> Vec<Arc<Clinic>> {
        self.cells()
            .values()
            .filter_map(|cell| cell.get().cloned())
            .collect()
    }

    /// The files of a clinic.
    pub fn paths(&self, id: &ClinicId) -> Done<ClinicPaths> {
        Ok(self.folder.clinic(id)?)
    }

    /// The data folder.
    pub fn root(&self) -> &Path {
        self.folder.root()
    }

    /// Where keys come from.
    pub fn keys(&self) -> &KeySource {
        &self.keys
    }

    /// The outside world.
    pub fn ports(&self) -> &Ports {
        &self.ports
    }

    /// Which names the staff API answers to.
    pub fn reach(&self) -> &Reach {
        &self.reach
    }

    /// How often strangers may ask.
    pub fn rates(&self) -> &Rates {
        &self.rates
    }

    /// Set once, when the hooks listener has its address.
    pub(crate) fn hooks_listen_on(&self, address: SocketAddr) {
        let _ = self.hooks.set(address);
    }

    /// Where the hooks listener is on this machine.
    pub fn hooks_address(&self) -> Option<SocketAddr> {
        self.hooks.get().copied()
    }

    /// Remembers the simulated provider of a practice clinic.
    pub(crate) fn set_practice_account(&self, id: &ClinicId, account: Account) {
        self.practice
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(id.clone(), account);
    }

    /// The simulated provider of a practice clinic, once it runs.
    pub(crate) fn practice_account(&self, id: &ClinicId) -> Option<Account> {
        self.practice
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(id)
            .cloned()
    }

    /// Ends everything that runs; children of this token end with it.
    pub fn stop(&self) -> &CancellationToken {
        &self.stop
    }

    /// Where background work is spawned, so that stopping waits for it.
    pub fn tasks(&self) -> &TaskTracker {
        &self.tasks
    }

    /// Closes every open clinic within the deadline.
    pub(crate) async fn close_clinics(&self, deadline: Duration) {
        let open = self.open_clinics();
        let closing = open.iter().map(|clinic| async {
            if let Err(error) = clinic.database().shutdown(deadline).await {
                tracing::warn!(clinic = %clinic.id(), code = error.code(), "the clinic's database did not close in time");
            }
        });
        futures::future::join_all(closing).await;
    }
}

#[async_trait::async_trait]
impl Door for Appliance {
    async fn clinic(&self, id: &ClinicId) -> Option<Arc<Clinic>> {
        Self::clinic(self, id).await
    }

    fn public_url(&self) -> String {
        let own = || self.hooks.get().map(|address| format!("http://{address}"));
        self.reach.hooks_url.clone().or_else(own).unwrap_or_default()
    }

    fn refused(&self, sender: Option<IpAddr>) -> bool {
        self.rates.may_fail(sender)
    }
}
