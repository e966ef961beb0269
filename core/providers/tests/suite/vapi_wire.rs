//! Server messages of Vapi: every kind, every shape, and what is wrong with a broken one.

use callwaiting_providers::vapi::{
    error::WireError,
    wire::{
        self, Access, ArgumentError, CallStatus, Direction, EndedClass, Envelope, Message, Role, Speaker,
        SpeechStatus, TranscriptKind, UsdMicros,
    },
};
use serde_json::{Value, json};
use std::time::Duration;

macro_rules! body {
    ($name:literal) => {
        include_bytes!(concat!("bodies/", $name, ".json")).as_slice()
    };
}

pub(crate) const ALL: [(&str, &[u8]); 18] = [
    ("assistant-request", body!("assistant-request")),
    ("tool-calls", body!("tool-calls-object")),
    ("tool-calls", body!("tool-calls-string")),
    ("tool-calls", body!("tool-calls-flat")),
    ("tool-calls", body!("tool-calls-wrapped")),
    ("function-call", body!("function-call")),
    ("status-update", body!("status-forwarding")),
    ("status-update", body!("status-ended")),
    ("transcript", body!("transcript-partial")),
    ("transcript", body!("transcript-final")),
    ("conversation-update", body!("conversation-update")),
    ("speech-update", body!("speech-update")),
    ("hang", body!("hang")),
    ("user-interrupted", body!("user-interrupted")),
    (
        "transfer-destination-request",
        body!("transfer-destination-request"),
    ),
    ("weather-report", body!("unknown")),
    ("end-of-call-report", body!("end-of-call-report")),
    ("end-of-call-report", body!("end-of-call-report-bare")),
];

fn read(body: &[u8]) -> Envelope {
    wire::parse(body).unwrap()
}

#[test]
fn every_kind_is_read_and_nothing_of_it_prints() {
    for (kind, body) in ALL {
        let envelope = read(body);
        assert_eq!(envelope.message.kind(), kind);
        let printed = format!("{envelope:?}");
        for private in [
            "+447700900412",
            "Wednesday",
            "resurfacing",
            "Willow",
            "5eed",
            "sig=",
            "control\"",
            "sunny",
        ] {
            assert!(!printed.contains(private), "{kind} prints {private}: {printed}");
        }
    }
}

#[test]
fn the_call_is_read_from_wherever_it_stands() {
    let call = read(body!("assistant-request")).call.unwrap();
    assert_eq!(call.id, "0c9a6a40-7d0e-4f0c-9a53-0a4d5f6f1001");
    assert_eq!(call.direction, Some(Direction::Inbound));
    assert_eq!(call.status, Some(CallStatus::Queued));
    assert_eq!(call.customer_number.unwrap().expose(), "+447700900412");
    assert_eq!(call.our_number.as_deref(), Some("+447700900100"));
    assert_eq!(
        call.phone_number_id.as_deref(),
        Some("0c9a6a40-7d0e-4f0c-9a53-0a4d5f6f3001")
    );
    assert_eq!(
        call.provider_call_id.as_deref(),
        Some("CA11111111111111111111111111111111")
    );
    assert_eq!(
        call.control_url.unwrap().expose(),
        "https://live.example.com/0c9a6a40/control"
    );
    assert_eq!(call.created_at.unwrap().to_string(), "2026-11-23T09:00:00.25Z");
    let beside =
        json!({"message": {"type": "hang", "call": {"id": "x"}, "customer": {"number": "+12025550143"}}});
    let call = wire::parse_value(&beside).unwrap().call.unwrap();
    assert_eq!(call.customer_number.unwrap().expose(), "+12025550143");
}

#[test]
fn the_shapes_of_tool_calls_are_one() {
    let calls = |body| match read(body).message {
        Message::ToolCalls(calls) => calls,
        other => panic!("{other:?}"),
    };
    let first = calls(body!("tool-calls-object"));
    assert_eq!(
        (first.len(), &*first[0].id, &*first[0].name),
        (1, "call_7Qx", "find_slots")
    );
    assert_eq!(
        first[0].arguments.as_ref().unwrap()["procedure"],
        "Laser resurfacing"
    );
    for other in [
        body!("tool-calls-string"),
        body!("tool-calls-flat"),
        body!("tool-calls-wrapped"),
    ] {
        assert_eq!(calls(other), first);
    }
    match read(body!("function-call")).message {
        Message::FunctionCall(call) => assert_eq!(
            (call.name, call.arguments),
            (first[0].name.clone(), first[0].arguments.clone())
        ),
        other => panic!("{other:?}"),
    }
}

#[test]
fn one_calls_bad_arguments_stay_its_own() {
    let deep = format!("{}{}", "[".repeat(200), "]".repeat(200));
    let entry = |id: &str, arguments: Value| json!({"id": id, "function": {"name": "find_slots", "arguments": arguments}});
    let body = json!({"message": {"type": "tool-calls", "toolCallList": [
        entry("a", json!("{not json")), entry("b", json!("[1]")), entry("c", json!(7)), entry("d", json!("")),
        entry("e", Value::Null), entry("f", json!(deep)), {"id": "g"}, entry("h", json!({"k": 1})),
    ]}});
    let Message::ToolCalls(calls) = wire::parse_value(&body).unwrap().message else {
        panic!()
    };
    let outcomes: Vec<_> = calls
        .iter()
        .map(|call| call.arguments.as_ref().map(|a| a.len()).map_err(|e| *e))
        .collect();
    use ArgumentError::{NotAnObject, NotJson, TooDeep};
    assert_eq!(
        outcomes,
        [
            Err(NotJson),
            Err(NotAnObject),
            Err(NotAnObject),
            Ok(0),
            Ok(0),
            Err(TooDeep),
            Ok(0),
            Ok(1)
        ]
    );
    assert_eq!(calls[6].name, "");
}

#[test]
fn small_messages_say_what_they_say() {
    let Message::StatusUpdate(ended) = read(body!("status-ended")).message else {
        panic!()
    };
    assert_eq!(
        (ended.status, ended.ended_reason.unwrap().class()),
        (CallStatus::Ended, EndedClass::Completed)
    );
    assert_eq!(
        read(body!("status-ended")).timestamp.unwrap().as_millisecond(),
        1_795_424_460_250,
        "a text this time"
    );
    let Message::StatusUpdate(passed) = read(body!("status-forwarding")).message else {
        panic!()
    };
    assert_eq!(passed.forwarded_to.unwrap().expose(), "+447700900200");
    let Message::Transcript(line) = read(body!("transcript-partial")).message else {
        panic!()
    };
    assert_eq!(
        (line.role, line.kind, line.text.expose()),
        (Speaker::User, TranscriptKind::Partial, "Could I come in on")
    );
    let Message::Transcript(line) = read(body!("transcript-final")).message else {
        panic!()
    };
    assert_eq!(
        (line.role, line.kind),
        (Speaker::Assistant, TranscriptKind::Final)
    );
    let Message::SpeechUpdate { status, role, turn } = read(body!("speech-update")).message else {
        panic!()
    };
    assert_eq!(
        (status, role, turn),
        (SpeechStatus::Stopped, Speaker::User, Some(3))
    );
    let Message::UserInterrupted { turn_id } = read(body!("user-interrupted")).message else {
        panic!()
    };
    assert_eq!(turn_id.as_deref(), Some("t-3"));
    let Message::Unknown { body, .. } = read(body!("unknown")).message else {
        panic!()
    };
    assert_eq!(body.expose()["sunny"], true);
}

#[test]
fn a_conversation_keeps_its_turns() {
    let Message::ConversationUpdate { turns } = read(body!("conversation-update")).message else {
        panic!()
    };
    let roles: Vec<_> = turns.iter().map(|turn| turn.role.clone()).collect();
    assert_eq!(
        roles,
        [
            Role::System,
            Role::Bot,
            Role::User,
            Role::ToolCalls,
            Role::ToolCallResult
        ]
    );
    assert_eq!(
        turns[2].text.as_ref().unwrap().expose(),
        "Is laser resurfacing done here?"
    );
    assert_eq!(
        (turns[2].from_start_ms, turns[2].at.unwrap().as_millisecond()),
        (Some(5250), 1_795_424_405_250)
    );
    assert_eq!(turns[3].tool_calls[0].name, "find_slots");
    assert_eq!(turns[4].tool_result.as_ref().unwrap().tool_call_id, "call_7Qx");
    let openai = json!({"message": {"type": "conversation-update", "messagesOpenAIFormatted": [{"role": "assistant", "content": "Hello"}]}});
    let Message::ConversationUpdate { turns } = wire::parse_value(&openai).unwrap().message else {
        panic!()
    };
    assert_eq!(
        (&turns[0].role, turns[0].text.as_ref().unwrap().expose()),
        (&Role::Bot, "Hello")
    );
}

#[test]
fn a_full_report_is_read_and_costs_stay_exact() {
    let Message::EndOfCallReport(report) = read(body!("end-of-call-report")).message else {
        panic!()
    };
    assert_eq!(report.duration, Some(Duration::from_millis(90_500)));
    assert_eq!(
        report.summary.as_ref().unwrap().expose(),
        "Asked about laser resurfacing."
    );
    assert_eq!(
        report.structured_data.as_ref().unwrap().expose()["intent"],
        "price"
    );
    assert_eq!(report.structured_outputs, None, "an empty object is nothing");
    assert_eq!(report.success_evaluation.as_ref().unwrap().expose(), "true");
    assert_eq!(report.turns.len(), 5);
    let cost = report.cost.as_ref().unwrap();
    assert_eq!(cost.total, UsdMicros(73_100));
    let parts: Vec<_> = cost
        .parts
        .iter()
        .map(|part| (part.what.as_str(), part.amount.0))
        .collect();
    assert_eq!(
        parts,
        [
            ("transcriber", 10_100),
            ("model", 5_000),
            ("analysis:summary", 58_000)
        ]
    );
    let (mono, stereo) = (
        report.recordings.mono.as_ref().unwrap(),
        report.recordings.stereo.as_ref().unwrap(),
    );
    assert_eq!(
        (mono.access, stereo.access),
        (Access::NeedsKey, Access::Presigned)
    );
    assert_eq!(
        report.recordings.expires_at.unwrap().to_string(),
        "2026-11-23T10:01:40Z"
    );
}

#[test]
fn a_bare_report_is_read_and_its_oddities_are_told() {
    let envelope = read(body!("end-of-call-report-bare"));
    assert_eq!(envelope.oddities, ["report.summary", "report.cost"]);
    let Message::EndOfCallReport(report) = envelope.message else {
        panic!()
    };
    assert_eq!(report.duration, Some(Duration::from_millis(12_500)));
    assert_eq!(
        (report.transcript, report.summary, report.cost),
        (None, None, None)
    );
    assert!(report.turns.is_empty() && report.recordings.mono.is_none());
}

#[test]
fn a_listed_call_reads_like_its_report() {
    let report: Value = serde_json::from_slice(body!("end-of-call-report")).unwrap();
    let message = &report["message"];
    let mut listed = message["call"].clone();
    for key in [
        "startedAt",
        "endedAt",
        "endedReason",
        "cost",
        "costs",
        "analysis",
        "artifact",
    ] {
        listed[key] = message[key].clone();
    }
    listed["status"] = json!("ended");
    let list = json!([listed, {"no": "id"}]).to_string();
    let calls = wire::parse_call_list(list.as_bytes()).unwrap();
    let Message::EndOfCallReport(report) = read(body!("end-of-call-report")).message else {
        panic!()
    };
    let first = calls[0].as_ref().unwrap();
    assert_eq!(
        (&first.report, &first.call.status),
        (&*report, &Some(CallStatus::Ended))
    );
    assert_eq!(calls[1], Err(WireError::WrongType { path: "call.id" }));
    assert_eq!(
        wire::parse_call_list(b"{}"),
        Err(WireError::WrongType { path: "calls" })
    );
}
