//! `practice replay`: throwaway clinics on the dialogues' own day, rung through the hooks listener.

use super::super::failure::Failure;
use super::super::folder::make_clinic;
use super::super::out;
use crate::KeySource;
use crate::compose::{Config, Running, start};
use crate::practice::replay::{BookedThere, Mode, ReplayPlan, Report, World, plans, read, run};
use crate::rehearsal::{hook_auth, random};
use async_trait::async_trait;
use callwaiting_domain::booking::{Practitioner, Procedure, WeeklyHours};
use callwaiting_domain::ids::{ClinicId, ProcedureId};
use callwaiting_domain::ports::Clock;
use callwaiting_engine::booking::Actor;
use callwaiting_engine::catalogue::{put_practitioner, put_procedure};
use callwaiting_engine::{Clinic, Ports, views};
use callwaiting_providers::vapi::verify::HookAuth;
use callwaiting_store::keys::SystemEntropy;
use callwaiting_store::tables::appointment::Wanted;
use callwaiting_store::tables::clinic::ClinicRow;
use clap::Args;
use jiff::Timestamp;
use std::collections::HashMap;
use std::error::Error;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

#[derive(Args)]
#[command(after_help = "Example:
  callwaiting practice replay booking-dialogues.jsonl

Prints {\"dialogues\",\"booked\",\"matched\",\"failures\":[{\"id\",\"why\"}]}. Nothing of your own clinics is touched.")]
pub(crate) struct Replay {
    /// Dialogues, one JSON object a line.
    file: PathBuf,
    /// Tool calls come from the caller's words alone instead of from the dialogue's own bookings.
    #[arg(long)]
    receptionist: bool,
}

impl Replay {
    pub(super) async fn run(self) -> Result<(), Failure> {
        let text = std::fs::read_to_string(&self.file)
            .map_err(|error| Failure::missing(format!("Could not read {}: {error}", self.file.display())))?;
        let dialogues =
            read(&text).map_err(|error| Failure::value(format!("The file can't be used: {error}")))?;
        let mode = if self.receptionist {
            Mode::Receptionist
        } else {
            Mode::Recorded
        };
        let mut report = Report::default();
        for plan in plans(dialogues) {
            report.add(replay(&plan, mode).await?);
        }
        let said = serde_json::to_value(&report).map_err(|error| Failure::other(error.to_string()))?;
        out::say_json(&said);
        Ok(())
    }
}

async fn replay(plan: &ReplayPlan, mode: Mode) -> Result<Report, Failure> {
    let folder =
        tempfile::tempdir().map_err(|error| Failure::other(format!("No temporary folder: {error}")))?;
    let keys = KeySource::KeyFile(folder.path().join("appliance.key"));
    let ports = Ports {
        clock: Arc::new(Stopped(plan.clock_start)),
        entropy: Arc::new(SystemEntropy),
    };
    let data = folder.path().join("data");
    let running = start(Config {
        api: None,
        ports,
        ..Config::new(data, keys)
    })
    .await?;
    let world = set_up(plan, &running).await;
    let report = match &world {
        Ok(there) => Ok(run(plan, there, mode, random(&there.clinic)).await),
        Err(_) => Ok(Report::default()),
    };
    running.shutdown(Duration::from_secs(4)).await;
    world?;
    report
}

/// The dialogues' day stands still: slots of a morning are still free in the afternoon of the replay.
struct Stopped(Timestamp);

impl Clock for Stopped {
    fn now(&self) -> Timestamp {
        self.0
    }
}

struct There {
    clinic: Arc<Clinic>,
    hooks: String,
    auth: HookAuth,
}

async fn set_up(plan: &ReplayPlan, running: &Running) -> Result<There, Failure> {
    let (appliance, id) = (&running.appliance, ClinicId::new("replay"));
    let row = ClinicRow {
        id: id.to_string(),
        name: "Replay Clinic".into(),
        timezone: plan.zone_name.clone(),
        country: "US".into(),
        currency: "USD".into(),
        practice: true,
        step_minutes: plan.minutes.max(5),
    };
    make_clinic(
        appliance.paths(&id)?,
        appliance.keys().clone(),
        appliance.ports().clone(),
        row,
        None,
    )
    .await?;
    let clinic = appliance
        .find_clinic(&id)
        .await?
        .ok_or_else(|| Failure::other("The clinic can't be found."))?;
    let procedure = ProcedureId::new("appointment");
    put_procedure(&clinic, the_procedure(plan, &procedure), &Actor::Appliance).await?;
    for (at, name) in plan.practitioners.iter().enumerate() {
        let hours = (1..=7)
            .map(|weekday| WeeklyHours {
                weekday,
                from: plan.opens,
                to: plan.closes,
            })
            .collect();
        let practitioner = Practitioner {
            id: format!("practitioner-{at}").into(),
            name: name.clone(),
            specialty: None,
            room: None,
            active: true,
            procedures: vec![procedure.clone()],
            hours,
            exceptions: Vec::new(),
        };
        put_practitioner(&clinic, practitioner, &Actor::Appliance).await?;
    }
    let auth = hook_auth(&clinic).await?;
    Ok(There {
        clinic,
        hooks: format!("http://{}", running.hooks),
        auth,
    })
}

fn the_procedure(plan: &ReplayPlan, id: &ProcedureId) -> Procedure {
    Procedure {
        id: id.clone(),
        name: plan.procedure.clone(),
        aliases: Vec::new(),
        minutes: plan.minutes.max(5),
        buffer_before_minutes: 0,
        buffer_after_minutes: 0,
        price_from: None,
        price_to: None,
        recovery: None,
        active: true,
        needs: Vec::new(),
    }
}

#[async_trait]
impl World for There {
    fn hooks_url(&self) -> String {
        self.hooks.clone()
    }

    fn clinic_id(&self) -> String {
        self.clinic.id().to_string()
    }

    fn auth(&self) -> HookAuth {
        self.auth.clone()
    }

    async fn appointments(&self) -> Result<Vec<BookedThere>, Box<dyn Error + Send + Sync>> {
        let zone = self.clinic.catalogue().zone.clone();
        let wanted = Wanted {
            status: Some("booked".into()),
            ..Wanted::default()
        };
        let (booked, _) = views::appointments(&self.clinic, wanted, i64::MAX, 0).await?;
        let (calls, _) = views::calls(&self.clinic, String::new(), String::new(), i64::MAX, 0).await?;
        let rung: HashMap<_, _> = calls
            .into_iter()
            .map(|call| (call.id, call.provider_call_id))
            .collect();
        let there = booked.into_iter().filter_map(|appointment| {
            Some(BookedThere {
                provider_call_id: rung.get(&appointment.call_id?)?.clone(),
                practitioner: appointment.practitioner_name,
                start: appointment.start.to_zoned(zone.clone()).datetime(),
            })
        });
        Ok(there.collect())
    }
}
