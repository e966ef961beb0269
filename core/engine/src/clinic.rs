//! One open clinic: its database, its catalogue in memory, its clock, and the way its changes get out.
//!
//! Every use-case starts here. Which clinics a machine has is the server's business.

use crate::booking::LastLost;
use crate::error::{Done, EngineError};
use crate::events::Bus;
use callwaiting_domain::booking::Catalogue;
use callwaiting_domain::ids::ClinicId;
use callwaiting_domain::ports::{Clock, Entropy, new_id};
use callwaiting_store::keys::Unlock;
use callwaiting_store::tables::{Tx, catalogue, clinic as table, clinic::ClinicRow};
use callwaiting_store::{ClinicDatabase, ClinicPaths};
use jiff::Timestamp;
use rusqlite::Connection;
use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

/// The outside world as a clinic sees it.
#[derive(Clone)]
pub struct Ports {
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub entropy: Arc<dyn Entropy>,
}

/// How long a setting is believed without looking, in seconds: webhooks read theirs thousands of times.
pub const SETTING_SECONDS: i64 = 2;

type Settings = HashMap<&'static str, (Timestamp, Option<String>)>;

/// One open clinic.
pub struct Clinic {
    id: ClinicId,
    row: ClinicRow,
    database: ClinicDatabase<()>,
    ports: Ports,
    bus: Bus,
    catalogue: RwLock<Arc<Catalogue>>,
    settings: RwLock<Settings>,
    lost: LastLost,
    /// Held by whoever reads a part of the catalogue, changes it and puts it back.
    editing: tokio::sync::Mutex<()>,
}

impl Clinic {
    /// Opens a clinic's database and takes it into service. Blocks: disk, and Argon2 for a recovery code.
    ///
    /// # Errors
    /// Those of opening; [`EngineError::NotFound`] when the database holds no clinic yet.
    pub fn open(paths: &ClinicPaths, unlock: Unlock<'_>, ports: Ports) -> Done<Arc<Self>> {
        let bus = Bus::new();
        let told = bus.clone();
        let database = ClinicDatabase::open(paths, unlock, Box::new(move |_: Vec<()>| told.poke()))?;
        let (row, catalogue) = database.readers.read_blocking(|conn| -> Done<_> {
            let row = table::read(conn)?.ok_or(EngineError::NotFound("clinic"))?;
            let catalogue = catalogue::read(conn)?.ok_or(EngineError::NotFound("clinic"))?;
            Ok((row, catalogue))
        })?;
        Ok(Arc::new(Self {
            id: ClinicId::new(row.id.clone()),
            row,
            database,
            ports,
            bus,
            catalogue: RwLock::new(Arc::new(catalogue)),
            settings: RwLock::default(),
            lost: LastLost::default(),
            editing: tokio::sync::Mutex::default(),
        }))
    }

    /// Its id.
    pub fn id(&self) -> &ClinicId {
        &self.id
    }

    /// Its name, zone, country and the like.
    pub fn row(&self) -> &ClinicRow {
        &self.row
    }

    /// Now.
    pub fn now(&self) -> Timestamp {
        self.ports.clock.now()
    }

    /// The ports it was started with.
    pub fn ports(&self) -> &Ports {
        &self.ports
    }

    /// A fresh id.
    pub fn new_id(&self) -> String {
        new_id(&*self.ports.clock, &*self.ports.entropy)
    }

    /// Changes as they are committed.
    pub fn bus(&self) -> &Bus {
        &self.bus
    }

    /// The database, for metrics and shutdown.
    pub fn database(&self) -> &ClinicDatabase<()> {
        &self.database
    }

    /// The catalogue as last read. A claim checks its version inside its transaction.
    pub fn catalogue(&self) -> Arc<Catalogue> {
        self.catalogue
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Waits until nobody else changes the catalogue. Held from reading a part of it until that is put back, so that two
    /// changes of different fields both stay.
    pub async fn edit_catalogue(&self) -> tokio::sync::MutexGuard<'_, ()> {
        self.editing.lock().await
    }

    /// Reads the catalogue again, after it was changed here or by another process.
    pub async fn reload_catalogue(&self) -> Done<Arc<Catalogue>> {
        let fresh = self
            .read(|conn| catalogue::read(conn)?.ok_or(EngineError::NotFound("clinic")))
            .await?;
        let fresh = Arc::new(fresh);
        *self.catalogue.write().unwrap_or_else(PoisonError::into_inner) = fresh.clone();
        Ok(fresh)
    }

    /// Reads from a snapshot.
    pub async fn read<T: Send + 'static>(
        &self,
        job: impl FnOnce(&Connection) -> Done<T> + Send + 'static,
    ) -> Done<T> {
        self.database.readers.read(job).await
    }

    /// Writes in the one writer's transaction: the job takes effect whole, durably, before this returns, or
    /// not at all.
    pub async fn write<T: Send + 'static>(
        &self,
        job: impl FnOnce(Tx<'_>) -> Done<T> + Send + 'static,
    ) -> Done<T> {
        self.database
            .writer
            .submit(move |w| {
                let done = job(w.tx());
                w.push(());
                done
            })
            .await
    }

    pub(crate) fn lost(&self) -> &LastLost {
        &self.lost
    }

    pub(crate) fn known_setting(&self, name: &str) -> Option<Option<String>> {
        let settings = self.settings.read().unwrap_or_else(PoisonError::into_inner);
        let (read_at, value) = settings.get(name)?;
        let age = self.now().as_second() - read_at.as_second();
        (0..SETTING_SECONDS).contains(&age).then(|| value.clone())
    }

    pub(crate) fn know_setting(&self, name: &'static str, value: Option<String>) {
        let now = self.now();
        self.settings
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(name, (now, value));
    }

    pub(crate) fn forget_settings(&self) {
        self.settings
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .clear();
    }

    /// Makes ids inside a job.
    pub(crate) fn mint(&self) -> Mint {
        Mint(self.ports.clone())
    }
}

/// Makes ids where the clinic itself can't go.
#[derive(Clone)]
pub(crate) struct Mint(Ports);

impl Mint {
    pub(crate) fn id(&self) -> String {
        new_id(&*self.0.clock, &*self.0.entropy)
    }
}

/// Refuses a decision that was made on an older catalogue than the one in force.
pub(crate) fn check_version(tx: Tx<'_>, catalogue: &Catalogue) -> Done<()> {
    if table::catalogue_version(&tx)? == catalogue.version {
        Ok(())
    } else {
        Err(EngineError::Stale)
    }
}
