//! The clinic's events, from the appliance's own stream into the page.
//!
//! One stream at a time, for whoever is signed in. It resumes from its cursor, so a stream that broke misses nothing,
//! and it ends for good when the appliance says that nobody is signed in any more.

use crate::desk::{Bell, Happening, ring};
use crate::host::{Host, Phase};
use crate::line;
use crate::sse::{Event, Reader};
use futures::StreamExt as _;
use http::{Request, StatusCode, Uri};
use serde::Serialize;
use std::ops::ControlFlow;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tauri::{AppHandle, Emitter as _};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// The name under which the page listens.
const NAME: &str = "appliance-event";
const FIRST_PAUSE: Duration = Duration::from_millis(250);
const LONGEST_PAUSE: Duration = Duration::from_secs(10);

/// Follows one clinic at a time.
pub(crate) struct Follower {
    app: AppHandle,
    host: Arc<Host>,
    bell: Bell,
    tasks: TaskTracker,
    now: Mutex<Option<Following>>,
}

struct Following {
    path: String,
    stop: CancellationToken,
}

/// An event as the page gets it.
#[derive(Serialize, Clone)]
#[serde(rename_all = "camelCase")]
struct Told<'a> {
    clinic_id: &'a str,
    #[serde(flatten)]
    event: &'a Event,
}

impl Follower {
    /// Nobody is followed yet.
    pub(crate) fn new(app: AppHandle, host: Arc<Host>, bell: Bell, tasks: TaskTracker) -> Self {
        Self {
            app,
            host,
            bell,
            tasks,
            now: Mutex::default(),
        }
    }

    /// Follows a clinic from now on, unless it is followed already.
    pub(crate) fn follow_clinic(self: &Arc<Self>, clinic: &str) {
        let path = format!("/api/clinics/{clinic}/events");
        let same = self
            .lock()
            .as_ref()
            .is_some_and(|following| following.path == path);
        if !same {
            self.begin(path);
        }
    }

    /// Follows from now on what a page that listens has asked for.
    pub(crate) fn follow(self: &Arc<Self>, uri: &Uri) {
        self.begin(uri.path().to_owned());
    }

    /// Follows nobody.
    pub(crate) fn stop(&self) {
        if let Some(following) = self.lock().take() {
            following.stop.cancel();
        }
        ring(&self.bell, Happening::Line(line::NOBODY.to_owned()));
    }

    fn begin(self: &Arc<Self>, path: String) {
        let stop = CancellationToken::new();
        let following = Following {
            path: path.clone(),
            stop: stop.clone(),
        };
        if let Some(before) = self.lock().replace(following) {
            before.stop.cancel();
        }
        let (this, clinic) = (self.clone(), clinic_of(&path).to_owned());
        self.tasks.spawn(async move {
            let stopped = stop.clone();
            tokio::select! {
                () = stopped.cancelled() => {}
                () = this.run(&path, &clinic, &stop) => {}
            }
        });
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Option<Following>> {
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn run(&self, path: &str, clinic: &str, stop: &CancellationToken) {
        let mut cursor = None;
        let mut pause = FIRST_PAUSE;
        loop {
            let before = cursor.clone();
            if self.once(path, clinic, &mut cursor).await.is_break() {
                return;
            }
            pause = if cursor == before {
                (pause * 2).min(LONGEST_PAUSE)
            } else {
                FIRST_PAUSE
            };
            // Waits, unless somebody signs out meanwhile.
            let _ = tokio::time::timeout(pause, stop.cancelled()).await;
        }
    }

    /// Reads one stream to its end. Breaks when there will be no other.
    async fn once(&self, path: &str, clinic: &str, cursor: &mut Option<String>) -> ControlFlow<()> {
        let resumed = cursor
            .as_ref()
            .map(|cursor| format!("?cursor={cursor}"))
            .unwrap_or_default();
        let mut answer = match self.host.ask(get(&format!("{path}{resumed}"))).await {
            Ok(answer) => answer,
            Err(Phase::Starting | Phase::Serving) => return ControlFlow::Continue(()),
            Err(Phase::Failed(_) | Phase::Stopped) => return ControlFlow::Break(()),
        };
        match answer.status() {
            StatusCode::OK => {}
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN | StatusCode::NOT_FOUND => {
                return ControlFlow::Break(());
            }
            _ => return ControlFlow::Continue(()),
        }
        let mut reader = Reader::default();
        while let Some(Ok(bytes)) = answer.body_mut().next().await {
            for event in reader.read(bytes.as_ref()) {
                self.tell(clinic, &event).await;
                if event.id.is_some() {
                    cursor.clone_from(&event.id);
                }
            }
        }
        ControlFlow::Continue(())
    }

    async fn tell(&self, clinic: &str, event: &Event) {
        if let Err(error) = self.app.emit(
            NAME,
            Told {
                clinic_id: clinic,
                event,
            },
        ) {
            tracing::warn!(%error, "the window did not take an event");
        }
        if matches!(
            event.event.as_str(),
            "hello" | "reset" | "line.changed" | "call.started" | "call.updated"
        ) {
            self.tell_tray(clinic).await;
        }
    }

    async fn tell_tray(&self, clinic: &str) {
        let Ok(mut answer) = self.host.ask(get(&format!("/api/clinics/{clinic}/line"))).await else {
            return;
        };
        let mut body = Vec::new();
        while let Some(Ok(part)) = answer.body_mut().next().await {
            body.extend_from_slice(part.as_ref());
        }
        if let Some(words) = line::words(&String::from_utf8_lossy(&body)) {
            ring(&self.bell, Happening::Line(words));
        }
    }
}

fn get(path: &str) -> Request<String> {
    let mut request = Request::new(String::new());
    // Paths are made here of parts that were a path before; one that is none is answered as the root: not found.
    *request.uri_mut() = path.parse().unwrap_or_default();
    request
}

/// The clinic's part of `/api/clinics/{clinicId}/events`.
fn clinic_of(path: &str) -> &str {
    path.trim_start_matches("/api/clinics/")
        .split('/')
        .next()
        .unwrap_or_default()
}
