//! Which host a request may be for, and which site it may come from.
//!
//! The host check stops another site's name from being pointed at this machine (DNS rebinding); the origin
//! check stops another site's page from sending what the browser would sign. Requests of the window have
//! neither header and come from this very process.

use super::access::is_safe;
use crate::appliance::{Appliance, Reach};
use crate::http::{ApiError, ErrorCode};
use axum::extract::{ConnectInfo, Request, State};
use axum::http::header::{HOST, ORIGIN};
use axum::http::{HeaderMap, HeaderName};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// The middleware.
pub(super) async fn guard(State(appliance): State<Arc<Appliance>>, request: Request, next: Next) -> Response {
    let from_outside = request.extensions().get::<ConnectInfo<SocketAddr>>().is_some();
    let unsafe_method = !is_safe(request.method());
    if from_outside && let Err(why) = check(appliance.reach(), request.headers(), unsafe_method) {
        return ApiError::new(ErrorCode::BadOrigin, why).into_response();
    }
    next.run(request).await
}

fn check(reach: &Reach, headers: &HeaderMap, unsafe_method: bool) -> Result<(), &'static str> {
    let text = |name: &HeaderName| {
        headers
            .get(name)
            .map(|value| value.to_str().unwrap_or("?").to_lowercase())
    };
    let host = text(&HOST).unwrap_or_default();
    if !is_ours(reach, &host) {
        return Err("this appliance doesn't answer to that host name");
    }
    if !unsafe_method {
        return Ok(());
    }
    let same = |origin: &str| {
        origin
            .split_once("://")
            .is_some_and(|(scheme, at)| at == host && scheme.starts_with("http"))
    };
    match (text(&ORIGIN), text(&FETCH_SITE)) {
        (Some(origin), _) if !same(&origin) => Err("the request came from another site"),
        (None, Some(site)) if site == "cross-site" || site == "same-site" => {
            Err("the request came from another site")
        }
        _ => Ok(()),
    }
}

/// Whether a Host header names this appliance.
fn is_ours(reach: &Reach, host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => host.rsplit_once(':').map_or(host, |(name, _)| name),
    };
    if let Ok(address) = name.parse::<IpAddr>() {
        // An address can't be pointed elsewhere, so on the clinic's network any of ours will do.
        return address.is_loopback() || reach.network;
    }
    name == "localhost" || name.ends_with(".localhost") || reach.hosts.iter().any(|known| known == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), value.parse().unwrap()))
            .collect()
    }

    #[test]
    fn only_this_machines_names_are_answered() {
        let reach = Reach {
            hosts: vec!["desk.elm-court.example".into()],
            ..Reach::default()
        };
        for host in [
            "127.0.0.1:8080",
            "localhost",
            "LOCALHOST:1",
            "[::1]:8080",
            "desk.elm-court.example:443",
        ] {
            assert!(
                check(&reach, &headers(&[("host", host)]), false).is_ok(),
                "{host}"
            );
        }
        for host in [
            "attacker.example",
            "192.168.1.20:80",
            "",
            "localhost.attacker.example",
        ] {
            assert!(
                check(&reach, &headers(&[("host", host)]), false).is_err(),
                "{host}"
            );
        }
        assert!(is_ours(
            &Reach {
                network: true,
                ..Reach::default()
            },
            "192.168.1.20:80"
        ));
    }

    #[test]
    fn another_sites_page_may_not_write() {
        let reach = Reach::default();
        let host = ("host", "127.0.0.1:8080");
        let write =
            |pairs: &[(&'static str, &str)]| check(&reach, &headers(&[&[host], pairs].concat()), true);
        assert!(write(&[]).is_ok());
        assert!(write(&[("origin", "http://127.0.0.1:8080")]).is_ok());
        assert!(write(&[("origin", "http://127.0.0.1:9090")]).is_err());
        assert!(write(&[("origin", "null")]).is_err());
        assert!(write(&[("sec-fetch-site", "cross-site")]).is_err());
        assert!(write(&[("sec-fetch-site", "same-origin")]).is_ok());
    }
}
