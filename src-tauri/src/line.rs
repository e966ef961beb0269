//! What the tray says about the clinic's line, in the words of the window's own top bar.

use serde::Deserialize;

/// Before anybody signed in, and after they left.
pub(crate) const NOBODY: &str = "Nobody is signed in";

#[derive(Deserialize)]
struct Line {
    state: String,
    live: u32,
}

/// One short line for an answer of `GET /line`; `None` when it can't be read.
pub(crate) fn words(answer: &str) -> Option<String> {
    let line: Line = serde_json::from_str(answer).ok()?;
    let state = match line.state.as_str() {
        "open" => "Line open",
        "practice" => "Practice",
        "catching_up" => "Catching up",
        "no_way_in" => "No way in",
        _ => "Offline",
    };
    Some(match line.live {
        0 => state.to_owned(),
        1 => format!("{state}, 1 call"),
        calls => format!("{state}, {calls} calls"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_state_and_how_many_are_on_the_line() {
        let said =
            |state: &str, live: u32| words(&format!(r#"{{"state":"{state}","live":{live},"detail":""}}"#));
        assert_eq!(said("open", 0).unwrap(), "Line open");
        assert_eq!(said("practice", 1).unwrap(), "Practice, 1 call");
        assert_eq!(said("no_way_in", 2).unwrap(), "No way in, 2 calls");
        assert_eq!(words("{}"), None);
    }
}
