//! The receptionist as Vapi takes her: a saved assistant, or the answer to `assistant-request`.
//!
//! Vapi replaces each top-level key of a saved assistant whole, so this always builds the whole description.
//! Deliberately absent: anything about a patient, and our own brain endpoint, which replaces `model` later.

use super::{prompt, tools};
use crate::private::{Personal, Secret};
use serde_json::{Map, Value, json};

/// What the clinic says about its receptionist.
#[derive(Debug, Clone)]
pub struct Receptionist {
    /// The clinic's name as it is spoken.
    pub clinic_name: String,
    /// Hers.
    pub assistant_name: String,
    /// Her first sentence. A sentence that doesn't say she is an AI gets one before it that does.
    pub first_message: Option<String>,
    /// The language spoken, `en-GB` for example.
    pub language: String,
    /// The clinic's time zone, `Europe/London` for example.
    pub time_zone: String,
    /// What a caller in danger must ring: `999`, `112`, `911`.
    pub emergency_number: String,
    /// The treatments that may be offered.
    pub procedures: Vec<OfferedProcedure>,
    /// One line each.
    pub practitioners: Vec<String>,
    /// One line each.
    pub opening_hours: Vec<String>,
    /// One line each.
    pub policies: Vec<String>,
    /// Whether Vapi keeps a recording.
    pub record: bool,
    /// Whether the account is under Vapi's HIPAA terms.
    pub hipaa: bool,
    /// Whether the clinic has somebody to pass calls on to.
    pub can_transfer: bool,
    /// The question whether the exact words may be kept, where the clinic has it asked.
    pub ask_consent: Option<String>,
    /// Longest call, in seconds (Vapi takes 10 to 43,200).
    pub max_seconds: u32,
    /// Her voice.
    pub voice: VoiceChoice,
    /// Her model.
    pub model: ModelChoice,
    /// The recogniser of speech, a model of Deepgram.
    pub transcriber_model: String,
    /// Where Vapi sends its messages.
    pub hooks: HookServer,
}

/// A treatment as the receptionist may speak of it.
#[derive(Debug, Clone)]
pub struct OfferedProcedure {
    /// Its name.
    pub name: String,
    /// What callers call it.
    pub aliases: Vec<String>,
    /// How long it takes.
    pub minutes: u32,
    /// The price as a phrase: "from 380 pounds". `None`: on request.
    pub price: Option<String>,
    /// What is said about recovery, by the clinic.
    pub recovery: Option<String>,
}

/// A voice of Cartesia.
#[derive(Debug, Clone)]
pub struct VoiceChoice {
    /// Cartesia's id of the voice.
    pub voice_id: String,
    /// Cartesia's model.
    pub model: String,
}

/// A language model that Vapi calls for us.
#[derive(Debug, Clone)]
pub struct ModelChoice {
    /// `anthropic`, `openai` and so on.
    pub provider: String,
    /// The vendor's own name for it.
    pub model: String,
}

/// Where Vapi sends its messages, and how it shows that it is Vapi.
#[derive(Debug, Clone)]
pub struct HookServer {
    /// The public address of the hooks listener for this clinic.
    pub url: String,
    /// The credential made in Vapi's dashboard (bearer or HMAC).
    pub credential_id: Option<String>,
    /// A header that carries a shared secret, for accounts without a credential.
    pub header: Option<(String, Secret)>,
}

/// What Vapi should tell us. Conversation updates heal turns whose own message was lost.
pub const SERVER_MESSAGES: [&str; 9] = [
    "conversation-update",
    "end-of-call-report",
    "hang",
    "speech-update",
    "status-update",
    "tool-calls",
    "transcript",
    "transfer-destination-request",
    "user-interrupted",
];

/// Answers of ours that stay the same however often Vapi asks. 404, 502 and 530 are retried: a tunnel's
/// edge answers with those while the appliance is offline.
const NOT_RETRIED: [u16; 5] = [400, 401, 403, 413, 422];

impl HookServer {
    /// A `server` block. Always with retries: without a plan Vapi sends each message once.
    pub fn to_json(&self) -> Value {
        let mut server = json!({
            "url": self.url,
            "timeoutSeconds": 20,
            "backoffPlan": {
                "type": "exponential",
                "maxRetries": 3,
                "baseDelaySeconds": 1,
                "excludedStatusCodes": NOT_RETRIED,
            },
        });
        if let Some(id) = &self.credential_id {
            server["credentialId"] = json!(id);
        }
        if let Some((name, secret)) = &self.header {
            server["headers"] = Value::Object(Map::from_iter([(name.clone(), json!(secret.expose()))]));
        }
        server
    }
}

impl Receptionist {
    /// Her first sentence.
    pub fn greeting(&self) -> String {
        prompt::greeting(self)
    }

    /// The body of `POST /assistant` and `PATCH /assistant/{id}`, and the `assistant` of an answer to
    /// `assistant-request`.
    pub fn to_json(&self) -> Value {
        let mut tools = tools::definitions(None);
        tools.push(json!({"type": "endCall"}));
        if self.can_transfer {
            // Without destinations Vapi asks us for one when it comes to it.
            tools.push(json!({"type": "transferCall", "destinations": []}));
        }
        json!({
            "name": shortened(&self.clinic_name, 40),
            "firstMessage": self.greeting(),
            "firstMessageMode": "assistant-speaks-first",
            "transcriber": self.transcriber(),
            "voice": {
                "provider": "cartesia",
                "voiceId": self.voice.voice_id,
                "model": self.voice.model,
                "language": self.language.split('-').next().unwrap_or("en"),
            },
            "model": {
                "provider": self.model.provider,
                "model": self.model.model,
                "temperature": 0.3,
                "maxTokens": 250,
                "messages": [{"role": "system", "content": prompt::system(self)}],
                "tools": tools,
            },
            "server": self.hooks.to_json(),
            "serverMessages": SERVER_MESSAGES,
            "startSpeakingPlan": {"waitSeconds": 0.4},
            "stopSpeakingPlan": {"numWords": 2, "voiceSeconds": 0.2, "backoffSeconds": 1},
            "backgroundSpeechDenoisingPlan": {"smartDenoisingPlan": {"enabled": true}},
            "backgroundSound": "off",
            "maxDurationSeconds": self.max_seconds.clamp(10, 43_200),
            "artifactPlan": {
                "recordingEnabled": self.record,
                "pcapEnabled": false,
                "transcriptPlan": {"enabled": true, "assistantName": "AI", "userName": "User"},
            },
            "analysisPlan": analysis(),
            "compliancePlan": {"hipaaEnabled": self.hipaa},
        })
    }

    fn transcriber(&self) -> Value {
        let mut transcriber = json!({
            "provider": "deepgram",
            "model": self.transcriber_model,
            "language": self.language,
            "smartFormat": true,
        });
        if self.transcriber_model.starts_with("nova-3") {
            // Names that a recogniser would otherwise mishear; Deepgram takes up to a hundred.
            let terms: Vec<&str> = self
                .procedures
                .iter()
                .map(|procedure| procedure.name.as_str())
                .take(100)
                .collect();
            transcriber["keyterm"] = json!(terms);
        }
        transcriber
    }
}

fn analysis() -> Value {
    json!({
        "minMessagesThreshold": 2,
        "summaryPlan": {"enabled": true, "timeoutSeconds": 20},
        "structuredDataPlan": {
            "enabled": true,
            "timeoutSeconds": 20,
            "schema": {
                "type": "object",
                "properties": {
                    "intent": {
                        "type": "string",
                        "enum": ["book", "move", "cancel", "price", "question", "person", "emergency", "other"],
                        "description": "Why the caller rang.",
                    },
                    "procedure": {"type": "string", "description": "The treatment asked about, in the words of the clinic's list."},
                    "booked": {"type": "boolean", "description": "Whether the receptionist said that an appointment is booked."},
                },
            },
        },
        "successEvaluationPlan": {"enabled": false},
    })
}

/// A saved number of the clinic, imported from Twilio. SMS stays with us: Vapi would take it over otherwise,
/// and STOP would no longer reach the clinic.
#[derive(Debug, Clone)]
pub struct NumberImport {
    /// The number in E.164.
    pub number: String,
    /// What Vapi's dashboard shows.
    pub name: String,
    /// Twilio's id of the account.
    pub account_sid: String,
    /// How Vapi signs in to Twilio.
    pub sign_in: TwilioSignIn,
    /// The assistant that answers without asking us.
    pub assistant_id: Option<String>,
    /// Whom the call goes to when nothing else works.
    pub fallback: Option<Personal>,
    /// Where Vapi asks when no assistant is set.
    pub hooks: Option<HookServer>,
}

/// How Vapi signs in to Twilio.
#[derive(Debug, Clone)]
pub enum TwilioSignIn {
    /// By the account's token.
    Token(Secret),
    /// By an API key.
    Key {
        /// The key's id.
        key: String,
        /// Its secret.
        secret: Secret,
    },
}

impl NumberImport {
    /// The body of `POST /phone-number`.
    pub fn to_json(&self) -> Value {
        let mut body = json!({
            "provider": "twilio",
            "number": self.number,
            "name": shortened(&self.name, 40),
            "twilioAccountSid": self.account_sid,
            "smsEnabled": false,
        });
        match &self.sign_in {
            TwilioSignIn::Token(token) => body["twilioAuthToken"] = json!(token.expose()),
            TwilioSignIn::Key { key, secret } => {
                body["twilioApiKey"] = json!(key);
                body["twilioApiSecret"] = json!(secret.expose());
            }
        }
        if let Some(id) = &self.assistant_id {
            body["assistantId"] = json!(id);
        }
        if let Some(number) = &self.fallback {
            body["fallbackDestination"] = json!({"type": "number", "number": number.expose()});
        }
        if let Some(hooks) = &self.hooks {
            body["server"] = hooks.to_json();
        }
        body
    }
}

/// Cut to so many characters.
pub(super) fn shortened(text: &str, most: usize) -> String {
    text.chars().take(most).collect()
}
