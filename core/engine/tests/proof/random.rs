//! Any operations in any order, against the simple model.

use super::model::{Appointment, Call, HoldState, Model, PEOPLE, WHAT, Wish, is_slot};
use crate::support::*;
use callwaiting_domain::calls::News;
use callwaiting_engine::EngineError;
use callwaiting_engine::booking::{Alternatives, Change};
use callwaiting_store::tables::ms;
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use serde_json::json;

const CALLS: usize = 3;

#[derive(Clone, Debug)]
enum Op {
    Claim {
        who: usize,
        what: usize,
        step: i64,
        call: Option<usize>,
    },
    Confirm(usize),
    Release(usize),
    Move {
        which: usize,
        who: Option<usize>,
        step: Option<i64>,
    },
    Cancel(usize),
    Rebook(usize),
    Tool(usize),
    EndCall(usize),
    Pass(i64),
    Reap,
}

fn op() -> impl Strategy<Value = Op> {
    let call = prop::option::weighted(0.6, 0..CALLS);
    prop_oneof![
        8 => (0..2usize, 0..2usize, 0i64..8, call).prop_map(|(who, what, step, call)| Op::Claim { who, what, step, call }),
        5 => any::<usize>().prop_map(Op::Confirm),
        2 => any::<usize>().prop_map(Op::Release),
        4 => (any::<usize>(), prop::option::of(0..2usize), prop::option::of(0i64..8)).prop_map(|(which, who, step)| Op::Move { which, who, step }),
        2 => any::<usize>().prop_map(Op::Cancel),
        3 => any::<usize>().prop_map(Op::Rebook),
        4 => (0..CALLS).prop_map(Op::Tool),
        1 => (0..CALLS).prop_map(Op::EndCall),
        4 => (1i64..100).prop_map(Op::Pass),
        1 => Just(Op::Reap),
    ]
}

fn number_of(call: usize) -> String {
    format!("+44{}", 7_700_900_000 + call)
}

struct World {
    practice: Practice,
    monday: Timestamp,
    model: Model,
    calls: Vec<String>,
    tools: u32,
}

impl World {
    fn new() -> Self {
        let practice = Practice::open();
        let monday = practice.local("2026-11-23T09:00");
        let mut world = Self {
            practice,
            monday,
            model: Model::default(),
            calls: Vec::new(),
            tools: 0,
        };
        for n in 0..CALLS {
            // The last call's number is withheld.
            let number = number_of(n);
            let withheld = n + 1 == CALLS;
            let line = world
                .practice
                .answered(&format!("call-{n}"), (!withheld).then_some(number.as_str()));
            world.calls.push(line.call_id());
            world.model.calls.push(Call {
                withheld,
                ..Call::default()
            });
        }
        world
    }

    fn at(&self, minute: i64) -> Timestamp {
        self.monday
            .checked_add(SignedDuration::from_mins(minute))
            .unwrap()
    }

    fn line(&self, call: usize) -> Line<'_> {
        let number = (!self.model.calls[call].withheld).then(|| number_of(call));
        self.practice.line(&format!("call-{call}"), number.as_deref())
    }

    fn run(&mut self, op: &Op) {
        match op.clone() {
            Op::Claim {
                who,
                what,
                step,
                call,
            } => self.claim(
                Wish {
                    who,
                    what,
                    minute: step * 15,
                },
                call,
            ),
            Op::Confirm(n) => self.confirm(n),
            Op::Release(n) => self.release(n),
            Op::Move { which, who, step } => self.move_to(which, who, step),
            Op::Cancel(n) => self.cancel(n),
            Op::Rebook(n) => self.rebook(n),
            Op::Tool(call) => {
                self.tools += 1;
                self.line(call).tool_as(
                    &format!("t{}", self.tools),
                    "save_caller",
                    json!({ "reason": format!("word {}", self.tools) }),
                );
                self.model.active(call);
            }
            Op::EndCall(call) => {
                let at = self.practice.clinic.now();
                self.line(call).news(
                    "ended",
                    News::Ended {
                        at,
                        reason: Some("customer-ended-call".into()),
                    },
                );
                if !self.model.calls[call].ended {
                    self.model.ended(call);
                }
            }
            Op::Pass(seconds) => {
                self.practice.pass(seconds);
                self.model.now += seconds;
            }
            Op::Reap => {
                self.practice
                    .wait(callwaiting_engine::booking::expire_due(&self.practice.clinic))
                    .unwrap();
            }
        }
    }

    fn claim(&mut self, wish: Wish, call: Option<usize>) {
        let (who, what, start) = (PEOPLE[wish.who], WHAT[wish.what], self.at(wish.minute));
        let done = match call {
            Some(call) => self.practice.claim_in_call(&self.calls[call], who, what, start),
            None => self.practice.claim(who, what, start),
        };
        if !is_slot(wish) {
            assert_eq!(code(&done), "procedure_not_offered");
        } else if let Some(mine) = self.model.same(wish, call) {
            assert_eq!(done.unwrap().id, mine.id);
        } else if self.model.may_claim(wish, call) {
            let held = done.unwrap();
            assert_eq!(
                held.expires_at,
                held.renewed_at
                    .checked_add(SignedDuration::from_secs(90))
                    .unwrap()
            );
            self.model.claimed(held.id, wish, call);
        } else {
            self.check_other(refused(done));
        }
    }

    fn check_other(&self, other: Alternatives) {
        assert!(other.slots.len() <= 3 && !other.say.is_empty());
        for slot in &other.slots {
            let who = PEOPLE
                .iter()
                .position(|p| *p == slot.practitioner.as_str())
                .unwrap();
            let what = WHAT.iter().position(|p| *p == slot.procedure.as_str()).unwrap();
            let minute = slot.span.start.duration_since(self.monday).as_mins();
            if (0..510).contains(&minute) {
                assert!(
                    self.model.is_free(Wish { who, what, minute }),
                    "offered {slot:?}, which is taken"
                );
            }
        }
    }

    fn confirm(&mut self, n: usize) {
        let Some(n) = n.checked_rem(self.model.holds.len()) else {
            return;
        };
        let hold = self.model.holds[n].clone();
        let done = self.practice.confirm(&hold.id, "Test Person");
        match hold.state {
            HoldState::Confirmed(appointment) => {
                assert_eq!(done.unwrap().id, self.model.appointments[appointment].id)
            }
            HoldState::Held if self.model.may_confirm(n) => self.model.confirmed(n, done.unwrap().id),
            _ => assert!(["hold_expired", "hold_ended"].contains(&code(&done)), "{done:?}"),
        }
    }

    fn release(&mut self, n: usize) {
        let Some(n) = n.checked_rem(self.model.holds.len()) else {
            return;
        };
        let done = self.practice.release(&self.model.holds[n].id);
        let hold = &mut self.model.holds[n];
        match hold.state {
            HoldState::Confirmed(_) => assert_eq!(code(&done), "hold_ended"),
            _ => {
                done.unwrap();
                hold.state = HoldState::Ended;
            }
        }
    }

    fn appointment(&self, n: usize) -> Option<(usize, Appointment)> {
        let n = n.checked_rem(self.model.appointments.len())?;
        Some((n, self.model.appointments[n].clone()))
    }

    fn move_to(&mut self, which: usize, who: Option<usize>, step: Option<i64>) {
        let Some((n, old)) = self.appointment(which) else {
            return;
        };
        let wish = Wish {
            who: who.unwrap_or(old.wish.who),
            minute: step.map_or(old.wish.minute, |s| s * 15),
            ..old.wish
        };
        let what = Change::Move {
            start: step.map(|_| self.at(wish.minute)),
            practitioner: who.map(|w| PEOPLE[w].into()),
        };
        let done = self.practice.change(&old.id, what);
        if !old.booked {
            assert_eq!(code(&done), "validation");
        } else if !is_slot(wish) {
            assert_eq!(code(&done), "procedure_not_offered");
        } else if self.model.may_take(n, wish) {
            assert_eq!(done.unwrap().span.start, self.at(wish.minute));
            self.model.appointments[n].wish = wish;
        } else {
            self.check_other(refused(done));
        }
    }

    fn cancel(&mut self, n: usize) {
        let Some((n, old)) = self.appointment(n) else {
            return;
        };
        assert!(!self.practice.change(&old.id, Change::Cancel).unwrap().booked);
        self.model.appointments[n].booked = false;
    }

    fn rebook(&mut self, n: usize) {
        let Some((n, old)) = self.appointment(n) else {
            return;
        };
        let done = self.practice.change(&old.id, Change::Rebook);
        if old.booked || self.model.may_take(n, old.wish) {
            assert!(done.unwrap().booked);
            self.model.appointments[n].booked = true;
        } else {
            match &done {
                Err(EngineError::SlotTaken(_)) => self.check_other(refused(done)),
                _ => panic!("{done:?}"),
            }
        }
    }

    /// What the raw rows say is taken agrees with the model.
    fn check(&self) {
        let now = ms(self.practice.clinic.now());
        let mut rows: Vec<(String, i64, i64)> = self.practice.raw(move |conn| {
            conn.prepare(
                "SELECT o.resource_id, o.starts_at, o.ends_at FROM occupancy o LEFT JOIN hold h ON h.id = o.hold_id
                 WHERE h.id IS NULL OR h.expires_at > ?1",
            )?
            .query_map([now], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
            .collect()
        });
        let mut wanted: Vec<(String, i64, i64)> = Vec::new();
        for wish in self.model.live() {
            let minutes = if wish.what == 0 { 30 } else { 60 };
            let (start, end) = (ms(self.at(wish.minute)), ms(self.at(wish.minute + minutes)));
            wanted.push((PEOPLE[wish.who].into(), start, end));
            if wish.what == 1 {
                wanted.push(("laser-suite".into(), start, end));
            }
        }
        rows.sort();
        wanted.sort();
        assert_eq!(rows, wanted);
    }

    /// What is offered is what the model has free, all of it and nothing else.
    fn check_offers(&self) {
        for (what, procedure) in WHAT.iter().enumerate() {
            let slots = self.practice.slots(procedure, None, self.at(0), self.at(600));
            let offered: Vec<(usize, i64)> = slots
                .iter()
                .map(|s| {
                    (
                        PEOPLE.iter().position(|p| *p == s.practitioner.as_str()).unwrap(),
                        s.span.start.duration_since(self.monday).as_mins(),
                    )
                })
                .collect();
            for (who, name) in PEOPLE.iter().enumerate() {
                for minute in (0..510).step_by(15) {
                    let free = self.model.is_free(Wish { who, what, minute });
                    assert_eq!(
                        offered.contains(&(who, minute)),
                        free,
                        "{procedure} with {name} at minute {minute}"
                    );
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(cases(64))]

    #[test]
    fn booking_agrees_with_the_model_whatever_is_done_in_whatever_order(ops in prop::collection::vec(op(), 1..50)) {
        let mut world = World::new();
        for (n, op) in ops.iter().enumerate() {
            world.run(op);
            world.check();
            if n % 4 == 3 {
                world.check_offers();
            }
        }
        world.check_offers();
    }
}
