//! The one cookie there is: a browser's session.
//!
//! Not readable by scripts, never sent from another site. It is marked `Secure` by whoever ends TLS in front.

use axum::http::header::COOKIE;
use axum::http::{HeaderMap, HeaderValue};
use callwaiting_engine::access::{Keyed, SESSION_HOURS, parse};

const NAME: &str = "cw_session";
const KIND: &str = "cws";

/// The session that a request carries.
pub(super) fn read(headers: &HeaderMap) -> Option<Keyed> {
    let all = headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok());
    all.flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .filter(|(name, _)| *name == NAME)
        .find_map(|(_, value)| parse(KIND, value))
}

/// The header that gives a browser its session.
pub(super) fn given(session: &Keyed) -> Option<HeaderValue> {
    let value = session.written(KIND);
    let seconds = SESSION_HOURS * 3600;
    let text = format!(
        "{NAME}={}; Path=/; HttpOnly; SameSite=Strict; Max-Age={seconds}",
        value.reveal()
    );
    let mut header = HeaderValue::from_str(&text).ok()?;
    header.set_sensitive(true);
    Some(header)
}

/// The header that takes it away.
pub(super) fn taken() -> HeaderValue {
    HeaderValue::from_static("cw_session=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0")
}
