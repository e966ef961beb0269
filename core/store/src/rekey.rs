//! Gives a closed database a new key, so that a crash at any moment leaves it openable.
//!
//! Three steps, each a type: [`Rekey::prepare`] writes the new key's slots beside the old; [`PreparedRekey::rewrite`]
//! writes every page under the new key in one transaction; [`RewrittenRekey::finish`] forgets the old slots. After a
//! crash the next opening finds both keys in the slots and keeps the one that reads the database.

use crate::clinic_dir::ClinicPaths;
use crate::keys::{DatabaseKey, KeyError, KeySlots, NewSlot, RecoveryCode, SealingKey, Unlock};
use crate::migrate::Migration;
use crate::open::{self, OpenOptions};
use crate::{MIGRATIONS, StoreError};
use callwaiting_domain::ports::Entropy;
use rusqlite::Connection;
use std::path::PathBuf;
use std::time::Duration;

const BUSY: Duration = Duration::from_secs(5);

/// The way to change a database's key.
#[derive(Debug)]
pub struct Rekey;

/// The new key's slots are written; the database still has the old key.
#[derive(Debug)]
pub struct PreparedRekey {
    slots: KeySlots,
    database: PathBuf,
    conn: Connection,
    new: DatabaseKey,
}

/// The database has the new key; the slots still know both.
#[derive(Debug)]
pub struct RewrittenRekey {
    slots: KeySlots,
}

impl Rekey {
    /// Unlocks with the old secret and writes `new_slots` for a new key.
    ///
    /// The clinic has exactly `new_slots` afterwards. Show the code before going on: it is the valid one as soon as
    /// the rewriting is done, and until then the old one is.
    pub fn prepare(
        paths: &ClinicPaths,
        with: Unlock<'_>,
        new_slots: &[NewSlot<'_>],
        entropy: &dyn Entropy,
    ) -> Result<(PreparedRekey, Option<RecoveryCode>), StoreError> {
        Self::prepare_with(paths, with, new_slots, MIGRATIONS, entropy)
    }

    /// As [`Rekey::prepare`], with a schema of the caller's.
    pub fn prepare_with(
        paths: &ClinicPaths,
        with: Unlock<'_>,
        new_slots: &[NewSlot<'_>],
        migrations: &[Migration],
        entropy: &dyn Entropy,
    ) -> Result<(PreparedRekey, Option<RecoveryCode>), StoreError> {
        let (mut slots, old) = unlock_settled(paths, with)?;
        let check = slots.check()?;
        let options = OpenOptions {
            key_check: Some(&check),
            migrations,
            busy: BUSY,
            ..OpenOptions::default()
        };
        let conn = open::open(&paths.database(), &old, &options)?;
        let (new, code) = slots.begin_rekey(new_slots, entropy)?;
        SealingKey::wrap_also(&paths.sealing_key(), &old, &new, entropy)?;
        Ok((
            PreparedRekey {
                slots,
                database: paths.database(),
                conn,
                new,
            },
            code,
        ))
    }
}

impl PreparedRekey {
    /// Writes every page under the new key. Needs as much free space as the database has pages.
    ///
    /// # Errors
    /// [`StoreError::Locked`] when the database is open elsewhere; nothing is changed then.
    pub fn rewrite(self) -> Result<RewrittenRekey, StoreError> {
        let _alone = open::lock_while_opening(&self.database, BUSY)?;
        prove_unused(&self.conn)?;
        open::give_key(&self.conn, "rekey", &self.new)?;
        empty_log(&self.conn)?;
        self.conn
            .close()
            .map_err(|(_, error)| StoreError::sql("close the database", error))?;
        // The old key is forgotten next, so the new one has to prove itself on the file as it lies on the disk.
        if open::key_opens(&self.database, &self.new, BUSY)? {
            Ok(RewrittenRekey { slots: self.slots })
        } else {
            Err(KeyError::RekeyUnfinished.into())
        }
    }
}

impl RewrittenRekey {
    /// Forgets the old key.
    pub fn finish(mut self) -> Result<(), StoreError> {
        self.slots.finish_rekey()
    }
}

/// Unlocks, and settles a change of key that was interrupted by keeping the key that reads the database.
pub(crate) fn unlock_settled(
    paths: &ClinicPaths,
    with: Unlock<'_>,
) -> Result<(KeySlots, DatabaseKey), StoreError> {
    let mut slots = KeySlots::load(&paths.keys(), paths.id())?;
    let unlocked = slots.unlock(with)?;
    if !slots.is_rekeying() {
        let key = unlocked.current.ok_or(KeyError::SlotsDamaged)?;
        return Ok((slots, key));
    }
    let opens = |key: &DatabaseKey| open::key_opens(&paths.database(), key, BUSY);
    let both = unlocked.current.is_some() && unlocked.pending.is_some();
    if let Some(key) = unlocked.current
        && opens(&key)?
    {
        slots.abandon_rekey()?;
        tracing::warn!("an interrupted change of the database key was undone");
        return Ok((slots, key));
    }
    if let Some(key) = unlocked.pending
        && opens(&key)?
    {
        // The log has the pages under the new key; the file must have them too before the old key is forgotten.
        empty_log(&open::connect_writing(&paths.database(), &key, BUSY)?)?;
        slots.finish_rekey()?;
        tracing::warn!("an interrupted change of the database key was completed");
        return Ok((slots, key));
    }
    // One secret alone, such as a recovery code, may know only the key that the database does not have.
    if both {
        Err(StoreError::Damaged {
            part: "its first page fails its check",
        })
    } else {
        Err(KeyError::RekeyUnfinished.into())
    }
}

/// Leaving WAL mode succeeds only for the sole connection to a database; coming back is always possible. The log is
/// empty afterwards, and whoever opens next waits for the lock.
fn prove_unused(conn: &Connection) -> Result<(), StoreError> {
    conn.busy_timeout(Duration::from_millis(200))?;
    let left: Result<String, StoreError> = conn
        .query_row("PRAGMA journal_mode = DELETE", [], |row| row.get(0))
        .map_err(StoreError::from);
    match left {
        Ok(mode) if mode == "delete" => open::set_up_writing(conn),
        Ok(_) | Err(StoreError::Busy) => Err(StoreError::Locked),
        Err(error) => Err(error),
    }
}

fn empty_log(conn: &Connection) -> Result<(), StoreError> {
    let busy: bool = conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
    if busy { Err(StoreError::Locked) } else { Ok(()) }
}
