//! One practice clinic for a test: a real encrypted database in a temporary folder, a clock that the test
//! moves, ids that repeat, and the verbs of the product. What is left behind is checked when it goes.

#![allow(dead_code, reason = "each suite uses some of the verbs")]

mod calls;
mod leftovers;
mod ports;

pub(crate) use calls::{Line, at_second, said, slot_ids};
pub(crate) use ports::{Counter, MovableClock};

use callwaiting_domain::booking::{Slot, Span};
use callwaiting_domain::contact::ContactDetails;
use callwaiting_domain::ids::ClinicId;
use callwaiting_engine::booking::{self, Actor, Change, ClaimRequest, Confirmation, SlotsWanted};
use callwaiting_engine::setup::{self, NewClinic};
use callwaiting_engine::{Clinic, Done, EngineError, Ports};
use callwaiting_store::ClinicPaths;
use callwaiting_store::keys::{NewSlot, Unlock};
use callwaiting_store::tables::appointment::AppointmentRow;
use callwaiting_store::tables::clinic::ClinicRow;
use callwaiting_store::tables::hold::HoldRow;
use callwaiting_store::tables::{self, Sql, Tx};
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use rusqlite::Connection;
use std::path::Path;
use std::sync::{Arc, OnceLock};
use tempfile::TempDir;
use tokio::runtime::Runtime;

/// Friday, nine in the morning in London: the day before a weekend, so that "in the past" and "closed" differ.
pub(crate) const NOW: &str = "2026-11-20T09:00:00Z";
/// Who books in most tests, and for what.
pub(crate) const NURSE: &str = "nurse-lindqvist";
/// The dermatologist, who shares the laser with the nurse.
pub(crate) const DOCTOR: &str = "dr-whitlock";
/// Half an hour, no device, no buffer.
pub(crate) const LIPS: &str = "lip-filler";
/// Three quarters of an hour, a quarter after it, and the one laser.
pub(crate) const LASER: &str = "laser-hair-removal";

/// One clinic in a folder of its own, gone when dropped.
pub(crate) struct Practice {
    pub(crate) clinic: Arc<Clinic>,
    pub(crate) clock: Arc<MovableClock>,
    pub(crate) runtime: Runtime,
    ports: Ports,
    folder: TempDir,
    check: bool,
}

impl Practice {
    /// A clinic in London with the practice catalogue. Made once in a process; each test gets a copy.
    pub(crate) fn open() -> Self {
        static TEMPLATE: OnceLock<TempDir> = OnceLock::new();
        let template = TEMPLATE.get_or_init(|| {
            let made = Self::make("Europe/London", "GB");
            made.wait(setup::seed_catalogue(&made.clinic)).unwrap();
            made.into_folder()
        });
        let folder = folder();
        copy(template.path(), folder.path());
        Self::start(folder)
    }

    /// A clinic elsewhere, with nothing in its catalogue.
    pub(crate) fn empty(timezone: &str, country: &str) -> Self {
        Self::make(timezone, country)
    }

    fn make(timezone: &str, country: &str) -> Self {
        let folder = folder();
        let (_, ports) = ports();
        let row = ClinicRow {
            id: "test-clinic".into(),
            name: "Harley Street Test Clinic".into(),
            timezone: timezone.into(),
            country: country.into(),
            currency: if country == "US" { "USD" } else { "GBP" }.into(),
            practice: true,
            step_minutes: 15,
        };
        let new = NewClinic {
            row,
            hook_auth: "[]".into(),
        };
        let key = folder.path().join("test.key");
        setup::create(&paths(folder.path()), &[NewSlot::KeyFile(&key)], &ports, &new).unwrap();
        Self::start(folder)
    }

    fn start(folder: TempDir) -> Self {
        let (clock, ports) = ports();
        let key = folder.path().join("test.key");
        let clinic = Clinic::open(&paths(folder.path()), Unlock::KeyFile(&key), ports.clone()).unwrap();
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .unwrap();
        Self {
            clinic,
            clock,
            runtime,
            ports,
            folder,
            check: true,
        }
    }

    fn into_folder(mut self) -> TempDir {
        self.wait(setup::close(self.clinic.clone()));
        self.check = false;
        std::mem::replace(&mut self.folder, tempfile::tempdir().unwrap())
    }

    /// Closes the clinic and opens it again, as a restart does.
    pub(crate) fn reopen(&mut self) {
        self.wait(setup::close(self.clinic.clone()));
        let key = self.folder.path().join("test.key");
        self.clinic = Clinic::open(
            &paths(self.folder.path()),
            Unlock::KeyFile(&key),
            self.ports.clone(),
        )
        .unwrap();
    }

    /// For a test that breaks what is checked at the end on purpose.
    pub(crate) fn leave_unchecked(&mut self) {
        self.check = false;
    }

    /// Waits for a use-case.
    pub(crate) fn wait<T>(&self, work: impl Future<Output = T>) -> T {
        self.runtime.block_on(work)
    }

    /// An instant by the clinic's own clock on the wall.
    pub(crate) fn local(&self, civil: &str) -> Timestamp {
        let zone = TimeZone::get(&self.clinic.row().timezone).unwrap();
        civil
            .parse::<DateTime>()
            .unwrap()
            .to_zoned(zone)
            .unwrap()
            .timestamp()
    }

    /// Lets time pass.
    pub(crate) fn pass(&self, seconds: i64) {
        self.clock.advance(SignedDuration::from_secs(seconds));
    }

    /// Claims a time at the desk.
    pub(crate) fn claim(&self, who: &str, what: &str, start: Timestamp) -> Done<HoldRow> {
        self.wait(booking::claim(&self.clinic, request(who, what, start, None)))
    }

    /// Claims a time for a call.
    pub(crate) fn claim_in_call(
        &self,
        call_id: &str,
        who: &str,
        what: &str,
        start: Timestamp,
    ) -> Done<HoldRow> {
        self.wait(booking::claim(
            &self.clinic,
            request(who, what, start, Some(call_id.into())),
        ))
    }

    /// Confirms a hold for a person of that name.
    pub(crate) fn confirm(&self, hold_id: &str, name: &str) -> Done<AppointmentRow> {
        self.wait(booking::confirm(
            &self.clinic,
            confirmation(hold_id, name),
            desk(),
        ))
    }

    /// Claims and confirms.
    pub(crate) fn book(&self, who: &str, what: &str, start: Timestamp) -> AppointmentRow {
        let held = self.claim(who, what, start).unwrap();
        self.confirm(&held.id, "Test Person").unwrap()
    }

    /// Gives a hold up.
    pub(crate) fn release(&self, hold_id: &str) -> Done<()> {
        self.wait(booking::release(&self.clinic, hold_id.into(), &desk()))
    }

    /// Changes an appointment.
    pub(crate) fn change(&self, id: &str, what: Change) -> Done<AppointmentRow> {
        self.wait(booking::change(&self.clinic, id.into(), what, None, desk()))
    }

    /// Free times between two local moments.
    pub(crate) fn slots(&self, what: &str, who: Option<&str>, from: Timestamp, to: Timestamp) -> Vec<Slot> {
        let wanted = SlotsWanted {
            procedure: what.into(),
            practitioner: who.map(Into::into),
            within: Span { start: from, end: to },
        };
        self.wait(booking::slots(&self.clinic, wanted)).unwrap()
    }

    /// Reads the raw tables.
    pub(crate) fn raw<T: Send + 'static>(
        &self,
        job: impl FnOnce(&Connection) -> Sql<T> + Send + 'static,
    ) -> T {
        self.clinic
            .database()
            .readers
            .read_blocking(|conn| job(conn).map_err(EngineError::from))
            .unwrap()
    }

    /// Writes to the raw tables, past every use-case.
    pub(crate) fn raw_write<T: Send + 'static>(
        &self,
        job: impl FnOnce(Tx<'_>) -> Sql<T> + Send + 'static,
    ) -> Sql<T> {
        let done = self
            .clinic
            .database()
            .writer
            .submit_blocking(|w| -> Done<Sql<T>> {
                let tx = w.tx();
                tx.execute_batch("SAVEPOINT raw")?;
                let done = job(tx);
                tx.execute_batch(if done.is_ok() {
                    "RELEASE raw"
                } else {
                    "ROLLBACK TO raw; RELEASE raw"
                })?;
                Ok(done)
            });
        done.unwrap()
    }

    /// One number out of the raw tables.
    pub(crate) fn count(&self, sql: &'static str) -> i64 {
        self.raw(move |conn| conn.query_row(sql, [], |row| row.get(0)))
    }

    /// What a hold or an appointment has taken: resource, start and end.
    pub(crate) fn taken(&self, owner: &str) -> Vec<(String, Timestamp, Timestamp)> {
        let owner = owner.to_owned();
        self.raw(move |conn| {
            conn.prepare("SELECT resource_id, starts_at, ends_at FROM occupancy WHERE hold_id = ?1 OR appointment_id = ?1 ORDER BY resource_id")?
                .query_map([owner], |row| Ok((row.get(0)?, tables::instant(row.get(1)?), tables::instant(row.get(2)?))))?
                .collect()
        })
    }
}

impl Drop for Practice {
    fn drop(&mut self) {
        if self.check && !std::thread::panicking() {
            leftovers::check(self);
        }
    }
}

/// How many times the usual work a run is to do; `tests/stress/run.sh` asks for more than one.
pub(crate) fn times() -> usize {
    std::env::var("CALLWAITING_STRESS")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(1)
}

/// The cases of a property, times the stress.
pub(crate) fn cases(usual: u32) -> proptest::test_runner::Config {
    let cases = usual * u32::try_from(times()).unwrap();
    proptest::test_runner::Config {
        cases,
        failure_persistence: None,
        max_shrink_iters: 300,
        ..Default::default()
    }
}

/// A member of staff.
pub(crate) fn desk() -> Actor {
    Actor::Staff("desk".into())
}

/// A claim of a time.
pub(crate) fn request(who: &str, what: &str, start: Timestamp, call_id: Option<String>) -> ClaimRequest {
    ClaimRequest {
        start,
        practitioner: who.into(),
        procedure: what.into(),
        call_id,
        contact: None,
    }
}

/// A confirmation for a person of that name.
pub(crate) fn confirmation(hold_id: &str, name: &str) -> Confirmation {
    let today = "2026-11-20".parse().unwrap();
    let contact = ContactDetails::parse(Some(name), None, None, None, "GB", today).unwrap();
    Confirmation {
        hold_id: hold_id.into(),
        contact_id: None,
        contact,
    }
}

/// The other times of a refusal because somebody was faster.
pub(crate) fn refused<T>(done: Done<T>) -> booking::Alternatives {
    match done {
        Err(EngineError::SlotTaken(other)) => *other,
        Err(other) => panic!("refused for another reason: {other:?}"),
        Ok(_) => panic!("it was not refused"),
    }
}

/// The code of a refusal, or `ok`.
pub(crate) fn code<T>(done: &Done<T>) -> &'static str {
    done.as_ref().map_or_else(EngineError::code, |_| "ok")
}

/// In memory where there is such a place: what a disk does with a sync is the store's own suite's business.
fn folder() -> TempDir {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() {
        tempfile::tempdir_in(memory).unwrap()
    } else {
        tempfile::tempdir().unwrap()
    }
}

fn ports() -> (Arc<MovableClock>, Ports) {
    let clock = Arc::new(MovableClock::at(NOW.parse().unwrap()));
    (
        clock.clone(),
        Ports {
            clock,
            entropy: Arc::new(Counter::default()),
        },
    )
}

fn paths(root: &Path) -> ClinicPaths {
    ClinicPaths::new(root, &ClinicId::new("test-clinic")).unwrap()
}

fn copy(from: &Path, to: &Path) {
    for entry in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            std::fs::create_dir_all(&target).unwrap();
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), &target).unwrap();
        }
    }
}
