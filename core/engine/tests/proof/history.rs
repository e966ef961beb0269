//! Sixteen clients at once on a few slots: every history of what they did is explained by one order of it.
//!
//! Clients of one practitioner never touch the other's slots, so each practitioner's history is checked alone.
//! The clock is moved while they work; an operation's decision belongs to a moment between its call and its answer.

use super::linear::{Seen, is_linearizable};
use super::specification::{Done, SLOTS, Slots, Timed, after};
use crate::support::*;
use callwaiting_domain::ports::Clock as _;
use callwaiting_engine::booking::{self, Change};
use callwaiting_engine::calls::CallRef;
use callwaiting_engine::voice::{self, ToolAsk};
use callwaiting_engine::{Clinic, EngineError};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

const CLIENTS: usize = 16;
const STEPS: usize = 6;
const HISTORIES: usize = 60;

/// What every client shares: the order of calls and answers, and every moment the clock has shown.
struct Stage {
    clinic: Arc<Clinic>,
    order: AtomicU64,
    shown: Mutex<Vec<i64>>,
}

impl Stage {
    fn tick(&self) -> u64 {
        self.order.fetch_add(1, Ordering::SeqCst)
    }

    fn shown(&self) -> usize {
        self.shown.lock().unwrap().len()
    }
}

struct Client {
    stage: Arc<Stage>,
    random: u64,
    who: &'static str,
    starts: [Timestamp; SLOTS],
    call: CallRef,
    call_id: String,
    hold: Option<String>,
    appointment: Option<String>,
    log: Vec<Seen<Timed>>,
}

impl Client {
    /// SplitMix64: the same choices for the same seed.
    fn pick(&mut self, of: usize) -> usize {
        self.random = self.random.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.random;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((z ^ (z >> 31)) % of as u64).unwrap()
    }

    async fn work(mut self) -> Vec<Seen<Timed>> {
        for step in 0..STEPS {
            let (called, from) = (self.stage.tick(), self.stage.shown() - 1);
            let done = self.act(step).await;
            let answered = self.stage.tick();
            let moments = self.stage.shown.lock().unwrap()[from..].to_vec();
            self.log.push(Seen {
                called,
                answered,
                what: Timed { done, moments },
            });
        }
        self.log
    }

    async fn act(&mut self, step: usize) -> Done {
        let choice = self.pick(10);
        match (self.hold.clone(), self.appointment.clone()) {
            (Some(hold), _) if choice < 4 => self.confirm(hold).await,
            (Some(hold), _) if choice < 6 => self.extend(hold, step).await,
            (Some(hold), _) if choice < 7 => {
                booking::release(&self.stage.clinic, hold.clone(), &desk())
                    .await
                    .unwrap();
                self.hold = None;
                Done::Released { hold }
            }
            (_, Some(id)) if choice < 4 => self.move_to(id).await,
            (_, Some(id)) if choice < 8 => {
                booking::change(&self.stage.clinic, id.clone(), Change::Cancel, None, desk())
                    .await
                    .unwrap();
                self.appointment = None;
                Done::Cancelled { id }
            }
            _ => self.claim().await,
        }
    }

    async fn claim(&mut self) -> Done {
        let slot = self.pick(SLOTS);
        let before = self.hold.clone();
        let wanted = request(self.who, LIPS, self.starts[slot], Some(self.call_id.clone()));
        match booking::claim(&self.stage.clinic, wanted).await {
            Ok(held) => {
                self.hold = Some(held.id.clone());
                Done::Held {
                    slot,
                    id: held.id,
                    until: held.expires_at.as_second(),
                    before,
                }
            }
            Err(EngineError::SlotTaken(_)) => Done::Gone { slot, before },
            Err(other) => panic!("{other:?}"),
        }
    }

    async fn confirm(&mut self, hold: String) -> Done {
        self.hold = None;
        match booking::confirm(&self.stage.clinic, confirmation(&hold, "Test Person"), desk()).await {
            Ok(row) => {
                self.appointment = Some(row.id.clone());
                Done::Booked { hold, id: row.id }
            }
            Err(EngineError::HoldExpired) => Done::Late { hold },
            Err(other) => panic!("{other:?}"),
        }
    }

    async fn extend(&mut self, id: String, step: usize) -> Done {
        let arguments = json!({ "reason": format!("word {} {step}", self.starts[0]) })
            .as_object()
            .cloned();
        let ask = ToolAsk {
            id: format!("ask-{}-{step}", self.starts[0]),
            tool: "save_caller".into(),
            arguments,
        };
        voice::run(&self.stage.clinic, self.call.clone(), ask)
            .await
            .unwrap();
        Done::Extended { id }
    }

    async fn move_to(&mut self, id: String) -> Done {
        let slot = self.pick(SLOTS);
        let what = Change::Move {
            start: Some(self.starts[slot]),
            practitioner: None,
        };
        match booking::change(&self.stage.clinic, id.clone(), what, None, desk()).await {
            Ok(_) => Done::Moved { id, slot },
            Err(EngineError::SlotTaken(_)) => Done::NotMoved { id, slot },
            Err(other) => panic!("{other:?}"),
        }
    }
}

/// One history for each practitioner, on three slots of a day of its own.
fn play(practice: &Practice, calls: &[(CallRef, String)], round: usize) -> Vec<Vec<Seen<Timed>>> {
    let day = jiff::civil::date(2026, 11, 23)
        .checked_add(jiff::Span::new().days(i64::try_from(round / 5 * 7 + round % 5).unwrap()))
        .unwrap();
    let starts = ["10:00", "10:30", "11:00"].map(|t| practice.local(&format!("{day}T{t}")));
    let now = practice.clock.now();
    let stage = Arc::new(Stage {
        clinic: practice.clinic.clone(),
        order: AtomicU64::new(0),
        shown: Mutex::new(vec![now.as_second()]),
    });
    let client = |n: usize| Client {
        stage: stage.clone(),
        random: (round * CLIENTS + n) as u64,
        who: [NURSE, DOCTOR][n % 2],
        starts,
        call: calls[n].0.clone(),
        call_id: calls[n].1.clone(),
        hold: None,
        appointment: None,
        log: Vec::new(),
    };
    let tasks: Vec<_> = (0..CLIENTS)
        .map(|n| (n, practice.runtime.spawn(client(n).work())))
        .collect();
    let clock = {
        let (clock, stage) = (practice.clock.clone(), stage.clone());
        practice.runtime.spawn(async move {
            for seconds in [50, 95, 50, 95, 50, 95, 50] {
                let from = stage.order.load(Ordering::SeqCst);
                // Some operations later, not some milliseconds later.
                while stage.order.load(Ordering::SeqCst) < from + 24
                    && stage.order.load(Ordering::SeqCst) < (CLIENTS * STEPS * 2) as u64
                {
                    tokio::task::yield_now().await;
                }
                let mut shown = stage.shown.lock().unwrap();
                clock.advance(SignedDuration::from_secs(seconds));
                shown.push(clock.now().as_second());
            }
        })
    };
    let mut histories = vec![Vec::new(), Vec::new()];
    for (n, task) in tasks {
        histories[n % 2].extend(practice.wait(task).unwrap());
    }
    practice.wait(clock).unwrap();
    histories
}

/// The doctor does lips too in this clinic, so that both practitioners have the same three slots. Each client is
/// a call.
fn clinic() -> (Practice, Vec<(CallRef, String)>) {
    let practice = Practice::open();
    let mut doctor = practice
        .clinic
        .catalogue()
        .practitioner(&DOCTOR.into())
        .unwrap()
        .clone();
    doctor.procedures.push(LIPS.into());
    practice
        .wait(callwaiting_engine::catalogue::put_practitioner(
            &practice.clinic,
            doctor,
            &desk(),
        ))
        .unwrap();
    let call = |n| {
        let line = practice.answered(&format!("client-{n}"), None);
        (line.reference(practice.clinic.now()), line.call_id())
    };
    let calls = (0..CLIENTS).map(call).collect();
    (practice, calls)
}

fn explained(history: &[Seen<Timed>]) -> bool {
    is_linearizable(history, Slots::default(), after)
}

#[test]
fn every_history_of_sixteen_clients_is_linearizable() {
    let (practice, calls) = clinic();
    let (mut kinds, mut operations) = ([0usize; 9], 0);
    let rounds = HISTORIES * times();
    for round in 0..rounds {
        for history in play(&practice, &calls, round) {
            assert!(explained(&history), "round {round}: {history:#?}");
            operations += history.len();
            for op in &history {
                let kind = match op.what.done {
                    Done::Held { .. } => 0,
                    Done::Gone { .. } => 1,
                    Done::Extended { .. } => 2,
                    Done::Booked { .. } => 3,
                    Done::Late { .. } => 4,
                    Done::Released { .. } => 5,
                    Done::Moved { .. } => 6,
                    Done::NotMoved { .. } => 7,
                    Done::Cancelled { .. } => 8,
                };
                kinds[kind] += 1;
            }
        }
    }
    assert_eq!(operations, rounds * CLIENTS * STEPS);
    assert!(
        kinds.iter().all(|n| *n > 0),
        "an operation never happened: {kinds:?}"
    );
}

/// Changes one answer of a real history into an impossible one, and expects to be told.
#[test]
fn a_doctored_history_is_found_out() {
    let (practice, calls) = clinic();
    let mut found = 0;
    for round in 0..6 {
        for history in play(&practice, &calls, round) {
            assert!(explained(&history));
            // A refusal turned into a second winner, whose hold nobody gives up.
            let refusal = history
                .iter()
                .position(|op| matches!(op.what.done, Done::Gone { .. }));
            if let Some(at) = refusal {
                let mut doctored = history.clone();
                let Done::Gone { slot, before } = doctored[at].what.done.clone() else {
                    unreachable!()
                };
                doctored[at].what.done = Done::Held {
                    slot,
                    id: "doctored".into(),
                    until: i64::MAX,
                    before,
                };
                let later = Done::Held {
                    slot,
                    id: "third".into(),
                    until: i64::MAX,
                    before: None,
                };
                let end = doctored.iter().map(|op| op.answered).max().unwrap();
                let moments = doctored[at].what.moments.clone();
                doctored.push(Seen {
                    called: end + 1,
                    answered: end + 2,
                    what: Timed { done: later, moments },
                });
                assert!(!explained(&doctored), "round {round}: two winners were not found");
                found += 1;
            }
            // An appointment that was made of a hold after its time.
            if let Some(at) = history
                .iter()
                .position(|op| matches!(op.what.done, Done::Late { .. }))
            {
                let mut doctored = history.clone();
                let Done::Late { hold } = doctored[at].what.done.clone() else {
                    unreachable!()
                };
                doctored[at].what.done = Done::Booked {
                    hold,
                    id: "doctored".into(),
                };
                let until = doctored.iter().filter_map(|op| match &op.what.done {
                    Done::Held { id, until, .. } if matches!(&doctored[at].what.done, Done::Booked { hold, .. } if hold == id) => Some(*until),
                    _ => None,
                });
                let renewed = doctored
                    .iter()
                    .any(|op| matches!(&op.what.done, Done::Extended { .. }));
                let until = until.max().unwrap_or(i64::MAX) + if renewed { 1000 } else { 0 };
                doctored[at].what.moments = vec![until + 1];
                assert!(
                    !explained(&doctored),
                    "round {round}: a booking out of an expired hold was not found"
                );
                found += 1;
            }
        }
    }
    assert!(found >= 5, "only {found} histories could be doctored");
}
