//! A shipped window can't be driven by another program.
//!
//! WebKit and WebView2 let whoever sets a variable of the environment read the page and click in it. Tests need that,
//! so debug builds allow it; a release build refuses to start. Somebody who runs programs as the same person has
//! other ways in; this closes the one that needs no skill.

/// Each variable, and what in it opens the page to others; an empty text means any value.
const DOORS: [(&str, &str); 4] = [
    ("TAURI_WEBVIEW_AUTOMATION", "true"),
    ("WEBKIT_INSPECTOR_SERVER", ""),
    ("WEBKIT_INSPECTOR_HTTP_SERVER", ""),
    ("WEBVIEW2_ADDITIONAL_BROWSER_ARGUMENTS", "remote-debugging"),
];

/// Refuses an environment that would open the page to another program.
pub(crate) fn check(variable: impl Fn(&str) -> Option<String>) -> Result<(), String> {
    if cfg!(debug_assertions) {
        Ok(())
    } else {
        shut(variable)
    }
}

fn shut(variable: impl Fn(&str) -> Option<String>) -> Result<(), String> {
    let open = DOORS
        .iter()
        .find(|(name, opens)| variable(name).is_some_and(|value| value.to_lowercase().contains(opens)));
    match open {
        None => Ok(()),
        Some((name, _)) => Err(format!(
            "{name} would let another program read the window: unset it and start again"
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_opens_the_page_is_refused() {
        let with = |set: &'static str, value: &'static str| {
            shut(move |name: &str| (name == set).then(|| value.to_owned()))
        };
        assert!(with("TAURI_WEBVIEW_AUTOMATION", "true").is_err());
        assert!(with("WEBKIT_INSPECTOR_SERVER", "127.0.0.1:9222").is_err());
        assert!(
            with(
                "WEBVIEW2_ADDITIONAL_BROWSER_ARGUMENTS",
                "--Remote-Debugging-Port=1"
            )
            .is_err()
        );
        assert!(with("WEBVIEW2_ADDITIONAL_BROWSER_ARGUMENTS", "--disable-gpu").is_ok());
        assert!(with("LANG", "en_GB.UTF-8").is_ok());
    }
}
