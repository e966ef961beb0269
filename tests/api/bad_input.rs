//! What nobody should send: each gets a code of its own and leaves nothing half done.

use callwaiting_domain::staff::Role;
use callwaiting_tests::{Answer, TestAppliance};
use serde_json::{Value, json};

async fn claim(app: &TestAppliance, token: &str, body: &Value) -> Answer {
    app.of("elm", token, "POST", "/booking/claim-slot")
        .json(body)
        .send()
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_can_not_be_read_is_refused_without_quoting_it() {
    let app = TestAppliance::start().await;
    let token = app.token("elm", Role::Manager).await;
    let post = |kind: &str, body: String| {
        app.of("elm", &token, "POST", "/booking/claim-slot")
            .raw(kind, body)
            .send()
    };
    for body in ["{", "", "[]", "\"text\"", "{\"slotStart\":}", "\u{0}"] {
        assert_eq!(
            post("application/json", body.into()).await.said(),
            (400, "bad_request"),
            "{body:?}"
        );
    }
    assert_eq!(
        post("text/plain", "{}".into()).await.said(),
        (415, "unsupported_media_type")
    );
    let wrong = json!({ "slotStart": 7, "practitionerId": "a", "procedureId": "b" });
    let answer = post("application/json; charset=utf-8", wrong.to_string()).await;
    assert_eq!(answer.said(), (400, "bad_request"));
    assert!(answer.text("message").contains("slotStart"));
    let private = json!({ "name": ["Test Person"] });
    let answer = app
        .of("elm", &token, "POST", "/contacts")
        .json(&private)
        .send()
        .await;
    assert_eq!(answer.said(), (400, "bad_request"));
    assert!(!answer.text("message").contains("Test Person") && answer.text("message").contains("name"));
    app.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_megabytes_are_too_much() {
    let app = TestAppliance::start().await;
    let token = app.token("elm", Role::Manager).await;
    let body = json!({ "name": "x".repeat(10 * 1024 * 1024) });
    let answer = app
        .of("elm", &token, "POST", "/contacts")
        .json(&body)
        .send()
        .await;
    assert_eq!(answer.said(), (413, "payload_too_large"));
    let pieces = futures::stream::iter((0..160).map(|_| Ok::<_, std::io::Error>("x".repeat(64 * 1024))));
    let streamed = axum::body::Body::from_stream(pieces);
    let answer = app
        .of("elm", &token, "POST", "/contacts")
        .raw("application/json", streamed)
        .send()
        .await;
    assert_eq!(answer.said(), (413, "payload_too_large"));
    assert_eq!(
        app.of("elm", &token, "GET", "/contacts").send().await.body["total"],
        0
    );
    app.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_can_not_be_booked_says_why() {
    let app = TestAppliance::start().await;
    let token = app.token("elm", Role::FrontDesk).await;
    let slot = app.slots("elm", &token, "mole-check").await[0].clone();
    let good = TestAppliance::claim(&slot, "mole-check");
    let with = |field: &str, value: &str| {
        let mut body = good.clone();
        body[field] = value.into();
        body
    };
    let cases = [
        (with("slotStart", "2020-01-06T09:00:00Z"), (422, "slot_in_past")),
        (
            with("slotStart", "2026-11-24T03:00:00Z"),
            (422, "slot_unavailable"),
        ),
        (
            with("slotStart", "2026-11-24T09:07:00Z"),
            (422, "slot_unavailable"),
        ),
        (
            with("procedureId", "no-such-thing"),
            (422, "procedure_not_offered"),
        ),
        (with("procedureId", "lip-filler"), (422, "procedure_not_offered")),
        (with("practitionerId", "nobody"), (404, "not_found")),
        (with("slotStart", "next Tuesday"), (400, "bad_request")),
        (with("callId", "nobody"), (404, "not_found")),
    ];
    for (body, expected) in &cases {
        assert_eq!(claim(&app, &token, body).await.said(), *expected, "{body}");
    }
    let mut contact = good.clone();
    contact["contact"] = json!({ "phone": "not a number" });
    assert_eq!(claim(&app, &token, &contact).await.said(), (422, "validation"));
    let holds = app.of("elm", &token, "GET", "/holds").send().await;
    assert_eq!(holds.items().len(), 0);
    assert_eq!(claim(&app, &token, &good).await.status, 200);
    app.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn odd_paths_methods_and_queries_are_coded_too() {
    let app = TestAppliance::start().await;
    let token = app.token("elm", Role::Manager).await;
    let get = |path: &str| app.of("elm", &token, "GET", path).send();
    assert_eq!(get("/nothing").await.said(), (404, "not_found"));
    assert_eq!(
        app.ask("GET", "/api/nothing").send().await.said(),
        (404, "not_found")
    );
    assert_eq!(
        app.ask("POST", "/nothing").send().await.said(),
        (404, "not_found")
    );
    let other_method = app.of("elm", &token, "DELETE", "/clinic").send().await;
    assert_eq!(other_method.said(), (405, "method_not_allowed"));
    assert!(other_method.headers["allow"].to_str().unwrap().contains("GET"));
    for list in ["/calls", "/contacts", "/appointments", "/audit"] {
        assert_eq!(get(&format!("{list}?limit=500")).await.status, 200, "{list}");
        let said = get(&format!("{list}?limit=501")).await;
        assert_eq!(said.said(), (422, "validation"), "{list}");
    }
    assert_eq!(get("/calls?limit=0").await.said(), (422, "validation"));
    assert_eq!(get("/calls?limit=many").await.said(), (400, "bad_request"));
    assert_eq!(get("/calls?cursor=made-up").await.said(), (400, "bad_request"));
    assert_eq!(get("/calls?status=purple").await.said(), (422, "validation"));
    assert_eq!(get("/calls/nobody").await.said(), (404, "not_found"));
    assert_eq!(get("/slots").await.said(), (400, "bad_request"));
    assert_eq!(get("/events?cursor=abc").await.said(), (400, "bad_request"));
    assert_eq!(
        app.of("../elm", &token, "GET", "/clinic").send().await.status,
        404
    );
    app.end().await;
}
