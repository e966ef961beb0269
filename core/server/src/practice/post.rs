//! The simulators' own HTTP client: plain HTTP to this machine and nowhere else.
//!
//! Not the providers' client, which is the other side of the conversation.

use callwaiting_providers::vapi::verify::HookAuth;
use http::{HeaderMap, HeaderName, HeaderValue};
use std::time::Duration;

/// Sends webhooks.
#[derive(Debug, Clone)]
pub(crate) struct Poster(reqwest::Client);

/// No usable answer. Never holds an address or a body.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PostError {
    #[error("the address is not on this machine")]
    NotHere,
    #[error("the headers for this authentication can't be made")]
    Unsignable,
    #[error("no answer in time")]
    TimedOut,
    #[error("no answer")]
    NoAnswer(#[source] reqwest::Error),
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Posted {
    pub(crate) status: u16,
    pub(crate) body: Vec<u8>,
}

impl Poster {
    /// Errors: the system has no random numbers for a connection pool, or the like.
    pub(crate) fn new() -> Result<Self, PostError> {
        // An error here means that a provider is installed already; plain HTTP needs none anyway.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = reqwest::Client::builder()
            .no_proxy()
            .tls_certs_only([])
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(Duration::from_secs(5))
            .build()
            .map_err(PostError::NoAnswer)?;
        Ok(Self(client))
    }

    pub(crate) async fn post(
        &self,
        url: &str,
        headers: HeaderMap,
        body: Vec<u8>,
        within: Duration,
    ) -> Result<Posted, PostError> {
        let url = url::Url::parse(url).map_err(|_| PostError::NotHere)?;
        let here = match url.host() {
            Some(url::Host::Ipv4(ip)) => ip.is_loopback(),
            Some(url::Host::Ipv6(ip)) => ip.is_loopback(),
            Some(url::Host::Domain(name)) => name == "localhost",
            None => false,
        };
        if !here || url.scheme() != "http" {
            return Err(PostError::NotHere);
        }
        let failed = |error: reqwest::Error| {
            if error.is_timeout() {
                PostError::TimedOut
            } else {
                PostError::NoAnswer(error.without_url())
            }
        };
        let response = self
            .0
            .post(url)
            .headers(headers)
            .body(body)
            .timeout(within)
            .send()
            .await
            .map_err(failed)?;
        let status = response.status().as_u16();
        let body = response.bytes().await.map_err(failed)?.to_vec();
        Ok(Posted { status, body })
    }
}

/// The headers of a Vapi delivery. `at` is in epoch seconds, `message_id` the same for every retry.
pub(crate) fn vapi_headers(
    auth: &HookAuth,
    url: &str,
    at: i64,
    message_id: &str,
    body: &[u8],
) -> Result<HeaderMap, PostError> {
    let mut headers = HeaderMap::new();
    let mut add = |name: &str, value: &str| {
        let name = HeaderName::try_from(name).map_err(|_| PostError::Unsignable)?;
        headers.insert(
            name,
            HeaderValue::try_from(value).map_err(|_| PostError::Unsignable)?,
        );
        Ok(())
    };
    add("content-type", "application/json")?;
    match auth {
        HookAuth::HeaderSecret { header, secret } => add(header, secret.expose())?,
        HookAuth::Bearer {
            header,
            prefix: true,
            token,
        } => add(header, &format!("Bearer {}", token.expose()))?,
        HookAuth::Bearer {
            header,
            prefix: false,
            token,
        } => add(header, token.expose())?,
        HookAuth::Hmac(plan) => {
            let at = at.to_string();
            let signature = plan
                .sign("POST", url, &at, message_id, body)
                .map_err(|_| PostError::Unsignable)?;
            add(&plan.timestamp_header, &at)?;
            if let Some(header) = &plan.message_id_header {
                add(header, message_id)?;
            }
            add(&plan.signature_header, &signature)?;
        }
    }
    Ok(headers)
}
