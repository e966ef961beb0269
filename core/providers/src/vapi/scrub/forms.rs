//! Secrets that are recognised by their form, wherever they stand.

use super::CUT;

/// Cuts what is recognised by its form: Twilio ids (`AC` or `SK` and 32 hexadecimal digits), and of each
/// address its login and its query, where presigned addresses carry their signature.
pub(super) fn cut_forms(text: &str) -> Option<String> {
    let without_ids = cut_twilio_ids(text);
    let now = without_ids.as_deref().unwrap_or(text);
    cut_addresses(now).or(without_ids)
}

fn cut_twilio_ids(text: &str) -> Option<String> {
    const LENGTH: usize = 34;
    let bytes = text.as_bytes();
    let starts_id = |at: usize| {
        bytes.len() >= at + LENGTH
            && [b"AC", b"SK", b"ac", b"sk"]
                .iter()
                .any(|prefix| bytes[at..].starts_with(*prefix))
            && bytes[at + 2..at + LENGTH].iter().all(u8::is_ascii_hexdigit)
    };
    let mut clean = String::new();
    let (mut from, mut at) = (0, 0);
    while at + LENGTH <= bytes.len() {
        if starts_id(at) {
            clean.push_str(&text[from..at]);
            clean.push_str(CUT);
            at += LENGTH;
            from = at;
        } else {
            at += 1;
        }
    }
    (from > 0).then(|| clean + &text[from..])
}

fn cut_addresses(text: &str) -> Option<String> {
    if !text.contains("://") {
        return None;
    }
    let mut clean = String::with_capacity(text.len());
    let mut rest = text;
    let mut cut = false;
    while let Some(at) = rest.find("://") {
        let (before, after) = rest.split_at(at + 3);
        clean.push_str(before);
        let end = after
            .find(|c: char| c.is_whitespace() || matches!(c, '"' | '<' | '>'))
            .unwrap_or(after.len());
        let (address, tail) = after.split_at(end);
        let authority_end = address.find(['/', '?', '#']).unwrap_or(address.len());
        let address = match address[..authority_end].rfind('@') {
            Some(login) if &address[..login] != CUT => {
                clean.push_str(CUT);
                cut = true;
                &address[login..]
            }
            _ => address,
        };
        match address.find(['?', '#']) {
            Some(query) if &address[query + 1..] != CUT => {
                clean.push_str(&address[..=query]);
                clean.push_str(CUT);
                cut = true;
            }
            _ => clean.push_str(address),
        }
        rest = tail;
    }
    cut.then(|| clean + rest)
}
