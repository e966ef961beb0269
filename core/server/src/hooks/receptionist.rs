//! The receptionist as this clinic's data describes her, for the moment a call rings.

use super::Door;
use callwaiting_domain::booking::{Procedure, opening_hours};
use callwaiting_domain::words::one_of;
use callwaiting_engine::{Clinic, privacy, setup};
use callwaiting_providers::vapi::answer::CallTaker;
use callwaiting_providers::vapi::assistant::{
    HookServer, ModelChoice, OfferedProcedure, Receptionist, VoiceChoice,
};
use callwaiting_providers::{Personal, Secret};
use serde::Deserialize;
use serde_json::{Map, json};

/// How the clinic reaches its voice provider, as kept in its settings.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct VoiceProvider {
    /// The provider's REST address.
    pub base_url: String,
    /// The account's private key. It is kept in the clinic's encrypted database with the rest, and prints nothing.
    pub api_key: Secret,
    /// A saved assistant that takes calls; described anew for each call when absent.
    #[serde(default)]
    pub assistant_id: Option<String>,
    /// The provider's id of the clinic's number.
    #[serde(default)]
    pub phone_number_id: Option<String>,
    /// The credential with which the provider signs, as made in its dashboard.
    #[serde(default)]
    pub credential_id: Option<String>,
}

impl VoiceProvider {
    /// The settings with their key, for the clinic's own settings and nowhere else. Read back by serde.
    pub fn to_stored_json(&self) -> String {
        json!({
            "baseUrl": self.base_url,
            "apiKey": self.api_key.expose(),
            "assistantId": self.assistant_id,
            "phoneNumberId": self.phone_number_id,
            "credentialId": self.credential_id,
        })
        .to_string()
    }
}

/// Who takes a call that rings. Reads what it can; a clinic whose database doesn't answer still gets its
/// receptionist, from memory.
pub(super) async fn taker(clinic: &Clinic, door: &dyn Door) -> CallTaker {
    let provider = setup::setting(clinic, setup::VOICE_PROVIDER).await.ok().flatten();
    let provider: Option<VoiceProvider> = provider
        .as_deref()
        .and_then(|json| serde_json::from_str(json).ok());
    if let Some(assistant_id) = provider.as_ref().and_then(|p| p.assistant_id.clone()) {
        let variables = Map::from_iter([("clinicName".to_owned(), clinic.row().name.clone().into())]);
        return CallTaker::Saved {
            assistant_id,
            variables,
        };
    }
    let can_transfer = setup::setting(clinic, setup::HANDOVER_NUMBER)
        .await
        .ok()
        .flatten()
        .is_some();
    let policies = setup::setting(clinic, setup::POLICIES)
        .await
        .ok()
        .flatten()
        .unwrap_or_default();
    let mut described = describe(clinic, &door.public_url());
    described.can_transfer = can_transfer;
    let rules = privacy::rules(clinic)
        .await
        .ok()
        .filter(|rules| rules.ask_consent);
    described.ask_consent = rules.map(|rules| rules.consent_wording);
    described.policies = policies.lines().map(str::to_owned).collect();
    described.hooks.credential_id = provider.and_then(|p| p.credential_id);
    CallTaker::Described(described.to_json())
}

/// What a caller gets when nothing else can be answered in time: the desk if there is one, else a sentence.
pub(super) async fn fallback(clinic: &Clinic) -> CallTaker {
    match setup::setting(clinic, setup::HANDOVER_NUMBER)
        .await
        .ok()
        .flatten()
    {
        Some(number) => CallTaker::Person {
            number: Personal::new(number),
            say: None,
        },
        None => CallTaker::Nobody {
            say: "I'm sorry, the clinic can't take your call right now. Please ring again in a few minutes."
                .into(),
        },
    }
}

/// What the catalogue says of her; what settings say is for whoever could read them.
fn describe(clinic: &Clinic, public_url: &str) -> Receptionist {
    let (row, catalogue) = (clinic.row(), clinic.catalogue());
    let practitioners = catalogue.practitioners.iter().filter(|p| p.active).map(|p| {
        let does: Vec<String> = p
            .procedures
            .iter()
            .filter_map(|id| catalogue.procedure(id))
            .map(|q| q.name.clone())
            .collect();
        format!("{}: {}", p.name, does.join(", "))
    });
    Receptionist {
        clinic_name: row.name.clone(),
        assistant_name: "Voxanne".into(),
        first_message: None,
        language: if row.country == "US" { "en-US" } else { "en-GB" }.into(),
        time_zone: row.timezone.clone(),
        emergency_number: callwaiting_engine::voice::emergency_number(&row.country).into(),
        procedures: catalogue
            .procedures
            .iter()
            .filter(|p| p.active)
            .map(offered)
            .collect(),
        practitioners: practitioners.collect(),
        opening_hours: opening_hours(&catalogue),
        policies: Vec::new(),
        record: false,
        hipaa: row.country == "US",
        can_transfer: false,
        ask_consent: None,
        max_seconds: 900,
        voice: VoiceChoice {
            voice_id: "default".into(),
            model: "sonic-2".into(),
        },
        model: ModelChoice {
            provider: "anthropic".into(),
            model: "claude-haiku-4-5-20251001".into(),
        },
        transcriber_model: "nova-3-medical".into(),
        hooks: HookServer {
            url: format!("{public_url}/hooks/{}/vapi", row.id),
            credential_id: None,
            header: None::<(String, Secret)>,
        },
    }
}

fn offered(procedure: &Procedure) -> OfferedProcedure {
    let prices: Vec<String> = [&procedure.price_from, &procedure.price_to]
        .into_iter()
        .flatten()
        .map(|m| m.spoken())
        .collect();
    let price = match prices.as_slice() {
        [] => None,
        [from, to] if from != to => Some(format!("from {from} to {to}")),
        all => Some(one_of(&all[..1])),
    };
    OfferedProcedure {
        name: procedure.name.clone(),
        aliases: procedure.aliases.clone(),
        minutes: u32::try_from(procedure.minutes).unwrap_or_default(),
        price,
        recovery: procedure.recovery.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_is_kept_and_never_printed() {
        let text = r#"{"baseUrl":"https://api.example.com","apiKey":"hush-hush","credentialId":"c7"}"#;
        let provider: VoiceProvider = serde_json::from_str(text).unwrap();
        assert!(!format!("{provider:?}").contains("hush"), "{provider:?}");
        let again: VoiceProvider = serde_json::from_str(&provider.to_stored_json()).unwrap();
        assert_eq!(again.api_key, Secret::new("hush-hush"));
        assert_eq!(
            (again.credential_id, again.assistant_id),
            (Some("c7".into()), None)
        );
    }
}
