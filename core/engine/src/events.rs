//! Getting changes out to windows and browsers, in order and without loss.
//!
//! A change is a row written in the transaction that made it; the bus only says "look again". Whoever
//! listens reads the table from its own cursor, so a slow or absent listener misses nothing. Half-spoken
//! words are the one thing that isn't kept: they go to whoever listens now.

use crate::error::Done;
use callwaiting_domain::redaction::Redacted;
use callwaiting_store::tables::{Tx, event};
use jiff::Timestamp;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::{broadcast, watch};

/// Words that are still being spoken.
#[derive(Clone, Debug)]
pub struct Partial {
    /// The call.
    pub call_id: String,
    /// `caller` or `voxanne`.
    pub speaker: &'static str,
    /// Redacted words so far.
    pub text: Redacted<String>,
}

/// One clinic's bus; clones are the same bus.
#[derive(Clone, Debug)]
pub struct Bus {
    commits: watch::Sender<u64>,
    partials: broadcast::Sender<Partial>,
    /// What is being said in each call right now, for whoever comes in the middle of it.
    unfinished: Arc<Mutex<HashMap<String, Partial>>>,
}

impl Bus {
    pub(crate) fn new() -> Self {
        Self {
            commits: watch::Sender::new(0),
            partials: broadcast::Sender::new(256),
            unfinished: Arc::default(),
        }
    }

    /// Says that something was committed.
    pub fn poke(&self) {
        self.commits.send_modify(|n| *n = n.wrapping_add(1));
    }

    /// How many times something was committed since the clinic was opened.
    pub fn commit_count(&self) -> u64 {
        *self.commits.borrow()
    }

    /// Wakes after every commit; several may be told as one.
    pub fn commits(&self) -> watch::Receiver<u64> {
        self.commits.subscribe()
    }

    /// Words as they are spoken, from now on.
    pub fn partials(&self) -> broadcast::Receiver<Partial> {
        self.partials.subscribe()
    }

    /// What is being said in a call at this moment.
    pub(crate) fn unfinished(&self, call_id: &str) -> Option<Partial> {
        self.all_unfinished().get(call_id).cloned()
    }

    /// The words of a call were finished, or it is over.
    pub(crate) fn finish(&self, call_id: &str) {
        self.all_unfinished().remove(call_id);
    }

    fn all_unfinished(&self) -> MutexGuard<'_, HashMap<String, Partial>> {
        self.unfinished.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn send_partial(&self, partial: Partial) {
        self.all_unfinished()
            .insert(partial.call_id.clone(), partial.clone());
        // Nobody listening is the ordinary state of a clinic at night.
        let _ = self.partials.send(partial);
    }
}

/// A change, as windows hear of it.
#[derive(Clone, Debug)]
pub(crate) enum Change<'a> {
    CallStarted(&'a str),
    CallUpdated(&'a str),
    Turn { call_id: &'a str, turn: &'a Value },
    Hold(&'a str),
    Appointment(&'a str),
    Contact(&'a str),
    Needs,
    Catalogue,
    Line,
}

/// Writes a change in the transaction that made it.
pub(crate) fn tell(tx: Tx<'_>, at: Timestamp, change: Change<'_>) -> Done<()> {
    let (kind, payload) = match change {
        Change::CallStarted(id) => ("call.started", json!({ "callId": id })),
        Change::CallUpdated(id) => ("call.updated", json!({ "callId": id })),
        Change::Turn { call_id, turn } => ("call.turn", json!({ "callId": call_id, "turn": turn })),
        Change::Hold(id) => ("hold.changed", json!({ "holdId": id })),
        Change::Appointment(id) => ("appointment.changed", json!({ "appointmentId": id })),
        Change::Contact(id) => ("contact.changed", json!({ "contactId": id })),
        Change::Needs => ("needs.changed", json!({})),
        Change::Catalogue => ("catalogue.changed", json!({})),
        Change::Line => ("line.changed", json!({})),
    };
    event::add(tx, at, kind, &payload)?;
    Ok(())
}
