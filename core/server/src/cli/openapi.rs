//! `openapi`: what the TypeScript client is generated from.

use super::failure::Failure;
use super::out;
use crate::api;
use clap::Args;

#[derive(Args)]
#[command(after_help = "Example:\n  callwaiting openapi > openapi.json")]
pub(super) struct Openapi {}

impl Openapi {
    pub(super) fn run(self) -> Result<(), Failure> {
        out::say(api::document().trim_end());
        Ok(())
    }
}
