//! The simulated Twilio account, against Twilio's own description and its rules.

use super::*;
use crate::practice::{
    seed::Seed,
    tests::contracts::{Contract, assert_fits},
};
use axum::{
    Router,
    body::{Body, Bytes, to_bytes},
    extract::State,
    http::{HeaderMap, Request, StatusCode},
    routing::post,
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use callwaiting_domain::ports::Clock;
use callwaiting_providers::{Secret, twilio::verify};
use jiff::Timestamp;
use serde_json::Value;
use std::sync::{Arc, Mutex};
use tokio::task::JoinSet;
use tower::ServiceExt as _;

const SID: &str = "ACfa4efa4efa4efa4efa4efa4efa4efa4e";
const OURS: &str = "+442079460100";
const THEIRS: &str = "+447700900123";
const PUBLIC: &str = "https://clinic.example.com/hooks/c1/twilio/sms?x=1";

struct Fixed;

impl Clock for Fixed {
    fn now(&self) -> Timestamp {
        "2026-11-20T09:00:00Z".parse().unwrap()
    }
}

fn account() -> Account {
    let account = Account::new(SID, Secret::new("practice-token"), Arc::new(Fixed), Seed::new(5));
    account.add_number(OURS);
    account
}

async fn ask(app: &Router, method: &str, path: &str, form: &[(&str, &str)]) -> (StatusCode, Value) {
    let basic = STANDARD.encode(format!("{SID}:practice-token"));
    let body = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(form)
        .finish();
    let request = Request::builder()
        .method(method)
        .uri(format!("/2010-04-01/Accounts/{SID}{path}"))
        .header("authorization", format!("Basic {basic}"))
        .body(Body::from(body))
        .unwrap();
    let response = app.clone().oneshot(request).await.unwrap();
    let status = response.status();
    let bytes = to_bytes(response.into_body(), 1 << 20).await.unwrap();
    (status, serde_json::from_slice(&bytes).unwrap())
}

async fn text(app: &Router, to: &str, body: &str) -> (StatusCode, Value) {
    ask(
        app,
        "POST",
        "/Messages.json",
        &[
            ("To", to),
            ("From", OURS),
            ("Body", body),
            ("StatusCallback", PUBLIC),
        ],
    )
    .await
}

/// A listener that verifies every post, and what it got.
async fn listener() -> (Route, Arc<Mutex<Vec<String>>>, JoinSet<()>) {
    let got: Arc<Mutex<Vec<String>>> = Arc::default();
    async fn take(State(got): State<Arc<Mutex<Vec<String>>>>, headers: HeaderMap, body: Bytes) -> StatusCode {
        let request = verify::Request {
            url: PUBLIC,
            headers: &headers,
            body: &body,
        };
        if verify::verify(&Secret::new("practice-token"), &request).is_err() {
            return StatusCode::FORBIDDEN;
        }
        got.lock()
            .unwrap()
            .push(String::from_utf8(body.to_vec()).unwrap());
        StatusCode::NO_CONTENT
    }
    let app = Router::new().route("/sms", post(take)).with_state(got.clone());
    let socket = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let local_url = format!("http://{}/sms", socket.local_addr().unwrap());
    let mut tasks = JoinSet::new();
    tasks.spawn(async move { axum::serve(socket, app).await.unwrap() });
    (
        Route {
            public_url: PUBLIC.to_owned(),
            local_url,
        },
        got,
        tasks,
    )
}

#[tokio::test]
async fn messages_are_sent_found_and_listed() {
    let app = router(account());
    let (status, sent) = text(&app, THEIRS, "See you at nine.").await;
    assert_eq!(status, StatusCode::CREATED);
    assert_eq!(
        (sent["status"].as_str(), sent["num_segments"].as_str()),
        (Some("queued"), Some("1"))
    );
    assert_eq!(sent["date_created"], "Fri, 20 Nov 2026 09:00:00 +0000");
    let path = format!("/Messages/{}.json", sent["sid"].as_str().unwrap());
    assert_eq!(ask(&app, "GET", &path, &[]).await.1["sid"], sent["sid"]);
    text(&app, "+447700900124", &"long ".repeat(40)).await;
    let list = ask(&app, "GET", "/Messages.json?PageSize=1", &[]).await.1;
    assert_eq!(
        (
            list["messages"][0]["num_segments"].as_str(),
            list["page_size"].as_u64()
        ),
        (Some("2"), Some(1))
    );
    assert!(list["next_page_uri"].as_str().unwrap().contains("Page=1"));
    let to = format!(
        "/Messages.json?To={}&DateSent%3E=2026-11-20",
        THEIRS.replace('+', "%2B")
    );
    assert_eq!(
        ask(&app, "GET", &to, &[]).await.1["messages"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    assert_eq!(
        ask(&app, "GET", "/Messages.json?DateSent=2026-11-19", &[])
            .await
            .1["messages"]
            .as_array()
            .unwrap()
            .len(),
        0
    );
}

#[tokio::test]
async fn the_magic_numbers_and_missing_fields_have_their_codes() {
    let app = router(account());
    for (to, code) in [
        ("+15005550001", 21211),
        ("+15005550002", 21612),
        ("+15005550003", 21408),
        ("+15005550004", 21610),
        ("+15005550009", 21614),
        ("07700900123", 21211),
        ("", 21604),
    ] {
        let (status, error) = text(&app, to, "Hello").await;
        assert_eq!(
            (status, error["code"].as_u64()),
            (StatusCode::BAD_REQUEST, Some(code)),
            "{to}"
        );
        assert_eq!(
            error["more_info"],
            format!("https://www.twilio.com/docs/errors/{code}")
        );
    }
    for (from, code) in [
        ("+15005550001", 21212),
        ("+15005550007", 21606),
        ("+15005550008", 21611),
        ("+442079460199", 21606),
    ] {
        let error = ask(
            &app,
            "POST",
            "/Messages.json",
            &[("To", THEIRS), ("From", from), ("Body", "x")],
        )
        .await
        .1;
        assert_eq!(error["code"], code, "{from}");
    }
    for (to, code) in [
        ("+15005550001", 21217),
        ("+15005550002", 21214),
        ("+15005550003", 21215),
        ("+15005550004", 21216),
    ] {
        let error = ask(
            &app,
            "POST",
            "/Calls.json",
            &[("To", to), ("From", OURS), ("Twiml", "<Response/>")],
        )
        .await
        .1;
        assert_eq!(error["code"], code, "{to}");
    }
    assert_eq!(text(&app, THEIRS, "").await.1["code"], 21602);
    assert_eq!(text(&app, THEIRS, &"x".repeat(1601)).await.1["code"], 21617);
}

#[tokio::test]
async fn wrong_credentials_and_faults() {
    let account = account();
    let app = router(account.clone());
    let request = Request::get(format!("/2010-04-01/Accounts/{SID}/Messages.json"))
        .body(Body::empty())
        .unwrap();
    assert_eq!(
        app.clone().oneshot(request).await.unwrap().status(),
        StatusCode::UNAUTHORIZED
    );
    account.fail_next(Fault {
        status: 429,
        code: 20429,
        retry_after: Some(1),
        takes_effect: false,
    });
    account.fail_next(Fault {
        status: 500,
        code: 20500,
        retry_after: None,
        takes_effect: true,
    });
    assert_eq!(text(&app, THEIRS, "one").await.1["code"], 20429);
    assert_eq!(
        text(&app, THEIRS, "two").await.0,
        StatusCode::INTERNAL_SERVER_ERROR
    );
    assert_eq!(account.messages().len(), 1);
}

#[tokio::test]
async fn callbacks_are_signed_and_may_come_backwards() {
    let account = account();
    let (route, got, _tasks) = listener().await;
    let sent = text(&router(account.clone()), THEIRS, "Hello").await.1;
    let sid = sent["sid"].as_str().unwrap();
    report_message(&account, sid, Fate::Undelivered(30003), &route, true)
        .await
        .unwrap();
    let got = got.lock().unwrap().clone();
    assert!(got[0].contains("MessageStatus=undelivered") && got[0].contains("ErrorCode=30003"));
    assert!(got[1].contains("MessageStatus=sent"));
    let shown = &account.messages()[0];
    assert_eq!(
        (shown["status"].as_str(), shown["error_code"].as_u64()),
        (Some("undelivered"), Some(30003))
    );
}

#[tokio::test]
async fn stop_takes_effect_and_is_posted_all_the_same() {
    let account = account();
    let app = router(account.clone());
    let (route, got, _tasks) = listener().await;
    let answered = text_in(&account, THEIRS, OURS, " stop ", &route).await.unwrap();
    assert_eq!(answered.status, 204);
    assert!(got.lock().unwrap()[0].contains("NumMedia=0"));
    assert_eq!(text(&app, THEIRS, "Hello").await.1["code"], 21610);
    text_in(&account, THEIRS, OURS, "START", &route).await.unwrap();
    assert_eq!(text(&app, THEIRS, "Hello").await.0, StatusCode::CREATED);
}

#[tokio::test]
async fn calls_are_made_reported_and_ended() {
    let account = account();
    let app = router(account.clone());
    let (route, got, _tasks) = listener().await;
    let form = [
        ("To", THEIRS),
        ("From", OURS),
        ("Twiml", "<Response/>"),
        ("StatusCallback", PUBLIC),
    ];
    let (status, call) = ask(&app, "POST", "/Calls.json", &form).await;
    assert_eq!(status, StatusCode::CREATED);
    let sid = call["sid"].as_str().unwrap();
    report_call(&account, sid, &["ringing", "in-progress", "completed"], &route)
        .await
        .unwrap();
    assert!(got.lock().unwrap()[2].contains("CallDuration=42"));
    let path = format!("/Calls/{sid}.json");
    assert_eq!(ask(&app, "GET", &path, &[]).await.1["status"], "completed");
    assert_eq!(
        ask(&app, "POST", &path, &[("Status", "completed")]).await.1["code"],
        21220
    );
    assert_eq!(
        ask(&app, "POST", "/Calls.json", &[("To", THEIRS), ("From", OURS)])
            .await
            .1["code"],
        21205
    );
}

#[tokio::test]
async fn answers_fit_the_specification() {
    let Some(contract) = Contract::find("twilio/twilio_api_v2010.json") else {
        return;
    };
    let account = account();
    let app = router(account.clone());
    let sent = text(&app, THEIRS, "Hello £5").await.1;
    assert_fits(
        &contract.schema("api.v2010.account.message"),
        "POST Messages",
        &sent,
    );
    let (route, _got, _tasks) = listener().await;
    text_in(&account, THEIRS, OURS, "Can I move my visit?", &route)
        .await
        .unwrap();
    for message in account.messages() {
        assert_fits(
            &contract.schema("api.v2010.account.message"),
            "GET Messages",
            &message,
        );
    }
    let form = [("To", THEIRS), ("From", OURS), ("Twiml", "<Response/>")];
    let call = ask(&app, "POST", "/Calls.json", &form).await.1;
    assert_fits(&contract.schema("api.v2010.account.call"), "POST Calls", &call);
}
