//! The report that follows a call: the documented shape, the older one with its fields at the top, or almost
//! nothing, as under Vapi's HIPAA mode.

use super::{super::account::moment, Line, body};
use jiff::{Timestamp, ToSpan as _};
use serde_json::{Map, Value, json};

/// One report, as it is sent and as the account keeps it.
pub(super) struct Report {
    pub(super) sent: Value,
    pub(super) kept: Value,
}

pub(super) fn of(line: &mut Line<'_>, reason: &str, ended: Timestamp) -> Report {
    let started = line.answered_at.unwrap_or(line.facts.created);
    let transcript = transcript(&line.messages);
    let minutes = line.seconds_in(ended).max(0.0) / 60.0;
    let (costs, breakdown, cost) = body::cost((minutes * 100.0).round() / 100.0, transcript.len());
    let mut sent = Map::new();
    let mut kept = Map::new();
    for fields in [&mut sent, &mut kept] {
        fields.insert("endedReason".into(), json!(reason));
        fields.insert("startedAt".into(), json!(moment(started)));
        fields.insert("endedAt".into(), json!(moment(ended)));
        fields.insert("cost".into(), json!(cost));
        fields.insert("costs".into(), costs.clone());
        fields.insert("artifact".into(), json!({}));
        fields.insert("analysis".into(), json!({}));
    }
    kept.insert("costBreakdown".into(), breakdown.clone());

    let shape = line.seed.below(5);
    if shape == 4 {
        // HIPAA mode keeps nothing that was said.
        return Report {
            sent: Value::Object(sent),
            kept: Value::Object(kept),
        };
    }
    let artifact = artifact(line, &transcript, ended);
    let analysis = json!({"summary": "A practice call.", "successEvaluation": "true"});
    kept.insert("artifact".into(), without_presigned(&artifact));
    kept.insert("analysis".into(), analysis.clone());
    sent.insert("analysis".into(), analysis);
    if shape == 3 {
        let seconds = line.seconds_in(ended);
        sent.insert("timestamp".into(), json!(ended.as_millisecond().to_string()));
        sent.insert("costBreakdown".into(), breakdown);
        sent.insert("durationSeconds".into(), json!(seconds));
        sent.insert("durationMs".into(), json!(seconds * 1000.0));
        sent.insert("transcript".into(), json!(transcript));
        sent.insert("summary".into(), json!("A practice call."));
        sent.insert("messages".into(), json!(line.messages));
        sent.insert("recordingUrl".into(), artifact["recordingUrl"].clone());
    } else {
        sent.insert("artifact".into(), artifact);
    }
    Report {
        sent: Value::Object(sent),
        kept: Value::Object(kept),
    }
}

fn artifact(line: &Line<'_>, transcript: &str, ended: Timestamp) -> Value {
    let file = |name: &str| {
        format!(
            "https://storage.example.com/practice/{}-{name}.wav",
            line.facts.id
        )
    };
    let expires = ended.checked_add(1.hour()).unwrap_or(ended);
    json!({
        "messages": line.messages,
        "messagesOpenAIFormatted": for_openai(&line.messages),
        "transcript": transcript,
        "recordingUrl": file("mono"),
        "stereoRecordingUrl": file("stereo"),
        "recording": {"stereoUrl": file("stereo"), "mono": {"combinedUrl": file("mono")}},
        "presignedMonoUrl": format!("{}?sig=fake-signature-practice-only", file("mono")),
        "presignedStereoUrl": format!("{}?sig=fake-signature-practice-only", file("stereo")),
        "presignedUrlsExpiresAt": moment(expires),
        "structuredOutputs": {},
    })
}

/// Presigned addresses are never stored, so `GET /call` doesn't show those of the report.
fn without_presigned(artifact: &Value) -> Value {
    let mut artifact = artifact.clone();
    if let Some(fields) = artifact.as_object_mut() {
        fields.retain(|key, _| !key.starts_with("presigned"));
    }
    artifact
}

/// Speech only, in OpenAI's shape.
pub(super) fn for_openai(messages: &[Value]) -> Vec<Value> {
    messages
        .iter()
        .filter_map(|message| match message["role"].as_str() {
            Some("bot") => Some(json!({"role": "assistant", "content": message["message"]})),
            Some("user") => Some(json!({"role": "user", "content": message["message"]})),
            _ => None,
        })
        .collect()
}

fn transcript(messages: &[Value]) -> String {
    messages
        .iter()
        .filter_map(|message| {
            let who = match message["role"].as_str()? {
                "bot" => "AI",
                "user" => "User",
                _ => return None,
            };
            Some(format!("{who}: {}\n", message["message"].as_str()?))
        })
        .collect()
}
