//! Twilio's REST interface, asked over a real socket.

use crate::support::{NoWaiting, Vendor, broken_off, reply, reply_with};
use callwaiting_providers::{
    http::{Http, HttpSettings},
    private::{Personal, Secret, Spoken},
    retry::RetryPolicy,
    twilio::{
        client::{Account, MessageQuery, NewMessage, NewPhoneCall, Sender, TwilioClient},
        error::{Policy, TwilioError},
        wire::{CallState, MessageState},
    },
};
use serde_json::{Value, json};
use std::{sync::Arc, time::Duration};

const SID: &str = "AC0123456789abcdef0123456789abcdef";

fn client(base: &str) -> (TwilioClient, Arc<NoWaiting>) {
    let pacing = Arc::new(NoWaiting::default());
    let http = Http::new(base, &HttpSettings::default()).unwrap();
    let account = Account::with_token(SID, Secret::new("t0ken"));
    (
        TwilioClient::new(http, account, RetryPolicy::default(), pacing.clone()),
        pacing,
    )
}

fn new_message() -> NewMessage {
    NewMessage {
        to: Personal::new("+447700900412"),
        from: Sender::Number("+447700900100".into()),
        body: Spoken::new("Your slot is still free & waiting"),
        status_callback: Some("https://clinic.example.com/hooks/c1/twilio/message-status".into()),
        validity_seconds: Some(600),
    }
}

fn stored(sid: &str) -> Value {
    json!({
        "sid": sid, "status": "queued", "direction": "outbound-api", "from": "+447700900100", "to": "+447700900412",
        "body": "words", "error_code": null, "date_created": "Mon, 23 Nov 2026 09:00:00 +0000", "num_segments": "1",
    })
}

#[tokio::test]
async fn a_message_is_sent_as_a_form() {
    let vendor = Vendor::with(vec![reply(201, &stored("SM1"))]).await;
    let (client, _) = client(&vendor.base);
    let message = client.send_message(&new_message()).await.unwrap();
    assert_eq!((&*message.sid, message.state), ("SM1", MessageState::Queued));
    assert_eq!(message.created_at.unwrap().to_string(), "2026-11-23T09:00:00Z");
    let asked = &vendor.asked()[0];
    assert_eq!(
        asked.line,
        format!("POST /2010-04-01/Accounts/{SID}/Messages.json")
    );
    assert!(asked.authorization.starts_with("Basic "));
    assert_eq!(
        asked.body,
        "To=%2B447700900412&Body=Your+slot+is+still+free+%26+waiting&From=%2B447700900100\
         &StatusCallback=https%3A%2F%2Fclinic.example.com%2Fhooks%2Fc1%2Ftwilio%2Fmessage-status&ValidityPeriod=600"
    );
}

#[tokio::test]
async fn a_message_whose_answer_is_lost_is_not_sent_again() {
    for lost in [broken_off(), reply(500, &Value::Null), reply(201, &json!({}))] {
        let vendor = Vendor::with(vec![lost]).await;
        let (client, _) = client(&vendor.base);
        let error = client.send_message(&new_message()).await.unwrap_err();
        assert!(matches!(error, TwilioError::OutcomeUnknown { .. }), "{error:?}");
        assert_eq!(vendor.asked().len(), 1);
    }
}

#[tokio::test]
async fn refusals_carry_their_code_and_what_to_do() {
    for (status, code, expected) in [
        (400, 21610, Policy::OptedOut),
        (401, 20003, Policy::StopAndAlert),
        (400, 21608, Policy::Configuration),
        (400, 77777, Policy::Unknown),
    ] {
        let body =
            json!({"code": code, "message": "+447700900412 said no", "more_info": "", "status": status});
        let vendor = Vendor::by(move |_| reply(status, &body)).await;
        let (client, _) = client(&vendor.base);
        let error = client.send_message(&new_message()).await.unwrap_err();
        assert_eq!((error.policy(), vendor.asked().len()), (expected, 1));
        assert!(!format!("{error} {error:?}").contains("900412"));
    }
}

#[tokio::test]
async fn too_many_requests_is_tried_again() {
    let busy = json!({"code": 20429, "status": 429});
    let vendor = Vendor::with(vec![
        reply_with(429, ("retry-after", "2"), &busy),
        reply(201, &stored("SM1")),
    ])
    .await;
    let (client, pacing) = client(&vendor.base);
    client.send_message(&new_message()).await.unwrap();
    assert_eq!(pacing.waits(), [Duration::from_secs(2)]);
}

#[tokio::test]
async fn a_list_follows_its_links_and_stays_at_home() {
    let first = format!("/2010-04-01/Accounts/{SID}/Messages.json");
    let next = format!("{first}?Page=1");
    let looping = next.clone();
    let vendor = Vendor::by(move |asked| {
        let messages = if asked.line.contains("Page=1") {
            [stored("SM2"), stored("SM3")]
        } else {
            [stored("SM1"), stored("SM2")]
        };
        reply(200, &json!({"messages": messages, "next_page_uri": looping}))
    })
    .await;
    let (client, _) = client(&vendor.base);
    let query = MessageQuery {
        to: Some(Personal::new("+447700900412")),
        from: None,
        sent_from: Some("2026-11-23".parse().unwrap()),
    };
    let (messages, complete) = client.list_messages(&query).await.unwrap();
    assert_eq!(
        messages.iter().map(|message| &*message.sid).collect::<Vec<_>>(),
        ["SM1", "SM2", "SM3"]
    );
    assert!(!complete, "the second page links to itself");
    let lines: Vec<_> = vendor.asked().into_iter().map(|asked| asked.line).collect();
    let asked = format!("GET {first}?PageSize=200&To=%2B447700900412&DateSent%3E=2026-11-23");
    assert_eq!(lines, [asked, format!("GET {next}")]);

    let astray = Vendor::by(|_| {
        reply(
            200,
            &json!({"messages": [], "next_page_uri": "https://elsewhere.example.com/x"}),
        )
    })
    .await;
    let (client, _) = self::client(&astray.base);
    assert!(matches!(
        client.list_messages(&query).await,
        Err(TwilioError::Unreadable { .. })
    ));
}

#[tokio::test]
async fn one_message_is_fetched() {
    let vendor = Vendor::with(vec![reply(200, &stored("SM9"))]).await;
    let (client, _) = client(&vendor.base);
    let message = client.fetch_message("SM9").await.unwrap();
    assert_eq!(
        (message.body.unwrap().expose(), message.inbound),
        ("words", false)
    );
    assert_eq!(
        vendor.asked()[0].line,
        format!("GET /2010-04-01/Accounts/{SID}/Messages/SM9.json")
    );
}

#[tokio::test]
async fn a_call_is_placed_with_its_words_inline() {
    let vendor = Vendor::with(vec![reply(201, &json!({"sid": "CA1", "status": "queued"}))]).await;
    let (client, _) = client(&vendor.base);
    let call = NewPhoneCall {
        to: Personal::new("+447700900412"),
        from: "+447700900100".into(),
        twiml: "<Response/>".into(),
        status_callback: Some("https://clinic.example.com/s".into()),
        ring_seconds: 30,
        detect_machine: true,
    };
    assert_eq!(client.create_call(&call).await.unwrap().state, CallState::Queued);
    let body = &vendor.asked()[0].body;
    assert_eq!(body.matches("StatusCallbackEvent=").count(), 4, "{body}");
    assert!(
        body.contains("Twiml=%3CResponse%2F%3E") && body.contains("MachineDetection=Enable"),
        "{body}"
    );
}
