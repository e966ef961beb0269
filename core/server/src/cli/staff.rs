//! `staff create`: how the first person of a clinic gets in.

use super::failure::Failure;
use super::folder::Folder;
use super::out;
use super::token::role;
use crate::compose::{real_ports, running_note};
use callwaiting_domain::staff::Role;
use callwaiting_engine::access::{self, NewAccount, Secret};
use callwaiting_engine::{Clinic, setup};
use clap::{Args, Subcommand};
use serde_json::{Value, json};
use std::io::Read as _;

#[derive(Subcommand)]
pub(super) enum StaffCommand {
    /// Adds an account.
    Create(Create),
}

#[derive(Args)]
#[command(after_help = "Examples:
  callwaiting staff create --data DIR --clinic elm-court --username ruth --name \"Ruth Hallam\" --role manager
  callwaiting staff create … --password-stdin < password.txt

Without a password the answer carries a link that signs the person in once, within 15 minutes. With a password, read
from standard input so that it is in no list of processes, they sign in with it.")]
pub(super) struct Create {
    #[command(flatten)]
    folder: Folder,
    /// The clinic's id.
    #[arg(long, value_name = "ID")]
    clinic: String,
    /// What they type to sign in.
    #[arg(long)]
    username: String,
    /// What others call them.
    #[arg(long)]
    name: String,
    /// front_desk, manager or it_admin.
    #[arg(long, value_parser = role)]
    role: Role,
    /// Reads the password from standard input.
    #[arg(long)]
    password_stdin: bool,
}

impl StaffCommand {
    pub(super) async fn run(self) -> Result<(), Failure> {
        let Self::Create(create) = self;
        let password = if create.password_stdin {
            Some(read_password()?)
        } else {
            None
        };
        let clinic = create.folder.open(&create.clinic, real_ports()).await?;
        let made = add(&clinic, &create, password).await;
        setup::close(clinic).await;
        out::say_json(&made?);
        Ok(())
    }
}

async fn add(clinic: &Clinic, create: &Create, password: Option<Secret>) -> Result<Value, Failure> {
    let by_link = password.is_none();
    let (username, name) = (create.username.clone(), create.name.clone());
    let new = NewAccount {
        username,
        name,
        role: create.role,
        password,
    };
    let account = access::add_account(clinic, new, "cli").await?;
    let mut said = json!({ "staffId": account.id, "username": account.username });
    if by_link {
        let link = access::new_link(clinic, account.id, "cli").await?.written("cwl");
        said["link"] = link.reveal().into();
        let running = running_note(&create.folder.data).and_then(|note| note.api);
        said["signIn"] = running.map(|api| format!("{api}/#link={}", link.reveal())).into();
    }
    Ok(said)
}

fn read_password() -> Result<Secret, Failure> {
    let mut text = String::new();
    std::io::stdin()
        .take(4096)
        .read_to_string(&mut text)
        .map_err(|error| Failure::other(format!("Could not read the password: {error}")))?;
    Ok(Secret::new(text.trim_end_matches(['\r', '\n'])))
}
