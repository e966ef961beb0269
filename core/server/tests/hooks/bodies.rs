//! Messages in the shapes that providers send, with made-up people.

use serde_json::{Value, json};

pub const CALLER: &str = "+447700900123";

pub fn call(id: &str) -> Value {
    json!({
        "id": id, "type": "inboundPhoneCall", "status": "queued", "phoneCallProvider": "twilio",
        "phoneCallProviderId": "CA-practice-1", "customer": { "number": CALLER },
    })
}

pub fn status(id: &str, status: &str, at: i64) -> Value {
    let mut message = json!({ "type": "status-update", "status": status, "timestamp": at, "call": call(id) });
    if status == "ended" {
        message["endedReason"] = "customer-ended-call".into();
    }
    message
}

pub fn said(id: &str, role: &str, text: &str, at: i64) -> Value {
    json!({ "type": "transcript", "role": role, "transcriptType": "final", "transcript": text, "timestamp": at, "call": call(id) })
}

pub fn tool(id: &str, tool_call_id: &str, name: &str, arguments: Value) -> Value {
    let entry = json!({ "id": tool_call_id, "type": "function", "function": { "name": name, "arguments": arguments } });
    json!({ "type": "tool-calls", "timestamp": 1_795_428_060_000_i64, "toolCalls": [entry], "toolCallList": [entry], "call": call(id) })
}

pub fn report(id: &str) -> Value {
    json!({
        "type": "end-of-call-report", "endedReason": "customer-ended-call", "timestamp": 1_795_428_130_000_i64,
        "startedAt": "2026-11-23T10:00:01Z", "endedAt": "2026-11-23T10:02:00Z", "cost": 0.3412,
        "analysis": { "summary": "Asked about a peel." },
        "artifact": { "messages": [
            { "role": "system", "message": "You are the receptionist.", "time": 1_795_428_001_000_i64, "secondsFromStart": 0 },
            { "role": "bot", "message": "Elm Court, I'm Voxanne, the AI receptionist.", "time": 1_795_428_001_500_i64, "secondsFromStart": 0.5 },
            { "role": "user", "message": "Ring me on 07700 900 456 please.", "time": 1_795_428_004_000_i64, "secondsFromStart": 3.0 },
        ] },
        "call": call(id),
        "phoneNumber": { "number": "+442079460000", "twilioAccountSid": "AC-not-real", "twilioAuthToken": "token-that-must-not-stay" },
    })
}
