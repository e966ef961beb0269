//! The composition root: the one place where real adapters are made, and the order of starting and stopping.

use crate::appliance::{Appliance, KeySource, Reach};
use crate::http::{Dressing, Limits, dress, install_metrics, serve};
use crate::{api, hooks};
use axum::{Router, middleware};
use callwaiting_domain::ports::Clock;
use callwaiting_engine::{EngineError, Ports};
use callwaiting_store::keys::SystemEntropy;
use callwaiting_store::{DataFolder, StoreError};
use jiff::Timestamp;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;

/// The PC's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the adapter that everything else is given"
    )]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// The real outside world.
pub fn real_ports() -> Ports {
    Ports {
        clock: Arc::new(SystemClock),
        entropy: Arc::new(SystemEntropy),
    }
}

/// How an appliance is to run.
pub struct Config {
    /// The data folder.
    pub data: PathBuf,
    /// Where keys come from.
    pub keys: KeySource,
    /// Where the staff API listens; nowhere when absent, as for the window, which calls the router.
    pub api: Option<SocketAddr>,
    /// Where webhooks arrive.
    pub hooks: SocketAddr,
    /// Which names the staff API answers to.
    pub reach: Reach,
    /// How often strangers may ask.
    pub limits: Limits,
    /// Clock and randomness.
    pub ports: Ports,
}

impl Config {
    /// The usual: both listeners on loopback, on free ports.
    pub fn new(data: PathBuf, keys: KeySource) -> Self {
        let loopback = SocketAddr::from(([127, 0, 0, 1], 0));
        Self {
            data,
            keys,
            api: Some(loopback),
            hooks: loopback,
            reach: Reach::default(),
            limits: Limits::default(),
            ports: real_ports(),
        }
    }
}

/// Why an appliance did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The data folder or a clinic can't be used.
    #[error(transparent)]
    Engine(#[from] EngineError),
    /// The staff API would send passwords and patients' data over the network in the clear.
    #[error(
        "The staff API may listen on this machine only ({address} is not), because it speaks plain HTTP. Put a proxy \
         that ends TLS in front of it, or allow plain HTTP if the network itself is encrypted."
    )]
    PlainHttp {
        /// What was asked for.
        address: SocketAddr,
    },
    /// An address can't be listened on.
    #[error("Could not listen on {address}: {source}")]
    Listen {
        /// What was asked for.
        address: SocketAddr,
        /// The system's words.
        source: std::io::Error,
    },
}

impl From<StoreError> for StartError {
    fn from(error: StoreError) -> Self {
        Self::Engine(error.into())
    }
}

/// An appliance that serves.
pub struct Running {
    /// Where the staff API listens.
    pub api: Option<SocketAddr>,
    /// Where webhooks arrive.
    pub hooks: SocketAddr,
    /// Everything that handlers share.
    pub appliance: Arc<Appliance>,
    /// The staff API and the screens, for whoever calls it in process.
    pub router: Router,
}

const NOTE: &str = "running.json";
/// Longer than any provider waits.
const HOOKS_DEADLINE: Duration = Duration::from_secs(25);

/// Starts an appliance: data folder, clinics, listeners, in this order; when it returns, it serves.
///
/// # Errors
/// [`StartError`]. A clinic that can't be opened is logged and does not keep the others from being served.
pub async fn start(config: Config) -> Result<Running, StartError> {
    if let Some(address) = config
        .api
        .filter(|address| !address.ip().is_loopback() && !config.reach.network)
    {
        return Err(StartError::PlainHttp { address });
    }
    install_metrics();
    let folder = DataFolder::take(&config.data)?;
    let appliance = Arc::new(Appliance::new(
        folder,
        config.keys,
        config.ports,
        config.reach,
        config.limits,
    ));
    for id in appliance.clinic_ids()? {
        appliance.clinic(&id).await;
    }
    let hooks = listen(config.hooks).await?;
    let api = match config.api {
        Some(address) => Some(listen(address).await?),
        None => None,
    };
    let running = Running {
        api: api.as_ref().and_then(|listener| listener.local_addr().ok()),
        hooks: hooks.local_addr().unwrap_or(config.hooks),
        router: api::router(appliance.clone()),
        appliance,
    };
    running.appliance.hooks_listen_on(running.hooks);
    running.serve(hooks, hooks_router(&running.appliance));
    if let Some(api) = api {
        running.serve(api, running.router.clone());
    }
    running.note();
    Ok(running)
}

/// The hooks listener's routes, dressed like the staff API's.
fn hooks_router(appliance: &Arc<Appliance>) -> Router {
    let dressing = Dressing {
        appliance: appliance.clone(),
        listener: "hooks",
        largest_body: hooks::LARGEST_BODY as u64,
        deadline: HOOKS_DEADLINE,
    };
    hooks::router(appliance.clone()).layer(middleware::from_fn_with_state(dressing, dress))
}

pub(crate) async fn listen(address: SocketAddr) -> Result<TcpListener, StartError> {
    TcpListener::bind(address)
        .await
        .map_err(|source| StartError::Listen { address, source })
}

impl Running {
    fn serve(&self, listener: TcpListener, router: Router) {
        let (stop, tasks) = (self.appliance.stop().clone(), self.appliance.tasks().clone());
        self.appliance.tasks().spawn(serve(listener, router, stop, tasks));
    }

    /// Tells other processes of this machine where this one listens.
    fn note(&self) {
        let note = serde_json::json!({
            "pid": std::process::id(),
            "api": self.api.map(|address| format!("http://{address}")),
            "hooks": format!("http://{}", self.hooks),
        });
        if let Err(error) = std::fs::write(self.appliance.root().join(NOTE), format!("{note}\n")) {
            tracing::warn!(%error, "other commands will not find this appliance by its data folder");
        }
    }

    /// Stops: no new connections, answers in progress end, background work ends, databases close.
    pub async fn shutdown(self, deadline: Duration) {
        let _ = std::fs::remove_file(self.appliance.root().join(NOTE));
        self.appliance.stop().cancel();
        self.appliance.tasks().close();
        if tokio::time::timeout(deadline / 2, self.appliance.tasks().wait())
            .await
            .is_err()
        {
            tracing::warn!("some requests or tasks did not end in time");
        }
        self.appliance.close_clinics(deadline / 2).await;
        tracing::info!("stopped");
    }
}

/// What a running appliance noted in its data folder.
#[derive(Clone, Debug, serde::Deserialize)]
pub struct RunningNote {
    /// The process.
    pub pid: u32,
    /// The staff API's base address.
    pub api: Option<String>,
    /// The hooks listener's base address.
    pub hooks: String,
}

/// Where the appliance of a data folder listens; `None` when none does, whatever a killed one left behind.
pub fn running_note(data: &std::path::Path) -> Option<RunningNote> {
    let note: RunningNote = serde_json::from_str(&std::fs::read_to_string(data.join(NOTE)).ok()?).ok()?;
    let hooks: SocketAddr = note.hooks.strip_prefix("http://")?.parse().ok()?;
    std::net::TcpStream::connect_timeout(&hooks, Duration::from_secs(1)).ok()?;
    Some(note)
}
