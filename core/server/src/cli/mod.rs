//! The command line: IT's way in, and the contract that checks from outside drive the product by.
//!
//! Results go to stdout, as JSON where a program reads them; everything else goes to stderr. Each command is a
//! file; what a command does is elsewhere.

mod clinic;
mod doctor;
mod failure;
mod folder;
mod openapi;
mod out;
mod practice;
mod redact;
mod serve;
mod setting;
mod staff;
pub(crate) mod tape;
mod token;
mod verify;

pub use failure::Failure;
pub use folder::{PRACTICE_ID, new_practice_clinic};
pub use serve::practise;

use clap::{Parser, Subcommand};
use std::process::ExitCode;
use tracing_subscriber::filter::dynamic_filter_fn;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{EnvFilter, Layer as _};

const AFTER_HELP: &str = "Example:
  callwaiting serve --data DIR --practice --practice-calls

Exit codes:
  0   done
  1   something else went wrong
  2   the command line is wrong
  3   the data folder is in use, missing or can't be written
  4   the key is missing or is not this clinic's
  5   a database is damaged, of a newer version or not a database
  6   there is no such clinic or thing, or it exists already
  7   an address can't be listened on
  8   a value can't be used
  10  doctor found something
  11  verify failed

Log lines go to stderr; CALLWAITING_LOG sets how many (error, warn, info, debug; info when absent).";

/// An AI receptionist's back office on the clinic's own PC.
#[derive(Parser)]
#[command(name = "callwaiting", version, about, after_help = AFTER_HELP, arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Runs the appliance without a window.
    Serve(serve::Serve),
    /// Makes clinics.
    #[command(
        subcommand,
        after_help = "Example:\n  callwaiting clinic create --data DIR --id elm-court --name \"Elm Court Clinic\""
    )]
    Clinic(clinic::ClinicCommand),
    /// Makes tokens for machines.
    #[command(
        subcommand,
        after_help = "Example:\n  callwaiting token create --data DIR --clinic elm-court --role front_desk"
    )]
    Token(token::TokenCommand),
    /// Makes staff accounts.
    #[command(
        subcommand,
        after_help = "Example:\n  callwaiting staff create --data DIR --clinic elm-court --username ruth --name Ruth --role manager"
    )]
    Staff(staff::StaffCommand),
    /// Sets how webhooks prove themselves, how the voice is reached, whom calls go to, what callers may be told.
    #[command(
        subcommand,
        after_help = "Example:\n  callwaiting setting set policies --data DIR --clinic elm-court --file policies.txt"
    )]
    Setting(setting::SettingCommand),
    /// Fills and plays practice clinics.
    #[command(subcommand, after_help = practice::AFTER_HELP)]
    Practice(practice::PracticeCommand),
    /// Examines a data folder: keys, databases, audit logs, clock, disk.
    Doctor(doctor::Doctor),
    /// Runs the acceptance scenarios in a throwaway practice clinic and writes a report.
    Verify(verify::Verify),
    /// Takes personal data out of lines of text, and tells where it was.
    Redact(redact::Redact),
    /// Prints the description of the staff API.
    Openapi(openapi::Openapi),
}

/// Runs the program.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(refused) => {
            let _ = refused.print();
            return ExitCode::from(u8::try_from(refused.exit_code()).unwrap_or(2));
        }
    };
    log_to_stderr();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let done = match runtime {
        Ok(runtime) => runtime.block_on(run(cli.command)),
        Err(error) => Err(Failure::other(format!("Could not start: {error}"))),
    };
    match done {
        Ok(code) => code,
        Err(failure) => {
            out::complain(&failure.to_string());
            ExitCode::from(failure.code())
        }
    }
}

async fn run(command: Command) -> Result<ExitCode, Failure> {
    match command {
        Command::Serve(serve) => serve.run().await.map(|()| ExitCode::SUCCESS),
        Command::Clinic(clinic) => clinic.run().await.map(|()| ExitCode::SUCCESS),
        Command::Token(token) => token.run().await.map(|()| ExitCode::SUCCESS),
        Command::Staff(staff) => staff.run().await.map(|()| ExitCode::SUCCESS),
        Command::Setting(setting) => setting.run().await.map(|()| ExitCode::SUCCESS),
        Command::Practice(practice) => practice.run().await.map(|()| ExitCode::SUCCESS),
        Command::Openapi(openapi) => openapi.run().map(|()| ExitCode::SUCCESS),
        Command::Redact(redact) => redact.run().map(|()| ExitCode::SUCCESS),
        Command::Doctor(doctor) => doctor.run().await,
        Command::Verify(verify) => verify.run().await,
    }
}

/// Sends log lines to stderr, as many as CALLWAITING_LOG asks for, and keeps a panic's words out of them.
pub fn log_to_stderr() {
    let filter = EnvFilter::try_from_env("CALLWAITING_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    let told = tracing_subscriber::fmt::layer()
        .with_writer(std::io::stderr)
        .with_ansi(false)
        .with_filter(filter);
    let taped = tracing_subscriber::fmt::layer()
        .with_writer(tape::Tape)
        .with_ansi(false)
        .with_filter(dynamic_filter_fn(|_, _| tape::is_recording()));
    // Fails only when a log is set up already.
    let _ = tracing_subscriber::registry().with(told).with(taped).try_init();
    // A panic's words may quote what it was working on; where it happened is enough.
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(%place, "a panic");
    }));
}
