//! `token create`.

use super::failure::Failure;
use super::folder::Folder;
use super::out;
use crate::compose::real_ports;
use callwaiting_domain::staff::Role;
use callwaiting_engine::{access, setup};
use clap::{Args, Subcommand};
use serde_json::json;

#[derive(Subcommand)]
pub(super) enum TokenCommand {
    /// Makes a token for one clinic and one role.
    Create(Create),
}

#[derive(Args)]
#[command(after_help = "Example:
  callwaiting token create --data DIR --clinic elm-court --role front_desk

Prints {\"token\"}, to be sent as Authorization: Bearer. It is shown only this once. Works while the appliance serves.")]
pub(super) struct Create {
    #[command(flatten)]
    folder: Folder,
    /// The clinic's id.
    #[arg(long, value_name = "ID")]
    clinic: String,
    /// front_desk, manager or it_admin.
    #[arg(long, value_parser = role)]
    role: Role,
    /// What it is for.
    #[arg(long, default_value = "command line")]
    label: String,
}

/// Reads a role's name.
pub(super) fn role(name: &str) -> Result<Role, String> {
    Role::parse(name).ok_or_else(|| "write front_desk, manager or it_admin".to_owned())
}

impl TokenCommand {
    pub(super) async fn run(self) -> Result<(), Failure> {
        let Self::Create(create) = self;
        let clinic = create.folder.open(&create.clinic, real_ports()).await?;
        let made = access::new_token(&clinic, create.role, &create.label, "cli").await;
        setup::close(clinic).await;
        out::say_json(&json!({ "token": made?.written("cwt").reveal() }));
        Ok(())
    }
}
