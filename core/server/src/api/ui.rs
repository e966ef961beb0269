//! The screens, built into the program. Every path that is not the API's is a screen of the same page.

use crate::http::ApiError;
use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri};
use axum::response::{Html, IntoResponse as _, Response};
use rust_embed::{EmbeddedFile, RustEmbed};

#[derive(RustEmbed)]
#[folder = "../../ui/dist"]
#[allow_missing = true]
struct Built;

const NOT_BUILT: &str = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>CallWaiting</title>\
    <p>The appliance is running, but this program was built without its screens.</p>\
    <p>Build them with <code>npm install &amp;&amp; npm run build</code> in <code>ui/</code>, then build the program \
    again; <code>script/run</code> does both.</p></html>";

/// A file of the screens, or the page itself.
pub(super) async fn serve(method: Method, uri: Uri, headers: HeaderMap) -> Response {
    if method != Method::GET && method != Method::HEAD {
        return ApiError::not_found("path").into_response();
    }
    let path = uri.path().trim_start_matches('/');
    if let Some(file) = Built::get(path).filter(|_| !path.is_empty()) {
        return answer(path, file, &headers);
    }
    if path.starts_with("assets/") {
        return ApiError::not_found("file").into_response();
    }
    match Built::get("index.html") {
        Some(page) => answer("index.html", page, &headers),
        None => Html(NOT_BUILT).into_response(),
    }
}

fn answer(path: &str, file: EmbeddedFile, headers: &HeaderMap) -> Response {
    let tag = format!("\"{}\"", hex::encode(&file.metadata.sha256_hash()[..16]));
    let kept = headers
        .get(IF_NONE_MATCH)
        .is_some_and(|seen| seen.as_bytes() == tag.as_bytes());
    let mut response = match kept {
        true => StatusCode::NOT_MODIFIED.into_response(),
        false => Body::from(file.data.into_owned()).into_response(),
    };
    // Names under assets/ carry a hash of what is in them, so they never change.
    let fresh = if path.starts_with("assets/") {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    let kind = mime_guess::from_path(path).first_or_octet_stream();
    let out = response.headers_mut();
    out.insert(CACHE_CONTROL, HeaderValue::from_static(fresh));
    out.extend(
        HeaderValue::from_str(kind.as_ref())
            .ok()
            .map(|value| (CONTENT_TYPE, value)),
    );
    out.extend(HeaderValue::from_str(&tag).ok().map(|value| (ETAG, value)));
    response
}
