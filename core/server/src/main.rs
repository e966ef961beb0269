//! The `callwaiting` program. Everything it does is in `callwaiting_server::cli`.

fn main() -> std::process::ExitCode {
    callwaiting_server::cli::main()
}
