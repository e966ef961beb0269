//! The two ways out of the program: results to stdout, complaints to stderr.

use std::io::Write as _;

/// Prints a result. A reader that has gone away is no reason to fail.
pub(super) fn say(text: &str) {
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "{text}").and_then(|()| out.flush());
}

/// Prints a result as one line of JSON.
pub(super) fn say_json(value: &serde_json::Value) {
    say(&value.to_string());
}

/// Prints why nothing was done.
pub(super) fn complain(text: &str) {
    let _ = writeln!(std::io::stderr(), "callwaiting: {text}");
}
