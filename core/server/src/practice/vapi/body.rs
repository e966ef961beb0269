//! The bodies that Vapi sends, built by hand from its documents and from captured payloads.
//!
//! Secrets that real payloads leak are here too, as obvious fakes, so that cutting them out is exercised.

use super::account::moment;
use crate::practice::seed::Seed;
use jiff::Timestamp;
use serde_json::{Map, Value, json};

/// Leaks as the imported number's Twilio token. Real payloads carry the real one.
pub(super) const FAKE_TWILIO_TOKEN: &str = "fake-twilio-auth-token-practice-only";
/// Leaks as the tool server's secret.
pub(super) const FAKE_SERVER_SECRET: &str = "fake-server-secret-practice-only";
const FAKE_TWILIO_ACCOUNT: &str = "ACfa4efa4efa4efa4efa4efa4efa4efa4e";

/// What stays the same through a call.
#[derive(Debug, Clone)]
pub(super) struct Facts {
    pub(super) id: String,
    pub(super) org: String,
    pub(super) provider_id: String,
    pub(super) number_id: String,
    pub(super) assistant_id: String,
    pub(super) caller: String,
    pub(super) dialled: String,
    pub(super) created: Timestamp,
}

/// How the arguments of a tool call are written. The documents and the wire contradict each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// `function.arguments` is an object: what is seen on the wire.
    Object,
    /// `function.arguments` is a string of JSON: the specification.
    Text,
    /// Flat, `parameters`: the page on events.
    Parameters,
    /// Flat, `arguments`: the page on custom tools.
    Flat,
}

impl Shape {
    pub(super) fn pick(seed: &mut Seed) -> Self {
        match seed.below(4) {
            0 => Self::Object,
            1 => Self::Text,
            2 => Self::Parameters,
            _ => Self::Flat,
        }
    }
}

/// The call as it stands in messages. Its own status lags behind the message's.
pub(super) fn call(facts: &Facts, status: &str, updated: Timestamp) -> Value {
    json!({
        "id": facts.id,
        "orgId": facts.org,
        "createdAt": moment(facts.created),
        "updatedAt": moment(updated),
        "type": "inboundPhoneCall",
        "status": status,
        "phoneCallProvider": "twilio",
        "phoneCallProviderId": facts.provider_id,
        "phoneCallTransport": "pstn",
        "phoneNumberId": facts.number_id,
        "assistantId": facts.assistant_id,
        "customer": {"number": facts.caller},
    })
}

/// A whole body: the message with the siblings that every message has.
pub(super) fn message(facts: &Facts, kind: &str, lagging: &str, at: Timestamp, own: Value) -> Value {
    let mut message = Map::new();
    message.insert("type".into(), json!(kind));
    message.insert("timestamp".into(), json!(at.as_millisecond()));
    if let Value::Object(own) = own {
        message.extend(own);
    }
    message.insert("call".into(), call(facts, lagging, at));
    message.insert("phoneNumber".into(), phone_number(facts));
    message.insert("customer".into(), json!({"number": facts.caller}));
    message.insert("assistant".into(), json!({"name": "Front desk"}));
    json!({"message": message})
}

/// The number that was dialled, in the shape it was imported with: with its Twilio token.
fn phone_number(facts: &Facts) -> Value {
    json!({
        "id": facts.number_id,
        "orgId": facts.org,
        "provider": "twilio",
        "number": facts.dialled,
        "name": "Front desk",
        "smsEnabled": false,
        "twilioAccountSid": FAKE_TWILIO_ACCOUNT,
        "twilioAuthToken": FAKE_TWILIO_TOKEN,
    })
}

/// A call that rings on a number without an assistant of its own.
pub(super) fn assistant_request(facts: &Facts, at: Timestamp) -> Value {
    let mut body = message(facts, "assistant-request", "ringing", at, json!({}));
    body["message"]["call"]["assistantId"] = Value::Null;
    body["message"]["call"]["squadId"] = Value::Null;
    if let Some(message) = body["message"].as_object_mut() {
        message.remove("assistant");
    }
    body
}

/// What a tool message says of its call, in one of four shapes.
pub(super) fn tool_call(id: &str, name: &str, arguments: &Value, shape: Shape, url: &str) -> Value {
    let call = match shape {
        Shape::Object => {
            json!({"id": id, "type": "function", "function": {"name": name, "arguments": arguments}})
        }
        Shape::Text => {
            json!({"id": id, "type": "function", "function": {"name": name, "arguments": arguments.to_string()}})
        }
        Shape::Parameters => json!({"id": id, "name": name, "parameters": arguments}),
        Shape::Flat => json!({"id": id, "name": name, "arguments": arguments}),
    };
    let server = json!({"url": url, "secret": FAKE_SERVER_SECRET, "timeoutSeconds": 20});
    let definition = json!({"type": "object", "properties": {}});
    match shape {
        Shape::Object => json!({
            "toolCalls": [call.clone()],
            "toolCallList": [call.clone()],
            "toolWithToolCallList": [{
                "type": "function", "async": false, "messages": [], "server": server,
                "function": {"name": name, "parameters": definition},
                "toolCall": call,
            }],
            "artifact": {"messages": []},
        }),
        Shape::Text => json!({
            "toolCallList": [call.clone()],
            "toolWithToolCallList": [{
                "type": "function", "async": false, "server": server,
                "function": {"name": name, "parameters": definition},
                "toolCall": call,
            }],
        }),
        Shape::Parameters => json!({
            "toolCallList": [call],
            "toolWithToolCallList": [{"name": name, "server": server, "toolCall": {"id": id, "parameters": arguments}}],
        }),
        Shape::Flat => json!({"toolCallList": [call]}),
    }
}

/// Cost of a call in US dollars: itemised, broken down, and in total. Made up, but it adds up.
pub(super) fn cost(minutes: f64, characters: usize) -> (Value, Value, f64) {
    let cents = |value: f64| (value * 10_000.0).round() / 10_000.0;
    let (transport, stt, llm, vapi) = (
        cents(minutes * 0.0085),
        cents(minutes * 0.01),
        0.0042,
        cents(minutes * 0.05),
    );
    let tts = cents(f64::from(u32::try_from(characters).unwrap_or(u32::MAX)) * 0.000_05);
    let total = cents(transport + stt + llm + tts + vapi);
    let costs = json!([
        {"type": "transport", "provider": "twilio", "minutes": minutes, "cost": transport},
        {"type": "transcriber", "transcriber": {"provider": "deepgram", "model": "nova-3"}, "minutes": minutes, "cost": stt},
        {"type": "model", "model": {"provider": "custom-llm", "model": "callwaiting"}, "promptTokens": 900, "completionTokens": 120, "cost": llm},
        {"type": "voice", "voice": {"provider": "cartesia", "voiceId": "practice"}, "characters": characters, "cost": tts},
        {"type": "vapi", "subType": "normal", "minutes": minutes, "cost": vapi},
    ]);
    let breakdown = json!({
        "transport": transport, "stt": stt, "llm": llm, "tts": tts, "vapi": vapi, "total": total,
        "llmPromptTokens": 900, "llmCompletionTokens": 120, "ttsCharacters": characters,
    });
    (costs, breakdown, total)
}
