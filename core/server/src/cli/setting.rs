//! `setting set` and `setting list`: how a clinic's webhooks prove themselves, how its voice provider is reached,
//! whom calls are passed on to, and what callers may be told of the clinic's rules.
//!
//! Values come from standard input or a file, so that a secret is never on a command line. Values are never
//! printed.

use super::failure::Failure;
use super::folder::Folder;
use super::out;
use crate::compose::real_ports;
use crate::hooks::VoiceProvider;
use callwaiting_domain::contact::Phone;
use callwaiting_engine::booking::Actor;
use callwaiting_engine::setup;
use callwaiting_providers::vapi::verify::HookAuth;
use clap::{Args, Subcommand, ValueEnum};
use serde_json::json;
use std::io::Read as _;
use std::path::PathBuf;

#[derive(Subcommand)]
pub(super) enum SettingCommand {
    /// Sets one setting of a clinic.
    Set(Set),
    /// Says which settings are set, not what they are.
    List(List),
}

#[derive(Clone, Copy, ValueEnum)]
enum Name {
    /// A JSON list of the ways in which a webhook may prove itself; one must fit.
    HookAuth,
    /// A JSON object: baseUrl, apiKey, and if wanted assistantId, phoneNumberId, credentialId.
    VoiceProvider,
    /// The number that calls are passed on to.
    HandoverNumber,
    /// What callers may be told of the clinic's rules, such as when cancelling is free: one a line.
    Policies,
}

/// What the voice can keep in mind.
const MOST_POLICIES: usize = 40;
const LONGEST_POLICY: usize = 300;

impl Name {
    const ALL: [Self; 4] = [
        Self::HookAuth,
        Self::VoiceProvider,
        Self::HandoverNumber,
        Self::Policies,
    ];

    fn key(self) -> &'static str {
        match self {
            Self::HookAuth => setup::HOOK_AUTH,
            Self::VoiceProvider => setup::VOICE_PROVIDER,
            Self::HandoverNumber => setup::HANDOVER_NUMBER,
            Self::Policies => setup::POLICIES,
        }
    }

    /// The value as it is kept, or what is wrong with it. Never repeats the value.
    fn check(self, value: &str, country: &str) -> Result<String, Failure> {
        let value = value.trim();
        match self {
            Self::HookAuth => {
                let ways: Vec<HookAuth> = serde_json::from_str(value).map_err(|_| {
                    Failure::value("hook-auth must be a JSON list of headerSecret, bearer or hmac.")
                })?;
                if ways.is_empty() {
                    return Err(Failure::value(
                        "hook-auth needs at least one way, or nothing could come in.",
                    ));
                }
                for way in &ways {
                    way.check()
                        .map_err(|why| Failure::value(format!("hook-auth can't be used: {why}.")))?;
                }
                let kept: Vec<String> = ways.iter().map(|way| way.to_stored_json().to_string()).collect();
                Ok(format!("[{}]", kept.join(",")))
            }
            Self::VoiceProvider => {
                let provider: VoiceProvider = serde_json::from_str(value).map_err(|_| {
                    Failure::value("voice-provider must be a JSON object with baseUrl and apiKey.")
                })?;
                Ok(provider.to_stored_json())
            }
            Self::HandoverNumber => Phone::parse(value, country)
                .map(|phone| phone.as_e164().to_owned())
                .ok_or_else(|| {
                    Failure::value("handover-number must be a telephone number that can be dialled.")
                }),
            Self::Policies => {
                let lines: Vec<&str> = value
                    .lines()
                    .map(str::trim)
                    .filter(|line| !line.is_empty())
                    .collect();
                if lines.len() > MOST_POLICIES
                    || lines.iter().any(|line| line.chars().count() > LONGEST_POLICY)
                {
                    return Err(Failure::value(format!(
                        "policies may be {MOST_POLICIES} lines of {LONGEST_POLICY} characters each."
                    )));
                }
                Ok(lines.join("\n"))
            }
        }
    }
}

#[derive(Args)]
#[command(after_help = "Example:
  callwaiting setting set hook-auth --data DIR --clinic elm-court --file auth.json
  with auth.json: [{\"kind\":\"hmac\",\"algorithm\":\"sha256\",\"secretKey\":\"…\"}]

The kinds are headerSecret {header, secret}, bearer {header, prefix, token} and hmac {algorithm, secretKey,
signatureHeader, timestampHeader, payloadFormat, signatureEncoding, signaturePrefix, …}. Takes effect within two
seconds while the appliance serves.")]
pub(super) struct Set {
    /// Which setting.
    name: Name,
    #[command(flatten)]
    folder: Folder,
    /// The clinic's id.
    #[arg(long, value_name = "ID")]
    clinic: String,
    /// Where the value is; standard input when absent.
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,
}

#[derive(Args)]
#[command(after_help = "Example:
  callwaiting setting list --data DIR --clinic elm-court")]
pub(super) struct List {
    #[command(flatten)]
    folder: Folder,
    /// The clinic's id.
    #[arg(long, value_name = "ID")]
    clinic: String,
}

impl SettingCommand {
    pub(super) async fn run(self) -> Result<(), Failure> {
        match self {
            Self::Set(set) => set.run().await,
            Self::List(list) => list.run().await,
        }
    }
}

impl Set {
    async fn run(self) -> Result<(), Failure> {
        let unreadable = |error: std::io::Error| Failure::value(format!("The value can't be read: {error}."));
        let value = match &self.file {
            Some(path) => std::fs::read_to_string(path).map_err(unreadable)?,
            None => {
                let mut text = String::new();
                std::io::stdin().read_to_string(&mut text).map_err(unreadable)?;
                text
            }
        };
        let clinic = self.folder.open(&self.clinic, real_ports()).await?;
        let done = match self.name.check(&value, &clinic.row().country) {
            Ok(kept) => setup::set_setting(&clinic, self.name.key(), kept, &Actor::Appliance)
                .await
                .map_err(Failure::from),
            Err(failure) => Err(failure),
        };
        setup::close(clinic).await;
        done?;
        out::say_json(&json!({ "set": self.name.key() }));
        Ok(())
    }
}

impl List {
    async fn run(self) -> Result<(), Failure> {
        let clinic = self.folder.open(&self.clinic, real_ports()).await?;
        let mut settings = serde_json::Map::new();
        for name in Name::ALL {
            let is_set = setup::setting(&clinic, name.key()).await?.is_some();
            settings.insert(name.key().to_owned(), is_set.into());
        }
        setup::close(clinic).await;
        out::say_json(&settings.into());
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn policies_are_kept_line_by_line_and_within_bounds() {
        let kept = Name::Policies
            .check(" Cancel a day before. \r\n\n  No dogs.\n", "GB")
            .ok();
        assert_eq!(kept.as_deref(), Some("Cancel a day before.\nNo dogs."));
        assert!(Name::Policies.check(&"a\n".repeat(41), "GB").is_err());
        assert!(Name::Policies.check(&"a".repeat(301), "GB").is_err());
    }
}
