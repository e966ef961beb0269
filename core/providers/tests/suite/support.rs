//! What the tests share: the folder of contracts, pacing that doesn't wait, and a vendor that answers from a
//! script and writes down what it was asked.

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::{Request, State},
    response::Response,
};
use callwaiting_providers::retry::Pacing;
use serde_json::Value;
use std::{
    collections::VecDeque,
    future::Future,
    path::PathBuf,
    pin::Pin,
    sync::{Arc, Mutex},
    time::Duration,
};
use tokio::task::JoinSet;

/// A file of the contracts, or `None` with a loud word about what is skipped.
pub(crate) fn contract(file: &str) -> Option<Value> {
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/contracts");
    let folder = std::env::var_os("CALLWAITING_CONTRACTS").map_or(beside, PathBuf::from);
    match std::fs::read(folder.join(file)) {
        Ok(bytes) => Some(serde_json::from_slice(&bytes).unwrap()),
        Err(_) => {
            eprintln!(
                "contracts are absent: {file} not found (set CALLWAITING_CONTRACTS to their folder); SKIPPED"
            );
            None
        }
    }
}

/// Waits for nothing and writes down how long it should have.
#[derive(Debug, Default)]
pub(crate) struct NoWaiting(Mutex<Vec<Duration>>);

impl NoWaiting {
    pub(crate) fn waits(&self) -> Vec<Duration> {
        self.0.lock().unwrap().clone()
    }
}

impl Pacing for NoWaiting {
    fn random(&self) -> u32 {
        u32::MAX
    }

    fn wait(&self, time: Duration) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        self.0.lock().unwrap().push(time);
        Box::pin(std::future::ready(()))
    }
}

/// One request as it arrived.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) line: String,
    pub(crate) authorization: String,
    pub(crate) body: String,
}

impl Asked {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }
}

type Answer = Box<dyn Fn(&Asked) -> Response + Send + Sync>;

struct Script {
    asked: Mutex<Vec<Asked>>,
    answers: Mutex<VecDeque<Answer>>,
    otherwise: Option<Answer>,
}

/// A vendor on a port of this machine.
pub(crate) struct Vendor {
    pub(crate) base: String,
    script: Arc<Script>,
    /// Ends with the vendor.
    _serving: JoinSet<()>,
}

impl Vendor {
    /// Gives these answers, one after the other.
    pub(crate) async fn with(answers: Vec<Response>) -> Self {
        let answers = answers.into_iter().map(|answer| {
            let answer = Mutex::new(Some(answer));
            Box::new(move |_: &Asked| answer.lock().unwrap().take().unwrap()) as Answer
        });
        Self::start(answers.collect(), None).await
    }

    /// Answers each request by a rule.
    pub(crate) async fn by(rule: impl Fn(&Asked) -> Response + Send + Sync + 'static) -> Self {
        Self::start(VecDeque::new(), Some(Box::new(rule))).await
    }

    async fn start(answers: VecDeque<Answer>, otherwise: Option<Answer>) -> Self {
        let script = Arc::new(Script {
            asked: Mutex::default(),
            answers: Mutex::new(answers),
            otherwise,
        });
        let router = Router::new().fallback(answer).with_state(script.clone());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let mut serving = JoinSet::new();
        serving.spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self {
            base,
            script,
            _serving: serving,
        }
    }

    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.script.asked.lock().unwrap().clone()
    }
}

async fn answer(State(script): State<Arc<Script>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap();
    let header = |name: &str| {
        parts
            .headers
            .get(name)
            .map(|v| v.to_str().unwrap().to_owned())
            .unwrap_or_default()
    };
    let asked = Asked {
        line: format!("{} {}", parts.method, parts.uri),
        authorization: header("authorization"),
        body: String::from_utf8(body.to_vec()).unwrap(),
    };
    script.asked.lock().unwrap().push(asked.clone());
    let next = script.answers.lock().unwrap().pop_front();
    match (next, &script.otherwise) {
        (Some(answer), _) => answer(&asked),
        (None, Some(rule)) => rule(&asked),
        (None, None) => reply(599, &Value::Null),
    }
}

pub(crate) fn reply(status: u16, body: &Value) -> Response {
    Response::builder()
        .status(status)
        .body(Body::from(body.to_string()))
        .unwrap()
}

pub(crate) fn reply_with(status: u16, header: (&str, &str), body: &Value) -> Response {
    Response::builder()
        .status(status)
        .header(header.0, header.1)
        .body(Body::from(body.to_string()))
        .unwrap()
}

/// Begins an answer and breaks off: the request was seen, and nobody knows what came of it.
pub(crate) fn broken_off() -> Response {
    Response::builder()
        .status(201)
        .header("content-length", "1000")
        .body(Body::from("{"))
        .unwrap()
}
