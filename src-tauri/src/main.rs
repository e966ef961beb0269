//! CallWaiting's desktop window: one more host of the appliance, beside `callwaiting serve`.
//!
//! The page in the window is the page that a browser gets, and its requests go through the same router, in process.
//! What a clinic may do is decided in the other crates; here is only what a desktop adds: a window, a tray icon,
//! one start at a time, the keychain. Nothing outside this folder knows of Tauri.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod api;
mod app;
mod automation;
mod desk;
mod events;
mod host;
mod jar;
mod keys;
mod line;
mod log;
mod sse;
mod tray;
mod window;

use std::process::ExitCode;

fn main() -> ExitCode {
    log::to_stderr();
    if let Err(why) = automation::check(|name| std::env::var(name).ok()) {
        tracing::error!("{why}");
        return ExitCode::FAILURE;
    }
    match app::run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!(%error, "the window could not be opened");
            ExitCode::FAILURE
        }
    }
}
