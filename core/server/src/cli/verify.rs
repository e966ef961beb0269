//! `verify`: the acceptance scenarios, each in a throwaway practice clinic, over HTTP like any client.

mod atomic_collision;
mod clinic_silo;
mod pii_audit;
mod report;
mod stage;
mod wire;

use super::failure::Failure;
use super::out;
use crate::compose::real_ports;
use clap::Args;
use report::{Report, Scenario};
use stage::Stage;
use std::path::PathBuf;
use std::process::ExitCode;

const FAILED: u8 = 11;

#[derive(Args)]
#[command(after_help = "Example:
  callwaiting verify --report report/

Writes report.json and report.html into the folder. Exit code 0 only if every scenario passes, else 11. Nothing of your
own clinics is touched. Scenarios: atomic-collision, clinic-silo, pii-audit.")]
pub(super) struct Verify {
    /// Where the report goes.
    #[arg(long, value_name = "DIR")]
    report: PathBuf,
    /// One scenario only.
    #[arg(long, value_name = "SCENARIO", value_parser = ["atomic-collision", "clinic-silo", "pii-audit"])]
    only: Option<String>,
}

impl Verify {
    pub(super) async fn run(self) -> Result<ExitCode, Failure> {
        let clock = real_ports().clock;
        let began = clock.now();
        let mut report = Report::new(began);
        for (id, name) in [
            (
                "atomic-collision",
                "Many callers want one slot: one gets it, the others get other times at once",
            ),
            (
                "clinic-silo",
                "Nothing of one clinic can be reached with the keys of another",
            ),
            (
                "pii-audit",
                "What names a caller or tells of their health is nowhere but where it belongs",
            ),
        ] {
            if self.only.as_deref().is_some_and(|only| only != id) {
                continue;
            }
            let mut scenario = Scenario::new(id, name, clock.clone());
            match Stage::set().await {
                Ok(stage) => {
                    match id {
                        "atomic-collision" => atomic_collision::play(&stage, &mut scenario).await,
                        "pii-audit" => pii_audit::play(&stage, &mut scenario).await,
                        _ => clinic_silo::play(&stage, &mut scenario).await,
                    }
                    stage.strike().await;
                }
                Err(failure) => scenario.fail(format!("the throwaway clinic could not be set up: {failure}")),
            }
            let done = scenario.done();
            tracing::info!(
                scenario = id,
                verdict = done.status,
                took_ms = done.duration_ms,
                "scenario done"
            );
            report.add(done);
        }
        report.finish(clock.now());
        report.write(&self.report)?;
        out::say_json(&report.summary());
        Ok(if report.passed() {
            ExitCode::SUCCESS
        } else {
            ExitCode::from(FAILED)
        })
    }
}
