//! Messages that lack what they should have and that somebody on the line waits for, and times nobody believes.

use super::bodies::{self, said, status};
use super::support::{Listener, NOW};
use jiff::Timestamp;
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

#[tokio::test]
async fn a_time_that_has_not_come_is_not_believed() {
    const FAR: i64 = 4_000_000_000_000;
    let listener = Listener::stocked().await;
    let now: Timestamp = NOW.parse().unwrap();
    listener.deliver(status("c1", "in-progress", FAR)).await;
    listener.deliver(said("c1", "user", "A peel.", FAR)).await;
    listener.deliver(said("c1", "user", "A peel.", FAR)).await;
    listener.deliver(status("c1", "ended", FAR)).await;
    let mut report = bodies::report("c2");
    report["timestamp"] = FAR.into();
    for place in ["startedAt", "endedAt"] {
        report[place] = "2096-01-01T00:00:00Z".into();
    }
    for turn in report["artifact"]["messages"].as_array_mut().unwrap() {
        turn["time"] = FAR.into();
    }
    listener.deliver(report).await;
    let (c1, c2) = (listener.call("c1").await, listener.call("c2").await);
    assert_eq!((c1.turns.len(), c2.turns.len()), (1, 2));
    for call in [c1, c2] {
        let text = serde_json::to_string(&call).unwrap();
        assert!(!text.contains("2096"), "{text}");
        assert_eq!(call.summary.started_at, now, "{text}");
    }
    // A clock that is a little ahead is a clock.
    let ahead = now.as_millisecond() + 240_000;
    listener.deliver(status("c3", "in-progress", ahead)).await;
    listener.deliver(status("c3", "ended", ahead + 30_000)).await;
    let text = serde_json::to_string(&listener.call("c3").await).unwrap();
    assert!(text.contains("10:04:00") && text.contains("10:04:30"), "{text}");
}
