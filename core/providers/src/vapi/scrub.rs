//! Cuts secrets out of a body before anything is stored.
//!
//! Vapi's messages may carry the clinic's Twilio account SID and token, the webhook's own secret, headers of
//! other servers, and addresses that open recordings or control the live call. Two passes: the first cuts
//! by place (keys that name a secret) and by form (Twilio ids, queries and logins of addresses) and
//! remembers every cut secret; the second cuts each remembered secret wherever else it stands, in keys and
//! in JSON kept as text too. Deliberately absent: personal data, which is redaction's work, and ids such as
//! `credentialId`, which open nothing.

mod forms;

use forms::cut_forms;
use serde_json::{Map, Value};
use std::{collections::BTreeSet, mem};

/// What stands where something was cut.
pub const CUT: &str = "[CUT]";

/// Secrets shorter than this are cut where they stand alone, and not out of the middle of longer text,
/// which they could be a part of by chance.
const SHORTEST_WITHIN: usize = 6;

/// Keys that name a secret, as lower case letters and digits only. A key that ends with one counts too,
/// which takes in `twilioAuthToken`, `x-vapi-secret` and `apiSecret`.
const SECRET_KEYS: [&str; 16] = [
    "token",
    "secret",
    "secretkey",
    "privatekey",
    "signingkey",
    "encryptionkey",
    "apikey",
    "password",
    "passphrase",
    "credential",
    "credentials",
    "authorization",
    "cookie",
    "accountsid",
    "controlurl",
    "listenurl",
];

/// Cuts secrets out of `body`, in place. Gives the number of places that were cut.
pub fn scrub(body: &mut Value) -> usize {
    let mut scrub = Scrub::default();
    scrub.by_place(body);
    if !scrub.secrets.is_empty() {
        // Longest first, so that one secret inside another doesn't leave the rest of it.
        let mut secrets: Vec<String> = mem::take(&mut scrub.secrets).into_iter().collect();
        secrets.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
        scrub.by_value(body, &secrets);
    }
    scrub.cuts
}

#[derive(Default)]
struct Scrub {
    secrets: BTreeSet<String>,
    cuts: usize,
}

impl Scrub {
    fn by_place(&mut self, value: &mut Value) {
        match value {
            Value::Object(fields) => {
                for (key, field) in fields.iter_mut() {
                    let name = plain(key);
                    if SECRET_KEYS.iter().any(|secret| name.ends_with(secret)) {
                        self.cut_whole(field);
                    } else if name == "headers" && field.is_object() {
                        self.cut_headers(field);
                    } else {
                        self.by_place(field);
                    }
                }
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.by_place(item)),
            Value::String(text) => {
                if let Some(mut inner) = json_text(text) {
                    let before = self.cuts;
                    self.by_place(&mut inner);
                    if self.cuts > before {
                        *text = inner.to_string();
                    }
                } else if let Some(clean) = cut_forms(text) {
                    *text = clean;
                    self.cuts += 1;
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    /// Replaces a whole value and remembers everything in it.
    fn cut_whole(&mut self, value: &mut Value) {
        if !matches!(value, Value::Null | Value::Bool(_)) && value.as_str() != Some(CUT) {
            self.remember(value);
            *value = Value::String(CUT.to_owned());
            self.cuts += 1;
        }
    }

    /// Which headers carry a key is the account's own choice, so each one counts.
    fn cut_headers(&mut self, headers: &mut Value) {
        if let Value::Object(fields) = headers {
            fields.values_mut().for_each(|value| self.cut_whole(value));
        }
    }

    fn remember(&mut self, value: &Value) {
        match value {
            Value::String(text) => {
                self.secrets.extend(
                    [text.trim(), text.as_str()]
                        .into_iter()
                        .filter(|t| !t.is_empty())
                        .map(str::to_owned),
                );
                // The part after "Bearer " or "Basic ".
                if let Some((_, rest)) = text.trim().split_once(' ') {
                    self.secrets
                        .extend(Some(rest.trim().to_owned()).filter(|rest| rest.len() >= SHORTEST_WITHIN));
                }
            }
            Value::Number(number) => {
                self.secrets
                    .extend(Some(number.to_string()).filter(|digits| digits.len() >= SHORTEST_WITHIN));
            }
            Value::Array(items) => items.iter().for_each(|item| self.remember(item)),
            Value::Object(fields) => fields.values().for_each(|field| self.remember_part(field)),
            Value::Null | Value::Bool(_) => {}
        }
    }

    /// An object under a secret's name may be a credential, or the description of a tool's parameter, whose
    /// plain words ("string") must not be cut everywhere.
    fn remember_part(&mut self, value: &Value) {
        match value {
            Value::String(text) => {
                let keylike = |c: char| c.is_ascii_digit() || c.is_ascii_uppercase();
                if text.len() >= 8 && text.contains(keylike) && !text.contains(char::is_whitespace) {
                    self.remember(value);
                }
            }
            Value::Array(items) => items.iter().for_each(|item| self.remember_part(item)),
            Value::Object(fields) => fields.values().for_each(|field| self.remember_part(field)),
            other => self.remember(other),
        }
    }

    fn by_value(&mut self, value: &mut Value, secrets: &[String]) {
        match value {
            Value::Object(fields) => {
                let tainted = fields.keys().any(|key| cut_secrets(key, secrets).is_some());
                if tainted {
                    let old = mem::replace(fields, Map::new());
                    fields.extend(
                        old.into_iter()
                            .map(|(key, field)| (cut_secrets(&key, secrets).unwrap_or(key), field)),
                    );
                    self.cuts += 1;
                }
                fields
                    .values_mut()
                    .for_each(|field| self.by_value(field, secrets));
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.by_value(item, secrets)),
            Value::String(text) => {
                if let Some(mut inner) = json_text(text) {
                    let before = self.cuts;
                    self.by_value(&mut inner, secrets);
                    if self.cuts > before {
                        *text = inner.to_string();
                    }
                }
                if let Some(clean) = cut_secrets(text, secrets) {
                    *text = clean;
                    self.cuts += 1;
                }
            }
            Value::Number(number) => {
                if cut_secrets(&number.to_string(), secrets).is_some() {
                    *value = Value::String(CUT.to_owned());
                    self.cuts += 1;
                }
            }
            Value::Null | Value::Bool(_) => {}
        }
    }
}

fn plain(key: &str) -> String {
    key.chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_lowercase())
        .collect()
}

/// An object or array that is kept as text, as tool arguments are.
fn json_text(text: &str) -> Option<Value> {
    text.trim_start()
        .starts_with(['{', '['])
        .then(|| serde_json::from_str(text).ok())
        .flatten()
}

fn cut_secrets(text: &str, secrets: &[String]) -> Option<String> {
    if text == CUT {
        return None;
    }
    let mut clean: Option<String> = None;
    for secret in secrets {
        let now = clean.as_deref().unwrap_or(text);
        if now == secret {
            return Some(CUT.to_owned());
        }
        if secret.len() >= SHORTEST_WITHIN && now.contains(secret.as_str()) {
            clean = Some(now.replace(secret.as_str(), CUT));
        }
    }
    clean
}

#[cfg(test)]
mod tests;
