//! Replays recorded booking dialogues as calls, and compares what the appliance booked with what was booked then.
//!
//! The appliance is a throwaway practice clinic that has the dialogues' practitioners and stands on their day;
//! whoever calls [`run`] sets it up from a [`ReplayPlan`]. Nothing of a dialogue reaches the appliance but
//! through its hooks listener.

pub mod dialogue;
mod plan;
mod report;
mod session;
#[cfg(test)]
mod tests;

pub use dialogue::{Dialogue, DialogueError, read};
pub use plan::{ReplayPlan, plans};
pub use report::{Failure, Report};

use super::{pace::AtOnce, target::Target};
use async_trait::async_trait;
use callwaiting_domain::ports::Clock;
use callwaiting_providers::vapi::verify::HookAuth;
use jiff::{Timestamp, civil::DateTime};
use std::error::Error;

/// The clinic that dialogues are replayed against.
#[async_trait]
pub trait World: Send + Sync {
    /// The hooks listener, for example `http://127.0.0.1:4021`.
    fn hooks_url(&self) -> String;
    /// The clinic.
    fn clinic_id(&self) -> String;
    /// How its webhook is authenticated.
    fn auth(&self) -> HookAuth;
    /// What is booked and not cancelled, in the clinic's own time.
    async fn appointments(&self) -> Result<Vec<BookedThere>, Box<dyn Error + Send + Sync>>;
}

/// One appointment in the clinic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BookedThere {
    /// The provider's id of the call it was booked in.
    pub provider_call_id: String,
    /// The practitioner's name.
    pub practitioner: String,
    /// The local start.
    pub start: DateTime,
}

/// Where the tool calls come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// From what the dialogue says was booked.
    Recorded,
    /// From the caller's words alone; see [`super::receptionist`].
    Receptionist,
}

/// The day of the dialogues doesn't move while they are replayed.
struct Still(Timestamp);

impl Clock for Still {
    fn now(&self) -> Timestamp {
        self.0
    }
}

/// Replays the dialogues of one plan, one after the other. `seed` makes the calls' ids.
pub async fn run(plan: &ReplayPlan, world: &dyn World, mode: Mode, seed: u64) -> Report {
    let clock = Still(plan.clock_start);
    let mut target = Target::new(world.hooks_url(), world.clinic_id(), world.auth());
    target.zone = plan.zone.clone();
    let mut sessions = Vec::new();
    for (at, dialogue) in plan.dialogues.iter().enumerate() {
        let part = super::seed::Seed::new(seed).part(u64::try_from(at).unwrap_or_default());
        sessions.push(session::replay(plan, dialogue, at, mode, &target, &AtOnce, &clock, part).await);
    }
    match world.appointments().await {
        Ok(booked) => report::compare(&plan.dialogues, &sessions, &booked),
        Err(_) => report::nothing_known(&plan.dialogues),
    }
}
