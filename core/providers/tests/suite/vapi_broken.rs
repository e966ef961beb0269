//! Server messages of Vapi that are broken, odd or carry secrets.

use crate::vapi_wire::ALL;
use callwaiting_providers::vapi::{error::WireError, scrub, wire};
use proptest::prelude::*;
use serde_json::{Value, json};

fn code(body: &str) -> &'static str {
    wire::parse(body.as_bytes()).unwrap_err().code()
}

#[test]
fn broken_bodies_get_codes_without_their_words() {
    for (body, expected) in [
        ("", "not_json"),
        ("{\"message\":", "not_json"),
        ("\u{feff}{}", "not_json"),
        ("[]", "not_an_object"),
        ("\"hush\"", "not_an_object"),
        ("{}", "no_message"),
        ("{\"message\":null}", "no_message"),
        ("{\"message\":\"hush\"}", "wrong_type"),
        ("{\"message\":{}}", "no_type"),
        ("{\"message\":{\"type\":7}}", "no_type"),
        (
            "{\"message\":{\"type\":\"hang\",\"call\":\"hush\"}}",
            "wrong_type",
        ),
        (
            "{\"message\":{\"type\":\"hang\",\"call\":{\"id\":7}}}",
            "wrong_type",
        ),
        ("{\"message\":{\"type\":\"tool-calls\"}}", "wrong_type"),
        (
            "{\"message\":{\"type\":\"tool-calls\",\"toolCallList\":\"hush\"}}",
            "wrong_type",
        ),
        (
            "{\"message\":{\"type\":\"status-update\",\"status\":7}}",
            "wrong_type",
        ),
        (
            "{\"message\":{\"type\":\"transcript\",\"role\":\"user\",\"transcript\":\"hush\"}}",
            "wrong_type",
        ),
        (
            "{\"message\":{\"type\":\"conversation-update\",\"messages\":{}}}",
            "wrong_type",
        ),
    ] {
        assert_eq!(code(body), expected, "{body}");
        let error = wire::parse(body.as_bytes()).unwrap_err();
        assert!(!format!("{error} {error:?}").contains("hush"));
    }
    assert_eq!(wire::parse(&[0xff, 0xfe]).unwrap_err(), WireError::NotJson);
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    assert_eq!(code(&deep), "too_deep");
}

#[test]
fn what_somebody_waits_for_is_read_even_without_a_call_or_an_id() {
    for call in [
        json!(null),
        json!("hush"),
        json!({}),
        json!({"id": 7}),
        json!({"id": ""}),
    ] {
        for kind in ["assistant-request", "transfer-destination-request"] {
            let body = json!({"message": {"type": kind, "call": call}});
            let envelope = wire::parse_value(&body).unwrap();
            assert!(
                envelope.call.is_none() && envelope.message.wants_an_answer(),
                "{body}"
            );
        }
    }
    let entries = json!([
        {"name": "find_slots"}, 7, {"id": 7, "name": "find_slots"}, {"id": "", "name": "x"}, {"id": "t5", "name": "x"},
    ]);
    let body = json!({"message": {"type": "tool-calls", "call": {}, "toolCallList": entries}});
    let envelope = wire::parse_value(&body).unwrap();
    let wire::Message::ToolCalls(calls) = envelope.message else {
        panic!("tool calls")
    };
    let ids: Vec<_> = calls.iter().map(|call| call.id.as_str()).collect();
    assert_eq!(ids, ["", "", "", "", "t5"]);
    assert!(calls[1].arguments.is_err());
}

#[test]
fn insane_times_are_passed_over() {
    for (time, sane) in [
        (json!(1_795_424_400_250_i64), true),
        (json!(1_795_424_400), true),
        (json!("2026-11-23T09:00:00Z"), true),
        (json!(0), false),
        (json!(-5), false),
        (json!(1e300), false),
        (json!("soon"), false),
        (json!({}), false),
        (json!("9999-01-01T00:00:00Z"), false),
    ] {
        let envelope = wire::parse_value(&json!({"message": {"type": "hang", "timestamp": time}})).unwrap();
        assert_eq!(envelope.timestamp.is_some(), sane, "{time}");
        assert_eq!(envelope.oddities.is_empty(), sane, "{time}");
    }
}

#[test]
fn scrubbing_leaves_a_readable_body_without_secrets() {
    for (kind, body) in ALL {
        let mut value = wire::read_json(body).unwrap();
        scrub::scrub(&mut value);
        let text = value.to_string();
        for secret in [
            "5eed",
            "0123456789abcdef",
            "walnut",
            "q1w2e3r4",
            "live.example.com",
        ] {
            assert!(!text.contains(secret), "{kind} keeps {secret}");
        }
        assert_eq!(wire::parse_value(&value).unwrap().message.kind(), kind);
    }
}

/// Replaces the node that `turns` lead to.
fn replace(value: &mut Value, turns: &[prop::sample::Index], with: Value) {
    let children = match value {
        Value::Object(fields) if !fields.is_empty() => fields.len(),
        Value::Array(items) if !items.is_empty() => items.len(),
        _ => 0,
    };
    match (turns, value) {
        ([turn, rest @ ..], Value::Object(fields)) if children > 0 => {
            replace(fields.values_mut().nth(turn.index(children)).unwrap(), rest, with);
        }
        ([turn, rest @ ..], Value::Array(items)) if children > 0 => {
            replace(&mut items[turn.index(children)], rest, with)
        }
        (_, value) => *value = with,
    }
}

fn odd_value() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        Just(json!("PLANTED words")),
        Just(json!(["PLANTED words"])),
        Just(json!({"PLANTED": "words"})),
        Just(json!([])),
        Just(json!({})),
    ]
}

proptest! {
    #[test]
    fn no_odd_node_anywhere_panics_or_prints(
        which in any::<prop::sample::Index>(),
        turns in prop::collection::vec(any::<prop::sample::Index>(), 1..7),
        odd in odd_value(),
    ) {
        let (_, body) = ALL[which.index(ALL.len())];
        let mut value = wire::read_json(body).unwrap();
        replace(&mut value, &turns, odd);
        match wire::parse_value(&value) {
            // Ids, statuses and names of types are told; what a person said is not.
            Ok(envelope) => {
                let printed = format!("{:?}", envelope.oddities);
                prop_assert!(!printed.contains("PLANTED"), "{printed}");
            }
            Err(error) => {
                let printed = format!("{error} {error:?}");
                prop_assert!(!printed.contains("PLANTED"), "{printed}");
            }
        }
        scrub::scrub(&mut value);
        let _ = wire::parse_value(&value);
        let _ = wire::parse_call(&value["message"]["call"]);
    }
}
