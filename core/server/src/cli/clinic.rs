//! `clinic create`.

use super::failure::Failure;
use super::folder::{Folder, make_clinic};
use super::out;
use crate::compose::real_ports;
use callwaiting_engine::setup;
use callwaiting_store::keys::RecoveryCost;
use callwaiting_store::tables::clinic::ClinicRow;
use clap::{Args, Subcommand};
use jiff::tz::TimeZone;
use serde_json::json;

#[derive(Subcommand)]
pub(super) enum ClinicCommand {
    /// Makes a clinic: its folder, its key, its encrypted database.
    Create(Create),
}

#[derive(Args)]
#[command(after_help = "Example:
  callwaiting clinic create --data DIR --id elm-court --name \"Elm Court Clinic\" --timezone Europe/London --country GB

Prints {\"clinicId\",\"recoveryCode\",\"hookSecret\"}. The recovery code opens the clinic's data when the key file is
lost, and is shown only this once: write it down. Works while the appliance serves.")]
pub(super) struct Create {
    #[command(flatten)]
    folder: Folder,
    /// 1 to 63 lowercase letters, digits and hyphens.
    #[arg(long)]
    id: String,
    /// As callers hear it.
    #[arg(long)]
    name: String,
    /// IANA name.
    #[arg(long, default_value = "Europe/London")]
    timezone: String,
    /// ISO 3166 alpha-2.
    #[arg(long, default_value = "GB")]
    country: String,
    /// ISO 4217; the country's own when absent.
    #[arg(long)]
    currency: Option<String>,
    /// Its providers are the built-in simulators; it comes with a catalogue.
    #[arg(long)]
    practice: bool,
}

impl ClinicCommand {
    pub(super) async fn run(self) -> Result<(), Failure> {
        let Self::Create(create) = self;
        create.run().await
    }
}

impl Create {
    async fn run(self) -> Result<(), Failure> {
        let (row, ports) = (self.row()?, real_ports());
        let paths = self.folder.paths(&self.id)?;
        std::fs::create_dir_all(&self.folder.data)
            .map_err(|error| Failure::other(format!("Could not make the data folder: {error}")))?;
        let made = make_clinic(
            paths,
            self.folder.keys(),
            ports.clone(),
            row,
            Some(RecoveryCost::PRODUCTION),
        )
        .await?;
        if self.practice {
            let clinic = self.folder.open(&self.id, ports).await?;
            setup::seed_catalogue(&clinic).await?;
            setup::close(clinic).await;
        }
        out::say_json(&json!({
            "clinicId": self.id,
            "recoveryCode": made.recovery.as_ref().map(|code| code.reveal()),
            "hookSecret": made.hook_secret,
        }));
        Ok(())
    }

    fn row(&self) -> Result<ClinicRow, Failure> {
        let name = self.name.trim();
        if name.is_empty() || name.chars().count() > 120 {
            return Err(Failure::value(
                "A clinic's name has between 1 and 120 characters.",
            ));
        }
        if TimeZone::get(&self.timezone).is_err() {
            return Err(Failure::value(format!(
                "There is no time zone {:?}; write one like Europe/London.",
                self.timezone
            )));
        }
        let letters = |text: &str, n: usize| text.len() == n && text.bytes().all(|b| b.is_ascii_uppercase());
        let country = self.country.to_uppercase();
        if !letters(&country, 2) {
            return Err(Failure::value("The country is two letters, such as GB."));
        }
        let currency = self
            .currency
            .clone()
            .unwrap_or_else(|| currency_of(&country).into())
            .to_uppercase();
        if !letters(&currency, 3) {
            return Err(Failure::value("The currency is three letters, such as GBP."));
        }
        Ok(ClinicRow {
            id: self.id.clone(),
            name: name.to_owned(),
            timezone: self.timezone.clone(),
            country,
            currency,
            practice: self.practice,
            step_minutes: 15,
        })
    }
}

/// The currency of a country in which the product is sold.
fn currency_of(country: &str) -> &'static str {
    match country {
        "GB" => "GBP",
        "US" => "USD",
        "CH" | "LI" => "CHF",
        "SE" => "SEK",
        "DK" => "DKK",
        "NO" => "NOK",
        "PL" => "PLN",
        "CZ" => "CZK",
        "HU" => "HUF",
        "RO" => "RON",
        "CA" => "CAD",
        "AU" => "AUD",
        _ => "EUR",
    }
}
