//! The icon beside the clock: how the line is, open, quit.
//!
//! Closing the window leaves this behind, and calls go on being answered. A desktop that shows no such icons (GNOME
//! without its extension) brings the window back by starting the program once more.

use crate::desk::{Bell, Happening, ring};
use crate::line;
use tauri::image::Image;
use tauri::menu::{Menu, MenuItem, PredefinedMenuItem};
use tauri::tray::{MouseButton, MouseButtonState, TrayIcon, TrayIconBuilder, TrayIconEvent};
use tauri::{AppHandle, Wry, include_image};

const ICON: Image<'_> = include_image!("icons/tray.png");
const OPEN: &str = "open";
const QUIT: &str = "quit";
const NAME: &str = "CallWaiting";

/// The icon, and the line of its menu that changes.
pub(crate) struct Tray {
    icon: TrayIcon,
    status: MenuItem<Wry>,
}

impl Tray {
    /// Puts the icon there.
    pub(crate) fn make(app: &AppHandle, bell: &Bell) -> tauri::Result<Self> {
        let status = MenuItem::with_id(app, "status", line::NOBODY, false, None::<&str>)?;
        let open = MenuItem::with_id(app, OPEN, "Open CallWaiting", true, None::<&str>)?;
        let quit = MenuItem::with_id(app, QUIT, "Quit", true, None::<&str>)?;
        let rule = PredefinedMenuItem::separator(app)?;
        let menu = Menu::with_items(app, &[&status, &open, &rule, &quit])?;
        let (chosen, clicked) = (bell.clone(), bell.clone());
        let icon = TrayIconBuilder::with_id("line")
            .icon(ICON)
            .tooltip(NAME)
            .menu(&menu)
            .show_menu_on_left_click(cfg!(not(windows)))
            .on_menu_event(move |_, event| match event.id().as_ref() {
                OPEN => ring(&chosen, Happening::ShowAsked),
                QUIT => ring(&chosen, Happening::QuitAsked),
                _ => {}
            })
            .on_tray_icon_event(move |_, event| {
                if cfg!(windows) && is_left_click(&event) {
                    ring(&clicked, Happening::ShowAsked);
                }
            })
            .build(app)?;
        Ok(Self { icon, status })
    }

    /// Says how the line is.
    pub(crate) fn say(&self, words: &str) {
        let said = self
            .status
            .set_text(words)
            .and_then(|()| self.icon.set_tooltip(Some(format!("{NAME}: {words}"))));
        if let Err(error) = said {
            tracing::warn!(%error, "the tray icon did not change");
        }
    }
}

fn is_left_click(event: &TrayIconEvent) -> bool {
    matches!(
        event,
        TrayIconEvent::Click {
            button: MouseButton::Left,
            button_state: MouseButtonState::Up,
            ..
        }
    )
}
