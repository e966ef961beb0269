//! The one window: made hidden, shown when its page is there, and kept to its own page.
//!
//! No other address can be opened in it, no second window, no download: whatever a page asks for beyond the
//! appliance is refused here, whoever put the page's words there.

use crate::desk::{Bell, Happening, ring};
use tauri::webview::{NewWindowResponse, PageLoadEvent};
use tauri::{App, AppHandle, Manager as _, Url, WebviewWindow, WebviewWindowBuilder};

/// Its name in tauri.conf.json and capabilities/.
const MAIN: &str = "main";

/// Makes the window of tauri.conf.json.
pub(crate) fn make(app: &App, bell: &Bell) -> tauri::Result<()> {
    let bell = bell.clone();
    let known = app
        .config()
        .app
        .windows
        .iter()
        .find(|window| window.label == MAIN);
    let Some(config) = known else {
        return Err(tauri::Error::WindowNotFound);
    };
    let window = WebviewWindowBuilder::from_config(app, config)?
        .devtools(cfg!(debug_assertions))
        .on_navigation(may_open)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .on_download(|_, _| false)
        .on_page_load(move |_, load| {
            if load.event() == PageLoadEvent::Finished {
                ring(&bell, Happening::PageReady);
            }
        });
    window.build().map(drop)
}

fn may_open(url: &Url) -> bool {
    let may = is_own_page(url);
    if !may {
        tracing::warn!(scheme = url.scheme(), "another page was refused");
    }
    may
}

/// The product's own page under the address that each system gives it.
fn is_own_page(url: &Url) -> bool {
    match url.scheme() {
        "tauri" => url.host_str() == Some("localhost"),
        "http" | "https" => {
            cfg!(windows) && url.host_str() == Some("tauri.localhost") && url.port().is_none()
        }
        _ => false,
    }
}

/// To the front, wherever it was.
pub(crate) fn show(app: &AppHandle) {
    on_window(app, |window| {
        window.show()?;
        window.unminimize()?;
        window.set_focus()
    });
}

/// Out of sight.
pub(crate) fn hide(app: &AppHandle) {
    on_window(app, WebviewWindow::hide);
}

fn on_window(app: &AppHandle, act: impl Fn(&WebviewWindow) -> tauri::Result<()>) {
    let Some(window) = app.get_webview_window(MAIN) else {
        return;
    };
    if let Err(error) = act(&window) {
        tracing::warn!(%error, "the window did not do as it was told");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_stays_with_its_own_page() {
        let may = |url: &str| is_own_page(&Url::parse(url).unwrap());
        assert!(may("tauri://localhost/"));
        assert!(may("tauri://localhost/calendar?day=2026-11-23"));
        for other in [
            "https://example.com/",
            "http://localhost/",
            "http://127.0.0.1:8080/",
            "tauri://example.com/",
            "file:///etc/hosts",
            "data:text/html,hello",
            "javascript:alert(1)",
            "https://tauri.localhost.example.com/",
        ] {
            assert!(!may(other), "{other}");
        }
    }
}
