//! The claim benchmark's own side: durable claims a second, and how long each waits.
//!
//! `ours` is the product: the engine's claim on an encrypted clinic, every check and event included. `raw` is
//! a loop over SQLite with the least statements of a claim and one sync each, which is as fast as a lone
//! caller can be; `cipher` and `plain` are that loop with as many claims a sync as there are callers, on an
//! encrypted and on an unencrypted file. The peers and the rounds are the script's business.

use callwaiting_domain::booking::{Practitioner, Procedure, Refusal, WeeklyHours};
use callwaiting_domain::ids::{ClinicId, PractitionerId, ProcedureId};
use callwaiting_domain::ports::Clock;
use callwaiting_engine::booking::{Actor, ClaimRequest, claim};
use callwaiting_engine::{Clinic, EngineError, Ports, catalogue, setup};
use callwaiting_store::keys::{NewSlot, SystemEntropy, Unlock};
use callwaiting_store::tables::clinic::ClinicRow;
use callwaiting_store::{ClinicPaths, DataFolder};
use jiff::civil::time;
use jiff::{Timestamp, ToSpan as _};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

#[expect(
    clippy::disallowed_methods,
    reason = "a benchmark measures the machine's own time"
)]
fn moment() -> Instant {
    Instant::now()
}

/// A clock that starts at a given time and runs as the machine's does.
struct Running {
    from: Timestamp,
    since: Instant,
}

impl Clock for Running {
    fn now(&self) -> Timestamp {
        self.from.checked_add(self.since.elapsed()).unwrap_or(self.from)
    }
}

type Failure = Box<dyn std::error::Error + Send + Sync>;

struct Options {
    data: String,
    mode: String,
    callers: usize,
    slots: usize,
    seconds: u64,
}

fn options() -> Options {
    let args: Vec<String> = std::env::args().collect();
    let value = |name: &str| {
        args.iter()
            .position(|a| a == name)
            .and_then(|at| args.get(at + 1))
            .cloned()
    };
    let number = |name: &str, or: usize| value(name).and_then(|v| v.parse().ok()).unwrap_or(or);
    Options {
        data: value("--data").unwrap_or_else(|| ".".into()),
        mode: value("--mode").unwrap_or_else(|| "ours".into()),
        callers: number("--callers", 1),
        slots: number("--slots", 100_000),
        seconds: u64::try_from(number("--seconds", 4)).unwrap_or(4),
    }
}

#[derive(Default)]
struct Tally {
    waits: Vec<Duration>,
    refused: usize,
}

#[expect(
    clippy::print_stdout,
    reason = "its one line of JSON is what the script reads"
)]
fn tell(mut tally: Tally, took: Duration) {
    tally.waits.sort();
    let at = |share: f64| {
        let last = tally.waits.len().saturating_sub(1);
        tally
            .waits
            .get((last as f64 * share) as usize)
            .map_or(0.0, |w| w.as_secs_f64() * 1e3)
    };
    let answered = tally.waits.len();
    println!(
        "{{\"perSecond\":{:.1},\"p50Ms\":{:.3},\"p99Ms\":{:.3},\"maxMs\":{:.3},\"ok\":{},\"refused\":{}}}",
        answered as f64 / took.as_secs_f64(),
        at(0.5),
        at(0.99),
        at(1.0),
        answered - tally.refused,
        tally.refused
    );
}

fn main() -> Result<(), Failure> {
    let options = options();
    match options.mode.as_str() {
        "ours" => ours(&options),
        "cipher" => loops(&options, true),
        "raw" | "plain" => loops(&options, false),
        other => Err(format!("no mode {other}; there are ours, raw, cipher, plain").into()),
    }
}

fn procedure() -> Procedure {
    Procedure {
        id: "visit".into(),
        name: "Visit".into(),
        aliases: Vec::new(),
        minutes: 15,
        buffer_before_minutes: 0,
        buffer_after_minutes: 0,
        price_from: None,
        price_to: None,
        recovery: None,
        active: true,
        needs: Vec::new(),
    }
}

/// Who and when, for each slot.
type Slots = Vec<(PractitionerId, Timestamp)>;

/// A clinic with so many practitioners that there are `slots` quarter-hours in thirty days.
fn clinic(data: &Path, slots: usize) -> Result<(Arc<Clinic>, Slots), Failure> {
    let start: Timestamp = "2026-11-23T00:00:00Z".parse()?;
    let ports = Ports {
        // The day before the first slot, so that none is past when it is claimed.
        clock: Arc::new(Running {
            from: start.checked_sub(24.hours())?,
            since: moment(),
        }),
        entropy: Arc::new(SystemEntropy),
    };
    let id = ClinicId::new("bench");
    let folder = DataFolder::take(data)?;
    let paths: ClinicPaths = folder.clinic(&id)?;
    let key = data.join("bench.key");
    let row = ClinicRow {
        id: id.to_string(),
        name: "Bench".into(),
        timezone: "UTC".into(),
        country: "GB".into(),
        currency: "GBP".into(),
        practice: true,
        step_minutes: 15,
    };
    let new = setup::NewClinic {
        row,
        hook_auth: "[]".into(),
    };
    setup::create(&paths, &[NewSlot::KeyFile(&key)], &ports, &new)?;
    let clinic = Clinic::open(&paths, Unlock::KeyFile(&key), ports)?;
    let per_person = 30 * 96;
    let people = slots.div_ceil(per_person).max(1);
    let mut all = Vec::with_capacity(slots);
    for n in 0..people {
        let id = PractitionerId::new(format!("person-{n}"));
        for quarter in 0..per_person {
            if all.len() < slots {
                all.push((
                    id.clone(),
                    start.checked_add(i64::try_from(quarter * 15)?.minutes())?,
                ));
            }
        }
    }
    // Neighbouring claims should meet different practitioners, as real callers do.
    let order: Vec<usize> = (0..all.len()).map(|i| (i * 7919) % all.len()).collect();
    let spread = if all.len() > 7919 && all.len() % 7919 != 0 {
        order.into_iter().map(|i| all[i].clone()).collect()
    } else {
        all
    };
    Ok((clinic, spread))
}

async fn people(clinic: &Clinic, slots: &[(PractitionerId, Timestamp)]) -> Result<(), Failure> {
    catalogue::put_procedure(clinic, procedure(), &Actor::Appliance).await?;
    let mut ids: Vec<&PractitionerId> = slots.iter().map(|(id, _)| id).collect();
    ids.sort();
    ids.dedup();
    for id in ids {
        let hours = (1..=7)
            .map(|weekday| WeeklyHours {
                weekday,
                from: time(0, 0, 0, 0),
                to: time(0, 0, 0, 0),
            })
            .collect();
        let practitioner = Practitioner {
            id: id.clone(),
            name: id.to_string(),
            specialty: None,
            room: None,
            active: true,
            procedures: vec![ProcedureId::new("visit")],
            hours,
            exceptions: Vec::new(),
        };
        catalogue::put_practitioner(clinic, practitioner, &Actor::Appliance).await?;
    }
    Ok(())
}

fn ours(options: &Options) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let (clinic, slots) = clinic(Path::new(&options.data), options.slots)?;
    let slots = Arc::new(slots);
    let (tally, took) = runtime.block_on(async {
        people(&clinic, &slots).await?;
        let next = Arc::new(AtomicUsize::new(0));
        let began = moment();
        let until = began + Duration::from_secs(options.seconds);
        let callers: Vec<_> = (0..options.callers)
            .map(|_| {
                let (clinic, slots, next) = (clinic.clone(), slots.clone(), next.clone());
                #[expect(
                    clippy::disallowed_methods,
                    reason = "a benchmark's callers have no life to track"
                )]
                tokio::spawn(async move { caller(&clinic, &slots, &next, until).await })
            })
            .collect();
        let mut tally = Tally::default();
        for caller in callers {
            let one = caller.await??;
            tally.waits.extend(one.waits);
            tally.refused += one.refused;
        }
        Ok::<_, Failure>((tally, began.elapsed()))
    })?;
    tell(tally, took);
    Ok(())
}

async fn caller(
    clinic: &Clinic,
    slots: &[(PractitionerId, Timestamp)],
    next: &AtomicUsize,
    until: Instant,
) -> Result<Tally, Failure> {
    let mut tally = Tally::default();
    while moment() < until {
        let at = next.fetch_add(1, Ordering::Relaxed);
        let (practitioner, start) = if slots.len() == 1 {
            &slots[0]
        } else {
            let Some(slot) = slots.get(at) else { break };
            slot
        };
        let request = ClaimRequest {
            start: *start,
            practitioner: practitioner.clone(),
            procedure: ProcedureId::new("visit"),
            call_id: None,
            contact: None,
        };
        let asked = moment();
        match claim(clinic, request).await {
            Ok(_) => {}
            Err(EngineError::SlotTaken(_) | EngineError::Slot(Refusal::NotASlot)) => tally.refused += 1,
            Err(other) => return Err(other.into()),
        }
        tally.waits.push(asked.elapsed());
    }
    Ok(tally)
}

/// The statements of one claim, one transaction and one sync each, or as many a transaction as there are
/// callers: the least that a claim can cost on this disk.
fn loops(options: &Options, encrypted: bool) -> Result<(), Failure> {
    let path = Path::new(&options.data).join("loop.db");
    #[expect(clippy::disallowed_methods, reason = "the peer is a bare loop over SQLite")]
    let db = rusqlite::Connection::open(path)?;
    if encrypted {
        // Page authentication as the store sets it.
        let set_up = "PRAGMA cipher_hmac_algorithm = HMAC_SHA256;";
        db.execute_batch(&format!("PRAGMA key = \"x'{}'\"; {set_up}", "5a".repeat(32)))?;
    }
    db.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
         CREATE TABLE hold (id TEXT PRIMARY KEY, person TEXT, starts INTEGER, ends INTEGER, expires INTEGER) STRICT, WITHOUT ROWID;
         CREATE TABLE occupancy (person TEXT, starts INTEGER, ends INTEGER, hold TEXT, PRIMARY KEY (person, starts)) STRICT, WITHOUT ROWID;
         CREATE TABLE event (seq INTEGER PRIMARY KEY, payload TEXT) STRICT;",
    )?;
    let batch = if options.mode == "raw" {
        1
    } else {
        options.callers.max(1)
    };
    let began = moment();
    let until = began + Duration::from_secs(options.seconds);
    let (mut tally, mut n) = (Tally::default(), 0i64);
    while moment() < until {
        let asked = moment();
        db.execute_batch("BEGIN IMMEDIATE")?;
        for _ in 0..batch {
            let (id, person, start) = (
                format!("0193-{n:032}"),
                format!("person-{}", n % 35),
                n / 35 * 900_000,
            );
            db.prepare_cached("INSERT INTO hold VALUES (?1, ?2, ?3, ?4, ?5)")?
                .execute((&id, &person, start, start + 900_000, start + 90_000))?;
            db.prepare_cached("INSERT INTO occupancy VALUES (?1, ?2, ?3, ?4)")?
                .execute((&person, start, start + 900_000, &id))?;
            db.prepare_cached("INSERT INTO event (payload) VALUES (?1)")?
                .execute([format!("{{\"holdId\":\"{id}\"}}")])?;
            n += 1;
        }
        db.execute_batch("COMMIT")?;
        let waited = asked.elapsed();
        tally.waits.extend(std::iter::repeat_n(waited, batch));
    }
    tell(tally, began.elapsed());
    Ok(())
}
