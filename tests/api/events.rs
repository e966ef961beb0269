//! The stream of changes: in order, resumable, and nothing missed.

use axum::body::BodyDataStream;
use callwaiting_domain::staff::Role;
use callwaiting_tests::{Ask, TestAppliance};
use futures::StreamExt as _;
use serde_json::{Value, json};
use std::time::Duration;

/// Reads events off a stream.
struct Listener {
    stream: BodyDataStream,
    text: String,
}

#[derive(Debug, PartialEq)]
struct Heard {
    id: Option<i64>,
    event: String,
    data: Value,
}

impl Listener {
    async fn open(ask: Ask) -> Self {
        let response = ask.open().await;
        assert_eq!(response.status(), 200);
        Self {
            stream: response.into_body().into_data_stream(),
            text: String::new(),
        }
    }

    /// The next event; `None` when the stream has ended.
    async fn next(&mut self) -> Option<Heard> {
        loop {
            if let Some((block, rest)) = self.text.split_once("\n\n") {
                let (block, rest) = (block.to_owned(), rest.to_owned());
                self.text = rest;
                let field = |name: &str| {
                    block
                        .lines()
                        .find_map(|line| line.strip_prefix(name))
                        .map(str::trim)
                };
                let Some(event) = field("event:") else { continue };
                let data =
                    serde_json::from_str(field("data:").expect("an event has data")).expect("data are JSON");
                let id = field("id:").map(|id| id.parse().expect("a cursor is a number"));
                return Some(Heard {
                    id,
                    event: event.to_owned(),
                    data,
                });
            }
            let more = tokio::time::timeout(Duration::from_secs(20), self.stream.next())
                .await
                .expect("an event in time");
            let piece = more?.expect("the stream is not cut");
            self.text
                .push_str(std::str::from_utf8(&piece).expect("events are text"));
        }
    }
}

async fn add_contact(app: &TestAppliance, token: &str) -> String {
    let answer = app
        .of("elm", token, "POST", "/contacts")
        .json(&json!({ "name": "Test Person" }))
        .send()
        .await;
    answer.text("id").to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_comes_back_hears_everything_that_was_missed() {
    let app = TestAppliance::start().await;
    let token = app.token("elm", Role::FrontDesk).await;
    let mut first = Listener::open(app.of("elm", &token, "GET", "/events")).await;
    let hello = first.next().await.unwrap();
    assert_eq!(hello.event, "hello");
    let one = add_contact(&app, &token).await;
    let heard = first.next().await.unwrap();
    assert_eq!(
        (heard.event.as_str(), heard.data["contactId"].as_str()),
        ("contact.changed", Some(one.as_str()))
    );
    drop(first);
    let mut missed = Vec::new();
    for _ in 0..300 {
        missed.push(add_contact(&app, &token).await);
    }
    let last_seen = heard.id.unwrap().to_string();
    let mut again = Listener::open(
        app.of("elm", &token, "GET", "/events")
            .header("last-event-id", &last_seen),
    )
    .await;
    assert_eq!(again.next().await.unwrap().event, "hello");
    let mut before = heard.id.unwrap();
    for id in &missed {
        let heard = again.next().await.unwrap();
        assert_eq!(heard.data["contactId"].as_str(), Some(id.as_str()));
        assert!(heard.id.unwrap() > before);
        before = heard.id.unwrap();
    }
    app.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cursor_that_is_not_kept_any_more_means_start_again() {
    let app = TestAppliance::start().await;
    let token = app.token("elm", Role::FrontDesk).await;
    let mut stream = Listener::open(app.of("elm", &token, "GET", "/events?cursor=999999")).await;
    assert_eq!(stream.next().await.unwrap().event, "hello");
    assert_eq!(stream.next().await.unwrap().event, "reset");
    let id = add_contact(&app, &token).await;
    assert_eq!(
        stream.next().await.unwrap().data["contactId"].as_str(),
        Some(id.as_str())
    );
    app.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn it_hears_of_no_patient() {
    let app = TestAppliance::start().await;
    let (it, manager) = (
        app.token("elm", Role::ItAdmin).await,
        app.token("elm", Role::Manager).await,
    );
    let mut stream = Listener::open(app.of("elm", &it, "GET", "/events")).await;
    assert_eq!(stream.next().await.unwrap().event, "hello");
    add_contact(&app, &manager).await;
    let change = json!({ "minutes": 45 });
    app.of("elm", &manager, "PATCH", "/procedures/mole-check")
        .json(&change)
        .send()
        .await;
    assert_eq!(stream.next().await.unwrap().event, "catalogue.changed");
    app.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_ends_with_its_session_and_with_the_appliance() {
    let app = TestAppliance::start().await;
    let account = app.account("elm", "ruth", Role::Manager, None).await;
    let link = app.link("elm", account).await;
    let signed_in = app
        .ask("POST", "/api/session")
        .json(&json!({ "link": link }))
        .send()
        .await;
    let ask = app
        .ask("GET", "/api/clinics/elm/events")
        .header("cookie", &signed_in.cookie());
    let mut session = Listener::open(ask).await;
    assert_eq!(session.next().await.unwrap().event, "hello");
    app.clock().advance(jiff::SignedDuration::from_mins(31));
    let token = app.token("elm", Role::Manager).await;
    add_contact(&app, &token).await;
    // What was committed while the session still stood may come; then the stream is over.
    while session.next().await.is_some() {}
    let mut machine = Listener::open(app.of("elm", &token, "GET", "/events")).await;
    assert_eq!(machine.next().await.unwrap().event, "hello");
    app.running().appliance.stop().cancel();
    assert_eq!(machine.next().await, None);
    app.end().await;
}
