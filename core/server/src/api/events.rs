//! Changes as they happen, to browsers as a stream of events and to the window in process.
//!
//! A stream reads the clinic's table of changes from its own cursor whenever something was committed, so it
//! misses nothing however slow it is or how often it is cut. Half-spoken words are merged in without an id.

use super::access::{Allowed, may};
use super::extract::Asked;
use crate::appliance::Appliance;
use crate::http::{ApiError, ErrorCode};
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::sse::{Event, KeepAlive, Sse};
use callwaiting_domain::staff::{Permission, Role};
use callwaiting_engine::access::{Secret, session_holds};
use callwaiting_engine::events::Partial;
use callwaiting_engine::{Clinic, Done};
use callwaiting_store::tables::event;
use futures::Stream;
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::json;
use std::collections::VecDeque;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{broadcast, watch};
use tokio_util::sync::CancellationToken;
use utoipa::IntoParams;

/// How often a quiet stream says that it lives, and looks whether its session still does.
const KEEP_ALIVE: Duration = Duration::from_secs(15);
/// Changes read at once.
const BATCH: i64 = 256;

/// One event as a window or a browser gets it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// The cursor to resume from; absent for what can't be resumed.
    pub id: Option<i64>,
    /// `call.updated` and the like.
    pub event: String,
    /// JSON text.
    pub data: String,
}

/// One listener's way through the changes of a clinic.
pub struct Feed {
    clinic: Arc<Clinic>,
    role: Role,
    session: Option<Secret>,
    stop: CancellationToken,
    cursor: i64,
    checked_at: Timestamp,
    waiting: VecDeque<Told>,
    commits: watch::Receiver<u64>,
    partials: broadcast::Receiver<Partial>,
}

impl Feed {
    /// Begins after `cursor`, or now. With a session the feed ends when the session does.
    pub async fn open(
        clinic: Arc<Clinic>,
        role: Role,
        session: Option<Secret>,
        cursor: Option<i64>,
        stop: CancellationToken,
    ) -> Done<Self> {
        let (commits, partials) = (clinic.bus().commits(), clinic.bus().partials());
        let (oldest, newest) = clinic.read(|conn| Ok(event::range(conn)?)).await?;
        let wanted = cursor.unwrap_or(newest);
        let lost = wanted > newest || wanted + 1 < oldest;
        let cursor = if lost { newest } else { wanted };
        let mut waiting = VecDeque::from([told(
            Some(cursor),
            "hello",
            json!({ "cursor": cursor.to_string() }),
        )]);
        if lost {
            waiting.push_back(told(Some(cursor), "reset", json!({})));
        }
        let checked_at = clinic.now();
        Ok(Self {
            clinic,
            role,
            session,
            stop,
            cursor,
            checked_at,
            waiting,
            commits,
            partials,
        })
    }

    /// The next event; `None` when the session, the clinic or the appliance is at its end.
    pub async fn next(&mut self) -> Option<Told> {
        loop {
            if let Some(next) = self.waiting.pop_front() {
                return Some(next);
            }
            if self.stop.is_cancelled() || !self.may_go_on().await {
                return None;
            }
            self.commits.borrow_and_update();
            if self.read_on().await? {
                continue;
            }
            let stop = self.stop.clone();
            tokio::select! {
                biased;
                () = stop.cancelled() => return None,
                changed = self.commits.changed() => changed.ok()?,
                heard = self.partials.recv() => match heard {
                    Ok(partial) if self.role.may(Permission::ReadCalls) => return Some(half_spoken(&partial)),
                    Ok(_) | Err(RecvError::Lagged(_)) => {}
                    Err(RecvError::Closed) => return None,
                },
                () = quiet() => {}
            }
        }
    }

    /// Reads what was committed since; whether there was anything. `None` when the store is closed.
    async fn read_on(&mut self) -> Option<bool> {
        let cursor = self.cursor;
        let rows = match self
            .clinic
            .read(move |conn| Ok(event::after(conn, cursor, BATCH)?))
            .await
        {
            Ok(rows) => rows,
            Err(error) => {
                tracing::debug!(code = error.code(), "a stream of events ends");
                return None;
            }
        };
        self.cursor = rows.last().map_or(cursor, |last| last.seq);
        let any = !rows.is_empty();
        let role = self.role;
        let allowed = rows.into_iter().filter(|row| is_for(role, &row.kind));
        self.waiting.extend(allowed.map(|row| Told {
            id: Some(row.seq),
            event: row.kind,
            data: row.payload,
        }));
        Some(any)
    }

    async fn may_go_on(&mut self) -> bool {
        let Some(session) = &self.session else { return true };
        let now = self.clinic.now();
        if now.duration_since(self.checked_at).unsigned_abs() < KEEP_ALIVE {
            return true;
        }
        self.checked_at = now;
        session_holds(&self.clinic, session).await.unwrap_or(false)
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "ends by itself and is dropped with its stream; nothing is decided on it"
)]
async fn quiet() {
    tokio::time::sleep(KEEP_ALIVE).await;
}

/// Whoever may not see patients hears of the catalogue and the line only.
fn is_for(role: Role, kind: &str) -> bool {
    role.may(Permission::ReadCalls) || matches!(kind, "catalogue.changed" | "line.changed")
}

fn told(id: Option<i64>, event: &str, data: serde_json::Value) -> Told {
    Told {
        id,
        event: event.to_owned(),
        data: data.to_string(),
    }
}

fn half_spoken(partial: &Partial) -> Told {
    let data = json!({ "callId": partial.call_id, "speaker": partial.speaker, "text": partial.text });
    told(None, "call.partial", data)
}

/// Where to resume.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct EventsQuery {
    /// The last event that was seen; the Last-Event-ID header says the same.
    cursor: Option<String>,
}

/// Changes as they happen.
#[utoipa::path(get, path = "/api/clinics/{clinicId}/events", tag = "events", params(EventsQuery),
    responses((status = 200, body = String, content_type = "text/event-stream")))]
pub(super) async fn stream_events(
    State(appliance): State<Arc<Appliance>>,
    desk: Allowed<may::ReadCatalogue>,
    Asked(asked): Asked<EventsQuery>,
    headers: HeaderMap,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, ApiError> {
    let resumed = headers
        .get("last-event-id")
        .and_then(|value| value.to_str().ok())
        .map(str::to_owned);
    let cursor = match resumed.or(asked.cursor).filter(|text| !text.is_empty()) {
        None => None,
        Some(text) => match text.parse::<i64>() {
            Ok(cursor) if cursor >= 0 => Some(cursor),
            _ => {
                return Err(ApiError::new(
                    ErrorCode::BadRequest,
                    "the cursor is not one of ours",
                ));
            }
        },
    };
    let stop = appliance.stop().child_token();
    let feed = Feed::open(desk.clinic, desk.role, desk.session, cursor, stop).await?;
    let stream = futures::stream::unfold(feed, |mut feed| async {
        let next = feed.next().await?;
        Some((Ok(written(next)), feed))
    });
    Ok(Sse::new(stream).keep_alive(KeepAlive::new().interval(KEEP_ALIVE)))
}

fn written(told: Told) -> Event {
    let event = Event::default().event(told.event).data(told.data);
    match told.id {
        Some(id) => event.id(id.to_string()),
        None => event,
    }
}
