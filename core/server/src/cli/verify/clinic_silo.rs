//! Nothing of one clinic can be reached with the keys of another, and both clinics' logs say who tried.

use super::atomic_collision::{claim, slots};
use super::report::Scenario;
use super::stage::{Stage, Tenant};
use super::wire::Answer;
use crate::cli::failure::Failure;
use crate::rehearsal::hook_auth;
use callwaiting_engine::EngineError;
use callwaiting_engine::booking::Actor;
use callwaiting_engine::catalogue::put_practitioner;
use callwaiting_providers::vapi::verify::HookAuth;
use serde_json::{Value, json};

const DENIED: &str = "access.denied_other_clinic";

pub(super) async fn play(stage: &Stage, scenario: &mut Scenario) {
    if let Err(failure) = acts(stage, scenario).await {
        scenario.fail(failure.to_string());
    }
}

async fn acts(stage: &Stage, scenario: &mut Scenario) -> Result<(), Failure> {
    let (elm, oak) = (&stage.elm, &stage.oak);
    let slot = slots(stage)
        .await?
        .into_iter()
        .next()
        .ok_or_else(|| Failure::other("no free slot"))?;
    let (appointment, contact) = booking(stage, &slot).await?;
    let before = (denials(stage, elm).await?, denials(stage, oak).await?);

    let doors = [
        ("GET", "/today".to_owned(), None),
        ("GET", "/appointments".into(), None),
        (
            "PATCH",
            format!("/appointments/{appointment}"),
            Some(json!({ "status": "cancelled" })),
        ),
        ("GET", format!("/contacts/{contact}"), None),
        ("DELETE", format!("/contacts/{contact}"), None),
        ("GET", "/calls".into(), None),
        ("GET", "/audit".into(), None),
        ("GET", "/procedures".into(), None),
        ("GET", "/events".into(), None),
    ];
    for (method, path, body) in &doors {
        let answer = stage.ask(method, elm, path, oak, body.clone()).await?;
        scenario.check(
            answer.status == 403,
            format!("{method} {path} with the other clinic's token: {}", answer.status),
        );
    }
    let after = (denials(stage, elm).await?, denials(stage, oak).await?);
    let tried = doors.len();
    scenario.check(
        after.0 - before.0 == tried,
        format!(
            "{} of {tried} denials are in the clinic's own log",
            after.0 - before.0
        ),
    );
    scenario.check(
        after.1 - before.1 == tried,
        format!(
            "{} of {tried} denials are in the other clinic's log",
            after.1 - before.1
        ),
    );
    scenario.measure("denials", tried);

    let own = |path: String| async move { stage.ask("GET", oak, &path, oak, None).await };
    let refused = |answer: &Answer| matches!(answer.status, 403 | 404);
    let seen = own(format!("/contacts/{contact}")).await?;
    scenario.check(
        refused(&seen),
        format!(
            "the other clinic finds the contact under its own path: {}",
            seen.status
        ),
    );
    let body = json!({ "status": "cancelled" });
    let moved = stage
        .ask(
            "PATCH",
            oak,
            &format!("/appointments/{appointment}"),
            oak,
            Some(body),
        )
        .await?;
    scenario.check(
        refused(&moved),
        format!(
            "the other clinic changes the appointment under its own path: {}",
            moved.status
        ),
    );
    foreign_practitioner(stage, scenario, &slot).await?;
    foreign_hook(stage, scenario).await?;
    let still = stage
        .ask("GET", elm, "/appointments?status=booked", elm, None)
        .await?;
    scenario.check(still.body["total"] == 1, "the appointment is no longer there");
    Ok(())
}

/// A practitioner that only the other clinic has can't be claimed here.
async fn foreign_practitioner(stage: &Stage, scenario: &mut Scenario, slot: &Value) -> Result<(), Failure> {
    let known = stage.oak.clinic.catalogue();
    let mut stranger = known
        .practitioners
        .first()
        .cloned()
        .ok_or(EngineError::NotFound("practitioner"))?;
    stranger.id = "dr-of-oak".into();
    put_practitioner(&stage.oak.clinic, stranger, &Actor::Appliance).await?;
    let foreign = json!({ "start": slot["start"], "practitionerId": "dr-of-oak" });
    let answer = claim(stage, &stage.elm, &foreign).await?;
    let refused = matches!(answer.status, 403 | 404 | 422);
    scenario.check(
        refused,
        format!("the other clinic's practitioner was claimed: {}", answer.status),
    );
    Ok(())
}

async fn foreign_hook(stage: &Stage, scenario: &mut Scenario) -> Result<(), Failure> {
    let HookAuth::HeaderSecret { secret, .. } = hook_auth(&stage.oak.clinic).await? else {
        return Err(Failure::other(
            "a new clinic's hooks are not proved by a secret in a header",
        ));
    };
    let hang = json!({ "message": { "type": "hang", "call": { "id": "practice-silo" } } });
    let foreign = stage.hook(&stage.elm, secret.expose(), hang.clone()).await?;
    scenario.check(
        matches!(foreign.status, 401 | 403 | 404),
        format!("the other clinic's hook secret: {}", foreign.status),
    );
    let own = stage.hook(&stage.oak, secret.expose(), hang).await?;
    scenario.check(
        own.status == 200,
        format!("a clinic's own hook secret: {}", own.status),
    );
    Ok(())
}

async fn booking(stage: &Stage, slot: &Value) -> Result<(String, String), Failure> {
    let held = claim(stage, &stage.elm, slot).await?;
    let body = json!({ "holdId": held.text("holdId"), "contact": { "name": "Test Person", "phone": "+447700900123" } });
    let made = stage
        .ask("POST", &stage.elm, "/booking/confirm", &stage.elm, Some(body))
        .await?;
    let contact = made.body["contact"]["id"].as_str().unwrap_or_default().to_owned();
    if made.status != 200 || contact.is_empty() {
        return Err(Failure::other(format!(
            "an appointment could not be made: {}",
            made.status
        )));
    }
    Ok((made.text("id").to_owned(), contact))
}

async fn denials(stage: &Stage, of: &Tenant) -> Result<usize, Failure> {
    let log = stage.ask("GET", of, "/audit?limit=200", of, None).await?;
    Ok(log.body["items"].as_array().map_or(0, |all| {
        all.iter().filter(|entry| entry["action"] == DENIED).count()
    }))
}
