//! Vapi's REST interface: what the appliance asks of it.
//!
//! Requests that only read or replace are tried again with growing, jittered waits. Requests that make
//! something are tried again only where Vapi certainly hasn't seen or has refused them (no connection, 429);
//! otherwise the outcome is unknown and has to be looked up, since Vapi has no idempotency key.

mod listing;
mod outgoing;

pub use listing::Listing;
pub use outgoing::{CallWith, NewCall};

use super::{
    error::{VapiError, WireError},
    wire::{self, CallRecord},
};
use crate::{
    http::{Http, Reply, Trouble, retry_after},
    private::{Secret, Spoken},
    retry::{Pacing, RetryPolicy, retrying},
};
use http::Method;
use serde_json::Value;
use std::sync::Arc;
use url::Url;

/// Vapi's own address.
pub const PUBLIC_BASE: &str = "https://api.vapi.ai";

/// A clinic's account at Vapi.
#[derive(Debug, Clone)]
pub struct VapiClient {
    http: Http,
    key: Secret,
    retry: RetryPolicy,
    pacing: Arc<dyn Pacing>,
}

/// Whether doing it twice does harm.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Repeat {
    Harmless,
    Harmful,
}

impl VapiClient {
    /// An account with its private key. The address is in `http`.
    pub fn new(http: Http, key: Secret, retry: RetryPolicy, pacing: Arc<dyn Pacing>) -> Self {
        Self {
            http,
            key,
            retry,
            pacing,
        }
    }

    /// One call. A call is kept for 14 days; after that it is not found.
    pub async fn get_call(&self, id: &str) -> Result<CallRecord, VapiError> {
        const OPERATION: &str = "get call";
        let reply = self.get(OPERATION, self.http.at(&["call", id])).await?;
        read_call(OPERATION, &reply)
    }

    /// Starts an outbound call.
    pub async fn create_call(&self, call: &NewCall) -> Result<CallRecord, VapiError> {
        const OPERATION: &str = "create call";
        let reply = self.make(OPERATION, &["call"], &call.to_json()).await?;
        // It was made; an answer that we can't read leaves open which call it is.
        read_call(OPERATION, &reply).map_err(|_| VapiError::OutcomeUnknown {
            operation: OPERATION,
            status: Some(reply.status.as_u16()),
        })
    }

    /// Saves a new assistant (see [`super::assistant::Receptionist::to_json`]). Gives its id.
    pub async fn create_assistant(&self, assistant: &Value) -> Result<String, VapiError> {
        self.make_with_id("create assistant", &["assistant"], assistant)
            .await
    }

    /// Replaces each top-level key that `assistant` has. Send whole objects.
    pub async fn update_assistant(&self, id: &str, assistant: &Value) -> Result<(), VapiError> {
        let url = self.http.at(&["assistant", id]);
        self.exchange(
            "update assistant",
            Repeat::Harmless,
            Method::PATCH,
            url,
            Some(assistant),
        )
        .await
        .map(|_| ())
    }

    /// Imports a number (see [`super::assistant::NumberImport::to_json`]). Gives its id.
    pub async fn import_number(&self, import: &Value) -> Result<String, VapiError> {
        self.make_with_id("import number", &["phone-number"], import)
            .await
    }

    /// Saves a tool (see [`super::tools::Tool::definition`]). Gives its id.
    pub async fn create_tool(&self, tool: &Value) -> Result<String, VapiError> {
        self.make_with_id("create tool", &["tool"], tool).await
    }

    async fn get(&self, operation: &'static str, url: Url) -> Result<Reply, VapiError> {
        self.exchange(operation, Repeat::Harmless, Method::GET, url, None)
            .await
    }

    async fn make(&self, operation: &'static str, path: &[&str], body: &Value) -> Result<Reply, VapiError> {
        self.exchange(
            operation,
            Repeat::Harmful,
            Method::POST,
            self.http.at(path),
            Some(body),
        )
        .await
    }

    async fn make_with_id(
        &self,
        operation: &'static str,
        path: &[&str],
        body: &Value,
    ) -> Result<String, VapiError> {
        let reply = self.make(operation, path, body).await?;
        let answer = wire::read_json(&reply.body).ok();
        let id = answer
            .as_ref()
            .and_then(|answer| answer.get("id"))
            .and_then(Value::as_str);
        id.map(str::to_owned).ok_or(VapiError::OutcomeUnknown {
            operation,
            status: Some(reply.status.as_u16()),
        })
    }

    async fn exchange(
        &self,
        operation: &'static str,
        repeat: Repeat,
        method: Method,
        url: Url,
        body: Option<&Value>,
    ) -> Result<Reply, VapiError> {
        retrying(&self.retry, &*self.pacing, VapiError::again, || async {
            let mut request = self
                .http
                .request(method.clone(), url.clone())
                .bearer_auth(self.key.expose());
            if let Some(body) = body {
                request = request.json(body);
            }
            match self.http.send(request).await {
                Ok(reply) if reply.status.is_success() => Ok(reply),
                Ok(reply) => Err(refusal(operation, repeat, &reply)),
                Err(trouble) => Err(no_reply(operation, repeat, trouble)),
            }
        })
        .await
    }
}

fn no_reply(operation: &'static str, repeat: Repeat, trouble: Trouble) -> VapiError {
    match (trouble, repeat) {
        (Trouble::NotSent(source), _) => VapiError::NotSent { operation, source },
        (_, Repeat::Harmful) => VapiError::OutcomeUnknown {
            operation,
            status: None,
        },
        (Trouble::NoAnswer(source), Repeat::Harmless) => VapiError::NoAnswer { operation, source },
        (Trouble::TooLarge, Repeat::Harmless) => VapiError::TooLarge { operation },
    }
}

fn refusal(operation: &'static str, repeat: Repeat, reply: &Reply) -> VapiError {
    let status = reply.status.as_u16();
    match status {
        401 => VapiError::Unauthorised { operation },
        402 => VapiError::PaymentRequired { operation },
        403 => VapiError::Forbidden { operation },
        404 => VapiError::NotFound { operation },
        429 => VapiError::RateLimited {
            operation,
            retry_after: retry_after(&reply.headers),
        },
        408 | 500.. if repeat == Repeat::Harmful => VapiError::OutcomeUnknown {
            operation,
            status: Some(status),
        },
        408 | 500.. => VapiError::Unavailable {
            operation,
            status,
            retry_after: retry_after(&reply.headers),
        },
        _ => VapiError::Refused {
            operation,
            status,
            detail: detail(&reply.body),
        },
    }
}

/// `message` of an error body: text, or a list of texts.
fn detail(body: &[u8]) -> Option<Spoken> {
    let body = wire::read_json(body).ok()?;
    match body.get("message")? {
        Value::String(text) => Some(Spoken::new(text.as_str())),
        Value::Array(texts) => {
            let texts: Vec<&str> = texts.iter().filter_map(Value::as_str).collect();
            Some(Spoken::new(texts.join("; ")))
        }
        _ => None,
    }
}

fn read_call(operation: &'static str, reply: &Reply) -> Result<CallRecord, VapiError> {
    let unreadable = |source: WireError| VapiError::Unreadable { operation, source };
    let value = wire::read_json(&reply.body).map_err(unreadable)?;
    wire::parse_call(&value).map_err(unreadable)
}
