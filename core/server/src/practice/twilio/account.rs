//! The state of a simulated Twilio account.

use crate::practice::seed::Seed;
use callwaiting_domain::ports::Clock;
use callwaiting_providers::Secret;
use jiff::{Timestamp, fmt::rfc2822::DateTimePrinter, tz::TimeZone};
use serde_json::{Value, json};
use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// A simulated account. Clones share one state.
#[derive(Clone)]
pub struct Account(Arc<Inner>);

struct Inner {
    sid: String,
    token: Secret,
    clock: Arc<dyn Clock>,
    state: Mutex<State>,
}

struct State {
    seed: Seed,
    numbers: BTreeSet<String>,
    opted_out: BTreeSet<(String, String)>,
    messages: BTreeMap<String, Entry>,
    calls: BTreeMap<String, Entry>,
    made: u64,
    faults: VecDeque<Fault>,
}

/// A message or call with what the vendor doesn't show.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    /// Made before or after others.
    pub(super) order: u64,
    pub(super) at: Timestamp,
    pub(super) callback: Option<String>,
    pub(super) shown: Value,
}

/// The next requests fail like this.
#[derive(Debug, Clone, Copy)]
pub struct Fault {
    /// The HTTP status.
    pub status: u16,
    /// Twilio's code, 20429 for example.
    pub code: u32,
    /// Seconds in `Retry-After`, if it is sent.
    pub retry_after: Option<u32>,
    /// Whether the request takes effect all the same: the answer is lost, not the request.
    pub takes_effect: bool,
}

impl std::fmt::Debug for Account {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Account(…)")
    }
}

impl Account {
    /// An account without numbers. `sid` is `AC` and 32 hexadecimal digits.
    pub fn new(sid: impl Into<String>, token: Secret, clock: Arc<dyn Clock>, seed: Seed) -> Self {
        let state = State {
            seed,
            numbers: BTreeSet::new(),
            opted_out: BTreeSet::new(),
            messages: BTreeMap::new(),
            calls: BTreeMap::new(),
            made: 0,
            faults: VecDeque::new(),
        };
        Self(Arc::new(Inner {
            sid: sid.into(),
            token,
            clock,
            state: Mutex::new(state),
        }))
    }

    /// Gives the account a number to send from, in E.164.
    pub fn add_number(&self, number: &str) {
        self.state().numbers.insert(number.to_owned());
    }

    /// Makes the next request fail; several faults queue up.
    pub fn fail_next(&self, fault: Fault) {
        self.state().faults.push_back(fault);
    }

    /// Every message so far, oldest first, as the API shows them.
    pub fn messages(&self) -> Vec<Value> {
        self.in_order(|state| &state.messages)
    }

    /// Every call so far, oldest first, as the API shows them.
    pub fn calls(&self) -> Vec<Value> {
        self.in_order(|state| &state.calls)
    }

    pub(super) fn sid(&self) -> &str {
        &self.0.sid
    }

    pub(super) fn token(&self) -> &Secret {
        &self.0.token
    }

    pub(super) fn now(&self) -> Timestamp {
        self.0.clock.now()
    }

    pub(super) fn next_fault(&self) -> Option<Fault> {
        self.state().faults.pop_front()
    }

    pub(super) fn owns(&self, number: &str) -> bool {
        self.state().numbers.contains(number)
    }

    pub(super) fn has_opted_out(&self, person: &str, number: &str) -> bool {
        self.state()
            .opted_out
            .contains(&(person.to_owned(), number.to_owned()))
    }

    pub(super) fn set_opted_out(&self, person: &str, number: &str, out: bool) {
        let pair = (person.to_owned(), number.to_owned());
        let mut state = self.state();
        if out {
            state.opted_out.insert(pair);
        } else {
            state.opted_out.remove(&pair);
        }
    }

    pub(super) fn fresh_sid(&self, prefix: &str) -> String {
        format!("{prefix}{}", self.state().seed.hex(32))
    }

    pub(super) fn add(&self, kind: Kind, sid: &str, callback: Option<String>, shown: Value) {
        let at = self.now();
        let mut state = self.state();
        state.made += 1;
        let order = state.made;
        state.of(kind).insert(
            sid.to_owned(),
            Entry {
                order,
                at,
                callback,
                shown,
            },
        );
    }

    pub(super) fn entry(&self, kind: Kind, sid: &str) -> Option<Entry> {
        self.state().of(kind).get(sid).cloned()
    }

    pub(super) fn change(&self, kind: Kind, sid: &str, change: impl FnOnce(&mut Value)) -> Option<Value> {
        let now = rfc2822(self.now());
        let mut state = self.state();
        let entry = state.of(kind).get_mut(sid)?;
        change(&mut entry.shown);
        entry.shown["date_updated"] = json!(now);
        Some(entry.shown.clone())
    }

    pub(super) fn newest_first(&self, kind: Kind) -> Vec<Entry> {
        let mut entries: Vec<Entry> = self.state().of(kind).values().cloned().collect();
        entries.sort_by_key(|entry| std::cmp::Reverse(entry.order));
        entries
    }

    fn in_order(&self, of: impl Fn(&State) -> &BTreeMap<String, Entry>) -> Vec<Value> {
        let state = self.state();
        let mut entries: Vec<&Entry> = of(&state).values().collect();
        entries.sort_by_key(|entry| entry.order);
        entries.into_iter().map(|entry| entry.shown.clone()).collect()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What an account holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Message,
    Call,
}

impl State {
    fn of(&mut self, kind: Kind) -> &mut BTreeMap<String, Entry> {
        match kind {
            Kind::Message => &mut self.messages,
            Kind::Call => &mut self.calls,
        }
    }
}

/// A moment as Twilio writes it: "Fri, 24 May 2019 17:18:27 +0000".
pub(super) fn rfc2822(at: Timestamp) -> String {
    DateTimePrinter::new()
        .zoned_to_string(&at.to_zoned(TimeZone::UTC))
        .unwrap_or_default()
}
