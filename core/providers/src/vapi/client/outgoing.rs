//! An outbound call as we ask for it.

use crate::{private::Personal, vapi::assistant::shortened};
use serde_json::{Map, Value, json};

/// An outbound call.
#[derive(Debug, Clone)]
pub struct NewCall {
    /// Who speaks for the clinic.
    pub with: CallWith,
    /// Vapi's id of the clinic's number.
    pub phone_number_id: String,
    /// Who is rung, in E.164.
    pub customer_number: Personal,
    /// Our own reference, by which a call whose answer was lost is found again. At most 40 characters.
    pub name: String,
    /// What may be said about this person goes here and only here: saved assistants are stored at the vendor.
    pub variables: Map<String, Value>,
}

/// Who speaks for the clinic.
#[derive(Debug, Clone)]
pub enum CallWith {
    /// A saved assistant.
    Saved(String),
    /// One described here and now.
    Described(Value),
}

impl NewCall {
    /// The body of `POST /call`.
    pub fn to_json(&self) -> Value {
        let name = shortened(&self.name, 40);
        let mut body = json!({
            "phoneNumberId": self.phone_number_id,
            "customer": {"number": self.customer_number.expose(), "externalId": name},
            "name": name,
        });
        match &self.with {
            CallWith::Saved(id) => body["assistantId"] = json!(id),
            CallWith::Described(assistant) => body["assistant"] = assistant.clone(),
        }
        if !self.variables.is_empty() {
            body["assistantOverrides"] = json!({"variableValues": self.variables});
        }
        body
    }
}
