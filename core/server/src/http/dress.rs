//! What every request gets: an id, a deadline, a line in the metrics, and every answer: its headers, its body if
//! it is an error, one line in the log if something went wrong.
//!
//! Nothing of a request's path, query, headers or body is logged but the route's template.

use super::error::{ApiError, ErrorBody, ErrorCode};
use crate::appliance::Appliance;
use axum::body::{Body, HttpBody as _};
use axum::extract::{MatchedPath, Request, State};
use axum::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use callwaiting_domain::ports::new_id;
use futures::{FutureExt as _, StreamExt as _};
use metrics::{counter, histogram};
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;
use tracing::Instrument as _;

/// How one listener dresses.
#[derive(Clone)]
pub struct Dressing {
    /// The appliance.
    pub appliance: Arc<Appliance>,
    /// The listener's name in metrics: `api` or `hooks`.
    pub listener: &'static str,
    /// Larger bodies are refused before anybody looks at them.
    pub largest_body: u64,
    /// A request that takes longer is given up.
    pub deadline: Duration,
}

/// The id of a request.
#[derive(Clone, Debug)]
pub struct RequestId(pub String);

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const CSP: &str = "default-src 'self'; img-src 'self' data:; font-src 'self'; style-src 'self' 'unsafe-inline'; \
                   connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
/// A body that is too large is read and dropped up to here, so that its sender gets to read the answer.
const DRAINED: u64 = 64 * 1024 * 1024;
const DRAINED_WITHIN: Duration = Duration::from_secs(10);

/// The middleware. It stands outside everything else.
pub async fn dress(State(dressing): State<Dressing>, mut request: Request, next: Next) -> Response {
    let ports = dressing.appliance.ports().clone();
    let id = RequestId(new_id(&*ports.clock, &*ports.entropy));
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or("none", |path| path.as_str())
        .to_owned();
    let method = known_method(request.method());
    let began = ports.clock.now();
    request.extensions_mut().insert(id.clone());
    let span = tracing::info_span!("request", id = %id.0, method, %route);
    let mut response = answer(&dressing, request, next).instrument(span.clone()).await;
    let failed = response.extensions_mut().remove::<ApiError>();
    if let Some(error) = &failed {
        span.in_scope(|| log(error));
        response = written(error, &id, std::mem::take(response.headers_mut()));
    }
    let status = response.status();
    let took = ports.clock.now().duration_since(began).as_secs_f64().max(0.0);
    let labels = [
        ("listener", dressing.listener.to_owned()),
        ("method", method.to_owned()),
        ("route", route),
        ("status", status.as_u16().to_string()),
    ];
    counter!("callwaiting_requests_total", &labels).increment(1);
    histogram!("callwaiting_request_seconds", &labels[..3]).record(took);
    headers(&mut response, &id);
    response
}

/// The method as a metric's label: our own list, since a stranger may send any word as one.
fn known_method(method: &Method) -> &'static str {
    const KNOWN: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
    KNOWN
        .into_iter()
        .find(|known| *known == method.as_str())
        .unwrap_or("other")
}

async fn answer(dressing: &Dressing, request: Request, next: Next) -> Response {
    if request.body().size_hint().lower() > dressing.largest_body {
        drain(request.into_body()).await;
        return ApiError::new(ErrorCode::PayloadTooLarge, "the body is too large").into_response();
    }
    let run = AssertUnwindSafe(next.run(request)).catch_unwind();
    match tokio::time::timeout(dressing.deadline, run).await {
        Ok(Ok(response)) => named(response),
        Ok(Err(_)) => ApiError::new(ErrorCode::Internal, "something went wrong here").into_response(),
        Err(_) => ApiError::new(ErrorCode::StoreUnavailable, "this took too long; try again").into_response(),
    }
}

/// Gives a code to what axum refuses by itself.
fn named(response: Response) -> Response {
    if response.extensions().get::<ApiError>().is_some() {
        return response;
    }
    let status = response.status();
    let error = match status {
        StatusCode::METHOD_NOT_ALLOWED => {
            ApiError::new(ErrorCode::MethodNotAllowed, "this path doesn't take that method")
        }
        StatusCode::PAYLOAD_TOO_LARGE => ApiError::new(ErrorCode::PayloadTooLarge, "the body is too large"),
        _ => return response,
    };
    let (parts, _) = response.into_parts();
    let mut response = error.with_status(status).into_response();
    response
        .headers_mut()
        .extend(parts.headers.into_iter().filter_map(|(name, value)| {
            name.filter(|name| *name == header::ALLOW)
                .map(|name| (name, value))
        }));
    response
}

async fn drain(body: Body) {
    let mut body = body.into_data_stream();
    let mut read = 0u64;
    let reading = async {
        while let Some(Ok(part)) = body.next().await {
            read += part.len() as u64;
            if read > DRAINED {
                return;
            }
        }
    };
    let _ = tokio::time::timeout(DRAINED_WITHIN, reading).await;
}

fn log(error: &ApiError) {
    if !error.status.is_server_error() {
        tracing::debug!(code = ?error.code, "refused");
        return;
    }
    match &error.cause {
        Some(cause) => tracing::error!(code = ?error.code, cause = %chain(&**cause), "the request failed"),
        None => tracing::error!(code = ?error.code, "the request failed"),
    }
}

/// An error and its sources in one line. Those of the store hold no value of a row.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(inner) = source {
        text.push_str(": ");
        text.push_str(&inner.to_string());
        source = inner.source();
    }
    text
}

fn written(error: &ApiError, id: &RequestId, kept: HeaderMap) -> Response {
    let body = ErrorBody {
        code: error.code,
        message: &error.message,
        request_id: &id.0,
        alternatives: error.alternatives.as_ref().map(|a| a.offered.as_slice()),
        say: error.alternatives.as_ref().map(|a| a.say.as_str()),
    };
    let mut response = (error.status, axum::Json(body)).into_response();
    for (name, value) in &kept {
        if *name != header::CONTENT_LENGTH && *name != header::CONTENT_TYPE {
            response.headers_mut().append(name, value.clone());
        }
    }
    if let Some(seconds) = error.code.retry_after() {
        let seconds = HeaderValue::from(seconds);
        response.headers_mut().insert(header::RETRY_AFTER, seconds);
    }
    response
}

fn headers(response: &mut Response, id: &RequestId) {
    let headers = response.headers_mut();
    if let Ok(value) = HeaderValue::from_str(&id.0) {
        headers.insert(REQUEST_ID, value);
    }
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers
        .entry(header::CONTENT_SECURITY_POLICY)
        .or_insert(HeaderValue::from_static(CSP));
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_method_that_somebody_made_up_is_no_label() {
        for (sent, label) in [
            ("GET", "GET"),
            ("PATCH", "PATCH"),
            ("get", "other"),
            ("QZX17", "other"),
        ] {
            assert_eq!(known_method(&Method::from_bytes(sent.as_bytes()).unwrap()), label);
        }
    }
}
