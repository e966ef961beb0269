//! Puts the parts together, in the order in which they need each other, and takes them apart again.
//!
//! One start at a time comes first: a second start hands over and ends before it touches the data. The appliance runs
//! on a runtime of its own, which Tauri's commands use too.

use crate::desk::{self, Bell, Deed, Hands, Happening, ring};
use crate::events::Follower;
use crate::host::Host;
use crate::tray::Tray;
use crate::{api, window};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tauri::{App, AppHandle, Manager as _, RunEvent, WindowEvent};
use tauri_plugin_window_state::StateFlags;
use tokio::sync::mpsc::Receiver;
use tokio_util::task::TaskTracker;

/// Where the data are, when not in the usual folder for application data.
const DATA: &str = "CALLWAITING_DATA";
const FOLDER: &str = "callwaiting";
/// A person who quits, or a computer that shuts down, waits no longer than five seconds.
const STOPPED_WITHIN: Duration = Duration::from_secs(4);
/// For what is left of the runtime after that.
const LEFT_AFTER: Duration = Duration::from_millis(500);

/// Runs the window until somebody quits.
///
/// # Errors
/// What kept it from opening.
#[expect(
    clippy::disallowed_methods,
    reason = "Tauri's generated context ends the process when it is not on the main thread"
)]
pub(crate) fn run() -> Result<(), Box<dyn std::error::Error>> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    tauri::async_runtime::set(runtime.handle().clone());
    let (bell, heard) = desk::bell();
    let (second, closed) = (bell.clone(), bell.clone());
    let app = tauri::Builder::default()
        .plugin(tauri_plugin_single_instance::init(move |_, _, _| {
            ring(&second, Happening::ShowAsked)
        }))
        .plugin(window_state())
        .invoke_handler(tauri::generate_handler![api::api, api::start])
        .setup(move |app| set_up(app, bell, heard))
        .build(tauri::generate_context!())?;
    app.run_return(move |_, event| on_event(&closed, event));
    runtime.shutdown_timeout(LEFT_AFTER);
    Ok(())
}

/// Place and size, but not whether it was in sight: a window that was closed to the tray opens again at a start.
fn window_state() -> tauri::plugin::TauriPlugin<tauri::Wry> {
    let kept = StateFlags::SIZE | StateFlags::POSITION | StateFlags::MAXIMIZED | StateFlags::FULLSCREEN;
    tauri_plugin_window_state::Builder::default()
        .with_state_flags(kept)
        .build()
}

fn set_up(app: &App, bell: Bell, heard: Receiver<Happening>) -> Result<(), Box<dyn std::error::Error>> {
    let handle = app.handle().clone();
    let data = match std::env::var_os(DATA) {
        Some(folder) => PathBuf::from(folder),
        None => app.path().local_data_dir()?.join(FOLDER),
    };
    let host = Arc::new(Host::new());
    let tasks = TaskTracker::new();
    let follower = Follower::new(handle.clone(), host.clone(), bell.clone(), tasks.clone());
    app.manage(host.clone());
    app.manage(Arc::new(follower));
    window::make(app, &bell)?;
    let tray = Tray::make(&handle, &bell);
    if let Err(error) = &tray {
        tracing::warn!(%error, "there is no tray icon: closing the window ends the program");
    }
    let mut desktop = Desktop {
        app: handle,
        host: host.clone(),
        tray: tray.ok(),
    };
    let on = tauri::async_runtime::handle().inner().clone();
    tasks.spawn_on(async move { host.start(data).await }, &on);
    tasks.spawn_on(signals(bell), &on);
    tasks.spawn_on(
        async move {
            let has_tray = desktop.tray.is_some();
            desk::attend(heard, has_tray, &mut desktop).await;
        },
        &on,
    );
    Ok(())
}

fn on_event(bell: &Bell, event: RunEvent) {
    match event {
        RunEvent::WindowEvent {
            event: WindowEvent::CloseRequested { api, .. },
            ..
        } => {
            api.prevent_close();
            ring(bell, Happening::CloseAsked);
        }
        // Without a code it is the system or the last window that asks; with one it is us, at the end of it all.
        RunEvent::ExitRequested { code: None, api, .. } => {
            api.prevent_exit();
            ring(bell, Happening::QuitAsked);
        }
        _ => {}
    }
}

/// The system's ways to ask for an end.
async fn signals(bell: Bell) {
    #[cfg(unix)]
    let terminated = async {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut terminate) => terminate.recv().await,
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminated = std::future::pending::<Option<()>>();
    tokio::select! {
        _ = terminated => {}
        _ = tokio::signal::ctrl_c() => {}
    }
    ring(&bell, Happening::QuitAsked);
}

/// The desktop's side of the desk.
struct Desktop {
    app: AppHandle,
    host: Arc<Host>,
    tray: Option<Tray>,
}

impl Hands for Desktop {
    async fn work(&mut self, deed: Deed) {
        match deed {
            Deed::Show => window::show(&self.app),
            Deed::Hide => window::hide(&self.app),
            Deed::Say(words) => {
                if let Some(tray) = &self.tray {
                    tray.say(&words);
                }
            }
            Deed::Stop => {
                tracing::info!("stopping");
                window::hide(&self.app);
                self.host.stop(STOPPED_WITHIN).await;
                self.app.exit(0);
            }
        }
    }
}
