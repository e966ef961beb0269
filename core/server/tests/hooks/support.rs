//! A practice clinic behind the listener's own router, driven in process.

use async_trait::async_trait;
use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use callwaiting_domain::ids::ClinicId;
use callwaiting_domain::ports::Clock;
use callwaiting_engine::setup::{self, NewClinic};
use callwaiting_engine::views::{self, CallView};
use callwaiting_engine::{Clinic, Ports};
use callwaiting_server::hooks::{self, Door};
use callwaiting_server::http::ApiError;
use callwaiting_store::keys::{NewSlot, SystemEntropy, Unlock};
use callwaiting_store::tables::clinic::ClinicRow;
use callwaiting_store::{ClinicPaths, DataFolder};
use jiff::Timestamp;
use serde_json::{Value, json};
use std::net::IpAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use tower::ServiceExt as _;

/// Monday 23 November 2026, ten in the morning in London.
pub const NOW: &str = "2026-11-23T10:00:00Z";
pub const SECRET: &str = "a-secret-for-tests-only";

pub struct Moved(Mutex<Timestamp>);

impl Clock for Moved {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }
}

struct TestDoor {
    clinic: Arc<Clinic>,
    refused: AtomicUsize,
    patience: usize,
}

#[async_trait]
impl Door for TestDoor {
    async fn clinic(&self, id: &ClinicId) -> Option<Arc<Clinic>> {
        (id == self.clinic.id()).then(|| self.clinic.clone())
    }

    fn public_url(&self) -> String {
        "https://hooks.example.com".into()
    }

    fn refused(&self, _: Option<IpAddr>) -> bool {
        self.refused.fetch_add(1, Ordering::Relaxed) < self.patience
    }
}

pub struct Listener {
    pub clinic: Arc<Clinic>,
    clock: Arc<Moved>,
    router: Router,
    _folder: tempfile::TempDir,
}

impl Listener {
    pub fn start() -> Self {
        Self::with(json!([{ "kind": "headerSecret", "secret": SECRET }]), 1_000)
    }

    pub fn with(hook_auth: Value, patience: usize) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(Moved(Mutex::new(NOW.parse().unwrap())));
        let ports = Ports {
            clock: clock.clone(),
            entropy: Arc::new(SystemEntropy),
        };
        let id = ClinicId::new("elm");
        let data = DataFolder::take(folder.path()).unwrap();
        let paths: ClinicPaths = data.clinic(&id).unwrap();
        let key = folder.path().join("key");
        let row = ClinicRow {
            id: "elm".into(),
            name: "Elm Court".into(),
            timezone: "Europe/London".into(),
            country: "GB".into(),
            currency: "GBP".into(),
            practice: true,
            step_minutes: 15,
        };
        let new = NewClinic {
            row,
            hook_auth: hook_auth.to_string(),
        };
        setup::create(&paths, &[NewSlot::KeyFile(&key)], &ports, &new).unwrap();
        let clinic = Clinic::open(&paths, Unlock::KeyFile(&key), ports).unwrap();
        let door = TestDoor {
            clinic: clinic.clone(),
            refused: AtomicUsize::new(0),
            patience,
        };
        Self {
            clinic,
            clock,
            router: hooks::router(Arc::new(door)),
            _folder: folder,
        }
    }

    /// Lets time pass.
    pub fn pass(&self, time: jiff::SignedDuration) {
        let mut now = self.clock.0.lock().unwrap();
        *now = now.checked_add(time).unwrap();
    }

    pub async fn stocked() -> Self {
        let listener = Self::start();
        setup::seed_catalogue(&listener.clinic).await.unwrap();
        listener
    }

    pub async fn send(
        &self,
        path: &str,
        headers: &[(&str, &str)],
        body: impl Into<Body>,
    ) -> (StatusCode, Value) {
        let mut request = Request::post(path).header("content-type", "application/json");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let answer = self
            .router
            .clone()
            .oneshot(request.body(body.into()).unwrap())
            .await
            .unwrap();
        let status = answer.status();
        // The listener's outer layer writes the bodies of errors; here is what it would write.
        if let Some(error) = answer.extensions().get::<ApiError>() {
            return (
                status,
                json!({ "code": error.code(), "message": error.message() }),
            );
        }
        let bytes = axum::body::to_bytes(answer.into_body(), 1 << 20).await.unwrap();
        (status, serde_json::from_slice(&bytes).unwrap_or(Value::Null))
    }

    /// Delivers a message with the clinic's secret and gives the answer, which must be 200.
    pub async fn deliver(&self, message: Value) -> Value {
        let body = json!({ "message": message }).to_string();
        let (status, answer) = self
            .send("/hooks/elm/vapi", &[("X-Vapi-Secret", SECRET)], body)
            .await;
        assert_eq!(status, StatusCode::OK, "{answer}");
        answer
    }

    pub async fn call(&self, provider_id: &str) -> CallView {
        views::call(&self.clinic, provider_id.to_owned()).await.unwrap()
    }

    /// Runs one tool and gives (done, text).
    pub async fn tool(&self, call: &str, id: &str, name: &str, arguments: Value) -> (bool, String) {
        let answer = self.deliver(super::bodies::tool(call, id, name, arguments)).await;
        let one = &answer["results"][0];
        assert_eq!(
            (one["toolCallId"].as_str(), one["name"].as_str()),
            (Some(id), Some(name)),
            "{answer}"
        );
        let text = one["result"]
            .as_str()
            .or(one["error"].as_str())
            .unwrap()
            .to_owned();
        assert!(!text.contains('\n'));
        (one.get("result").is_some(), text)
    }
}
