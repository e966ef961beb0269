//! The simulated Vapi account and line, against Vapi's own description and its rules.

use super::*;
use crate::practice::{
    AtOnce, Target, play,
    scenario::scenario,
    seed::Seed,
    tests::{
        contracts::{Contract, assert_fits},
        fake_clinic::FakeClinic,
    },
};
use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Request, StatusCode},
};
use callwaiting_domain::ports::Clock;
use jiff::{Timestamp, ToSpan as _};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};
use tower::ServiceExt as _;

struct Moving(Mutex<Timestamp>);

impl Clock for Moving {
    fn now(&self) -> Timestamp {
        let mut now = self.0.lock().unwrap();
        *now = now.checked_add(1.second()).unwrap();
        *now
    }
}

fn account() -> Account {
    let clock = Moving(Mutex::new("2026-11-20T09:00:00Z".parse().unwrap()));
    Account::new("private-key", Arc::new(clock), Seed::new(3))
}

async fn ask(app: &Router, method: &str, path: &str, body: Value) -> (StatusCode, Value) {
    let request = Request::builder()
        .method(method)
        .uri(path)
        .header("authorization", "Bearer private-key")
        .header("content-type", "application/json")
        .body(Body::from(body.to_string()))
        .unwrap();
    let response = app.clone().oneshot(request).await.unwrap();
    let status = response.status();
    let bytes = to_bytes(response.into_body(), 1 << 20).await.unwrap();
    (status, serde_json::from_slice(&bytes).unwrap_or(Value::Null))
}

fn outbound() -> Value {
    json!({
        "assistantId": "44444444-4444-4444-8444-444444444444",
        "phoneNumberId": "33333333-3333-4333-8333-333333333333",
        "customer": {"number": "+447700900123", "externalId": "appt-1"},
        "name": "reminder appt-1",
    })
}

#[tokio::test]
async fn a_wrong_key_is_unauthorised() {
    let app = router(account());
    let request = Request::get("/call")
        .header("authorization", "Bearer guess")
        .body(Body::empty())
        .unwrap();
    assert_eq!(
        app.oneshot(request).await.unwrap().status(),
        StatusCode::UNAUTHORIZED
    );
}

#[tokio::test]
async fn calls_are_created_listed_renamed_and_deleted() {
    let app = router(account());
    let (status, call) = ask(&app, "POST", "/call", outbound()).await;
    assert_eq!(status, StatusCode::CREATED);
    assert_eq!(call["subscriptionLimits"]["concurrencyLimit"], 10);
    let path = format!("/call/{}", call["id"].as_str().unwrap());
    assert_eq!(
        ask(&app, "PATCH", &path, json!({"name": "other"})).await.1["name"],
        "other"
    );
    assert_eq!(
        ask(&app, "PATCH", &path, json!({"status": "ended"})).await.0,
        StatusCode::BAD_REQUEST
    );
    assert_eq!(ask(&app, "GET", &path, Value::Null).await.1["name"], "other");
    assert_eq!(ask(&app, "DELETE", &path, Value::Null).await.0, StatusCode::OK);
    assert_eq!(
        ask(&app, "GET", &path, Value::Null).await.0,
        StatusCode::NOT_FOUND
    );
    let (status, error) = ask(&app, "POST", "/call", json!({"customer": {"number": "07700"}})).await;
    assert_eq!(
        (status, error["message"].as_array().unwrap().len()),
        (StatusCode::BAD_REQUEST, 3)
    );
}

#[tokio::test]
async fn a_list_is_bare_newest_first_and_bounded() {
    let app = router(account());
    let mut made = Vec::new();
    for _ in 0..3 {
        made.push(ask(&app, "POST", "/call", outbound()).await.1);
    }
    let all = ask(&app, "GET", "/call", Value::Null).await.1;
    let ids = |list: &Value| {
        list.as_array()
            .unwrap()
            .iter()
            .map(|c| c["id"].clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        ids(&all),
        [
            made[2]["id"].clone(),
            made[1]["id"].clone(),
            made[0]["id"].clone()
        ]
    );
    let since = format!(
        "/call?createdAtGt={}&limit=1",
        made[0]["createdAt"].as_str().unwrap()
    );
    assert_eq!(
        ids(&ask(&app, "GET", &since, Value::Null).await.1),
        [made[2]["id"].clone()]
    );
    let upto = format!("/call?updatedAtLe={}", made[1]["updatedAt"].as_str().unwrap());
    assert_eq!(ids(&ask(&app, "GET", &upto, Value::Null).await.1).len(), 2);
    assert_eq!(
        ask(&app, "GET", "/call?limit=1001", Value::Null).await.0,
        StatusCode::BAD_REQUEST
    );
    assert_eq!(
        ask(&app, "GET", "/call?cursor=x", Value::Null).await.0,
        StatusCode::BAD_REQUEST
    );
}

#[tokio::test]
async fn faults_come_on_demand_and_a_lost_answer_took_effect() {
    let account = account();
    let app = router(account.clone());
    account.fail_next(Fault {
        status: 429,
        retry_after: Some(2),
        takes_effect: false,
    });
    account.fail_next(Fault {
        status: 503,
        retry_after: None,
        takes_effect: true,
    });
    assert_eq!(
        ask(&app, "POST", "/call", outbound()).await.0,
        StatusCode::TOO_MANY_REQUESTS
    );
    assert_eq!(
        ask(&app, "POST", "/call", outbound()).await.0,
        StatusCode::SERVICE_UNAVAILABLE
    );
    assert_eq!(
        ask(&app, "GET", "/call", Value::Null)
            .await
            .1
            .as_array()
            .unwrap()
            .len(),
        1
    );
}

#[tokio::test]
async fn a_patch_replaces_whole_keys_and_no_others() {
    let app = router(account());
    let body =
        json!({"name": "Front desk", "model": {"provider": "openai", "model": "a", "temperature": 0.5}});
    let made = ask(&app, "POST", "/assistant", body).await.1;
    let path = format!("/assistant/{}", made["id"].as_str().unwrap());
    let changed = ask(
        &app,
        "PATCH",
        &path,
        json!({"model": {"provider": "openai", "model": "b"}}),
    )
    .await
    .1;
    assert_eq!(changed["name"], "Front desk");
    assert_eq!(changed["model"], json!({"provider": "openai", "model": "b"}));
}

#[tokio::test]
async fn ending_a_call_through_its_control_address_ends_the_line() {
    let clinic = FakeClinic::open(&["Miss Okafor"]).await;
    let account = account();
    let app = router(account.clone());
    let mut target = Target::new(clinic.url.clone(), "c1", FakeClinic::auth());
    target.account = Some(account.clone());
    let clock = Moving(Mutex::new("2026-11-20T09:00:00Z".parse().unwrap()));
    let caller = Caller {
        phone: "+447700900123".to_owned(),
    };
    let mut line = Line::dial(
        &target,
        &caller,
        LineSettings::default(),
        &AtOnce,
        &clock,
        Seed::new(1),
    )
    .unwrap();
    line.pick_up().await;
    let call = account.call(line.call_id()).unwrap();
    let control = call["monitor"]["controlUrl"]
        .as_str()
        .unwrap()
        .replace("http://127.0.0.1", "");
    assert_eq!(
        ask(&app, "POST", &control, json!({"type": "end-call"})).await.0,
        StatusCode::OK
    );
    line.caller_says("Hello?", &[]).await;
    assert!(line.is_over());
    assert_eq!(
        account.call(line.call_id()).unwrap()["endedReason"],
        "assistant-ended-call"
    );
    assert_eq!(account.controls().len(), 1);
}

#[tokio::test]
async fn a_number_without_an_assistant_asks_who_answers() {
    let clinic = FakeClinic::open(&["Miss Okafor"]).await;
    let target = Target::new(clinic.url.clone(), "c1", FakeClinic::auth());
    let clock = Moving(Mutex::new("2026-11-20T09:00:00Z".parse().unwrap()));
    let caller = Caller {
        phone: "+447700900123".to_owned(),
    };
    let mut line = Line::dial(
        &target,
        &caller,
        LineSettings::default(),
        &AtOnce,
        &clock,
        Seed::new(1),
    )
    .unwrap();
    assert_eq!(line.ask_who_answers().await, Opening::Assistant);
    assert_eq!(clinic.kinds(), ["assistant-request"]);
}

#[tokio::test]
async fn what_is_sent_and_shown_fits_the_specification() {
    let Some(contract) = Contract::find("vapi/vapi-openapi.json") else {
        return;
    };
    let app = router(account());
    let made = ask(&app, "POST", "/call", outbound()).await.1;
    assert_fits(&contract.schema("Call"), "POST /call", &made);
    let assistant = ask(&app, "POST", "/assistant", json!({"name": "Front desk"}))
        .await
        .1;
    assert_fits(&contract.schema("Assistant"), "POST /assistant", &assistant);
    let tool = json!({"type": "function", "async": false, "function": {"name": "find_slots"}});
    let tool = ask(&app, "POST", "/tool", tool).await.1;
    assert_fits(&contract.schema("FunctionTool"), "POST /tool", &tool);
    let number = json!({"provider": "twilio", "number": "+12025550100", "twilioAccountSid": "AC0", "smsEnabled": false});
    let number = ask(&app, "POST", "/phone-number", number).await.1;
    assert_fits(
        &contract.schema("TwilioPhoneNumber"),
        "POST /phone-number",
        &number,
    );

    let schemas: Vec<(&str, jsonschema::Validator)> = [
        ("status-update", "ServerMessageStatusUpdate"),
        ("transcript", "ServerMessageTranscript"),
        ("speech-update", "ServerMessageSpeechUpdate"),
        ("conversation-update", "ServerMessageConversationUpdate"),
        ("hang", "ServerMessageHang"),
        ("user-interrupted", "ServerMessageUserInterrupted"),
        (
            "transfer-destination-request",
            "ServerMessageTransferDestinationRequest",
        ),
        ("end-of-call-report", "ServerMessageEndOfCallReport"),
    ]
    .into_iter()
    .map(|(kind, schema)| (kind, contract.schema(schema)))
    .collect();
    let call_schema = contract.schema("Call");
    for (seed, name) in [
        (1, "late-and-duplicated"),
        (2, "asked-for-a-person"),
        (3, "booked"),
        (4, "price-only"),
        (5, "moved"),
    ] {
        let clinic = FakeClinic::open(&["Miss Okafor", "Dr Whitlock", "Nurse Lindqvist"]).await;
        let account = account();
        let mut target = Target::new(clinic.url.clone(), "c1", FakeClinic::auth());
        target.account = Some(account.clone());
        let clock = Moving(Mutex::new("2026-11-20T09:00:00Z".parse().unwrap()));
        let played = play(scenario(name).unwrap(), &target, &AtOnce, &clock, seed).await;
        for body in &clinic.books.lock().unwrap().bodies {
            let message = &body["message"];
            // The older report has its time as text and fields at the top; no document describes it.
            if message["timestamp"].is_string() {
                continue;
            }
            if let Some((kind, schema)) = schemas.iter().find(|(kind, _)| message["type"] == *kind) {
                assert_fits(schema, kind, message);
            }
        }
        let shown = account.call(&played.calls[0].provider_call_id).unwrap();
        assert_fits(&call_schema, "GET /call/{id}", &shown);
    }
}
