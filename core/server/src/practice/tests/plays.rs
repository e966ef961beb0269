//! Every scenario, played against a clinic in memory.

use super::fake_clinic::FakeClinic;
use crate::practice::{
    AtOnce, Played, Scenario, Target, play, provider_call_ids, scenario::scenario, scenarios, seed::Seed,
    vapi::Account,
};
use callwaiting_domain::ports::Clock;
use jiff::Timestamp;
use std::sync::Arc;

pub(crate) struct Fixed;

impl Clock for Fixed {
    fn now(&self) -> Timestamp {
        "2026-11-20T09:00:00Z".parse().unwrap()
    }
}

const TEAM: &[&str] = &["Miss Okafor", "Dr Whitlock", "Nurse Lindqvist"];

fn target(clinic: &FakeClinic) -> Target {
    let mut target = Target::new(clinic.url.clone(), "c1", FakeClinic::auth());
    target.account = Some(Account::new("key", Arc::new(Fixed), Seed::new(9)));
    target
}

async fn played(clinic: &FakeClinic, scenario: &Scenario, seed: u64) -> Played {
    play(scenario, &target(clinic), &AtOnce, &Fixed, seed).await
}

#[tokio::test]
async fn every_scenario_plays_without_a_violation() {
    for scenario in scenarios() {
        for seed in [1, 2] {
            let clinic = FakeClinic::open(TEAM).await;
            let played = played(&clinic, scenario, seed).await;
            assert!(
                played.violations.is_empty(),
                "{} {seed}: {:?}",
                scenario.id,
                played.violations
            );
            let ids: Vec<String> = played
                .calls
                .iter()
                .map(|call| call.provider_call_id.clone())
                .collect();
            assert_eq!(ids, provider_call_ids(scenario, seed), "{}", scenario.id);
            for call in &played.calls {
                let booked = clinic
                    .booked()
                    .iter()
                    .filter(|one| one.provider_call_id == call.provider_call_id)
                    .count();
                let expected = call
                    .expected
                    .appointment
                    .as_ref()
                    .is_some_and(|one| one.status == "booked");
                assert_eq!(booked, usize::from(expected), "{}", scenario.id);
            }
        }
    }
}

#[tokio::test]
async fn a_call_sends_what_vapi_sends_in_its_order() {
    let clinic = FakeClinic::open(TEAM).await;
    played(&clinic, scenario("hung-up-mid-booking").unwrap(), 1).await;
    let kinds = clinic.kinds();
    assert_eq!(
        kinds[..4],
        ["status-update", "speech-update", "transcript", "speech-update"]
    );
    assert_eq!(kinds[kinds.len() - 2..], ["status-update", "end-of-call-report"]);
    for kind in ["conversation-update", "tool-calls"] {
        assert!(kinds.iter().any(|k| k == kind), "{kind}");
    }
}

#[tokio::test]
async fn one_of_two_callers_wins_the_slot() {
    let clinic = FakeClinic::open(TEAM).await;
    let played = played(&clinic, scenario("two-callers-one-slot").unwrap(), 5).await;
    let mut booked = clinic.booked();
    booked.dedup_by_key(|one| one.start);
    assert_eq!(booked.len(), 2);
    let claims: Vec<usize> = played
        .calls
        .iter()
        .map(|call| call.tools.iter().filter(|tool| tool.name == "claim_slot").count())
        .collect();
    assert_eq!(claims.iter().sum::<usize>(), 3);
}

#[tokio::test]
async fn a_failing_clinic_is_tried_again_and_then_given_up() {
    let clinic = FakeClinic::open(TEAM).await;
    clinic.books.lock().unwrap().fail = 3;
    let first = played(&clinic, scenario("price-only").unwrap(), 1).await;
    assert!(first.violations.is_empty(), "{:?}", first.violations);
    clinic.books.lock().unwrap().fail = 4;
    let second = played(&clinic, scenario("price-only").unwrap(), 2).await;
    assert_eq!(second.violations.len(), 1);
    assert!(second.violations[0].what.contains("status 503"));
}

#[tokio::test]
async fn a_wrong_secret_is_reported_and_not_tried_again() {
    let clinic = FakeClinic::open(TEAM).await;
    let mut target = target(&clinic);
    target.auth = callwaiting_providers::vapi::verify::HookAuth::header_secret(
        callwaiting_providers::Secret::new("wrong"),
    );
    let played = play(scenario("price-only").unwrap(), &target, &AtOnce, &Fixed, 1).await;
    assert!(
        played
            .violations
            .iter()
            .all(|violation| !violation.what.contains("after 3 retries"))
    );
    assert!(
        played
            .violations
            .iter()
            .any(|violation| violation.what.contains("status 401"))
    );
}

#[tokio::test]
async fn the_account_agrees_with_what_was_sent() {
    let clinic = FakeClinic::open(TEAM).await;
    let target = target(&clinic);
    let played = play(scenario("booked").unwrap(), &target, &AtOnce, &Fixed, 4).await;
    let call = target
        .account
        .unwrap()
        .call(&played.calls[0].provider_call_id)
        .unwrap();
    assert_eq!(
        (call["status"].as_str(), call["endedReason"].as_str()),
        (Some("ended"), Some("customer-ended-call"))
    );
    assert!(call["startedAt"].as_str() < call["endedAt"].as_str());
}

#[tokio::test]
async fn bodies_leak_only_fakes_and_all_four_shapes_come_up() {
    let clinic = FakeClinic::open(TEAM).await;
    for seed in 0..6 {
        played(&clinic, scenario("booked").unwrap(), seed).await;
    }
    let books = clinic.books.lock().unwrap();
    let text = serde_json::to_string(&books.bodies).unwrap();
    assert!(
        text.contains("fake-twilio-auth-token-practice-only")
            && text.contains("fake-server-secret-practice-only")
    );
    assert!(!text.contains(super::fake_clinic::SECRET));
    let tools: Vec<_> = books
        .bodies
        .iter()
        .map(|body| &body["message"])
        .filter(|m| m["type"] == "tool-calls")
        .collect();
    let any = |test: fn(&serde_json::Value) -> bool| tools.iter().any(|m| test(&m["toolCallList"][0]));
    assert!(any(|c| c["function"]["arguments"].is_object()));
    assert!(any(|c| c["function"]["arguments"].is_string()));
    assert!(any(|c| c["parameters"].is_object()));
    assert!(any(|c| c["arguments"].is_object()));
}

#[tokio::test]
async fn the_bad_line_repeats_and_reorders() {
    let clinic = FakeClinic::open(TEAM).await;
    played(&clinic, scenario("late-and-duplicated").unwrap(), 3).await;
    let books = clinic.books.lock().unwrap();
    let times: Vec<i64> = books
        .bodies
        .iter()
        .filter_map(|body| body["message"]["timestamp"].as_i64())
        .collect();
    assert!(times.windows(2).any(|pair| pair[0] > pair[1]), "nothing was late");
    let tools = books.kinds.iter().filter(|kind| *kind == "tool-calls").count();
    assert!(tools > 3, "no tool call was repeated");
}
