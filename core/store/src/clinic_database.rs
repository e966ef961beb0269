//! One clinic's database, open: the writer, the readers, and their common end.

use crate::clinic_dir::ClinicPaths;
use crate::keys::{DatabaseKey, KeySlots, NewSlot, RecoveryCode, SealingKey, Unlock};
use crate::migrate::Migration;
use crate::open::{self, OpenOptions};
use crate::readers::Readers;
use crate::rekey::unlock_settled;
use crate::writer::{OnCommit, Writer, WriterLimits};
use crate::{MIGRATIONS, StoreError, Tx, files};
use callwaiting_domain::ports::Entropy;
use std::time::Duration;

/// What may differ between the product and a test.
#[derive(Debug, Clone, Copy)]
pub struct DatabaseOptions<'a> {
    /// The schema's history.
    pub migrations: &'a [Migration],
    /// Connections for reading.
    pub readers: usize,
    /// The writer's bounds.
    pub limits: WriterLimits,
}

impl Default for DatabaseOptions<'_> {
    fn default() -> Self {
        Self {
            migrations: MIGRATIONS,
            readers: 4,
            limits: WriterLimits::default(),
        }
    }
}

/// One clinic's database. `E` is what jobs make known after their commit.
pub struct ClinicDatabase<E: Send + 'static> {
    /// The only way to write.
    pub writer: Writer<E>,
    /// The way to read without waiting for the writer.
    pub readers: Readers,
    /// The key of sealed words.
    pub sealing: SealingKey,
}

impl<E: Send + 'static> Clone for ClinicDatabase<E> {
    fn clone(&self) -> Self {
        Self {
            writer: self.writer.clone(),
            readers: self.readers.clone(),
            sealing: self.sealing.clone(),
        }
    }
}

/// Makes a clinic: its folder, key slots and database with its first rows, all or nothing. The code is to be shown once.
///
/// It is put together beside its place and moved there in one step, so that a crash leaves no half of a clinic.
pub fn create_clinic(
    paths: &ClinicPaths,
    slots: &[NewSlot<'_>],
    entropy: &dyn Entropy,
    migrations: &[Migration],
    first_rows: impl FnOnce(Tx<'_>) -> rusqlite::Result<()>,
) -> Result<Option<RecoveryCode>, StoreError> {
    if paths.folder().exists() {
        return Err(StoreError::AlreadyExists);
    }
    let unborn = paths.unborn();
    let failed = |error| StoreError::io("make the clinic's folder", error);
    match std::fs::remove_dir_all(unborn.folder()) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(failed(error)),
        _ => {}
    }
    files::create_private_folder(unborn.folder()).map_err(failed)?;
    let made = fill_folder(&unborn, slots, entropy, migrations, first_rows).and_then(|code| {
        std::fs::rename(unborn.folder(), paths.folder()).map_err(failed)?;
        files::sync_folder_of(paths.folder()).map_err(failed)?;
        Ok(code)
    });
    if made.is_err() {
        let _ = std::fs::remove_dir_all(unborn.folder());
    }
    made
}

fn fill_folder(
    unborn: &ClinicPaths,
    slots: &[NewSlot<'_>],
    entropy: &dyn Entropy,
    migrations: &[Migration],
    first_rows: impl FnOnce(Tx<'_>) -> rusqlite::Result<()>,
) -> Result<Option<RecoveryCode>, StoreError> {
    let (_, key, code) = KeySlots::create(&unborn.keys(), unborn.id(), slots, entropy)?;
    SealingKey::create(&unborn.sealing_key(), &key, entropy)?;
    let options = OpenOptions {
        create: true,
        migrations,
        ..OpenOptions::default()
    };
    let mut conn = open::open(&unborn.database(), &key, &options)?;
    let rows = conn.transaction()?;
    first_rows(Tx::inside(&rows))?;
    rows.commit()?;
    conn.close()
        .map_err(|(_, error)| StoreError::sql("close the database", error))?;
    files::sync_folder_of(&unborn.database())
        .map_err(|error| StoreError::io("make the clinic's folder", error))?;
    Ok(code)
}

impl<E: Send + 'static> ClinicDatabase<E> {
    /// Unlocks and opens a clinic with the product's schema and bounds.
    pub fn open(paths: &ClinicPaths, with: Unlock<'_>, on_commit: OnCommit<E>) -> Result<Self, StoreError> {
        Self::open_with(paths, with, &DatabaseOptions::default(), on_commit)
    }

    /// As [`ClinicDatabase::open`], with options.
    pub fn open_with(
        paths: &ClinicPaths,
        with: Unlock<'_>,
        options: &DatabaseOptions<'_>,
        on_commit: OnCommit<E>,
    ) -> Result<Self, StoreError> {
        if !paths.folder().is_dir() {
            return Err(StoreError::Missing {
                file: paths.id().to_string(),
            });
        }
        let (slots, key) = unlock_settled(paths, with)?;
        Self::start(paths, &slots, &key, options, on_commit)
    }

    fn start(
        paths: &ClinicPaths,
        slots: &KeySlots,
        key: &DatabaseKey,
        options: &DatabaseOptions<'_>,
        on_commit: OnCommit<E>,
    ) -> Result<Self, StoreError> {
        let check = slots.check()?;
        let opening = OpenOptions {
            key_check: Some(&check),
            migrations: options.migrations,
            ..OpenOptions::default()
        };
        let path = paths.database();
        let conn = open::open(&path, key, &opening)?;
        let sealing = SealingKey::load(&paths.sealing_key(), key)?;
        let readers = Readers::start(&path, key, options.readers)?;
        let copier = open::connect_writing(&path, key, opening.busy)?;
        let writer = Writer::start(conn, copier, options.limits, on_commit)?;
        Ok(Self {
            writer,
            readers,
            sealing,
        })
    }

    /// Ends reading and writing within `deadline`, with everything answered on the disk and the log emptied.
    pub async fn shutdown(&self, deadline: Duration) -> Result<(), StoreError> {
        self.readers.close();
        self.writer.shutdown(deadline).await
    }
}
