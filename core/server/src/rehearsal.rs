//! Practice calls for a running appliance: the simulated provider, who rings when, and what they play.
//!
//! The simulators themselves are `practice`; here they are given a listener, a clinic to ring and a pace.

use crate::appliance::Appliance;
use crate::compose::listen;
use crate::hooks::VoiceProvider;
use crate::http::serve;
use crate::practice;
use crate::practice::seed::Seed;
use crate::practice::vapi::{self, Account};
use crate::practice::{RealTime, Scenario, Target, play, provider_call_ids, scenarios};
use callwaiting_engine::booking::Actor;
use callwaiting_engine::{Clinic, EngineError, setup};
use callwaiting_providers::Secret;
use callwaiting_providers::vapi::verify::HookAuth;
use callwaiting_store::StoreError;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

/// A practice call is told a little faster than people speak.
const SPEED: f64 = 1.5;
/// The first call by itself comes after this time, so that whoever started the appliance sees it arrive.
const FIRST_CALL_AFTER: Duration = Duration::from_secs(12);
/// From the end of one call by itself to the next.
const BETWEEN_CALLS: Duration = Duration::from_secs(75);

/// Runs the simulated provider and points the clinic at it; with `calls`, callers ring by themselves.
///
/// # Errors
/// [`EngineError::NotPractice`], and those of the store.
pub async fn attend(
    appliance: &Arc<Appliance>,
    clinic: &Arc<Clinic>,
    calls: bool,
) -> Result<(), EngineError> {
    if !clinic.row().practice {
        return Err(EngineError::NotPractice);
    }
    let key = random(clinic).to_string();
    let account = Account::new(
        key.clone(),
        clinic.ports().clock.clone(),
        Seed::new(random(clinic)),
    );
    let failed = |_| StoreError::Closed;
    let listener = listen(SocketAddr::from(([127, 0, 0, 1], 0)))
        .await
        .map_err(failed)?;
    let base_url = listener
        .local_addr()
        .map(|address| format!("http://{address}"))
        .map_err(|_| StoreError::Closed)?;
    account.set_base_url(&base_url);
    let (stop, tasks) = (appliance.stop().clone(), appliance.tasks().clone());
    appliance
        .tasks()
        .spawn(serve(listener, vapi::router(account.clone()), stop, tasks));
    let provider = VoiceProvider {
        base_url,
        api_key: Secret::new(key),
        assistant_id: None,
        phone_number_id: None,
        credential_id: None,
    };
    let provider = provider.to_stored_json();
    setup::set_setting(clinic, setup::VOICE_PROVIDER, provider, &Actor::Appliance).await?;
    appliance.set_practice_account(clinic.id(), account);
    if calls {
        appliance
            .tasks()
            .spawn(ring_by_itself(appliance.clone(), clinic.clone()));
    }
    Ok(())
}

async fn ring_by_itself(appliance: Arc<Appliance>, clinic: Arc<Clinic>) {
    let stop = appliance.stop().clone();
    let mut wait = FIRST_CALL_AFTER;
    for scenario in scenarios().iter().cycle() {
        if tokio::time::timeout(wait, stop.cancelled()).await.is_ok() {
            return;
        }
        match target(&appliance, &clinic).await {
            Ok(target) => rehearse(&appliance, &clinic, scenario, &target, random(&clinic)).await,
            Err(error) => tracing::warn!(code = error.code(), "no practice call can ring"),
        }
        wait = BETWEEN_CALLS;
    }
}

/// Starts a scenario and says the provider's id of its first call.
///
/// # Errors
/// [`EngineError::NotPractice`], [`EngineError::NotFound`] for an unknown scenario.
pub async fn start(
    appliance: &Arc<Appliance>,
    clinic: &Arc<Clinic>,
    scenario: &str,
) -> Result<String, EngineError> {
    if !clinic.row().practice {
        return Err(EngineError::NotPractice);
    }
    let found = practice::scenario::scenario(scenario).ok_or(EngineError::NotFound("scenario"))?;
    let (target, seed) = (target(appliance, clinic).await?, random(clinic));
    let first = provider_call_ids(found, seed)
        .into_iter()
        .next()
        .ok_or(EngineError::NotFound("call"))?;
    let (appliance, clinic) = (appliance.clone(), clinic.clone());
    let tasks = appliance.tasks().clone();
    tasks.spawn(async move { rehearse(&appliance, &clinic, found, &target, seed).await });
    Ok(first)
}

async fn rehearse(appliance: &Appliance, clinic: &Clinic, scenario: &Scenario, target: &Target, seed: u64) {
    let clock = clinic.ports().clock.clone();
    let playing = play(scenario, target, &RealTime { speed: SPEED }, &*clock, seed);
    tokio::select! {
        played = playing => {
            for violation in &played.violations {
                tracing::warn!(scenario = %scenario.id, ?violation, "a practice call did not go as planned");
            }
        }
        () = appliance.stop().cancelled() => {}
    }
}

async fn target(appliance: &Appliance, clinic: &Clinic) -> Result<Target, EngineError> {
    let hooks = appliance
        .hooks_address()
        .ok_or(EngineError::NotFound("hooks listener"))?;
    let mut target = Target::new(
        format!("http://{hooks}"),
        clinic.id().as_str(),
        hook_auth(clinic).await?,
    );
    target.zone = clinic.catalogue().zone.clone();
    target.account = appliance.practice_account(clinic.id());
    Ok(target)
}

/// The first way in which the clinic's webhooks prove themselves.
///
/// # Errors
/// [`EngineError::NotFound`] when it has none.
pub async fn hook_auth(clinic: &Clinic) -> Result<HookAuth, EngineError> {
    let stored = setup::setting(clinic, setup::HOOK_AUTH).await?;
    let ways: Vec<HookAuth> = stored
        .and_then(|text| serde_json::from_str(&text).ok())
        .unwrap_or_default();
    ways.into_iter()
        .next()
        .ok_or(EngineError::NotFound("way to prove a webhook"))
}

/// A number that no other play has.
pub fn random(clinic: &Clinic) -> u64 {
    let mut bytes = [0u8; 8];
    clinic.ports().entropy.fill(&mut bytes);
    u64::from_be_bytes(bytes)
}
