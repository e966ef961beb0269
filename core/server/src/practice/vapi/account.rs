//! The state of a simulated Vapi account, and the faults it is asked to show.

use crate::practice::seed::Seed;
use callwaiting_domain::ports::Clock;
use jiff::Timestamp;
use serde_json::{Value, json};
use std::{
    collections::{BTreeMap, VecDeque},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// A simulated account. Clones share one state.
#[derive(Clone)]
pub struct Account(Arc<Inner>);

struct Inner {
    key: String,
    org: String,
    clock: Arc<dyn Clock>,
    state: Mutex<State>,
}

struct State {
    seed: Seed,
    base: String,
    things: BTreeMap<Kind, BTreeMap<String, Value>>,
    faults: VecDeque<Fault>,
    controls: Vec<Control>,
}

/// What an account holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Call,
    Assistant,
    Tool,
    PhoneNumber,
}

/// The next requests fail like this.
#[derive(Debug, Clone, Copy)]
pub struct Fault {
    /// The status: 429, 500, 503.
    pub status: u16,
    /// Seconds in `Retry-After`, if it is sent.
    pub retry_after: Option<u32>,
    /// Whether the request takes effect all the same: the answer is lost, not the request.
    pub takes_effect: bool,
}

/// Something that was posted to a call's `controlUrl`.
#[derive(Debug, Clone, PartialEq)]
pub struct Control {
    /// The call.
    pub call_id: String,
    /// The body.
    pub body: Value,
}

impl std::fmt::Debug for Account {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Account(…)")
    }
}

impl Account {
    /// An empty account whose private key is `key`.
    pub fn new(key: impl Into<String>, clock: Arc<dyn Clock>, mut seed: Seed) -> Self {
        let org = seed.uuid();
        let state = State {
            seed,
            base: "http://127.0.0.1".to_owned(),
            things: BTreeMap::new(),
            faults: VecDeque::new(),
            controls: Vec::new(),
        };
        Self(Arc::new(Inner {
            key: key.into(),
            org,
            clock,
            state: Mutex::new(state),
        }))
    }

    /// Says where the router is reachable, for the addresses in a call's `monitor`.
    pub fn set_base_url(&self, base: &str) {
        self.state().base = base.trim_end_matches('/').to_owned();
    }

    /// Makes the next request fail; several faults queue up.
    pub fn fail_next(&self, fault: Fault) {
        self.state().faults.push_back(fault);
    }

    /// What was posted to `controlUrl`s so far.
    pub fn controls(&self) -> Vec<Control> {
        self.state().controls.clone()
    }

    /// The account's own view of a call, as `GET /call/{id}` shows it.
    pub fn call(&self, id: &str) -> Option<Value> {
        self.get(Kind::Call, id)
    }

    /// Forgets a call, as Vapi does after its retention time.
    pub fn forget_call(&self, id: &str) {
        self.remove(Kind::Call, id);
    }

    pub(super) fn accepts(&self, key: &str) -> bool {
        key == self.0.key
    }

    pub(super) fn org(&self) -> &str {
        &self.0.org
    }

    pub(super) fn now(&self) -> Timestamp {
        self.0.clock.now()
    }

    pub(super) fn next_fault(&self) -> Option<Fault> {
        self.state().faults.pop_front()
    }

    pub(super) fn fresh_id(&self) -> String {
        self.state().seed.uuid()
    }

    pub(super) fn get(&self, kind: Kind, id: &str) -> Option<Value> {
        self.state().things.get(&kind)?.get(id).cloned()
    }

    pub(super) fn all(&self, kind: Kind) -> Vec<Value> {
        self.state()
            .things
            .get(&kind)
            .map(|things| things.values().cloned().collect())
            .unwrap_or_default()
    }

    pub(super) fn put(&self, kind: Kind, id: &str, thing: Value) {
        self.state()
            .things
            .entry(kind)
            .or_default()
            .insert(id.to_owned(), thing);
    }

    pub(super) fn remove(&self, kind: Kind, id: &str) -> Option<Value> {
        self.state().things.get_mut(&kind)?.remove(id)
    }

    pub(super) fn note_control(&self, control: Control) {
        self.state().controls.push(control);
    }

    /// Whether somebody asked for the call to end.
    pub(super) fn is_told_to_end(&self, call_id: &str) -> bool {
        self.state()
            .controls
            .iter()
            .any(|control| control.call_id == call_id && control.body["type"] == "end-call")
    }

    /// The addresses for watching and steering a call.
    pub(super) fn monitor(&self, call_id: &str) -> Value {
        let base = self.state().base.clone();
        json!({
            "listenUrl": format!("{}/{call_id}/listen", base.replacen("http", "ws", 1)),
            "controlUrl": format!("{base}/{call_id}/control"),
        })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A moment as Vapi writes it, with milliseconds.
pub(super) fn moment(at: Timestamp) -> String {
    format!("{at:.3}")
}
