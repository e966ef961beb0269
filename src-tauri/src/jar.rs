//! The session's cookie, on this side of the page: in memory, for as long as the program runs.
//!
//! The page never sees it, so nothing that runs in the page can take it away. Deliberately absent: paths, ages and
//! other cookies; there is one server, and it is in this process.

use http::header::{COOKIE, SET_COOKIE};
use http::{HeaderMap, HeaderValue};
use std::sync::{Mutex, PoisonError};

/// What the appliance asked to be given back.
#[derive(Default)]
pub(crate) struct Jar {
    cookie: Mutex<Option<HeaderValue>>,
}

impl Jar {
    /// Puts the cookie on a request.
    pub(crate) fn give(&self, headers: &mut HeaderMap) {
        headers.extend(self.lock().clone().map(|cookie| (COOKIE, cookie)));
    }

    /// Takes what an answer sets, and leaves nothing of it on the answer.
    pub(crate) fn take(&self, headers: &mut HeaderMap) {
        for set in headers.get_all(SET_COOKIE) {
            *self.lock() = set.to_str().ok().and_then(kept);
        }
        headers.remove(SET_COOKIE);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Option<HeaderValue>> {
        self.cookie.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The pair to send back; `None` when the cookie is being taken away.
fn kept(set: &str) -> Option<HeaderValue> {
    let mut parts = set.split(';').map(str::trim);
    let pair = parts.next()?;
    let (_, value) = pair.split_once('=')?;
    let over = parts.any(|part| part.eq_ignore_ascii_case("max-age=0"));
    let mut kept = HeaderValue::from_str(pair)
        .ok()
        .filter(|_| !over && !value.is_empty())?;
    kept.set_sensitive(true);
    Some(kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(set: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(SET_COOKIE, HeaderValue::from_static(set))])
    }

    fn sent(jar: &Jar) -> Option<HeaderValue> {
        let mut headers = HeaderMap::new();
        jar.give(&mut headers);
        headers.remove(COOKIE)
    }

    #[test]
    fn the_session_goes_back_with_each_request_and_never_to_the_page() {
        let jar = Jar::default();
        assert_eq!(sent(&jar), None);
        let mut headers = answer("s=one; Path=/; HttpOnly; Max-Age=43200");
        jar.take(&mut headers);
        assert!(headers.is_empty());
        assert_eq!(sent(&jar).unwrap(), "s=one");
        jar.take(&mut HeaderMap::new());
        assert_eq!(sent(&jar).unwrap(), "s=one");
    }

    #[test]
    fn signing_out_empties_it() {
        let jar = Jar::default();
        jar.take(&mut answer("s=one"));
        jar.take(&mut answer("s=; Path=/; Max-Age=0"));
        assert_eq!(sent(&jar), None);
    }
}
