//! What Vapi keeps of a finished call.
//!
//! Every field is optional: HIPAA mode and switched-off plans leave recordings and transcripts out, and the
//! documented places differ from those in captures. Each field is read at its documented place first and at
//! the captured ones after that.

use super::{
    cost::{self, Cost},
    read::{self, Notes, Object},
    turns::{self, Turn},
};
use crate::private::{Personal, PrivateJson, Secret, Spoken};
use jiff::Timestamp;
use std::time::Duration;

/// What Vapi keeps of a finished call.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct EndOfCallReport {
    /// Why it ended.
    pub ended_reason: Option<EndedReason>,
    /// When it was answered.
    pub started_at: Option<Timestamp>,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
    /// End minus start; where one of them is missing, what Vapi says.
    pub duration: Option<Duration>,
    /// The whole transcript as one text, lines beginning "AI:" and "User:".
    pub transcript: Option<Spoken>,
    /// The turns. Empty when Vapi kept none.
    pub turns: Vec<Turn>,
    /// The recordings.
    pub recordings: Recordings,
    /// The model's summary.
    pub summary: Option<Spoken>,
    /// What the model extracted by our schema.
    pub structured_data: Option<PrivateJson>,
    /// The newer mechanism: outputs by their id.
    pub structured_outputs: Option<PrivateJson>,
    /// The model's verdict, in the words of the rubric.
    pub success_evaluation: Option<Spoken>,
    /// What it cost.
    pub cost: Option<Cost>,
    /// Where the call was passed on to.
    pub forwarded_to: Option<Personal>,
}

/// Where the recordings are.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Recordings {
    /// Both voices in one channel.
    pub mono: Option<Recording>,
    /// One channel each.
    pub stereo: Option<Recording>,
    /// The receptionist alone.
    pub assistant: Option<Recording>,
    /// The caller alone.
    pub customer: Option<Recording>,
    /// When presigned addresses stop working. They are made anew for each delivery.
    pub expires_at: Option<Timestamp>,
}

/// One recording.
#[derive(Debug, Clone, PartialEq)]
pub struct Recording {
    /// Its address; a presigned one opens it to whoever holds it.
    pub url: Secret,
    /// What opens it.
    pub access: Access,
}

/// What opens a recording.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// The address alone, until it expires.
    Presigned,
    /// The account's private key (`GET /call/{id}/mono-recording` and the like).
    NeedsKey,
}

/// Why a call ended: one of 627 values so far, an open set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EndedReason(String);

/// What an ended reason means for us.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EndedClass {
    /// Somebody ended a call that had worked.
    Completed,
    /// Nobody was reached.
    NotReached,
    /// Something is set up wrongly: ours, the account's or the assistant's.
    Configuration,
    /// Vapi, a model, a voice or a carrier failed.
    Infrastructure,
    /// A value that we don't know.
    Other,
}

impl EndedReason {
    pub(crate) fn new(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// Vapi's own word.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// By exact value first, then by prefix.
    pub fn class(&self) -> EndedClass {
        match self.0.as_str() {
            "customer-ended-call"
            | "assistant-ended-call"
            | "assistant-said-end-call-phrase"
            | "assistant-ended-call-after-message-spoken"
            | "assistant-ended-call-with-hangup-task"
            | "assistant-forwarded-call"
            | "exceeded-max-duration"
            | "silence-timed-out"
            | "manually-canceled" => EndedClass::Completed,
            "customer-busy"
            | "customer-did-not-answer"
            | "voicemail"
            | "twilio-failed-to-connect-call"
            | "twilio-reported-customer-misdialed"
            | "customer-ended-call-during-transfer" => EndedClass::NotReached,
            "worker-shutdown" | "phone-call-provider-closed-websocket" => EndedClass::Infrastructure,
            "assistant-not-found" | "assistant-not-valid" => EndedClass::Configuration,
            other => PREFIXES
                .iter()
                .find(|(prefix, _)| other.starts_with(prefix))
                .map_or(EndedClass::Other, |(_, class)| *class),
        }
    }
}

/// The first that fits decides.
const PREFIXES: [(&str, EndedClass); 10] = [
    ("customer-ended-call-", EndedClass::NotReached),
    ("assistant-request-", EndedClass::Configuration),
    ("call.start.error-vapifault-", EndedClass::Infrastructure),
    ("call.start.", EndedClass::Configuration),
    ("call-start-error-", EndedClass::Configuration),
    ("call.in-progress.", EndedClass::Infrastructure),
    ("call.ringing.error-", EndedClass::Infrastructure),
    ("call.forwarding.", EndedClass::Infrastructure),
    ("pipeline-", EndedClass::Infrastructure),
    ("vonage-", EndedClass::Infrastructure),
];

/// Reads a report from a message, or from a call object, which carries the same fields.
pub(super) fn parse(from: &Object, call: Option<&Object>, notes: &mut Notes) -> EndOfCallReport {
    let none = Object::new();
    let artifact = read::object(from, "report.artifact", notes).unwrap_or(&none);
    let analysis = read::object(from, "report.analysis", notes).unwrap_or(&none);
    let mut moment =
        |path, within| read::time(from, path, notes).or_else(|| read::time(call?, within, notes));
    let started_at = moment("report.startedAt", "call.startedAt");
    let ended_at = moment("report.endedAt", "call.endedAt");
    let words = |path, within: &Object, fallback, notes: &mut Notes| {
        read::text(within, path, notes)
            .or_else(|| read::text(from, fallback, notes))
            .map(Spoken::new)
    };
    let entries = read::lenient_list(artifact, "report.artifact.messages", notes)
        .filter(|entries| !entries.is_empty())
        .or_else(|| read::lenient_list(from, "report.messages", notes));
    let data = |within: &Object, key: &str| {
        within
            .get(key)
            .filter(|value| !is_empty(value))
            .cloned()
            .map(PrivateJson::new)
    };
    EndOfCallReport {
        ended_reason: read::text(from, "report.endedReason", notes).map(EndedReason::new),
        duration: duration(from, started_at, ended_at, notes),
        started_at,
        ended_at,
        transcript: words("report.artifact.transcript", artifact, "report.transcript", notes),
        turns: turns::read_all(entries.unwrap_or_default(), notes),
        recordings: recordings(from, artifact, notes),
        summary: words("report.analysis.summary", analysis, "report.summary", notes),
        structured_data: data(analysis, "structuredData").or_else(|| data(analysis, "structuredDataMulti")),
        structured_outputs: data(artifact, "structuredOutputs"),
        success_evaluation: evaluation(analysis, notes),
        cost: cost::read(from, notes),
        forwarded_to: destination(from, notes),
    }
}

/// The number or address that a call is passed on to.
pub(super) fn destination(from: &Object, notes: &mut Notes) -> Option<Personal> {
    let destination = read::object(from, "report.destination", notes)?;
    let number = read::text(destination, "report.destination.number", notes);
    number
        .or_else(|| read::text(destination, "report.destination.sipUri", notes))
        .map(Personal::new)
}

/// Text by the documents; a rubric of scores may send a bare value.
fn evaluation(analysis: &Object, notes: &mut Notes) -> Option<Spoken> {
    match analysis.get("successEvaluation") {
        Some(serde_json::Value::Bool(verdict)) => Some(Spoken::new(verdict.to_string())),
        Some(serde_json::Value::Number(score)) => Some(Spoken::new(score.to_string())),
        _ => read::text(analysis, "report.analysis.successEvaluation", notes).map(Spoken::new),
    }
}

fn is_empty(value: &serde_json::Value) -> bool {
    match value {
        serde_json::Value::Null => true,
        serde_json::Value::Object(fields) => fields.is_empty(),
        serde_json::Value::Array(items) => items.is_empty(),
        _ => false,
    }
}

fn duration(
    from: &Object,
    start: Option<Timestamp>,
    end: Option<Timestamp>,
    notes: &mut Notes,
) -> Option<Duration> {
    if let (Some(start), Some(end)) = (start, end) {
        return Duration::try_from(end.duration_since(start)).ok();
    }
    let mut said = |path, per_unit: f64| {
        let millis = read::number(from, path, notes)?.as_f64()? * per_unit;
        (0.0..=86_400_000.0)
            .contains(&millis)
            .then(|| Duration::from_millis(millis.round() as u64))
    };
    said("report.durationMs", 1.0)
        .or_else(|| said("report.durationSeconds", 1000.0))
        .or_else(|| said("report.durationMinutes", 60_000.0))
}

fn recordings(from: &Object, artifact: &Object, notes: &mut Notes) -> Recordings {
    let none = Object::new();
    let recording = read::object(artifact, "report.artifact.recording", notes).unwrap_or(&none);
    let mono = read::object(recording, "report.artifact.recording.mono", notes).unwrap_or(&none);
    let mut first = |places: &[(&Object, &'static str, Access)]| {
        places.iter().find_map(|(within, path, access)| {
            let url = Secret::new(read::text(within, path, notes)?);
            Some(Recording { url, access: *access })
        })
    };
    use Access::{NeedsKey, Presigned};
    Recordings {
        mono: first(&[
            (artifact, "report.artifact.presignedMonoUrl", Presigned),
            (mono, "report.artifact.recording.mono.combinedUrl", NeedsKey),
            (artifact, "report.artifact.recordingUrl", NeedsKey),
            (from, "report.recordingUrl", NeedsKey),
        ]),
        stereo: first(&[
            (artifact, "report.artifact.presignedStereoUrl", Presigned),
            (recording, "report.artifact.recording.stereoUrl", NeedsKey),
            (artifact, "report.artifact.stereoRecordingUrl", NeedsKey),
            (from, "report.stereoRecordingUrl", NeedsKey),
        ]),
        assistant: first(&[
            (artifact, "report.artifact.presignedAssistantUrl", Presigned),
            (mono, "report.artifact.recording.mono.assistantUrl", NeedsKey),
        ]),
        customer: first(&[
            (artifact, "report.artifact.presignedCustomerUrl", Presigned),
            (mono, "report.artifact.recording.mono.customerUrl", NeedsKey),
        ]),
        expires_at: read::time(artifact, "report.artifact.presignedUrlsExpiresAt", notes),
    }
}
