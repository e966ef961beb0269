//! Messages that lack what they should have, and that somebody on the line waits for.

use super::bodies;
use super::support::Listener;
use serde_json::{Value, json};

fn odd_calls() -> [Value; 5] {
    [
        json!(null),
        json!("c1"),
        json!({}),
        json!({ "id": 7 }),
        json!({ "id": "" }),
    ]
}

#[tokio::test]
async fn a_ringing_call_gets_its_receptionist_whatever_its_message_lacks() {
    let listener = Listener::stocked().await;
    for call in odd_calls() {
        let answer = listener
            .deliver(json!({ "type": "assistant-request", "call": call }))
            .await;
        assert!(
            answer["assistant"]["firstMessage"].is_string(),
            "{call}: {answer}"
        );
    }
    let answer = listener.deliver(json!({ "type": "assistant-request" })).await;
    assert!(answer["assistant"]["firstMessage"].is_string(), "{answer}");
}

#[tokio::test]
async fn tools_of_a_call_without_an_id_fail_one_by_one() {
    let listener = Listener::stocked().await;
    for call in odd_calls() {
        let mut message = bodies::tool("c1", "t1", "find_slots", json!({ "procedure": "lip filler" }));
        message["call"] = call.clone();
        let answer = listener.deliver(message).await;
        let one = &answer["results"][0];
        assert_eq!(
            (&one["toolCallId"], &one["name"]),
            (&json!("t1"), &json!("find_slots"))
        );
        assert!(
            one["error"].as_str().unwrap().contains("ring back"),
            "{call}: {answer}"
        );
    }
    let answer = listener
        .deliver(
            json!({ "type": "function-call", "functionCall": { "name": "find_slots", "parameters": {} } }),
        )
        .await;
    assert!(
        answer["result"].as_str().unwrap().contains("ring back"),
        "{answer}"
    );
    let answer = listener
        .deliver(json!({ "type": "transfer-destination-request", "call": {} }))
        .await;
    assert!(answer["error"].is_string(), "{answer}");
}

#[tokio::test]
async fn one_tool_call_without_an_id_does_not_keep_the_others_from_being_run() {
    let listener = Listener::stocked().await;
    let find = json!({ "name": "find_slots", "arguments": { "procedure": "lip filler" } });
    let claim = json!({ "name": "claim_slot", "arguments": { "slotId": "s1" } });
    let answer = listener
        .deliver(
            json!({ "type": "tool-calls", "call": bodies::call("c1"), "toolCallList": [
            { "id": "t1", "function": find }, { "function": claim }, 7, { "id": "t4", "function": claim },
        ] }),
        )
        .await;
    let results = answer["results"].as_array().unwrap();
    let ids: Vec<_> = results
        .iter()
        .map(|one| one["toolCallId"].as_str().unwrap())
        .collect();
    assert_eq!(ids, ["t1", "", "", "t4"], "{answer}");
    assert!(
        results[0]["result"].is_string() && results[3]["result"].is_string(),
        "{answer}"
    );
    assert!(
        results[1]["error"].as_str().unwrap().contains("no id"),
        "{answer}"
    );
    assert!(results[2]["error"].is_string(), "{answer}");
    let holds = callwaiting_engine::views::holds(&listener.clinic).await.unwrap();
    assert_eq!(holds.len(), 1);
}
