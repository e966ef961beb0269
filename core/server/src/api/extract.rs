//! Reading bodies, queries and ids. What can't be read is answered with the field's name and never its value.

use crate::http::{ApiError, ErrorCode};
use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, FromRequestParts, Query, RawPathParams, Request};
use axum::http::header::CONTENT_TYPE;
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;

/// A JSON body.
pub(super) struct Json<T>(pub(super) T);

/// A query.
pub(super) struct Asked<T>(pub(super) T);

/// The `{id}` of the path.
pub(super) struct Id(pub(super) String);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Json<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request<Body>, state: &S) -> Result<Self, ApiError> {
        if !is_json(request.headers()) {
            let message = "send the body as application/json";
            return Err(ApiError::new(ErrorCode::UnsupportedMediaType, message));
        }
        let body = Bytes::from_request(request, state)
            .await
            .map_err(|refused| match refused.status() {
                StatusCode::PAYLOAD_TOO_LARGE => {
                    ApiError::new(ErrorCode::PayloadTooLarge, "the body is too large")
                }
                _ => ApiError::new(ErrorCode::BadRequest, "the body did not arrive whole"),
            })?;
        parse(&body).map(Self)
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    kind.split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .eq_ignore_ascii_case("application/json")
}

fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T, ApiError> {
    let mut reader = serde_json::Deserializer::from_slice(body);
    let parsed = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let path = error.path().to_string();
        unreadable(&path, error.inner())
    })?;
    reader
        .end()
        .map_err(|_| ApiError::new(ErrorCode::BadRequest, "the body is not one JSON value"))?;
    Ok(parsed)
}

fn unreadable(path: &str, error: &serde_json::Error) -> ApiError {
    let bad = |message: String| ApiError::new(ErrorCode::BadRequest, message);
    if !error.is_data() {
        return bad("the body is not valid JSON".into());
    }
    // The parser quotes what it found, which may be a patient's; only the names of our own fields are let through.
    let text = error.to_string();
    match text
        .strip_prefix("missing field `")
        .and_then(|rest| rest.split_once('`'))
    {
        Some((field, _)) if path == "." => bad(format!("the field {field} is missing")),
        Some((field, _)) => bad(format!("the field {path}.{field} is missing")),
        None if path == "." => bad("the body must be a JSON object".into()),
        None => bad(format!("the field {path} does not have the right form")),
    }
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Asked<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        let query = Query::<T>::try_from_uri(&parts.uri);
        let message = "a parameter of the query is missing or does not have the right form";
        query
            .map(|Query(asked)| Self(asked))
            .map_err(|_| ApiError::new(ErrorCode::BadRequest, message))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Id {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let found = path_part(parts, state, "id").await;
        found.map(Self).ok_or_else(|| ApiError::not_found("path"))
    }
}

pub(super) async fn path_part<S: Send + Sync>(parts: &mut Parts, state: &S, name: &str) -> Option<String> {
    let params = RawPathParams::from_request_parts(parts, state).await.ok()?;
    params
        .iter()
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Deserialize)]
    struct Outer {
        #[allow(dead_code)]
        inner: Inner,
    }

    #[derive(Deserialize)]
    struct Inner {
        #[allow(dead_code)]
        minutes: u32,
    }

    fn said(body: &str) -> String {
        parse::<Outer>(body.as_bytes())
            .err()
            .map(|e| format!("{e:?}"))
            .unwrap_or_default()
    }

    #[test]
    fn an_error_names_the_field_and_never_the_value() {
        assert!(said(r#"{"inner":{}}"#).contains("the field inner.minutes is missing"));
        let wrong = said(r#"{"inner":{"minutes":"Jane Doe"}}"#);
        assert!(wrong.contains("inner.minutes does not have the right form") && !wrong.contains("Jane"));
        assert!(said("{\"inner\"").contains("not valid JSON"));
        assert!(said("[]").contains("inner") || said("[]").contains("JSON object"));
        assert!(said(r#"{"inner":{"minutes":1}} x"#).contains("not one JSON value"));
    }
}
