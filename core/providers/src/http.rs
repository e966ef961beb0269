//! One HTTP client a vendor account: where it points, how long it waits, how much it reads.
//!
//! TLS is rustls with the ring provider. A client that points at this machine (the practice simulators)
//! ignores proxy settings and may speak plain HTTP; every other one must use HTTPS, since each request
//! carries a key. Redirects are not followed: no vendor here answers with one that we want, and following
//! would carry the key elsewhere. Errors never hold an address, because list queries carry phone numbers.

use http::{HeaderMap, Method, StatusCode, header::RETRY_AFTER};
use jiff::fmt::rfc2822;
use reqwest::{Client, RequestBuilder, redirect};
use std::time::Duration;
use url::{Host, Url};

/// How long to wait and what to call ourselves.
#[derive(Debug, Clone)]
pub struct HttpSettings {
    /// Longest wait for a connection.
    pub connect_timeout: Duration,
    /// Longest wait for the whole exchange.
    pub request_timeout: Duration,
    /// The `User-Agent` header.
    pub user_agent: String,
    /// An answer larger than this many bytes is refused.
    pub max_body: usize,
}

impl Default for HttpSettings {
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(5),
            request_timeout: Duration::from_secs(20),
            user_agent: concat!("CallWaiting/", env!("CARGO_PKG_VERSION")).to_owned(),
            max_body: 64 * 1024 * 1024,
        }
    }
}

/// Why a client could not be built. Nothing was sent.
#[derive(Debug, thiserror::Error)]
pub enum HttpError {
    /// The base address is not an `http` or `https` URL with a host.
    #[error("the provider's base address is not an http or https address")]
    BadBase,
    /// The base address would carry keys over the network unencrypted.
    #[error("the provider's base address must use https unless it is on this machine")]
    Insecure,
    /// The TLS or connection set-up failed.
    #[error("the HTTP client could not be set up")]
    SetUp(#[source] reqwest::Error),
}

/// A client for one vendor's base address.
#[derive(Debug, Clone)]
pub struct Http {
    client: Client,
    base: Url,
    max_body: usize,
}

/// A complete answer, whatever its status.
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

/// No complete answer.
#[derive(Debug)]
pub(crate) enum Trouble {
    /// The vendor cannot have seen the request.
    NotSent(reqwest::Error),
    /// The vendor may have seen and done it.
    NoAnswer(reqwest::Error),
    /// The answer began and was too large to take.
    TooLarge,
}

impl Http {
    /// A client for `base`, for example `https://api.vapi.ai` or `http://127.0.0.1:4010/vapi`.
    pub fn new(base: &str, settings: &HttpSettings) -> Result<Self, HttpError> {
        let base = Url::parse(base).map_err(|_| HttpError::BadBase)?;
        let local = is_loopback(&base);
        match (base.scheme(), base.has_host()) {
            ("https", true) => {}
            ("http", true) if local => {}
            ("http", true) => return Err(HttpError::Insecure),
            _ => return Err(HttpError::BadBase),
        }
        // An error here means that a provider is installed already, which is just as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut builder = Client::builder()
            .connect_timeout(settings.connect_timeout)
            .timeout(settings.request_timeout)
            .user_agent(&settings.user_agent)
            .redirect(redirect::Policy::none());
        if local {
            builder = builder.no_proxy();
        }
        if base.scheme() == "http" {
            // Plain HTTP needs no certificates, and a machine without any must still run practice clinics.
            builder = builder.tls_certs_only([]);
        }
        let client = builder.build().map_err(HttpError::SetUp)?;
        Ok(Self {
            client,
            base,
            max_body: settings.max_body,
        })
    }

    /// The address of a path under the base, each segment encoded.
    pub(crate) fn at(&self, segments: &[&str]) -> Url {
        let mut url = self.base.clone();
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty().extend(segments);
        }
        url
    }

    /// An address that the vendor gave relative to its own root. `None` when it leads anywhere else.
    pub(crate) fn follow(&self, link: &str) -> Option<Url> {
        let url = self.base.join(link).ok()?;
        (url.origin() == self.base.origin()).then_some(url)
    }

    /// Begins a request.
    pub(crate) fn request(&self, method: Method, url: Url) -> RequestBuilder {
        self.client.request(method, url)
    }

    /// Sends a request and reads the whole answer.
    pub(crate) async fn send(&self, request: RequestBuilder) -> Result<Reply, Trouble> {
        let mut response = request.send().await.map_err(|error| {
            let error = error.without_url();
            if error.is_connect() || error.is_builder() {
                Trouble::NotSent(error)
            } else {
                Trouble::NoAnswer(error)
            }
        })?;
        let (status, headers) = (response.status(), std::mem::take(response.headers_mut()));
        let mut body = Vec::new();
        loop {
            match response.chunk().await {
                Ok(Some(chunk)) if body.len() + chunk.len() > self.max_body => return Err(Trouble::TooLarge),
                Ok(Some(chunk)) => body.extend_from_slice(&chunk),
                Ok(None) => {
                    return Ok(Reply {
                        status,
                        headers,
                        body,
                    });
                }
                Err(error) => return Err(Trouble::NoAnswer(error.without_url())),
            }
        }
    }
}

/// The wait that a vendor asks for: seconds, or a date measured against the answer's own `Date` header
/// (RFC 9110, 10.2.3).
pub(crate) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse::<u64>() {
        return Some(Duration::from_secs(seconds));
    }
    let sent = headers.get(http::header::DATE)?.to_str().ok()?;
    let wait = rfc2822::parse(text).ok()?.timestamp().as_second()
        - rfc2822::parse(sent).ok()?.timestamp().as_second();
    Some(Duration::from_secs(u64::try_from(wait).unwrap_or_default()))
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()))
            .collect()
    }

    #[test]
    fn keys_never_travel_unencrypted() {
        let settings = HttpSettings::default();
        assert!(matches!(
            Http::new("http://api.example.com", &settings),
            Err(HttpError::Insecure)
        ));
        assert!(matches!(
            Http::new("ftp://api.example.com", &settings),
            Err(HttpError::BadBase)
        ));
        assert!(matches!(
            Http::new("nonsense", &settings),
            Err(HttpError::BadBase)
        ));
        for good in ["http://127.0.0.1:1", "http://[::1]:1", "http://localhost:1"] {
            assert!(Http::new(good, &settings).is_ok(), "{good}");
        }
    }

    #[test]
    fn paths_are_encoded_and_links_stay_at_home() {
        let http = Http::new("http://127.0.0.1:9/vapi/", &HttpSettings::default()).unwrap();
        assert_eq!(
            http.at(&["call", "a/b"]).as_str(),
            "http://127.0.0.1:9/vapi/call/a%2Fb"
        );
        assert_eq!(
            http.follow("/next?page=2").unwrap().as_str(),
            "http://127.0.0.1:9/next?page=2"
        );
        assert!(http.follow("https://elsewhere.example.com/next").is_none());
        assert!(http.follow("//elsewhere.example.com/next").is_none());
    }

    #[test]
    fn both_forms_of_retry_after_are_read() {
        assert_eq!(
            retry_after(&headers(&[("retry-after", "7")])),
            Some(Duration::from_secs(7))
        );
        let dated = headers(&[
            ("retry-after", "Sat, 21 Nov 2026 09:00:30 GMT"),
            ("date", "Sat, 21 Nov 2026 09:00:00 GMT"),
        ]);
        assert_eq!(retry_after(&dated), Some(Duration::from_secs(30)));
        assert_eq!(retry_after(&headers(&[("retry-after", "soon")])), None);
    }
}
