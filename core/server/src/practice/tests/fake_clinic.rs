//! A stand-in for a clinic's hooks listener: it finds, claims and books in memory.
//!
//! Strict about what a simulator may send, and able to be told to fail.

use crate::practice::replay::BookedThere;
use axum::{
    Json, Router,
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
    routing::post,
};
use callwaiting_providers::{Secret, vapi::verify::HookAuth};
use jiff::{ToSpan as _, civil::DateTime};
use serde_json::{Value, json};
use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, Mutex},
};
use tokio::task::JoinSet;

pub(crate) const SECRET: &str = "practice-hook-secret";

#[derive(Default)]
pub(crate) struct Books {
    practitioners: Vec<String>,
    /// Call id: what was offered, in order.
    offers: HashMap<String, Vec<(DateTime, String)>>,
    held: BTreeMap<(DateTime, String), String>,
    booked: Vec<BookedThere>,
    answers: HashMap<String, Value>,
    pub(crate) kinds: Vec<String>,
    pub(crate) bodies: Vec<Value>,
    pub(crate) fail: u32,
}

pub(crate) struct FakeClinic {
    pub(crate) url: String,
    pub(crate) books: Arc<Mutex<Books>>,
    _tasks: JoinSet<()>,
}

impl FakeClinic {
    pub(crate) async fn open(practitioners: &[&str]) -> Self {
        let books = Books {
            practitioners: practitioners.iter().map(|p| (*p).to_owned()).collect(),
            ..Books::default()
        };
        let books = Arc::new(Mutex::new(books));
        let app = Router::new()
            .route("/hooks/{clinic}/vapi", post(hook))
            .with_state(books.clone());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let mut tasks = JoinSet::new();
        tasks.spawn(async move { axum::serve(listener, app).await.unwrap() });
        Self {
            url,
            books,
            _tasks: tasks,
        }
    }

    pub(crate) fn auth() -> HookAuth {
        HookAuth::header_secret(Secret::new(SECRET))
    }

    pub(crate) fn booked(&self) -> Vec<BookedThere> {
        self.books.lock().unwrap().booked.clone()
    }

    pub(crate) fn kinds(&self) -> Vec<String> {
        self.books.lock().unwrap().kinds.clone()
    }
}

async fn hook(
    State(books): State<Arc<Mutex<Books>>>,
    Path(_): Path<String>,
    headers: HeaderMap,
    Json(body): Json<Value>,
) -> (StatusCode, Json<Value>) {
    if headers.get("x-vapi-secret").is_none_or(|given| given != SECRET) {
        return (StatusCode::UNAUTHORIZED, Json(json!({})));
    }
    let mut books = books.lock().unwrap();
    if books.fail > 0 {
        books.fail -= 1;
        return (StatusCode::SERVICE_UNAVAILABLE, Json(json!({})));
    }
    let message = &body["message"];
    let kind = message["type"].as_str().unwrap().to_owned();
    let call = message["call"]["id"].as_str().unwrap().to_owned();
    books.kinds.push(kind.clone());
    books.bodies.push(body.clone());
    let answer = match kind.as_str() {
        "assistant-request" => json!({"assistantId": "44444444-4444-4444-8444-444444444444"}),
        "transfer-destination-request" => {
            json!({"destination": {"type": "number", "number": "+442079460111"}})
        }
        "tool-calls" => {
            let (id, name, arguments) = tool_of(message);
            let known = books.answers.get(&id).cloned();
            let result = known.unwrap_or_else(|| {
                let (key, text) = books.tool(&call, &name, &arguments);
                json!({"toolCallId": id, "name": name, key: text})
            });
            books.answers.insert(id, result.clone());
            json!({"results": [result]})
        }
        _ => json!({}),
    };
    (StatusCode::OK, Json(answer))
}

/// Any of the four shapes.
fn tool_of(message: &Value) -> (String, String, Value) {
    let call = &message["toolCallList"][0];
    let function = &call["function"];
    let name = function["name"]
        .as_str()
        .or(call["name"].as_str())
        .unwrap()
        .to_owned();
    let given = [&function["arguments"], &call["arguments"], &call["parameters"]]
        .into_iter()
        .find(|v| !v.is_null())
        .unwrap();
    let arguments = given
        .as_str()
        .map_or_else(|| given.clone(), |text| serde_json::from_str(text).unwrap());
    (call["id"].as_str().unwrap().to_owned(), name, arguments)
}

impl Books {
    fn tool(&mut self, call: &str, name: &str, with: &Value) -> (&'static str, String) {
        match name {
            "find_slots" => self.find(call, with),
            "claim_slot" => {
                let Some(slot) = self.offered(call, with) else {
                    return ("error", "That was not offered.".into());
                };
                if self.taken(&slot) {
                    let others = self.list(call, slot.0.date().at(9, 0, 0, 0), Some(&slot.1), None);
                    return ("error", format!("I'm sorry, that has just gone. {others}"));
                }
                self.held.insert(slot, call.to_owned());
                ("result", "It is held.".into())
            }
            "confirm_booking" => {
                let held = self
                    .held
                    .iter()
                    .find(|(_, by)| *by == call)
                    .map(|(slot, _)| slot.clone());
                let Some(slot) = held else {
                    return ("error", "Nothing is held.".into());
                };
                self.held.remove(&slot);
                self.book(call, slot);
                ("result", "It is booked.".into())
            }
            "release_slot" => {
                self.held.retain(|_, by| by != call);
                ("result", "Let go.".into())
            }
            "move_appointment" => {
                let Some(slot) = self.offered(call, with).filter(|slot| !self.taken(slot)) else {
                    return ("error", "That is not free.".into());
                };
                self.booked.retain(|one| one.provider_call_id != call);
                self.book(call, slot);
                ("result", "It is moved.".into())
            }
            "cancel_appointment" => {
                self.booked.retain(|one| one.provider_call_id != call);
                ("result", "It is cancelled.".into())
            }
            "save_caller" | "hand_over" => ("result", "Noted.".into()),
            _ => ("error", "There is no such tool.".into()),
        }
    }

    fn find(&mut self, call: &str, with: &Value) -> (&'static str, String) {
        let who = with["practitioner"].as_str();
        if who.is_some_and(|who| {
            !self
                .practitioners
                .iter()
                .any(|name| name.eq_ignore_ascii_case(who))
        }) {
            return ("error", "Nobody of that name works here.".into());
        }
        let day = with["from"].as_str().map_or("2026-11-23", |day| day);
        let from: DateTime = format!("{day}T06:00").parse().unwrap();
        let near = with["time"]
            .as_str()
            .map(|time| format!("{day}T{time}").parse().unwrap());
        ("result", self.list(call, from, who, near))
    }

    /// Up to six free quarters of an hour, the nearest to `near` or the first.
    fn list(&mut self, call: &str, from: DateTime, who: Option<&str>, near: Option<DateTime>) -> String {
        let names: Vec<String> = self
            .practitioners
            .iter()
            .filter(|name| who.is_none_or(|who| name.eq_ignore_ascii_case(who)))
            .cloned()
            .collect();
        let mut free: Vec<(DateTime, String)> = Vec::new();
        for name in names {
            for quarter in 0..64 {
                let slot = (from.checked_add((quarter * 15).minutes()).unwrap(), name.clone());
                if !self.taken(&slot) {
                    free.push(slot);
                }
            }
        }
        free.sort();
        if let Some(near) = near {
            free.sort_by_key(|(start, _)| start.duration_since(near).abs());
        }
        free.truncate(6);
        let offers = self.offers.entry(call.to_owned()).or_default();
        let listed: Vec<String> = free
            .into_iter()
            .map(|slot| {
                let text = format!(
                    "s{}={} {}",
                    offers.len() + 1,
                    slot.0.strftime("%Y-%m-%dT%H:%M"),
                    slot.1
                );
                offers.push(slot);
                text
            })
            .collect();
        format!("I have these. Slots: {}", listed.join("; "))
    }

    fn offered(&self, call: &str, with: &Value) -> Option<(DateTime, String)> {
        let number: usize = with["slotId"].as_str()?.strip_prefix('s')?.parse().ok()?;
        self.offers.get(call)?.get(number.checked_sub(1)?).cloned()
    }

    fn taken(&self, slot: &(DateTime, String)) -> bool {
        self.held.contains_key(slot)
            || self
                .booked
                .iter()
                .any(|one| (one.start, &one.practitioner) == (slot.0, &slot.1))
    }

    fn book(&mut self, call: &str, slot: (DateTime, String)) {
        self.booked.push(BookedThere {
            provider_call_id: call.to_owned(),
            start: slot.0,
            practitioner: slot.1,
        });
    }
}
