//! What the listener takes, and what becomes of it.

use super::bodies::{self, said, status};
use super::support::Listener;
use callwaiting_engine::booking::Actor;
use callwaiting_engine::setup;
use serde_json::json;

const AT: i64 = 1_795_428_000_000;

#[tokio::test]
async fn a_ringing_call_is_answered_with_a_receptionist_who_says_what_she_is() {
    let listener = Listener::stocked().await;
    let answer = listener
        .deliver(json!({ "type": "assistant-request", "timestamp": AT, "call": bodies::call("c1") }))
        .await;
    let assistant = &answer["assistant"];
    assert!(
        assistant["firstMessage"].as_str().unwrap().contains("AI"),
        "{assistant}"
    );
    assert!(
        assistant["server"]["url"]
            .as_str()
            .unwrap()
            .ends_with("/hooks/elm/vapi")
    );
    assert!(assistant["model"]["tools"].as_array().unwrap().len() >= 8);
    assert_eq!(listener.call("c1").await.summary.status, "ringing");
}

#[tokio::test]
async fn the_receptionist_knows_the_clinics_hours_and_policies() {
    let listener = Listener::stocked().await;
    let policies = "Cancelling is free until the day before.\nUnder-18s come with a parent.";
    let set = setup::set_setting(
        &listener.clinic,
        setup::POLICIES,
        policies.into(),
        &Actor::Appliance,
    );
    set.await.unwrap();
    let answer = listener
        .deliver(json!({ "type": "assistant-request", "timestamp": AT, "call": bodies::call("c1") }))
        .await;
    let prompt = answer["assistant"]["model"]["messages"][0]["content"]
        .as_str()
        .unwrap();
    for line in policies
        .lines()
        .chain(["Monday to Friday 09:00 to ", "Saturday and Sunday closed"])
    {
        assert!(prompt.contains(&format!("\n- {line}")), "{line}: {prompt}");
    }
}

#[tokio::test]
async fn a_call_is_booked_from_ring_to_report() {
    let listener = Listener::stocked().await;
    listener.deliver(status("c1", "in-progress", AT)).await;
    let (ok, free) = listener
        .tool(
            "c1",
            "t1",
            "find_slots",
            json!({ "procedure": "mole check", "from": "2026-11-26", "time": "11:00" }),
        )
        .await;
    assert!(ok && free.contains("s1=2026-11-26T"), "{free}");
    assert!(free.contains("120 pounds"), "the price is the clinic's: {free}");
    let (ok, held) = listener
        .tool("c1", "t2", "claim_slot", json!({ "slotId": "s1" }))
        .await;
    assert!(ok && held.contains("Dr Whitlock"), "{held}");
    let (ok, why) = listener.tool("c1", "t3", "confirm_booking", json!({})).await;
    assert!(!ok && why.contains("name"), "{why}");
    let words = "I'd like a mole check, my name is Amelia Hart.";
    listener.deliver(said("c1", "user", words, AT + 4_000)).await;
    let (ok, booked) = listener.tool("c1", "t4", "confirm_booking", json!({})).await;
    assert!(ok && booked.starts_with("Booked"), "the name was said: {booked}");
    listener.deliver(status("c1", "ended", AT + 120_000)).await;
    let call = listener.call("c1").await;
    assert_eq!(
        (call.summary.status, call.summary.outcome),
        ("completed", Some("booked"))
    );
    assert_eq!(call.appointment.unwrap().contact.name, "Amelia Hart");
    assert!(
        call.turns[0].text.contains("[REDACTED_NAME]"),
        "{}",
        call.turns[0].text
    );
    assert_eq!(call.summary.who, "Amelia Hart");
}

#[tokio::test]
async fn a_report_leaves_neither_numbers_nor_tokens_behind() {
    let listener = Listener::stocked().await;
    listener.deliver(bodies::report("c1")).await;
    let call = listener.call("c1").await;
    assert_eq!(call.turns.len(), 2);
    assert!(call.turns[1].text.contains("[REDACTED_PHONE]"));
    assert_eq!(call.cost.unwrap().total.unwrap().amount_minor, 34);
    listener.deliver(json!({ "type": "some-new-thing", "call": bodies::call("c1"), "phoneNumber": { "twilioAuthToken": "token-that-must-not-stay" }, "note": "I'm on 07700 900 456" })).await;
    let kept: Vec<String> = listener
        .clinic
        .read(|conn| {
            let mut statement = conn.prepare("SELECT body FROM unknown_message")?;
            Ok(statement
                .query_map([], |row| row.get(0))?
                .collect::<Result<_, _>>()?)
        })
        .await
        .unwrap();
    assert_eq!(kept.len(), 1);
    assert!(
        !kept[0].contains("must-not-stay")
            && !kept[0].contains("900 456")
            && !kept[0].contains("447700900123"),
        "{}",
        kept[0]
    );
}

#[tokio::test]
async fn hanging_up_with_a_time_in_hand_keeps_it_for_half_an_hour() {
    let listener = Listener::stocked().await;
    listener.deliver(status("c1", "in-progress", AT)).await;
    listener
        .tool("c1", "t1", "find_slots", json!({ "procedure": "lip filler" }))
        .await;
    listener
        .tool("c1", "t2", "claim_slot", json!({ "slotId": "s1" }))
        .await;
    listener.deliver(status("c1", "ended", AT + 60_000)).await;
    let call = listener.call("c1").await;
    assert_eq!(
        (call.summary.status, call.summary.outcome),
        ("abandoned", Some("abandoned"))
    );
    let hold = call.hold.unwrap();
    assert_eq!((hold.kind, hold.total_seconds), ("recovery", 1800));
}

#[tokio::test]
async fn a_repeat_gets_the_first_answer_and_takes_effect_once() {
    let listener = Listener::stocked().await;
    let first = listener
        .tool("c1", "t1", "find_slots", json!({ "procedure": "lip filler" }))
        .await;
    assert_eq!(
        listener
            .tool("c1", "t1", "find_slots", json!({ "procedure": "lip filler" }))
            .await,
        first
    );
    let held = listener
        .tool("c1", "t2", "claim_slot", json!({ "slotId": "s2" }))
        .await;
    assert_eq!(
        listener
            .tool("c1", "t2", "claim_slot", json!({ "slotId": "s2" }))
            .await,
        held
    );
    for _ in 0..3 {
        listener.deliver(said("c1", "user", "yes", AT + 9_000)).await;
    }
    assert_eq!(listener.call("c1").await.turns.len(), 1);
    let holds = callwaiting_engine::views::holds(&listener.clinic).await.unwrap();
    assert_eq!(holds.len(), 1);
}

#[tokio::test]
async fn words_are_shown_once_whether_they_come_one_by_one_or_as_a_list() {
    let listener = Listener::stocked().await;
    listener.deliver(status("c1", "in-progress", AT)).await;
    listener
        .deliver(said("c1", "assistant", "How can I help?", AT + 2_000))
        .await;
    listener.deliver(said("c1", "user", "A peel.", AT + 4_000)).await;
    listener
        .deliver(json!({ "type": "conversation-update", "timestamp": AT + 4_500, "call": bodies::call("c1"), "messages": [
            { "role": "bot", "message": "How can I help?", "time": AT + 1_000, "secondsFromStart": 1 },
            { "role": "user", "message": "A peel.", "time": AT + 3_000, "secondsFromStart": 3 },
        ] }))
        .await;
    listener
        .deliver(said("c1", "assistant", "Of course.", AT + 6_000))
        .await;
    let texts: Vec<String> = listener
        .call("c1")
        .await
        .turns
        .into_iter()
        .map(|t| t.text)
        .collect();
    assert_eq!(texts, ["How can I help?", "A peel.", "Of course."]);
}

#[tokio::test]
async fn a_person_is_called_for_when_the_voice_hands_over() {
    let listener = Listener::stocked().await;
    let (ok, text) = listener
        .tool(
            "c1",
            "t1",
            "hand_over",
            json!({ "reason": "chest pain after filler", "urgent": true }),
        )
        .await;
    assert!(ok && text.contains("999"), "{text}");
    let needs = callwaiting_engine::views::needs(&listener.clinic).await.unwrap();
    assert_eq!(
        (needs.len(), needs[0].kind.as_str(), needs[0].urgent),
        (1, "emergency", true)
    );
    assert_eq!(needs[0].phone.as_deref(), Some(bodies::CALLER));
    let answer = listener
        .deliver(
            json!({ "type": "transfer-destination-request", "timestamp": AT, "call": bodies::call("c2") }),
        )
        .await;
    assert!(answer["error"].is_string(), "{answer}");
}

#[tokio::test]
async fn small_messages_are_answered_with_nothing() {
    let listener = Listener::stocked().await;
    for message in [
        json!({ "type": "speech-update", "status": "started", "role": "assistant", "turn": 0, "call": bodies::call("c1") }),
        json!({ "type": "user-interrupted", "turnId": "x", "call": bodies::call("c1") }),
        json!({ "type": "hang", "timestamp": AT, "call": bodies::call("c1") }),
        json!({ "type": "something-of-tomorrow" }),
    ] {
        assert_eq!(listener.deliver(message).await, json!({}));
    }
}

#[tokio::test]
async fn a_name_said_before_it_was_saved_goes_from_what_was_said() {
    let listener = Listener::stocked().await;
    listener.deliver(status("c1", "in-progress", AT)).await;
    listener
        .deliver(said("c1", "user", "It's Joanna Whitfield again.", AT + 2_000))
        .await;
    listener
        .tool("c1", "t1", "save_caller", json!({ "name": "Joanna Whitfield" }))
        .await;
    assert_eq!(
        listener.call("c1").await.turns[0].text,
        "It's [REDACTED_NAME] again."
    );
    let left: i64 = listener
        .clinic
        .read(|conn| {
            let count = "SELECT (SELECT count(*) FROM event WHERE payload LIKE '%Whitfield%')
                + (SELECT count(*) FROM turn WHERE text LIKE '%Whitfield%')";
            Ok(conn.query_row(count, [], |row| row.get(0))?)
        })
        .await
        .unwrap();
    assert_eq!(left, 0);
}
