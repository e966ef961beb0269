//! Twilio's REST interface: sending texts, placing calls, and looking both up.
//!
//! A lookup is tried again with growing, jittered waits. A text or a call is tried again only where Twilio
//! certainly hasn't seen it or says that it was not processed (429); otherwise the outcome is unknown and has
//! to be looked up, since Twilio has no idempotency key.

mod calls;
mod messages;

pub use calls::{NewPhoneCall, PlacedCall};
pub use messages::{MessageQuery, NewMessage, Sender, StoredMessage};

use super::error::{Policy, TwilioError, policy};
use crate::{
    http::{Http, Reply, Trouble, retry_after},
    private::Secret,
    retry::{Pacing, RetryPolicy, retrying},
};
use http::Method;
use serde_json::Value;
use std::sync::Arc;
use url::Url;

/// Twilio's own address.
pub const PUBLIC_BASE: &str = "https://api.twilio.com";

/// How the clinic signs in to Twilio.
#[derive(Debug, Clone)]
pub struct Account {
    /// Twilio's id of the account.
    pub sid: String,
    /// The user name: the account's id again, or the id of an API key.
    pub user: String,
    /// The auth token, or the API key's secret.
    pub password: Secret,
}

impl Account {
    /// By the account's auth token.
    pub fn with_token(sid: impl Into<String>, token: Secret) -> Self {
        let sid = sid.into();
        Self {
            user: sid.clone(),
            sid,
            password: token,
        }
    }
}

/// A clinic's account at Twilio.
#[derive(Debug, Clone)]
pub struct TwilioClient {
    http: Http,
    account: Account,
    retry: RetryPolicy,
    pacing: Arc<dyn Pacing>,
}

impl TwilioClient {
    /// An account. The address is in `http`.
    pub fn new(http: Http, account: Account, retry: RetryPolicy, pacing: Arc<dyn Pacing>) -> Self {
        Self {
            http,
            account,
            retry,
            pacing,
        }
    }

    fn at(&self, path: &[&str]) -> Url {
        let account = ["2010-04-01", "Accounts", &self.account.sid];
        self.http.at(&[&account, path].concat())
    }

    async fn look_up(&self, operation: &'static str, url: Url) -> Result<Value, TwilioError> {
        let reply = self.exchange(operation, Method::GET, url, None).await?;
        serde_json::from_slice(&reply.body).map_err(|_| TwilioError::Unreadable { operation })
    }

    /// What was made, from an answer that says so. An answer that can't be read leaves open which it is.
    async fn make<T>(
        &self,
        operation: &'static str,
        url: Url,
        form: &[(&str, String)],
        read: impl Fn(&Value) -> Option<T>,
    ) -> Result<T, TwilioError> {
        let reply = self.exchange(operation, Method::POST, url, Some(form)).await?;
        let answer = serde_json::from_slice(&reply.body).ok();
        answer.as_ref().and_then(read).ok_or(TwilioError::OutcomeUnknown {
            operation,
            status: Some(reply.status.as_u16()),
        })
    }

    async fn exchange(
        &self,
        operation: &'static str,
        method: Method,
        url: Url,
        form: Option<&[(&str, String)]>,
    ) -> Result<Reply, TwilioError> {
        let makes = form.is_some();
        retrying(&self.retry, &*self.pacing, TwilioError::again, || async {
            let mut request = self.http.request(method.clone(), url.clone());
            request = request.basic_auth(&self.account.user, Some(self.account.password.expose()));
            if let Some(form) = form {
                request = request.form(form);
            }
            match self.http.send(request).await {
                Ok(reply) if reply.status.is_success() => Ok(reply),
                Ok(reply) => Err(refusal(operation, makes, &reply)),
                Err(Trouble::NotSent(source)) => Err(TwilioError::NotSent { operation, source }),
                Err(_) if makes => Err(TwilioError::OutcomeUnknown {
                    operation,
                    status: None,
                }),
                Err(Trouble::NoAnswer(source)) => Err(TwilioError::NoAnswer { operation, source }),
                Err(Trouble::TooLarge) => Err(TwilioError::TooLarge { operation }),
            }
        })
        .await
    }
}

fn refusal(operation: &'static str, makes: bool, reply: &Reply) -> TwilioError {
    let status = reply.status.as_u16();
    if status >= 500 || status == 408 {
        return match makes {
            true => TwilioError::OutcomeUnknown {
                operation,
                status: Some(status),
            },
            false => TwilioError::Unavailable { operation, status },
        };
    }
    let body: Option<Value> = serde_json::from_slice(&reply.body).ok();
    let code = body
        .as_ref()
        .and_then(|body| body.get("code")?.as_u64())
        .and_then(|code| u32::try_from(code).ok());
    let policy = match (code.map(policy), status) {
        (Some(known), _) if known != Policy::Unknown => known,
        (_, 429) => Policy::Retry,
        (_, 401) => Policy::StopAndAlert,
        _ => Policy::Unknown,
    };
    TwilioError::Refused {
        operation,
        status,
        code,
        policy,
        retry_after: retry_after(&reply.headers),
    }
}
