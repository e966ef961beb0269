//! Many callers want one slot. One gets it; every other gets other times and a sentence in the same answer.

use super::report::Scenario;
use super::stage::{Stage, Tenant};
use super::wire::Answer;
use crate::cli::failure::Failure;
use serde_json::{Value, json};
use std::collections::HashSet;

/// An answer that takes longer can't be spoken in time.
const SPOKEN_WITHIN_MS: i64 = 2000;

pub(super) async fn play(stage: &Stage, scenario: &mut Scenario) {
    for (round, callers) in [5, 10, 50, 100].into_iter().enumerate() {
        if let Err(failure) = collide(stage, scenario, round, callers).await {
            scenario.fail(format!("{callers} claims: {failure}"));
        }
    }
    if let Err(failure) = three_slots_at_once(stage, scenario).await {
        scenario.fail(format!("three slots at once: {failure}"));
    }
    if let Err(failure) = nothing_overlaps(stage, scenario).await {
        scenario.fail(format!("holds: {failure}"));
    }
}

async fn collide(
    stage: &Stage,
    scenario: &mut Scenario,
    round: usize,
    callers: usize,
) -> Result<(), Failure> {
    // Four rounds on four slots that don't touch.
    let slot = slots(stage)
        .await?
        .into_iter()
        .nth(round * 6)
        .ok_or_else(|| Failure::other("too few free slots"))?;
    let began = scenario.now();
    let answers = claim_all(stage, &vec![slot; callers]).await?;
    let took = scenario.since(began);
    let won = answers.iter().filter(|answer| answer.status == 200).count();
    let lost: Vec<&Answer> = answers.iter().filter(|answer| answer.status == 409).collect();
    scenario.check(won == 1, format!("{callers} claims: {won} won where one should"));
    scenario.check(
        lost.len() == callers - 1,
        format!("{callers} claims: {} got 409", lost.len()),
    );
    let helped = |answer: &&&Answer| {
        let others = answer.body["alternatives"].as_array().map_or(0, Vec::len);
        answer.text("code") == "slot_taken" && (1..=3).contains(&others) && !answer.text("say").is_empty()
    };
    let helped = lost.iter().filter(helped).count();
    scenario.check(
        helped == lost.len(),
        format!(
            "{callers} claims: {helped} of {} got other times and a sentence",
            lost.len()
        ),
    );
    scenario.check(
        took <= SPOKEN_WITHIN_MS,
        format!("{callers} claims: the last answer came after {took} ms"),
    );
    scenario.measure(format!("claims{callers}Ms"), took);
    Ok(())
}

async fn three_slots_at_once(stage: &Stage, scenario: &mut Scenario) -> Result<(), Failure> {
    let free = slots(stage).await?;
    let wanted: Vec<Value> = [30, 36, 42]
        .iter()
        .filter_map(|at| free.get(*at).cloned())
        .collect();
    let all: Vec<Value> = wanted.iter().cycle().take(wanted.len() * 20).cloned().collect();
    let answers = claim_all(stage, &all).await?;
    for (at, slot) in wanted.iter().enumerate() {
        let won = answers
            .iter()
            .enumerate()
            .filter(|(n, answer)| n % wanted.len() == at && answer.status == 200)
            .count();
        scenario.check(
            won == 1,
            format!("three slots at once: {won} won {}", slot["start"]),
        );
    }
    scenario.check(wanted.len() == 3, "three slots at once: too few free slots");
    Ok(())
}

async fn nothing_overlaps(stage: &Stage, scenario: &mut Scenario) -> Result<(), Failure> {
    let holds = stage.ask("GET", &stage.elm, "/holds", &stage.elm, None).await?;
    let all = holds.body["items"].as_array().cloned().unwrap_or_default();
    let places: HashSet<_> = all
        .iter()
        .map(|hold| (hold["practitionerId"].to_string(), hold["start"].to_string()))
        .collect();
    scenario.check(
        places.len() == all.len(),
        "two holds have the same practitioner and start",
    );
    scenario.check(
        all.len() == 7,
        format!("{} holds are in force where 7 claims won", all.len()),
    );
    Ok(())
}

async fn claim_all(stage: &Stage, slots: &[Value]) -> Result<Vec<Answer>, Failure> {
    let claims = slots.iter().map(|slot| claim(stage, &stage.elm, slot));
    futures::future::join_all(claims).await.into_iter().collect()
}

/// Claims a slot in the first clinic.
pub(super) async fn claim(stage: &Stage, with: &Tenant, slot: &Value) -> Result<Answer, Failure> {
    let body = json!({
        "slotStart": slot["start"],
        "practitionerId": slot["practitionerId"],
        "procedureId": PROCEDURE,
    });
    stage
        .ask("POST", &stage.elm, "/booking/claim-slot", with, Some(body))
        .await
}

const PROCEDURE: &str = "mole-check";

/// Free times of the first clinic's next two weeks.
pub(super) async fn slots(stage: &Stage) -> Result<Vec<Value>, Failure> {
    let now = stage.elm.clinic.now();
    let until = now
        .checked_add(jiff::SignedDuration::from_hours(14 * 24))
        .unwrap_or(now);
    let path = format!("/slots?procedureId={PROCEDURE}&from={now}&to={until}");
    let answer = stage.ask("GET", &stage.elm, &path, &stage.elm, None).await?;
    let found = answer.body["slots"].as_array().cloned();
    found.ok_or_else(|| Failure::other(format!("free times could not be read: {}", answer.status)))
}
