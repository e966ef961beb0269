//! What the listener refuses, and that it refuses it without doing half of it.

use super::bodies::{self, status};
use super::support::{Listener, SECRET};
use axum::http::StatusCode;
use serde_json::{Value, json};

async fn nothing_was_kept(listener: &Listener) {
    let calls: i64 = listener
        .clinic
        .read(|conn| Ok(conn.query_row("SELECT count(*) FROM call", [], |row| row.get(0))?))
        .await
        .unwrap();
    assert_eq!(calls, 0);
}

fn body() -> String {
    json!({ "message": status("c1", "in-progress", 1_795_428_000_000) }).to_string()
}

#[tokio::test]
async fn no_proof_a_wrong_one_and_an_unknown_clinic_look_the_same() {
    let listener = Listener::start();
    let cases: [(&str, &[(&str, &str)]); 4] = [
        ("/hooks/elm/vapi", &[]),
        ("/hooks/elm/vapi", &[("X-Vapi-Secret", "wrong")]),
        ("/hooks/oak/vapi", &[("X-Vapi-Secret", SECRET)]),
        ("/hooks/..%2felm/vapi", &[("X-Vapi-Secret", SECRET)]),
    ];
    for (path, headers) in cases {
        let (status, answer) = listener.send(path, headers, body()).await;
        assert_eq!(
            (status, answer["code"].as_str()),
            (StatusCode::UNAUTHORIZED, Some("unauthorized")),
            "{path}"
        );
    }
    nothing_was_kept(&listener).await;
}

#[tokio::test]
async fn too_many_refusals_are_told_to_slow_down_and_a_proven_one_still_comes_in() {
    let listener = Listener::with(json!([{ "kind": "headerSecret", "secret": SECRET }]), 2);
    for expected in [401, 401, 429] {
        let (status, _) = listener.send("/hooks/elm/vapi", &[], body()).await;
        assert_eq!(status.as_u16(), expected);
    }
    let (status, _) = listener
        .send("/hooks/elm/vapi", &[("X-Vapi-Secret", SECRET)], body())
        .await;
    assert_eq!(status, StatusCode::OK);
}

#[tokio::test]
async fn what_is_no_message_gets_a_code_and_none_of_its_content_back() {
    let listener = Listener::start();
    let cases = [
        "{",
        "[]",
        "\"canary-words\"",
        "{}",
        r#"{"message":"canary-words"}"#,
        r#"{"message":{}}"#,
        r#"{"message":{"type":7}}"#,
        r#"{"message":{"type":"status-update","status":{"canary-words":1},"call":{"id":"c1"}}}"#,
        r#"{"message":{"type":"tool-calls","toolCallList":"canary-words","call":{"id":"c1"}}}"#,
        r#"{"message":{"type":"transcript","role":"user","transcript":["canary-words"],"call":{"id":"c1"}}}"#,
        r#"{"message":{"type":"hang","call":{"id":9}}}"#,
    ];
    for case in cases {
        let (status, answer) = listener
            .send("/hooks/elm/vapi", &[("X-Vapi-Secret", SECRET)], case)
            .await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{case}");
        assert!(answer["code"] == "bad_request", "{answer}");
        assert!(!answer.to_string().contains("canary-words"), "{answer}");
    }
    let deep = format!(r#"{{"message":{}1{}}}"#, "[".repeat(300), "]".repeat(300));
    let (status, _) = listener
        .send("/hooks/elm/vapi", &[("X-Vapi-Secret", SECRET)], deep)
        .await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    nothing_was_kept(&listener).await;
}

#[tokio::test]
async fn ten_megabytes_are_too_large() {
    let listener = Listener::start();
    let (status, answer) = listener
        .send(
            "/hooks/elm/vapi",
            &[("X-Vapi-Secret", SECRET)],
            vec![b'x'; 10 << 20],
        )
        .await;
    assert_eq!(
        (status, answer["code"].as_str()),
        (StatusCode::PAYLOAD_TOO_LARGE, Some("payload_too_large"))
    );
}

#[tokio::test]
async fn a_tools_mistake_comes_back_as_something_to_mend() {
    let listener = Listener::stocked().await;
    let cases: [(&str, Value, &str); 7] = [
        ("find_slots", json!({}), "procedure is missing"),
        (
            "find_slots",
            json!({ "procedure": "hip replacement" }),
            "does not offer",
        ),
        (
            "find_slots",
            json!({ "procedure": "mole check", "practitioner": "Dr Elsewhere" }),
            "Dr Whitlock",
        ),
        (
            "find_slots",
            json!({ "procedure": "mole check", "practitioner": "Miss Okafor" }),
            "does not do",
        ),
        (
            "find_slots",
            json!({ "procedure": "mole check", "from": "2020-01-01", "to": "2020-01-02" }),
            "has passed",
        ),
        ("claim_slot", json!({ "slotId": "s9" }), "was not offered"),
        (
            "claim_slot",
            json!({ "slotId": "2026-11-26T11:00" }),
            "was not offered",
        ),
    ];
    for (at, (tool, arguments, part)) in cases.into_iter().enumerate() {
        let (ok, text) = listener.tool("c1", &format!("t{at}"), tool, arguments).await;
        assert!(!ok && text.contains(part), "{tool}: {text}");
    }
    let (ok, text) = listener.tool("c1", "t99", "sell_house", json!({})).await;
    assert!(!ok && text.contains("find_slots"), "{text}");
}

#[tokio::test]
async fn the_fifth_identical_question_ends_the_loop() {
    let listener = Listener::stocked().await;
    for n in 1..=4 {
        let (_, text) = listener
            .tool("c1", &format!("t{n}"), "claim_slot", json!({ "slotId": "s7" }))
            .await;
        assert!(text.contains("was not offered"));
    }
    let (ok, text) = listener
        .tool("c1", "t5", "claim_slot", json!({ "slotId": "s7" }))
        .await;
    assert!(!ok && text.starts_with("Stop"), "{text}");
    assert_eq!(
        callwaiting_engine::views::needs(&listener.clinic).await.unwrap()[0].kind,
        "tool_trouble"
    );
}

#[tokio::test]
async fn bearer_and_signature_prove_as_well() {
    let plan = json!({ "kind": "hmac", "algorithm": "sha256", "secretKey": "hmac-secret-for-tests" });
    let listener = Listener::with(
        json!([{ "kind": "bearer", "token": "bearer-for-tests" }, plan]),
        1_000,
    );
    let (status, _) = listener
        .send(
            "/hooks/elm/vapi",
            &[("Authorization", "Bearer bearer-for-tests")],
            body(),
        )
        .await;
    assert_eq!(status, StatusCode::OK);
    let text = json!({ "message": { "type": "hang", "call": bodies::call("c9") } }).to_string();
    let plan: callwaiting_providers::vapi::verify::HookAuth = serde_json::from_value(plan).unwrap();
    let callwaiting_providers::vapi::verify::HookAuth::Hmac(plan) = plan else {
        panic!("an HMAC plan")
    };
    let stamp = listener.clinic.now().as_second().to_string();
    let signature = plan
        .sign(
            "POST",
            "https://hooks.example.com/hooks/elm/vapi",
            &stamp,
            "",
            text.as_bytes(),
        )
        .unwrap();
    let headers = [
        ("x-timestamp", stamp.as_str()),
        ("x-signature", signature.as_str()),
    ];
    let (status, _) = listener.send("/hooks/elm/vapi", &headers, text.clone()).await;
    assert_eq!(status, StatusCode::OK);
    let (status, _) = listener
        .send("/hooks/elm/vapi", &headers, text.replace("c9", "c8"))
        .await;
    assert_eq!(status, StatusCode::UNAUTHORIZED);
    let stale = (listener.clinic.now().as_second() - 900).to_string();
    let signature = plan
        .sign(
            "POST",
            "https://hooks.example.com/hooks/elm/vapi",
            &stale,
            "",
            text.as_bytes(),
        )
        .unwrap();
    let (status, _) = listener
        .send(
            "/hooks/elm/vapi",
            &[("x-timestamp", &stale), ("x-signature", &signature)],
            text,
        )
        .await;
    assert_eq!(status, StatusCode::UNAUTHORIZED);
}
