//! Phone calls: placing one.

use super::TwilioClient;
use crate::{
    private::Personal,
    twilio::{error::TwilioError, wire::CallState},
};
use serde_json::Value;

/// A call to place.
#[derive(Debug, Clone)]
pub struct NewPhoneCall {
    /// Whom to ring, in E.164.
    pub to: Personal,
    /// The clinic's number.
    pub from: String,
    /// What happens when it is answered, at most 4,000 characters of TwiML. Given inline, so that Twilio
    /// doesn't have to reach the clinic for it.
    pub twiml: String,
    /// Where Twilio reports how far it has got.
    pub status_callback: Option<String>,
    /// How long to let it ring, in seconds (at most 600).
    pub ring_seconds: u32,
    /// Whether to find out if a machine answers.
    pub detect_machine: bool,
}

/// A call that Twilio has taken on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlacedCall {
    /// Twilio's id.
    pub sid: String,
    /// How far it has got.
    pub state: CallState,
}

impl TwilioClient {
    /// Places a call.
    pub async fn create_call(&self, call: &NewPhoneCall) -> Result<PlacedCall, TwilioError> {
        let mut form = vec![
            ("To", call.to.expose().to_owned()),
            ("From", call.from.clone()),
            ("Twiml", call.twiml.clone()),
            ("Timeout", call.ring_seconds.clamp(5, 600).to_string()),
        ];
        if let Some(url) = &call.status_callback {
            form.push(("StatusCallback", url.clone()));
            let events = ["initiated", "ringing", "answered", "completed"];
            form.extend(events.map(|event| ("StatusCallbackEvent", event.to_owned())));
        }
        if call.detect_machine {
            form.push(("MachineDetection", "Enable".to_owned()));
        }
        self.make("create call", self.at(&["Calls.json"]), &form, read)
            .await
    }
}

fn read(call: &Value) -> Option<PlacedCall> {
    let text = |key: &str| call.get(key).and_then(Value::as_str);
    Some(PlacedCall {
        sid: text("sid")?.to_owned(),
        state: CallState::read(text("status")?),
    })
}
