//! Requests as a browser or a machine on this PC would send them, without the network between.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Method, Request};
use serde_json::Value;
use std::net::SocketAddr;
use tower::ServiceExt as _;

/// A request to be sent.
pub struct Ask {
    router: Router,
    request: axum::http::request::Builder,
    body: Body,
}

impl Ask {
    pub(crate) fn new(router: Router, method: &str, path: &str) -> Self {
        let method: Method = method.parse().expect("a method");
        let peer = ConnectInfo(SocketAddr::from(([127, 0, 0, 1], 50_000)));
        let request = Request::builder()
            .method(method)
            .uri(path)
            .extension(peer)
            .header("host", "127.0.0.1:8080");
        Self {
            router,
            request,
            body: Body::empty(),
        }
    }

    /// With a machine's token.
    pub fn bearer(self, token: &str) -> Self {
        self.header("authorization", &format!("Bearer {token}"))
    }

    /// With a header; `host` replaces the usual one.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        if name == "host"
            && let Some(headers) = self.request.headers_mut()
        {
            headers.remove("host");
        }
        self.request = self.request.header(name, value);
        self
    }

    /// With a JSON body.
    pub fn json(self, body: &Value) -> Self {
        self.raw("application/json", body.to_string())
    }

    /// With any body.
    pub fn raw(mut self, kind: &str, body: impl Into<Body>) -> Self {
        self.body = body.into();
        self.header("content-type", kind)
    }

    /// Sends it and reads the whole answer.
    pub async fn send(self) -> Answer {
        let response = self.open().await;
        let (parts, body) = response.into_parts();
        let text = to_bytes(body, 64 * 1024 * 1024)
            .await
            .expect("an answer arrives whole");
        let body = serde_json::from_slice(&text).unwrap_or(Value::Null);
        Answer {
            status: parts.status.as_u16(),
            headers: parts.headers,
            body,
        }
    }

    /// Sends it and leaves the answer's body to be read piece by piece.
    pub async fn open(self) -> axum::response::Response {
        let request = self.request.body(self.body).expect("a request");
        self.router
            .oneshot(request)
            .await
            .expect("the router never fails")
    }
}

/// An answer.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Its status.
    pub status: u16,
    /// Its headers.
    pub headers: HeaderMap,
    /// Its body; null when it is not JSON.
    pub body: Value,
}

impl Answer {
    /// The error's code.
    pub fn code(&self) -> &str {
        self.body["code"].as_str().unwrap_or_default()
    }

    /// A text field.
    pub fn text(&self, field: &str) -> &str {
        self.body[field].as_str().unwrap_or_default()
    }

    /// The status and the error's code.
    pub fn said(&self) -> (u16, &str) {
        (self.status, self.code())
    }

    /// The items of a list.
    pub fn items(&self) -> &[Value] {
        self.body["items"]
            .as_array()
            .map(Vec::as_slice)
            .unwrap_or_default()
    }

    /// The cookie that it gives, as a request sends it back.
    pub fn cookie(&self) -> String {
        let given = self
            .headers
            .get("set-cookie")
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default();
        given.split(';').next().unwrap_or_default().to_owned()
    }
}
