//! What the page may ask of this side: a request to the appliance, and the link of this start.
//!
//! A request goes through the router that browsers use, with its rights and its errors. The session stays here. An
//! answer that is a stream of events is not waited for: it goes to the page event by event.

use crate::events::Follower;
use crate::host::{Host, Phase};
use futures::StreamExt as _;
use http::header::{ACCEPT, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use http::{Method, Request, StatusCode, Uri};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;
use tauri::State;

/// What the page may say in headers. Host, origin and cookie are not its to choose.
const HEADERS: [&str; 3] = ["accept", "content-type", "x-csrf-token"];
/// No answer to a screen is larger.
const LARGEST_ANSWER: usize = 32 * 1024 * 1024;
const EVENT_STREAM: &str = "text/event-stream";

/// An answer as the page gets it.
#[derive(Serialize)]
pub(crate) struct Answer {
    status: u16,
    headers: BTreeMap<String, String>,
    body: String,
}

/// Why there is no answer.
#[derive(Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Unanswered {
    /// The request is none.
    BadRequest,
    /// The appliance has been stopped.
    Stopped,
    /// The answer broke off or is too large.
    Broken,
}

/// One request to the appliance. Rejects only when no answer came at all.
#[tauri::command]
pub(crate) async fn api(
    host: State<'_, Arc<Host>>,
    follower: State<'_, Arc<Follower>>,
    method: String,
    path: String,
    headers: BTreeMap<String, String>,
    body: Option<String>,
) -> Result<Answer, Unanswered> {
    let request = request(&method, &path, &headers, body).ok_or(Unanswered::BadRequest)?;
    let (method, uri) = (request.method().clone(), request.uri().clone());
    let answer = match host.ask(request).await {
        Ok(answer) => answer,
        Err(Phase::Failed(why)) => return Ok(failed(&why)),
        Err(_) => return Err(Unanswered::Stopped),
    };
    let (parts, stream) = answer.into_parts();
    if is_stream(&parts.headers) {
        follower.follow(&uri);
        return Ok(Answer {
            status: parts.status.as_u16(),
            headers: shown(&parts.headers),
            body: String::new(),
        });
    }
    let body = text(stream).await.ok_or(Unanswered::Broken)?;
    if uri.path() == "/api/session" {
        session(&follower, &method, parts.status, &body);
    }
    Ok(Answer {
        status: parts.status.as_u16(),
        headers: shown(&parts.headers),
        body,
    })
}

/// What this start came with.
#[derive(Serialize)]
pub(crate) struct Start {
    link: Option<String>,
}

/// The one-time link of this start, once; waits until the appliance is there.
#[tauri::command]
pub(crate) async fn start(host: State<'_, Arc<Host>>) -> Result<Start, Unanswered> {
    match host.settled().await {
        Phase::Stopped | Phase::Starting => Err(Unanswered::Stopped),
        Phase::Serving | Phase::Failed(_) => Ok(Start {
            link: host.take_link(),
        }),
    }
}

fn request(
    method: &str,
    path: &str,
    headers: &BTreeMap<String, String>,
    body: Option<String>,
) -> Option<Request<String>> {
    let uri: Uri = path.parse().ok().filter(|_| path.starts_with("/api/"))?;
    let mut request = Request::new(body.unwrap_or_default());
    *request.method_mut() = Method::from_bytes(method.as_bytes()).ok()?;
    *request.uri_mut() = uri;
    for (name, value) in headers {
        let name = HeaderName::from_bytes(name.as_bytes()).ok()?;
        if HEADERS.contains(&name.as_str()) {
            request
                .headers_mut()
                .insert(name, HeaderValue::from_str(value).ok()?);
        }
    }
    request
        .headers_mut()
        .entry(ACCEPT)
        .or_insert(HeaderValue::from_static("application/json"));
    Some(request)
}

async fn text<B: AsRef<[u8]>, E>(
    mut stream: impl futures::Stream<Item = Result<B, E>> + Unpin,
) -> Option<String> {
    let mut whole = Vec::new();
    while let Some(part) = stream.next().await {
        whole.extend_from_slice(part.ok()?.as_ref());
        if whole.len() > LARGEST_ANSWER {
            return None;
        }
    }
    String::from_utf8(whole).ok()
}

fn is_stream(headers: &HeaderMap) -> bool {
    headers
        .get(CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(EVENT_STREAM.as_bytes()))
}

fn shown(headers: &HeaderMap) -> BTreeMap<String, String> {
    let text = |(name, value): (&HeaderName, &HeaderValue)| {
        Some((name.to_string(), value.to_str().ok()?.to_owned()))
    };
    headers.iter().filter_map(text).collect()
}

/// Whoever is signed in hears of their clinic; whoever left does not.
fn session(follower: &Arc<Follower>, method: &Method, status: StatusCode, body: &str) {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Session {
        clinic_id: String,
    }
    match (method, serde_json::from_str::<Session>(body)) {
        (&Method::DELETE, _) => follower.stop(),
        (_, Ok(session)) if status.is_success() => follower.follow_clinic(&session.clinic_id),
        _ => {}
    }
}

/// The appliance is not there, in the form of every other error, so that the page can say it.
fn failed(why: &str) -> Answer {
    let body = serde_json::json!({ "code": "store_unavailable", "message": why, "requestId": "window" });
    Answer {
        status: 503,
        headers: BTreeMap::new(),
        body: body.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_reaches_the_api_and_nothing_else() {
        let none = BTreeMap::new();
        for path in [
            "/metrics",
            "/",
            "http://example.com/api/session",
            "//example.com/api/",
            "api/session",
            "/api",
        ] {
            assert!(request("GET", path, &none, None).is_none(), "{path}");
        }
        assert!(request("GET", "/api/session", &none, None).is_some());
        assert!(request("two words", "/api/session", &none, None).is_none());
    }

    #[test]
    fn the_page_does_not_choose_who_it_is() {
        let said = ["Cookie", "Host", "Origin", "Authorization", "X-CSRF-Token"]
            .map(|name| (name.into(), "x".into()));
        let request = request("POST", "/api/session", &said.into(), Some("{}".into())).unwrap();
        let names: Vec<_> = request.headers().keys().map(HeaderName::as_str).collect();
        assert_eq!(names, ["x-csrf-token", "accept"]);
    }

    #[tokio::test]
    async fn an_answer_that_breaks_off_is_none() {
        let parts = |last| futures::stream::iter([Ok("he"), last]);
        assert_eq!(text(parts(Ok("llo"))).await.unwrap(), "hello");
        assert_eq!(text(parts(Err(()))).await, None);
    }
}
