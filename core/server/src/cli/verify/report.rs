//! What `verify` found, as JSON for machines and a page for people.

use crate::cli::failure::Failure;
use callwaiting_domain::ports::Clock;
use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Map, Value, json};
use std::path::Path;
use std::sync::Arc;

/// The whole report.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Report {
    timestamp: Timestamp,
    environment: Value,
    duration_ms: i64,
    tests: Vec<Verdict>,
    summary: Summary,
}

#[derive(Clone, Copy, Default, Serialize)]
struct Summary {
    total: usize,
    passed: usize,
    failed: usize,
}

/// One scenario's outcome.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Verdict {
    id: &'static str,
    name: &'static str,
    pub(super) status: &'static str,
    pub(super) duration_ms: i64,
    assertions: Summary,
    metrics: Map<String, Value>,
    failures: Vec<String>,
}

/// A scenario in progress.
pub(super) struct Scenario {
    id: &'static str,
    name: &'static str,
    clock: Arc<dyn Clock>,
    began: Timestamp,
    passed: usize,
    metrics: Map<String, Value>,
    failures: Vec<String>,
}

impl Scenario {
    pub(super) fn new(id: &'static str, name: &'static str, clock: Arc<dyn Clock>) -> Self {
        let began = clock.now();
        Self {
            id,
            name,
            clock,
            began,
            passed: 0,
            metrics: Map::new(),
            failures: Vec::new(),
        }
    }

    /// Something that must hold.
    pub(super) fn check(&mut self, holds: bool, what: impl Into<String>) {
        if holds {
            self.passed += 1;
        } else {
            self.failures.push(what.into());
        }
    }

    /// Something that must hold and doesn't.
    pub(super) fn fail(&mut self, what: impl Into<String>) {
        self.failures.push(what.into());
    }

    /// A figure of interest.
    pub(super) fn measure(&mut self, name: impl Into<String>, value: impl Into<Value>) {
        self.metrics.insert(name.into(), value.into());
    }

    /// Milliseconds since `then`.
    pub(super) fn since(&self, then: Timestamp) -> i64 {
        self.clock.now().as_millisecond() - then.as_millisecond()
    }

    /// Now.
    pub(super) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    pub(super) fn done(self) -> Verdict {
        let failed = self.failures.len();
        Verdict {
            id: self.id,
            name: self.name,
            status: if failed == 0 && self.passed > 0 {
                "PASS"
            } else {
                "FAIL"
            },
            duration_ms: self.since(self.began),
            assertions: Summary {
                total: self.passed + failed,
                passed: self.passed,
                failed,
            },
            metrics: self.metrics,
            failures: self.failures,
        }
    }
}

impl Report {
    pub(super) fn new(began: Timestamp) -> Self {
        let cores = std::thread::available_parallelism().map_or(0, usize::from);
        let environment = json!({
            "version": env!("CARGO_PKG_VERSION"),
            "os": std::env::consts::OS,
            "architecture": std::env::consts::ARCH,
            "cores": cores,
            "build": if cfg!(debug_assertions) { "debug" } else { "release" },
        });
        Self {
            timestamp: began,
            environment,
            duration_ms: 0,
            tests: Vec::new(),
            summary: Summary::default(),
        }
    }

    pub(super) fn add(&mut self, verdict: Verdict) {
        self.summary.total += 1;
        match verdict.status {
            "PASS" => self.summary.passed += 1,
            _ => self.summary.failed += 1,
        }
        self.tests.push(verdict);
    }

    pub(super) fn finish(&mut self, now: Timestamp) {
        self.duration_ms = now.as_millisecond() - self.timestamp.as_millisecond();
    }

    pub(super) fn passed(&self) -> bool {
        self.summary.failed == 0 && self.summary.total > 0
    }

    /// What is printed.
    pub(super) fn summary(&self) -> Value {
        json!({ "summary": self.summary, "durationMs": self.duration_ms })
    }

    /// Writes `report.json` and `report.html`.
    pub(super) fn write(&self, folder: &Path) -> Result<(), Failure> {
        let failed = |error: std::io::Error| Failure::other(format!("Could not write the report: {error}"));
        std::fs::create_dir_all(folder).map_err(failed)?;
        let text = serde_json::to_string_pretty(self).map_err(|error| Failure::other(error.to_string()))?;
        std::fs::write(folder.join("report.json"), text + "\n").map_err(failed)?;
        std::fs::write(folder.join("report.html"), self.page()).map_err(failed)
    }

    fn page(&self) -> String {
        let verdict = if self.passed() {
            "Every scenario passed"
        } else {
            "Something failed"
        };
        let rows: String = self.tests.iter().map(Verdict::section).collect();
        let facts = self.environment.as_object().into_iter().flatten();
        let facts: String = facts
            .map(|(name, value)| format!("<dt>{}</dt><dd>{}</dd>", safe(name), plain(value)))
            .collect();
        format!(
            "<!doctype html>\n<html lang=\"en-GB\"><meta charset=\"utf-8\"><title>CallWaiting: acceptance</title>{STYLE}\
             <h1>{verdict}</h1><p>{} of {} scenarios, {} ms, {}</p><dl>{facts}</dl>{rows}</html>\n",
            self.summary.passed, self.summary.total, self.duration_ms, self.timestamp
        )
    }
}

impl Verdict {
    fn section(&self) -> String {
        let figures = self.metrics.iter();
        let figures: String = figures
            .map(|(name, value)| format!("<dt>{}</dt><dd>{}</dd>", safe(name), plain(value)))
            .collect();
        let failures: String = self
            .failures
            .iter()
            .map(|why| format!("<li>{}</li>", safe(why)))
            .collect();
        format!(
            "<section><h2><span class=\"{}\">{}</span> {}</h2><p>{} of {} assertions held; {} ms</p><ul>{failures}</ul><dl>{figures}</dl></section>",
            self.status.to_lowercase(),
            self.status,
            safe(self.name),
            self.assertions.passed,
            self.assertions.total,
            self.duration_ms
        )
    }
}

const STYLE: &str = "<style>body{font:16px/1.5 system-ui,sans-serif;max-width:48rem;margin:3rem auto;padding:0 1rem;color:#1d2420}\
    h2{font-size:1.1rem;margin-top:2.5rem}dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1.5rem}\
    dt{color:#5a645e}dd{margin:0}.pass{color:#1d6b45}.fail{color:#a3271c}</style>";

fn plain(value: &Value) -> String {
    safe(&value.as_str().map_or_else(|| value.to_string(), str::to_owned))
}

fn safe(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
