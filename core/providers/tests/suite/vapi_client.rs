//! Vapi's REST interface, asked over a real socket.

use crate::support::{Asked, NoWaiting, Vendor, broken_off, reply, reply_with};
use callwaiting_providers::{
    http::{Http, HttpSettings},
    private::{Personal, Secret},
    retry::RetryPolicy,
    vapi::{
        client::{CallWith, NewCall, VapiClient},
        error::VapiError,
    },
};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value, json};
use std::{sync::Arc, time::Duration};

fn client(base: &str) -> (VapiClient, Arc<NoWaiting>) {
    let pacing = Arc::new(NoWaiting::default());
    let http = Http::new(base, &HttpSettings::default()).unwrap();
    (
        VapiClient::new(
            http,
            Secret::new("private-key"),
            RetryPolicy::default(),
            pacing.clone(),
        ),
        pacing,
    )
}

fn new_call() -> NewCall {
    NewCall {
        with: CallWith::Saved("assistant-1".into()),
        phone_number_id: "number-1".into(),
        customer_number: Personal::new("+447700900412"),
        name: "callback-17".into(),
        variables: Map::from_iter([("when".to_owned(), json!("Monday"))]),
    }
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

#[tokio::test]
async fn a_call_is_made_once_with_the_key_and_our_reference() {
    let vendor = Vendor::with(vec![reply(201, &json!({"id": "call-1", "status": "queued"}))]).await;
    let (client, _) = client(&vendor.base);
    assert_eq!(client.create_call(&new_call()).await.unwrap().call.id, "call-1");
    let asked = vendor.asked();
    assert_eq!(
        (asked.len(), &*asked[0].line, &*asked[0].authorization),
        (1, "POST /call", "Bearer private-key")
    );
    assert_eq!(
        asked[0].json(),
        json!({
            "assistantId": "assistant-1", "phoneNumberId": "number-1", "name": "callback-17",
            "customer": {"number": "+447700900412", "externalId": "callback-17"},
            "assistantOverrides": {"variableValues": {"when": "Monday"}},
        })
    );
}

#[tokio::test]
async fn a_call_whose_answer_is_lost_is_not_made_again() {
    for lost in [
        broken_off(),
        reply(502, &Value::Null),
        reply(201, &json!({"no": "id"})),
    ] {
        let vendor = Vendor::with(vec![lost]).await;
        let (client, _) = client(&vendor.base);
        let error = client.create_call(&new_call()).await.unwrap_err();
        assert!(matches!(error, VapiError::OutcomeUnknown { .. }), "{error:?}");
        assert_eq!(vendor.asked().len(), 1);
    }
}

#[tokio::test]
async fn too_many_requests_waits_as_long_as_asked() {
    let vendor = Vendor::with(vec![
        reply_with(429, ("retry-after", "7"), &Value::Null),
        reply(201, &json!({"id": "call-1"})),
    ])
    .await;
    let (patient, pacing) = client(&vendor.base);
    patient.create_call(&new_call()).await.unwrap();
    assert_eq!(pacing.waits(), [Duration::from_secs(7)]);

    let vendor = Vendor::by(|_| reply_with(429, ("retry-after", "3600"), &Value::Null)).await;
    let (impatient, pacing) = client(&vendor.base);
    let error = impatient.create_call(&new_call()).await.unwrap_err();
    let hour = Duration::from_secs(3600);
    assert!(
        matches!(error, VapiError::RateLimited { retry_after: Some(wait), .. } if wait == hour),
        "{error:?}"
    );
    assert!(pacing.waits().is_empty());
}

#[tokio::test]
async fn reading_is_tried_three_times_with_growing_waits() {
    let vendor = Vendor::by(|_| reply(503, &Value::Null)).await;
    let (client, pacing) = client(&vendor.base);
    let error = client.get_call("call-1").await.unwrap_err();
    assert!(matches!(error, VapiError::Unavailable { status: 503, .. }));
    assert_eq!(vendor.asked().len(), 3);
    assert_eq!(
        pacing.waits(),
        [Duration::from_millis(500), Duration::from_secs(1)]
    );
}

#[tokio::test]
async fn nobody_there_means_not_sent() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let (client, pacing) = client(&base);
    let error = client.create_call(&new_call()).await.unwrap_err();
    assert!(matches!(error, VapiError::NotSent { .. }), "{error:?}");
    assert_eq!(pacing.waits().len(), 2, "what was never seen may be sent again");
    assert!(
        !format!("{error:?}").contains("/call"),
        "no path or query in {error:?}"
    );
}

#[tokio::test]
async fn a_silent_vendor_runs_into_the_time_limit() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let settings = HttpSettings {
        request_timeout: Duration::from_millis(80),
        ..HttpSettings::default()
    };
    let http = Http::new(&base, &settings).unwrap();
    let client = VapiClient::new(
        http,
        Secret::new("k"),
        RetryPolicy::never(),
        Arc::new(NoWaiting::default()),
    );
    assert!(matches!(
        client.create_call(&new_call()).await,
        Err(VapiError::OutcomeUnknown { status: None, .. })
    ));
    assert!(matches!(
        client.get_call("call-1").await,
        Err(VapiError::NoAnswer { .. })
    ));
}

#[tokio::test]
async fn refusals_have_their_own_kinds_and_keep_their_words_to_themselves() {
    for status in [401, 402, 403, 404, 400, 418] {
        let vendor = Vendor::by(move |_| reply(status, &json!({"message": ["+447700900412 is bad"]}))).await;
        let (client, _) = client(&vendor.base);
        let error = client.create_call(&new_call()).await.unwrap_err();
        let kind = match &error {
            VapiError::Unauthorised { .. } => 401,
            VapiError::PaymentRequired { .. } => 402,
            VapiError::Forbidden { .. } => 403,
            VapiError::NotFound { .. } => 404,
            VapiError::Refused { status, detail, .. } => {
                assert_eq!(detail.as_ref().unwrap().expose(), "+447700900412 is bad");
                *status
            }
            other => panic!("{other:?}"),
        };
        assert_eq!((kind, vendor.asked().len()), (status, 1));
        assert_eq!(error.needs_a_person(), (401..404).contains(&status));
        assert!(!format!("{error} {error:?}").contains("900412"));
    }
}

#[tokio::test]
async fn redirects_are_not_followed() {
    let vendor =
        Vendor::by(|_| reply_with(302, ("location", "http://127.0.0.1:9/elsewhere"), &Value::Null)).await;
    let (client, _) = client(&vendor.base);
    assert!(matches!(
        client.get_call("x").await,
        Err(VapiError::Refused { status: 302, .. })
    ));
}

#[tokio::test]
async fn an_answer_without_end_is_cut_off() {
    let vendor = Vendor::by(|_| reply(200, &json!("x".repeat(5000)))).await;
    let settings = HttpSettings {
        max_body: 1000,
        ..HttpSettings::default()
    };
    let http = Http::new(&vendor.base, &settings).unwrap();
    let client = VapiClient::new(
        http,
        Secret::new("k"),
        RetryPolicy::never(),
        Arc::new(NoWaiting::default()),
    );
    assert!(matches!(
        client.get_call("x").await,
        Err(VapiError::TooLarge { .. })
    ));
}

#[tokio::test]
async fn saved_things_give_their_ids() {
    let vendor = Vendor::by(|_| reply(201, &json!({"id": "made-1"}))).await;
    let (client, _) = client(&vendor.base);
    assert_eq!(client.create_assistant(&json!({})).await.unwrap(), "made-1");
    assert_eq!(client.import_number(&json!({})).await.unwrap(), "made-1");
    assert_eq!(client.create_tool(&json!({})).await.unwrap(), "made-1");
    client
        .update_assistant("a/1", &json!({"firstMessage": "Hello"}))
        .await
        .unwrap();
    let lines: Vec<_> = vendor.asked().into_iter().map(|asked| asked.line).collect();
    assert_eq!(
        lines,
        [
            "POST /assistant",
            "POST /phone-number",
            "POST /tool",
            "PATCH /assistant/a%2F1"
        ]
    );
}

/// A list as Vapi keeps it: filtered by the time of change, cut to the limit, in an order that has nothing to
/// do with the filter.
fn listed(asked: &Asked, calls: &[Value]) -> Value {
    let url = url::Url::parse(&format!("http://x{}", asked.line.trim_start_matches("GET "))).unwrap();
    let query = |name: &str| {
        url.query_pairs()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.into_owned())
    };
    let bound = |name: &str| at(&query(name).unwrap());
    let (from, to) = (bound("updatedAtGe"), bound("updatedAtLe"));
    let fits = |call: &&Value| (from..=to).contains(&at(call["updatedAt"].as_str().unwrap()));
    let limit: usize = query("limit").unwrap().parse().unwrap();
    Value::Array(calls.iter().filter(fits).take(limit).cloned().collect())
}

fn calls_every(count: i64, step: SignedDuration) -> Vec<Value> {
    let start = at("2026-11-23T09:00:00Z");
    // Multiplying by a number prime to the count shuffles.
    let order = (0..count).map(|n| (n * 37 + 11) % count);
    order.map(|n| json!({"id": format!("call-{n}"), "updatedAt": (start + step * i32::try_from(n).unwrap()).to_string()})).collect()
}

#[tokio::test]
async fn a_long_list_comes_whole_in_any_order() {
    let calls = calls_every(97, SignedDuration::from_secs(60));
    let vendor = Vendor::by(move |asked| reply(200, &listed(asked, &calls))).await;
    let (client, _) = client(&vendor.base);
    let listing = client
        .list_calls(at("2026-11-23T09:00:00Z"), at("2026-11-24T09:00:00Z"), 10)
        .await
        .unwrap();
    let ids: Vec<_> = listing.calls.iter().map(|call| call.call.id.clone()).collect();
    assert_eq!(ids, (0..97).map(|n| format!("call-{n}")).collect::<Vec<_>>());
    assert!(listing.whole_until.is_none() && listing.unreadable == 0);
    assert!(vendor.asked().len() < 60, "{} requests", vendor.asked().len());
}

#[tokio::test]
async fn a_moment_with_more_calls_than_a_page_ends_and_says_so() {
    let calls = calls_every(50, SignedDuration::ZERO);
    let vendor = Vendor::by(move |asked| reply(200, &listed(asked, &calls))).await;
    let (client, _) = client(&vendor.base);
    let listing = client
        .list_calls(at("2026-11-23T08:00:00Z"), at("2026-11-23T10:00:00Z"), 10)
        .await
        .unwrap();
    let whole_until = listing.whole_until.unwrap();
    assert!(
        whole_until > at("2026-11-23T08:59:59Z") && whole_until <= at("2026-11-23T09:00:00Z"),
        "the moment itself, or the millisecond before it: {whole_until}"
    );
    assert_eq!(listing.calls.len(), 10);
}

#[tokio::test]
async fn a_vendor_that_ignores_the_bounds_cannot_keep_us_busy() {
    let calls = Value::Array(calls_every(10, SignedDuration::from_secs(1)));
    let vendor = Vendor::by(move |_| reply(200, &calls)).await;
    let (client, _) = client(&vendor.base);
    let listing = client
        .list_calls(at("2026-11-01T00:00:00Z"), at("2026-11-23T10:00:00Z"), 10)
        .await
        .unwrap();
    assert!(listing.whole_until.is_some());
    assert_eq!((listing.calls.len(), vendor.asked().len()), (10, 200));
}

#[tokio::test]
async fn a_lost_call_is_found_by_its_name() {
    let vendor = Vendor::by(|_| {
        let now = "2026-11-23T09:00:00Z";
        reply(
            200,
            &json!([{"id": "call-1", "updatedAt": now, "name": "other"}, {"id": "call-2", "updatedAt": now,
            "customer": {"externalId": "callback-17"}}, {"broken": true}]),
        )
    })
    .await;
    let (client, _) = client(&vendor.base);
    let (from, to) = (at("2026-11-23T08:00:00Z"), at("2026-11-23T10:00:00Z"));
    assert_eq!(
        client
            .find_call_named("callback-17", from, to)
            .await
            .unwrap()
            .unwrap()
            .call
            .id,
        "call-2"
    );
    assert!(
        client
            .find_call_named("callback-18", from, to)
            .await
            .unwrap()
            .is_none()
    );
    let listing = client.list_calls(from, to, 1000).await.unwrap();
    assert_eq!((listing.unreadable, listing.whole_until), (1, Some(from)));
}
