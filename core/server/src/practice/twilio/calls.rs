//! Outgoing calls: created, looked up, ended. Nothing is heard.

use super::{
    account::{Account, Kind, rfc2822},
    errors::{is_e164, refusal},
    rest::{Form, field},
};
use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use serde_json::json;

/// Longest `Twiml`.
const LONGEST_TWIML: usize = 4000;

pub(super) fn create(account: &Account, form: &Form) -> Response {
    if let Some(code) = problem(account, form) {
        return refusal(400, code);
    }
    let sid = account.fresh_sid("CA");
    let (own, now) = (account.sid(), rfc2822(account.now()));
    let uri = format!("/2010-04-01/Accounts/{own}/Calls/{sid}");
    let (from, to) = (field(form, "From"), field(form, "To"));
    let shown = json!({
        "sid": sid, "account_sid": own, "parent_call_sid": null, "group_sid": null, "phone_number_sid": null,
        "trunk_sid": null, "api_version": "2010-04-01", "direction": "outbound-api", "status": "queued",
        "from": from, "from_formatted": from, "to": to, "to_formatted": to, "forwarded_from": null, "caller_name": null,
        "answered_by": null, "annotation": null, "queue_time": "0",
        "date_created": now, "date_updated": now, "start_time": null, "end_time": null, "duration": null,
        "price": null, "price_unit": "USD",
        "uri": format!("{uri}.json"),
        "subresource_uris": {"recordings": format!("{uri}/Recordings.json")},
    });
    account.add(
        Kind::Call,
        &sid,
        field(form, "StatusCallback").map(str::to_owned),
        shown.clone(),
    );
    (StatusCode::CREATED, Json(shown)).into_response()
}

fn problem(account: &Account, form: &Form) -> Option<u32> {
    let Some(to) = field(form, "To") else {
        return Some(21201);
    };
    let Some(from) = field(form, "From") else {
        return Some(21213);
    };
    match (
        field(form, "Twiml"),
        field(form, "Url"),
        field(form, "ApplicationSid"),
    ) {
        (None, None, None) => return Some(21205),
        (Some(twiml), _, _) if twiml.chars().count() > LONGEST_TWIML => return Some(21230),
        _ => {}
    }
    match from {
        "+15005550001" => return Some(21212),
        "+15005550006" => {}
        number if !account.owns(number) => return Some(21210),
        _ => {}
    }
    match to {
        "+15005550001" => Some(21217),
        "+15005550002" => Some(21214),
        "+15005550003" => Some(21215),
        "+15005550004" => Some(21216),
        number if !is_e164(number) => Some(21217),
        _ => None,
    }
}

/// Ends a call, or takes new instructions.
pub(super) fn update(account: &Account, sid: &str, form: &Form) -> Response {
    let status = field(form, "Status");
    let fits = match status {
        Some(status) => matches!(status, "canceled" | "completed"),
        None => field(form, "Twiml").is_some() || field(form, "Url").is_some(),
    };
    if !fits {
        return refusal(400, 21218);
    }
    let over = |entry: &super::account::Entry| {
        matches!(
            entry.shown["status"].as_str(),
            Some("completed" | "failed" | "busy" | "no-answer" | "canceled")
        )
    };
    if account.entry(Kind::Call, sid).is_some_and(|entry| over(&entry)) {
        return refusal(400, 21220);
    }
    let changed = account.change(Kind::Call, sid, |shown| {
        if let Some(status) = status {
            shown["status"] = json!(status);
        }
    });
    changed.map_or_else(|| refusal(404, 20404), |shown| Json(shown).into_response())
}
