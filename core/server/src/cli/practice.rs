//! `practice seed | play | replay`.

mod replay;

use super::failure::Failure;
use super::folder::Folder;
use super::out;
use crate::compose::{real_ports, running_note};
use crate::practice::scenario::scenario;
use crate::practice::{AtOnce, Pace, RealTime, Scenario, Target, play, scenarios};
use crate::rehearsal::{hook_auth, random};
use callwaiting_engine::{Clinic, setup};
use clap::{Args, Subcommand};
use serde_json::json;
use std::sync::Arc;

pub(super) const AFTER_HELP: &str = "Example:
  callwaiting practice play booked --data DIR --clinic practice --speed 4";

#[derive(Subcommand)]
pub(super) enum PracticeCommand {
    /// Fills a practice clinic with a believable past.
    Seed(Seed),
    /// Plays one scenario against the running appliance.
    Play(Play),
    /// Replays recorded booking dialogues as calls and compares what was booked.
    Replay(replay::Replay),
}

#[derive(Args)]
#[command(after_help = "Example:\n  callwaiting practice seed --data DIR --clinic practice --calls 200")]
pub(super) struct Seed {
    #[command(flatten)]
    folder: Folder,
    /// The practice clinic's id.
    #[arg(long, value_name = "ID")]
    clinic: String,
    /// How many calls.
    #[arg(long, value_name = "N")]
    calls: usize,
}

#[derive(Args)]
#[command(after_help = "Example:
  callwaiting practice play booked --data DIR --clinic practice

The appliance must be serving DIR. Prints {\"scenario\",\"calls\",\"violations\"}; a violation is what broke the
provider's rules or the scenario's expectations. `callwaiting practice play list …` names the
scenarios: {\"scenarios\":[{\"id\",\"title\"}]}.")]
pub(super) struct Play {
    /// The scenario's id, or `list`.
    scenario: String,
    #[command(flatten)]
    folder: Folder,
    /// The practice clinic's id.
    #[arg(long, value_name = "ID")]
    clinic: String,
    /// How many times as fast as people speak; at once when absent.
    #[arg(long, value_name = "TIMES")]
    speed: Option<f64>,
}

impl PracticeCommand {
    pub(super) async fn run(self) -> Result<(), Failure> {
        match self {
            Self::Seed(seed) => seed.run().await,
            Self::Play(play) => play.run().await,
            Self::Replay(replay) => replay.run().await,
        }
    }
}

impl Seed {
    async fn run(self) -> Result<(), Failure> {
        let clinic = self.folder.open(&self.clinic, real_ports()).await?;
        let seeded = setup::seed_past(&clinic, self.calls).await;
        setup::close(clinic).await;
        seeded?;
        out::say_json(&json!({ "clinicId": self.clinic, "calls": self.calls }));
        Ok(())
    }
}

impl Play {
    async fn run(self) -> Result<(), Failure> {
        if self.scenario == "list" {
            let known = scenarios().iter();
            let known: Vec<_> = known.map(|s| json!({ "id": s.id, "title": s.title })).collect();
            out::say_json(&json!({ "scenarios": known }));
            return Ok(());
        }
        let unknown = || {
            Failure::missing(format!(
                "There is no scenario {:?}; `list` names them.",
                self.scenario
            ))
        };
        let scenario = scenario(&self.scenario).ok_or_else(unknown)?;
        let running = running_note(&self.folder.data);
        let note = running
            .ok_or_else(|| Failure::missing("No appliance serves that data folder; start one first."))?;
        let clinic = self.folder.open(&self.clinic, real_ports()).await?;
        let played = self.play(scenario, &clinic, note.hooks).await;
        setup::close(clinic).await;
        played
    }

    async fn play(&self, scenario: &Scenario, clinic: &Arc<Clinic>, hooks: String) -> Result<(), Failure> {
        if !clinic.row().practice {
            return Err(callwaiting_engine::EngineError::NotPractice.into());
        }
        let mut target = Target::new(hooks, clinic.id().as_str(), hook_auth(clinic).await?);
        target.zone = clinic.catalogue().zone.clone();
        let pace: Box<dyn Pace> = match self.speed {
            Some(speed) => Box::new(RealTime { speed }),
            None => Box::new(AtOnce),
        };
        let clock = clinic.ports().clock.clone();
        let played = play(scenario, &target, &*pace, &*clock, random(clinic)).await;
        let calls: Vec<_> = played.calls.iter().map(|call| &call.provider_call_id).collect();
        let violations: Vec<_> = played
            .violations
            .iter()
            .map(|violation| format!("{violation:?}"))
            .collect();
        out::say_json(&json!({ "scenario": scenario.id, "calls": calls, "violations": violations }));
        if violations.is_empty() {
            Ok(())
        } else {
            Err(Failure::other("The scenario did not go as planned."))
        }
    }
}
