//! The REST interface at `https://api.twilio.com`, as far as the appliance uses it.

use super::{
    account::{Account, Kind},
    calls,
    errors::refusal,
    messages,
};
use axum::{
    Json, Router,
    body::Bytes,
    extract::{Path, RawQuery, Request, State},
    http::{HeaderValue, header},
    middleware::{self, Next},
    response::{IntoResponse as _, Response},
    routing::{get, post},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use url::form_urlencoded;

/// Form or query fields, in order, repeated ones too.
pub(super) type Form = Vec<(String, String)>;

/// The first value of a field that is not empty.
pub(super) fn field<'f>(form: &'f Form, key: &str) -> Option<&'f str> {
    form.iter()
        .find(|(name, value)| name == key && !value.is_empty())
        .map(|(_, value)| value.as_str())
}

/// The router of one account.
pub fn router(account: Account) -> Router {
    Router::new()
        .route(
            "/2010-04-01/Accounts/{account}/Messages.json",
            post(create_message).get(list_messages),
        )
        .route(
            "/2010-04-01/Accounts/{account}/Messages/{file}",
            get(get_message).post(update_message),
        )
        .route(
            "/2010-04-01/Accounts/{account}/Calls.json",
            post(create_call).get(list_calls),
        )
        .route(
            "/2010-04-01/Accounts/{account}/Calls/{file}",
            get(get_call).post(update_call),
        )
        .layer(middleware::from_fn_with_state(account.clone(), faults))
        .layer(middleware::from_fn_with_state(account.clone(), credentials))
        .with_state(account)
}

async fn credentials(State(account): State<Account>, request: Request, next: Next) -> Response {
    let basic = request
        .headers()
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok()?.strip_prefix("Basic ").map(str::to_owned))
        .and_then(|text| String::from_utf8(STANDARD.decode(text).ok()?).ok());
    let expected = format!("{}:{}", account.sid(), account.token().expose());
    let own_path = request
        .uri()
        .path()
        .starts_with(&format!("/2010-04-01/Accounts/{}/", account.sid()));
    if basic.as_deref() != Some(expected.as_str()) || !own_path {
        return refusal(401, 20003);
    }
    next.run(request).await
}

async fn faults(State(account): State<Account>, request: Request, next: Next) -> Response {
    let Some(fault) = account.next_fault() else {
        return next.run(request).await;
    };
    if fault.takes_effect {
        next.run(request).await;
    }
    let mut response = refusal(fault.status, fault.code);
    if let Some(seconds) = fault.retry_after {
        response
            .headers_mut()
            .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

fn form(body: &[u8]) -> Form {
    form_urlencoded::parse(body).into_owned().collect()
}

fn sid(file: &str) -> &str {
    file.strip_suffix(".json").unwrap_or(file)
}

fn shown(account: &Account, kind: Kind, file: &str) -> Response {
    account
        .entry(kind, sid(file))
        .map_or_else(|| refusal(404, 20404), |entry| Json(entry.shown).into_response())
}

async fn create_message(State(account): State<Account>, body: Bytes) -> Response {
    messages::create(&account, &form(&body))
}

async fn list_messages(State(account): State<Account>, RawQuery(query): RawQuery) -> Response {
    messages::list(&account, &form(query.unwrap_or_default().as_bytes()))
}

async fn get_message(State(account): State<Account>, Path((_, file)): Path<(String, String)>) -> Response {
    shown(&account, Kind::Message, &file)
}

async fn update_message(
    State(account): State<Account>,
    Path((_, file)): Path<(String, String)>,
    body: Bytes,
) -> Response {
    messages::update(&account, sid(&file), &form(&body))
}

async fn create_call(State(account): State<Account>, body: Bytes) -> Response {
    calls::create(&account, &form(&body))
}

async fn list_calls(State(account): State<Account>, RawQuery(query): RawQuery) -> Response {
    let query = form(query.unwrap_or_default().as_bytes());
    messages::page(
        &account,
        &query,
        "Calls",
        "calls",
        &account.newest_first(Kind::Call),
    )
}

async fn get_call(State(account): State<Account>, Path((_, file)): Path<(String, String)>) -> Response {
    shown(&account, Kind::Call, &file)
}

async fn update_call(
    State(account): State<Account>,
    Path((_, file)): Path<(String, String)>,
    body: Bytes,
) -> Response {
    calls::update(&account, sid(&file), &form(&body))
}
