//! `serve`: the appliance without a window.

use super::failure::Failure;
use super::folder::{Folder, PRACTICE_ID, new_practice_clinic};
use super::out;
use crate::appliance::{Appliance, Reach};
use crate::compose::{Config, Running, real_ports, start};
use crate::rehearsal;
use callwaiting_domain::ids::ClinicId;
use callwaiting_domain::staff::Role;
use callwaiting_engine::access::{NewAccount, Secret, add_account, first_manager, new_link};
use callwaiting_engine::{Clinic, setup};
use clap::Args;
use serde_json::json;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

/// Everything has ended within this time after a signal.
const STOPPED_WITHIN: Duration = Duration::from_secs(4);

#[derive(Args)]
#[command(after_help = "Example:
  callwaiting serve --data /var/lib/callwaiting --practice

When ready, one line of JSON goes to stdout: {\"ready\":true,\"api\":…,\"hooks\":…,\"clinics\":1,\"unavailable\":[]}, and
with a practice clinic \"signIn\", a link that signs its manager in once. \"clinics\" is how many are in service,
\"unavailable\" the ids of those that could not be opened; `callwaiting doctor` says why. Ctrl-C and SIGTERM stop it
cleanly.")]
pub(super) struct Serve {
    #[command(flatten)]
    folder: Folder,
    /// Where the staff API and the screens listen; port 0 picks one.
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:0")]
    api: SocketAddr,
    /// Where webhooks arrive; port 0 picks one.
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:0")]
    hooks: SocketAddr,
    /// The hooks listener's address as providers see it, such as a tunnel's.
    #[arg(long, value_name = "URL")]
    hooks_url: Option<String>,
    /// Makes a practice clinic if there is none, and runs the simulators.
    #[arg(long)]
    practice: bool,
    /// Lets simulated calls come in by themselves.
    #[arg(long, requires = "practice")]
    practice_calls: bool,
    /// Lets the staff API listen on the network in the clear. Only where the network itself is encrypted.
    #[arg(long)]
    allow_plain_http: bool,
    /// A further host name that the staff API answers to; may be repeated.
    #[arg(long, value_name = "NAME")]
    host: Vec<String>,
}

impl Serve {
    pub(super) async fn run(self) -> Result<(), Failure> {
        let ports = real_ports();
        let stopping = signals()?;
        self.folder.ensure_key_file(&ports)?;
        let config = Config {
            api: Some(self.api),
            hooks: self.hooks,
            reach: Reach {
                hosts: self.host.iter().map(|name| name.to_lowercase()).collect(),
                network: self.allow_plain_http,
                hooks_url: self.hooks_url.map(|url| url.trim_end_matches('/').to_owned()),
            },
            ..Config::new(self.folder.data.clone(), self.folder.keys())
        };
        let running = start(config).await?;
        let ready = ready(&running, self.practice, self.practice_calls).await;
        match ready {
            Ok(line) => out::say_json(&line),
            Err(failure) => {
                running.shutdown(STOPPED_WITHIN).await;
                return Err(failure);
            }
        }
        stopping.await;
        tracing::info!("stopping");
        running.shutdown(STOPPED_WITHIN).await;
        Ok(())
    }
}

async fn ready(running: &Running, practice: bool, calls: bool) -> Result<serde_json::Value, Failure> {
    let url = |address: SocketAddr| format!("http://{address}");
    let api = running.api.map(url).unwrap_or_default();
    let mut line = json!({ "ready": true, "api": api, "hooks": url(running.hooks) });
    if practice {
        let link = practise(running, calls).await?;
        line["signIn"] = format!("{api}/#link={}", link.reveal()).into();
    }
    let open = running.appliance.open_clinics();
    let mut unavailable = running.appliance.clinic_ids()?;
    unavailable.retain(|id| open.iter().all(|clinic| clinic.id() != id));
    line["clinics"] = open.len().into();
    line["unavailable"] = unavailable.iter().map(ClinicId::as_str).collect();
    Ok(line)
}

/// The calls and appointments that a practice clinic made for somebody to look at begins with.
const PAST_CALLS: usize = 24;

/// Takes the practice clinic into service, making it at the first start, and gives a link that signs its
/// manager in once. With `calls`, simulated calls come in by themselves and a new clinic has a past.
///
/// # Errors
/// Those of the store.
pub async fn practise(running: &Running, calls: bool) -> Result<Secret, Failure> {
    let (clinic, new) = practice_clinic(&running.appliance).await?;
    if new && calls {
        setup::seed_past(&clinic, PAST_CALLS).await?;
    }
    rehearsal::attend(&running.appliance, &clinic, calls).await?;
    manager_link(&clinic).await
}

/// The first practice clinic of the folder, and whether it had to be made.
async fn practice_clinic(appliance: &Appliance) -> Result<(Arc<Clinic>, bool), Failure> {
    for id in appliance.clinic_ids()? {
        if let Some(clinic) = appliance.clinic(&id).await
            && clinic.row().practice
        {
            return Ok((clinic, false));
        }
    }
    let id = ClinicId::new(PRACTICE_ID);
    new_practice_clinic(
        appliance.paths(&id)?,
        appliance.keys().clone(),
        appliance.ports().clone(),
    )
    .await?;
    let made = appliance.find_clinic(&id).await?;
    let clinic = made.ok_or_else(|| Failure::other("The practice clinic was made and can't be found."))?;
    setup::seed_catalogue(&clinic).await?;
    Ok((clinic, true))
}

/// A link for the clinic's first manager, who is made when there is none.
async fn manager_link(clinic: &Clinic) -> Result<Secret, Failure> {
    let manager = match first_manager(clinic).await? {
        Some(id) => id,
        None => {
            let new = NewAccount {
                username: "manager".into(),
                name: "Practice manager".into(),
                role: Role::Manager,
                password: None,
            };
            add_account(clinic, new, "appliance").await?.id
        }
    };
    Ok(new_link(clinic, manager, "appliance").await?.written("cwl"))
}

/// Listens from now on; ready when the process is asked to stop.
fn signals() -> Result<impl Future<Output = ()>, Failure> {
    let failed = |error: std::io::Error| Failure::other(format!("Could not listen for signals: {error}"));
    #[cfg(unix)]
    let mut terminate =
        tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()).map_err(failed)?;
    #[cfg(windows)]
    let mut terminate = tokio::signal::windows::ctrl_close().map_err(failed)?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = tokio::signal::ctrl_c() => {}
        }
    })
}
