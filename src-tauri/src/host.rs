//! The appliance inside the window's process: starting it, asking its router, stopping it.
//!
//! It is started as `callwaiting serve --practice --practice-calls` starts it, but without a listener for the staff
//! API: the page asks the router in process. Deliberately absent: what the page may ask, which is `api`.

use crate::jar::Jar;
use crate::keys;
use callwaiting_server::{Config, Running, cli, start};
use futures::Stream;
use http::{Request, Response};
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{RwLock, watch};
use tower::ServiceExt as _;

/// How far the appliance is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Phase {
    /// Not there yet.
    Starting,
    /// Requests are answered.
    Serving,
    /// It could not be started; why, in a sentence for a person.
    Failed(String),
    /// It is over.
    Stopped,
}

/// The one appliance of this process.
pub(crate) struct Host {
    phase: watch::Sender<Phase>,
    running: RwLock<Option<Running>>,
    link: Mutex<Option<String>>,
    jar: Jar,
}

impl Host {
    /// Nothing runs yet.
    pub(crate) fn new() -> Self {
        Self {
            phase: watch::Sender::new(Phase::Starting),
            running: RwLock::default(),
            link: Mutex::default(),
            jar: Jar::default(),
        }
    }

    /// Starts the appliance on a data folder. A failure is logged and told to whoever asks.
    pub(crate) async fn start(&self, data: PathBuf) {
        let phase = match self.try_start(data).await {
            Ok(()) => Phase::Serving,
            Err(why) => {
                tracing::error!(%why, "the appliance could not be started");
                Phase::Failed(why)
            }
        };
        self.phase.send_replace(phase);
    }

    async fn try_start(&self, data: PathBuf) -> Result<(), String> {
        let folder = data.clone();
        let keys = tokio::task::spawn_blocking(move || keys::of(&folder))
            .await
            .map_err(|error| error.to_string())?;
        let config = Config {
            api: None,
            ..Config::new(data, keys)
        };
        let running = start(config).await.map_err(|error| error.to_string())?;
        tracing::info!(hooks = %running.hooks, "the appliance is in service");
        if practises(&running).await {
            let link = cli::practise(&running, true)
                .await
                .map_err(|error| error.to_string())?;
            *self.link() = Some(link.reveal().to_owned());
        }
        *self.running.write().await = Some(running);
        Ok(())
    }

    /// The phase once it is no longer starting.
    pub(crate) async fn settled(&self) -> Phase {
        let mut phase = self.phase.subscribe();
        match phase.wait_for(|phase| *phase != Phase::Starting).await {
            Ok(phase) => phase.clone(),
            Err(_) => Phase::Stopped,
        }
    }

    /// What signs the practice clinic's manager in; given out once.
    pub(crate) fn take_link(&self) -> Option<String> {
        self.link().take()
    }

    fn link(&self) -> std::sync::MutexGuard<'_, Option<String>> {
        self.link.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Asks the router, as whoever is signed in; the answer's body comes as it is made.
    ///
    /// # Errors
    /// The phase, when nothing is there to answer.
    pub(crate) async fn ask(
        &self,
        mut request: Request<String>,
    ) -> Result<
        Response<impl Stream<Item = Result<impl AsRef<[u8]>, impl std::error::Error>> + Send + Unpin>,
        Phase,
    > {
        let router = match self.settled().await {
            Phase::Serving => self
                .running
                .read()
                .await
                .as_ref()
                .map(|running| running.router.clone()),
            other => return Err(other),
        };
        self.jar.give(request.headers_mut());
        let answer = router.ok_or(Phase::Stopped)?.oneshot(request).await;
        let mut answer = answer.unwrap_or_else(|never| match never {});
        self.jar.take(answer.headers_mut());
        Ok(answer.map(|body| body.into_data_stream()))
    }

    /// Ends the appliance within the deadline.
    pub(crate) async fn stop(&self, deadline: Duration) {
        self.phase.send_replace(Phase::Stopped);
        if let Some(running) = self.running.write().await.take() {
            running.shutdown(deadline).await;
        }
    }
}

/// A folder that has nothing in it yet, or a practice clinic already, is practised in. One with only real clinics
/// gets no pretended one beside them.
async fn practises(running: &Running) -> bool {
    let Ok(clinics) = running.appliance.clinic_ids() else {
        return false;
    };
    for id in &clinics {
        if running
            .appliance
            .clinic(id)
            .await
            .is_some_and(|clinic| clinic.row().practice)
        {
            return true;
        }
    }
    clinics.is_empty()
}
