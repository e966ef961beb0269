//! Booking over the API: one winner, other times for the rest, and everything that may follow.

use callwaiting_domain::staff::Role;
use callwaiting_tests::{Answer, TestAppliance};
use jiff::SignedDuration;
use serde_json::{Value, json};

const PROCEDURE: &str = "mole-check";

async fn desk(app: &TestAppliance) -> String {
    app.token("elm", Role::FrontDesk).await
}

async fn claim(app: &TestAppliance, token: &str, slot: &Value) -> Answer {
    let body = TestAppliance::claim(slot, PROCEDURE);
    app.of("elm", token, "POST", "/booking/claim-slot")
        .json(&body)
        .send()
        .await
}

async fn confirm(app: &TestAppliance, token: &str, hold: &str) -> Answer {
    let body = json!({ "holdId": hold, "contact": { "name": "Test Person", "phone": "+44 7700 900123" } });
    app.of("elm", token, "POST", "/booking/confirm")
        .json(&body)
        .send()
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn one_of_a_hundred_wins_and_the_others_hear_of_other_times() {
    let app = TestAppliance::start().await;
    let token = desk(&app).await;
    let slot = app.slots("elm", &token, PROCEDURE).await[0].clone();
    let answers = futures::future::join_all((0..100).map(|_| claim(&app, &token, &slot))).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1);
    let lost: Vec<_> = answers
        .iter()
        .filter(|answer| answer.said() == (409, "slot_taken"))
        .collect();
    assert_eq!(lost.len(), 99);
    for answer in lost {
        let others = answer.body["alternatives"].as_array().unwrap();
        assert_eq!(others.len(), 3);
        assert!(
            others
                .iter()
                .all(|other| other["start"] != slot["start"] && other["practitionerName"].is_string())
        );
        assert!(answer.text("say").contains("I could offer you"));
    }
    app.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_booking_is_claimed_confirmed_moved_cancelled_and_taken_back() {
    let app = TestAppliance::start().await;
    let token = desk(&app).await;
    let slots = app.slots("elm", &token, PROCEDURE).await;
    let held = claim(&app, &token, &slots[0]).await;
    let holds = app.of("elm", &token, "GET", "/holds").send().await;
    assert_eq!(
        (holds.items().len(), &holds.items()[0]["id"]),
        (1, &held.body["holdId"])
    );
    let booked = confirm(&app, &token, held.text("holdId")).await;
    assert_eq!((booked.status, booked.text("status")), (200, "booked"));
    assert_eq!(
        confirm(&app, &token, held.text("holdId")).await.text("id"),
        booked.text("id")
    );
    let change = |body: Value| {
        app.of(
            "elm",
            &token,
            "PATCH",
            &format!("/appointments/{}", booked.text("id")),
        )
        .json(&body)
        .send()
    };
    let moved = change(json!({ "start": slots[8]["start"] })).await;
    assert_eq!((moved.status, &moved.body["start"]), (200, &slots[8]["start"]));
    assert_eq!(
        change(json!({ "arrived": true, "version": 1 })).await.said(),
        (409, "version_conflict")
    );
    assert_eq!(change(json!({ "arrived": true })).await.body["arrived"], true);
    assert_eq!(
        change(json!({ "status": "cancelled" })).await.text("status"),
        "cancelled"
    );
    let other = claim(&app, &token, &slots[8]).await;
    assert_eq!(
        change(json!({ "status": "booked" })).await.said(),
        (409, "slot_taken")
    );
    let release = app
        .of("elm", &token, "POST", "/booking/release")
        .json(&json!({ "holdId": other.text("holdId") }));
    assert_eq!(release.send().await.status, 204);
    assert_eq!(
        change(json!({ "status": "booked" })).await.text("status"),
        "booked"
    );
    let listed = app
        .of("elm", &token, "GET", "/appointments?status=booked")
        .send()
        .await;
    assert_eq!(
        (
            listed.body["total"].as_i64(),
            listed.items()[0]["contact"]["name"].as_str()
        ),
        (Some(1), Some("Test Person"))
    );
    app.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hold_ends_by_itself_and_can_not_be_confirmed_then() {
    let app = TestAppliance::start().await;
    let token = desk(&app).await;
    let slot = app.slots("elm", &token, PROCEDURE).await[4].clone();
    let held = claim(&app, &token, &slot).await;
    app.clock().advance(SignedDuration::from_secs(90));
    assert_eq!(
        confirm(&app, &token, held.text("holdId")).await.said(),
        (409, "hold_expired")
    );
    let again = claim(&app, &token, &slot).await;
    assert_eq!(again.status, 200);
    let release = app
        .of("elm", &token, "POST", "/booking/release")
        .json(&json!({ "holdId": again.text("holdId") }));
    release.send().await;
    assert_eq!(
        confirm(&app, &token, again.text("holdId")).await.said(),
        (409, "hold_ended")
    );
    assert_eq!(confirm(&app, &token, "nobody").await.said(), (404, "not_found"));
    app.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn free_times_are_asked_for_by_date_or_instant() {
    let app = TestAppliance::start().await;
    let token = desk(&app).await;
    let ask = |query: &str| {
        app.of(
            "elm",
            &token,
            "GET",
            &format!("/slots?procedureId={PROCEDURE}&{query}"),
        )
        .send()
    };
    let day = ask("from=2026-11-24&to=2026-11-25").await;
    let starts: Vec<_> = day.body["slots"]
        .as_array()
        .unwrap()
        .iter()
        .map(|slot| slot["start"].as_str().unwrap().to_owned())
        .collect();
    assert!(!starts.is_empty() && starts.iter().all(|start| start.starts_with("2026-11-24T")));
    assert_eq!(
        ask("from=2026-11-24&to=2026-11-24").await.body["slots"],
        day.body["slots"]
    );
    assert_eq!(
        ask("from=2026-11-24T00:00:00Z&to=2026-11-25T00:00:00Z")
            .await
            .body["slots"],
        day.body["slots"]
    );
    assert_eq!(
        ask("from=2026-11-24&to=2027-01-24").await.said(),
        (422, "validation")
    );
    assert_eq!(ask("from=yesterday").await.said(), (400, "bad_request"));
    app.end().await;
}
