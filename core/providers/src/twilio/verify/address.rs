//! The forms in which Twilio may have signed an address. Text surgery on purpose: a URL library would
//! normalise what the signature covers byte for byte.

/// Every address whose signature counts for `url`: as it is, without a port, with the standard or its own
/// port; each with an apostrophe in the query as it is and as `%27`. No fragment: it is never sent.
pub(super) fn candidates(url: &str) -> Vec<String> {
    let url = url.split('#').next().unwrap_or(url);
    let mut found = vec![url.to_owned()];
    if let Some(parts) = Parts::of(url) {
        let standard = if ["https", "wss"].contains(&parts.scheme) {
            "443"
        } else {
            "80"
        };
        found.push(parts.with_port(None));
        found.push(parts.with_port(Some(parts.port.unwrap_or(standard))));
    }
    for at in 0..found.len() {
        if let Some((before, query)) = found[at]
            .split_once('?')
            .filter(|(_, query)| query.contains('\''))
        {
            found.push(format!("{before}?{}", query.replace('\'', "%27")));
        }
    }
    found.sort();
    found.dedup();
    found
}

struct Parts<'u> {
    scheme: &'u str,
    login: &'u str,
    host: &'u str,
    port: Option<&'u str>,
    rest: &'u str,
}

impl<'u> Parts<'u> {
    fn of(url: &'u str) -> Option<Self> {
        let (scheme, after) = url.split_once("://")?;
        let (authority, rest) = after.split_at(after.find(['/', '?']).unwrap_or(after.len()));
        let (login, place) = authority.split_at(authority.rfind('@').map_or(0, |at| at + 1));
        // A colon inside the brackets of an IPv6 address is no port's.
        let (host, port) = match place.rsplit_once(':') {
            Some((host, port)) if port.bytes().all(|b| b.is_ascii_digit()) => (host, Some(port)),
            _ => (place, None),
        };
        Some(Self {
            scheme,
            login,
            host,
            port,
            rest,
        })
    }

    fn with_port(&self, port: Option<&str>) -> String {
        let port = port.map(|port| format!(":{port}")).unwrap_or_default();
        format!("{}://{}{}{port}{}", self.scheme, self.login, self.host, self.rest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ports_come_and_go() {
        let has =
            |url: &str, form: &str| assert!(candidates(url).iter().any(|c| c == form), "{url} misses {form}");
        has("https://a.example.com/x?y=1#rc=2", "https://a.example.com/x?y=1");
        has("https://a.example.com/x?y=1", "https://a.example.com:443/x?y=1");
        has("http://a.example.com", "http://a.example.com:80");
        has("https://u:p@a.example.com:8443/x", "https://u:p@a.example.com/x");
        has("https://[::1]/x", "https://[::1]:443/x");
        has("wss://a.example.com:9/x", "wss://a.example.com:9/x");
        has(
            "https://a.example.com/x?b=it's",
            "https://a.example.com:443/x?b=it%27s",
        );
    }
}
