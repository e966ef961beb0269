//! Log lines on standard error. Bodies, names and numbers are in none of them.

use tracing_subscriber::EnvFilter;

/// Whoever carries messages for us would write them out at a lower level, whole.
const LEVELS: &str = "info,zbus=warn,hyper=warn,axum=warn,tao=warn,wry=warn";

/// Sets up the log of this process.
pub(crate) fn to_stderr() {
    let filter = EnvFilter::try_from_env("CALLWAITING_LOG").unwrap_or_else(|_| EnvFilter::new(LEVELS));
    // Fails only when a log is set up already.
    let _ = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(false)
        .try_init();
    // A panic's words may quote what it was working on; where it happened is enough.
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(%place, "a panic");
    }));
}
