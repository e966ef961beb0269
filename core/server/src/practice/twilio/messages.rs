//! Messages: what a request must hold, what an answer looks like, and lists of them.

use super::{
    account::{Account, Entry, Kind, rfc2822},
    errors::{is_e164, refusal},
    rest::{Form, field},
};
use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use jiff::civil::Date;
use serde_json::{Value, json};

pub(super) fn create(account: &Account, form: &Form) -> Response {
    if let Some(code) = problem(account, form) {
        return refusal(400, code);
    }
    let body = field(form, "Body").unwrap_or_default();
    let message = Draft {
        from: field(form, "From"),
        to: field(form, "To").unwrap_or_default(),
        service: field(form, "MessagingServiceSid"),
        body,
        direction: "outbound-api",
        status: if field(form, "ScheduleType").is_some() {
            "scheduled"
        } else {
            "queued"
        },
    };
    let (sid, shown) = add(
        account,
        &message,
        field(form, "StatusCallback").map(str::to_owned),
    );
    debug_assert_eq!(shown["sid"], json!(sid));
    (StatusCode::CREATED, Json(shown)).into_response()
}

/// The code of the first thing that is wrong.
fn problem(account: &Account, form: &Form) -> Option<u32> {
    let Some(to) = field(form, "To") else {
        return Some(21604);
    };
    let (from, service) = (field(form, "From"), field(form, "MessagingServiceSid"));
    if from.is_none() && service.is_none() {
        return Some(21603);
    }
    let body = field(form, "Body");
    if body.is_none() && field(form, "MediaUrl").is_none() && field(form, "ContentSid").is_none() {
        return Some(21602);
    }
    if body.is_some_and(|body| body.chars().count() > 1600) {
        return Some(21617);
    }
    match from {
        Some("+15005550001") => return Some(21212),
        Some("+15005550007") => return Some(21606),
        Some("+15005550008") => return Some(21611),
        Some("+15005550006") | None => {}
        Some(number) if !account.owns(number) => return Some(21606),
        Some(_) => {}
    }
    match to {
        "+15005550001" => Some(21211),
        "+15005550002" => Some(21612),
        "+15005550003" => Some(21408),
        "+15005550004" => Some(21610),
        "+15005550009" => Some(21614),
        number if !is_e164(number) => Some(21211),
        number if account.has_opted_out(number, from.or(service).unwrap_or_default()) => Some(21610),
        _ => None,
    }
}

/// A message before it has a sid.
pub(super) struct Draft<'a> {
    pub(super) from: Option<&'a str>,
    pub(super) to: &'a str,
    pub(super) service: Option<&'a str>,
    pub(super) body: &'a str,
    pub(super) direction: &'a str,
    pub(super) status: &'a str,
}

/// Keeps a message and returns its sid and what the API shows.
pub(super) fn add(account: &Account, draft: &Draft<'_>, callback: Option<String>) -> (String, Value) {
    let sid = account.fresh_sid("SM");
    let (own, now) = (account.sid(), rfc2822(account.now()));
    let uri = format!("/2010-04-01/Accounts/{own}/Messages/{sid}");
    let sent = draft.direction == "inbound";
    let shown = json!({
        "sid": sid,
        "account_sid": own,
        "messaging_service_sid": draft.service,
        "api_version": "2010-04-01",
        "from": draft.from,
        "to": draft.to,
        "body": draft.body,
        "direction": draft.direction,
        "status": draft.status,
        // A service's message has no sender yet, so nobody knows how long its parts may be.
        "num_segments": if draft.from.is_none() { "0".to_owned() } else { segments(draft.body).to_string() },
        "num_media": "0",
        "price": null,
        "price_unit": "USD",
        "error_code": null,
        "error_message": null,
        "date_created": now,
        "date_updated": now,
        "date_sent": if sent { json!(now) } else { Value::Null },
        "uri": format!("{uri}.json"),
        "subresource_uris": {"media": format!("{uri}/Media.json")},
    });
    account.add(Kind::Message, &sid, callback, shown.clone());
    (sid, shown)
}

/// Parts of a text: 160 or 153 characters each in the GSM alphabet, 70 or 67 otherwise. Close enough for
/// practice: letters outside ASCII count as outside the alphabet, but for the pound sign.
fn segments(body: &str) -> usize {
    let gsm = body.chars().all(|c| (c.is_ascii() && c != '`') || c == '£');
    let length = if gsm {
        body.chars().count()
    } else {
        body.encode_utf16().count()
    };
    let (alone, part) = if gsm { (160, 153) } else { (70, 67) };
    if length <= alone { 1 } else { length.div_ceil(part) }
}

/// Cancels a scheduled message or takes its body out.
pub(super) fn update(account: &Account, sid: &str, form: &Form) -> Response {
    let cancel = field(form, "Status") == Some("canceled");
    let redact = form.iter().any(|(key, value)| key == "Body" && value.is_empty());
    let scheduled = account
        .entry(Kind::Message, sid)
        .is_some_and(|entry| entry.shown["status"] == "scheduled");
    if (cancel && !scheduled) || (!cancel && !redact) {
        return refusal(400, 20001);
    }
    let changed = account.change(Kind::Message, sid, |shown| {
        if cancel {
            shown["status"] = json!("canceled");
        }
        if redact {
            shown["body"] = json!("");
        }
    });
    changed.map_or_else(|| refusal(404, 20404), |shown| Json(shown).into_response())
}

/// One page of messages, newest first.
pub(super) fn list(account: &Account, query: &Form) -> Response {
    let kept: Vec<Entry> = account
        .newest_first(Kind::Message)
        .into_iter()
        .filter(|entry| wanted(entry, query))
        .collect();
    page(account, query, "Messages", "messages", &kept)
}

fn wanted(entry: &Entry, query: &Form) -> bool {
    let same = |key: &str, shown: &str| {
        field(query, key).is_none_or(|value| entry.shown[shown].as_str() == Some(value))
    };
    let day = entry.at.to_zoned(jiff::tz::TimeZone::UTC).date();
    let bound = |key: &str, holds: fn(Date, Date) -> bool| {
        field(query, key)
            .and_then(|text| text.get(..10)?.parse().ok())
            .is_none_or(|bound| holds(day, bound))
    };
    same("To", "to")
        && same("From", "from")
        && bound("DateSent", |day, bound| day == bound)
        && bound("DateSent<", |day, bound| day <= bound)
        && bound("DateSent>", |day, bound| day >= bound)
}

/// A list as Twilio pages it.
pub(super) fn page(account: &Account, query: &Form, folder: &str, key: &str, entries: &[Entry]) -> Response {
    let number = |key: &str, default: usize| {
        field(query, key)
            .and_then(|text| text.parse().ok())
            .unwrap_or(default)
    };
    let (page, size) = (number("Page", 0), number("PageSize", 50).clamp(1, 1000));
    let start = page.saturating_mul(size);
    let shown: Vec<&Value> = entries
        .iter()
        .skip(start)
        .take(size)
        .map(|entry| &entry.shown)
        .collect();
    let address = |page: usize| {
        let mut query: Vec<(String, String)> = query
            .iter()
            .filter(|(key, _)| key != "Page" && key != "PageSize")
            .cloned()
            .collect();
        query.push(("PageSize".into(), size.to_string()));
        query.push(("Page".into(), page.to_string()));
        let query = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(query)
            .finish();
        format!("/2010-04-01/Accounts/{}/{folder}.json?{query}", account.sid())
    };
    let more = start + shown.len() < entries.len();
    let body = json!({
        "first_page_uri": address(0),
        "next_page_uri": more.then(|| address(page + 1)),
        "previous_page_uri": (page > 0).then(|| address(page - 1)),
        "uri": address(page),
        "page": page,
        "page_size": size,
        "start": start,
        "end": (start + shown.len()).saturating_sub(1),
        key: shown,
    });
    Json(body).into_response()
}
