//! The REST interface at `https://api.vapi.ai`, as far as the appliance uses it.
//!
//! Same paths, same bearer key, same shapes, errors as the vendor's framework writes them
//! (`{message, error, statusCode}`). `PATCH` replaces the top-level keys it is given and no others.

use super::{
    account::{Account, Control, Fault, Kind, moment},
    listing::{self, Bounds},
};
use axum::{
    Json, Router,
    extract::{Path, Query, Request, State},
    http::{HeaderValue, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse as _, Response},
    routing::{get, post},
};
use serde_json::{Value, json};

/// The router of one account.
pub fn router(account: Account) -> Router {
    let guarded = Router::new()
        .route("/call", post(create_call).get(list_calls))
        .route("/call/{id}", get(get_call).patch(rename_call).delete(delete_call))
        .route("/assistant", post(create_assistant))
        .route("/assistant/{id}", get(get_assistant).patch(patch_assistant))
        .route("/tool", post(create_tool))
        .route("/tool/{id}", get(get_tool).patch(patch_tool))
        .route("/phone-number", post(create_number).get(list_numbers))
        .route("/phone-number/{id}", get(get_number).patch(patch_number))
        .layer(middleware::from_fn_with_state(account.clone(), faults))
        .layer(middleware::from_fn_with_state(account.clone(), key));
    // Whoever holds a control address may use it: there is no key.
    Router::new()
        .merge(guarded)
        .route("/{id}/control", post(control))
        .with_state(account)
}

async fn key(State(account): State<Account>, request: Request, next: Next) -> Response {
    let given = request
        .headers()
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok());
    match given.and_then(|value| value.strip_prefix("Bearer ")) {
        Some(key) if account.accepts(key) => next.run(request).await,
        _ => refusal(
            StatusCode::UNAUTHORIZED,
            json!(
                "Invalid Key. Hot tip, you may be using the private key instead of the public key, or vice versa."
            ),
        ),
    }
}

async fn faults(State(account): State<Account>, request: Request, next: Next) -> Response {
    let Some(Fault {
        status,
        retry_after,
        takes_effect,
    }) = account.next_fault()
    else {
        return next.run(request).await;
    };
    if takes_effect {
        next.run(request).await;
    }
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = refusal(status, json!(status.canonical_reason().unwrap_or("Error")));
    if let Some(seconds) = retry_after {
        response
            .headers_mut()
            .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

fn refusal(status: StatusCode, message: Value) -> Response {
    let error = status.canonical_reason().unwrap_or("Error");
    (
        status,
        Json(json!({"message": message, "error": error, "statusCode": status.as_u16()})),
    )
        .into_response()
}

fn bad(problems: &[&str]) -> Response {
    refusal(StatusCode::BAD_REQUEST, json!(problems))
}

fn not_found() -> Response {
    refusal(StatusCode::NOT_FOUND, json!("Not Found"))
}

async fn create_call(State(account): State<Account>, Json(body): Json<Value>) -> Response {
    let problems = outbound_problems(&body);
    if !problems.is_empty() {
        return bad(&problems);
    }
    let (id, now) = (account.fresh_id(), moment(account.now()));
    let mut call = json!({
        "id": id, "orgId": account.org(), "createdAt": now, "updatedAt": now,
        "type": "outboundPhoneCall", "status": "queued", "phoneCallProvider": "twilio", "phoneCallTransport": "pstn",
        "monitor": account.monitor(&id),
    });
    for key in [
        "assistantId",
        "assistant",
        "assistantOverrides",
        "phoneNumberId",
        "customer",
        "name",
        "schedulePlan",
    ] {
        if let Some(value) = body.get(key) {
            call[key] = value.clone();
        }
    }
    account.put(Kind::Call, &id, call.clone());
    call["subscriptionLimits"] =
        json!({"concurrencyBlocked": false, "concurrencyLimit": 10, "remainingConcurrentCalls": 9});
    (StatusCode::CREATED, Json(call)).into_response()
}

fn outbound_problems(body: &Value) -> Vec<&'static str> {
    let mut problems = Vec::new();
    let number = body["customer"]["number"].as_str().unwrap_or_default();
    let digits = number.strip_prefix('+').unwrap_or_default();
    if !(7..=15).contains(&digits.len()) || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
        problems.push("customer.number must be a valid phone number in the E.164 format");
    }
    if body["assistantId"].is_null() && body["assistant"].is_null() {
        problems.push("either assistantId or assistant must be given");
    }
    if body["phoneNumberId"].is_null() && body["phoneNumber"].is_null() {
        problems.push("either phoneNumberId or phoneNumber must be given");
    }
    if body["name"]
        .as_str()
        .is_some_and(|name| name.chars().count() > 40)
    {
        problems.push("name must be shorter than or equal to 40 characters");
    }
    problems
}

async fn list_calls(State(account): State<Account>, Query(query): Query<Vec<(String, String)>>) -> Response {
    match Bounds::read(&query) {
        Ok(bounds) => Json(listing::newest_first(account.all(Kind::Call), &bounds)).into_response(),
        Err(problem) => bad(&[problem]),
    }
}

async fn rename_call(
    State(account): State<Account>,
    Path(id): Path<String>,
    Json(body): Json<Value>,
) -> Response {
    let only_name = body
        .as_object()
        .is_some_and(|fields| fields.keys().all(|key| key == "name"));
    if !only_name {
        return bad(&["only name can be changed"]);
    }
    patched(&account, Kind::Call, &id, &body)
}

async fn delete_call(State(account): State<Account>, Path(id): Path<String>) -> Response {
    account
        .remove(Kind::Call, &id)
        .map_or_else(not_found, |call| Json(call).into_response())
}

async fn control(
    State(account): State<Account>,
    Path(id): Path<String>,
    Json(body): Json<Value>,
) -> Response {
    const KNOWN: &[&str] = &["say", "add-message", "control", "end-call", "transfer"];
    if account.call(&id).is_none() {
        return not_found();
    }
    if !body["type"].as_str().is_some_and(|kind| KNOWN.contains(&kind)) {
        return bad(&["type must be one of say, add-message, control, end-call, transfer"]);
    }
    account.note_control(Control { call_id: id, body });
    Json(json!({})).into_response()
}

fn created(account: &Account, kind: Kind, mut body: Value) -> Response {
    let (id, now) = (account.fresh_id(), moment(account.now()));
    let Some(fields) = body.as_object_mut() else {
        return bad(&["the body must be an object"]);
    };
    fields.insert("id".into(), json!(id));
    fields.insert("orgId".into(), json!(account.org()));
    fields.insert("createdAt".into(), json!(now));
    fields.insert("updatedAt".into(), json!(now));
    account.put(kind, &id, body.clone());
    (StatusCode::CREATED, Json(body)).into_response()
}

fn patched(account: &Account, kind: Kind, id: &str, body: &Value) -> Response {
    let (Some(mut thing), Some(changes)) = (account.get(kind, id), body.as_object()) else {
        return not_found();
    };
    for (key, value) in changes {
        thing[key] = value.clone();
    }
    thing["updatedAt"] = json!(moment(account.now()));
    account.put(kind, id, thing.clone());
    Json(thing).into_response()
}

fn found(account: &Account, kind: Kind, id: &str) -> Response {
    account
        .get(kind, id)
        .map_or_else(not_found, |thing| Json(thing).into_response())
}

async fn get_call(State(account): State<Account>, Path(id): Path<String>) -> Response {
    found(&account, Kind::Call, &id)
}

async fn create_assistant(State(account): State<Account>, Json(body): Json<Value>) -> Response {
    if body["name"]
        .as_str()
        .is_some_and(|name| name.chars().count() > 40)
    {
        return bad(&["name must be shorter than or equal to 40 characters"]);
    }
    created(&account, Kind::Assistant, body)
}

async fn get_assistant(State(account): State<Account>, Path(id): Path<String>) -> Response {
    found(&account, Kind::Assistant, &id)
}

async fn patch_assistant(
    State(account): State<Account>,
    Path(id): Path<String>,
    Json(body): Json<Value>,
) -> Response {
    patched(&account, Kind::Assistant, &id, &body)
}

async fn create_tool(State(account): State<Account>, Json(body): Json<Value>) -> Response {
    let name = body["function"]["name"].as_str().unwrap_or_default();
    let fits = (1..=64).contains(&name.len())
        && name
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-');
    if body["type"] != "function" || !fits {
        return bad(&["function.name must match /^[a-zA-Z0-9_-]{1,64}$/"]);
    }
    created(&account, Kind::Tool, body)
}

async fn get_tool(State(account): State<Account>, Path(id): Path<String>) -> Response {
    found(&account, Kind::Tool, &id)
}

async fn patch_tool(
    State(account): State<Account>,
    Path(id): Path<String>,
    Json(body): Json<Value>,
) -> Response {
    patched(&account, Kind::Tool, &id, &body)
}

async fn create_number(State(account): State<Account>, Json(body): Json<Value>) -> Response {
    let problems: Vec<&str> = [
        (body["provider"] == "twilio", "provider must be twilio here"),
        (body["number"].is_string(), "number should not be empty"),
        (
            body["twilioAccountSid"].is_string(),
            "twilioAccountSid should not be empty",
        ),
    ]
    .into_iter()
    .filter_map(|(fine, problem)| (!fine).then_some(problem))
    .collect();
    if problems.is_empty() {
        created(&account, Kind::PhoneNumber, body)
    } else {
        bad(&problems)
    }
}

async fn list_numbers(State(account): State<Account>) -> Response {
    Json(account.all(Kind::PhoneNumber)).into_response()
}

async fn get_number(State(account): State<Account>, Path(id): Path<String>) -> Response {
    found(&account, Kind::PhoneNumber, &id)
}

async fn patch_number(
    State(account): State<Account>,
    Path(id): Path<String>,
    Json(body): Json<Value>,
) -> Response {
    patched(&account, Kind::PhoneNumber, &id, &body)
}
