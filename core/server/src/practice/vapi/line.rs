//! One simulated call that comes in at a clinic: every message that Vapi sends for it, in order.
//!
//! Answers are taken as Vapi takes them: bare, with status 2xx, one single-line result for a tool call. What
//! breaks the vendor's rules is noted as a violation and the call goes on, as it would. Deliberately absent:
//! what is said, which is the scenario's business.

use super::body::{self, Facts, Shape};
use crate::practice::{
    pace::Pace,
    post::{PostError, Poster},
    seed::Seed,
    target::Target,
};
use callwaiting_domain::ports::Clock;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use std::time::Duration;

mod answers;
mod report;
mod sending;
mod settings;

pub use answers::{Opening, ToolReply};
pub use settings::{Caller, LineSettings, Violation};

/// Vapi's limit for `assistant-request`; no setting lengthens it.
const WHO_ANSWERS_WITHIN: Duration = Duration::from_millis(7_500);
/// Vapi's default `server.timeoutSeconds`.
const ANSWER_WITHIN: Duration = Duration::from_secs(20);

/// A call on the line.
pub struct Line<'a> {
    target: &'a Target,
    pace: &'a dyn Pace,
    clock: &'a dyn Clock,
    poster: Poster,
    settings: LineSettings,
    seed: Seed,
    facts: Facts,
    elapsed: Duration,
    answered_at: Option<Timestamp>,
    turn: u32,
    messages: Vec<Value>,
    held_back: Vec<(u64, String, Value)>,
    violations: Vec<Violation>,
    over: bool,
}

impl<'a> Line<'a> {
    /// The provider's id of the call that a seed makes.
    pub fn call_id_of(seed: &Seed) -> String {
        seed.clone().uuid()
    }

    /// Dials. Nothing has been sent yet.
    ///
    /// # Errors
    /// The HTTP client can't be set up.
    pub fn dial(
        target: &'a Target,
        caller: &Caller,
        settings: LineSettings,
        pace: &'a dyn Pace,
        clock: &'a dyn Clock,
        mut seed: Seed,
    ) -> Result<Self, Violation> {
        let id = seed.uuid();
        let facts = Facts {
            id,
            org: target
                .account
                .as_ref()
                .map_or_else(|| seed.uuid(), |account| account.org().to_owned()),
            provider_id: format!("CA{}", seed.hex(32)),
            number_id: "33333333-3333-4333-8333-333333333333".to_owned(),
            assistant_id: "44444444-4444-4444-8444-444444444444".to_owned(),
            caller: caller.phone.clone(),
            dialled: settings.dialled.clone(),
            created: clock.now(),
        };
        let poster = Poster::new().map_err(|error: PostError| Violation::new("dial", error.to_string()))?;
        let line = Self {
            target,
            pace,
            clock,
            poster,
            settings,
            seed,
            facts,
            elapsed: Duration::ZERO,
            answered_at: None,
            turn: 0,
            messages: Vec::new(),
            held_back: Vec::new(),
            violations: Vec::new(),
            over: false,
        };
        line.keep("ringing", json!({}));
        Ok(line)
    }

    /// The provider's id of the call.
    pub fn call_id(&self) -> &str {
        &self.facts.id
    }

    /// Whether the call is over.
    pub fn is_over(&self) -> bool {
        self.over
    }

    /// What broke a rule so far.
    pub fn violations(&self) -> &[Violation] {
        &self.violations
    }

    /// Asks the clinic who takes the call, as for a number without an assistant of its own. A call that nobody
    /// takes is over.
    pub async fn ask_who_answers(&mut self) -> Opening {
        let at = self.now();
        let body = body::assistant_request(&self.facts, at);
        let opening = match self.deliver(&body, at, WHO_ANSWERS_WITHIN).await {
            Some(answer) => Opening::read(&answer),
            None => Opening::Failed,
        };
        if let Opening::Invalid(what) = &opening {
            self.violations.push(Violation::new("assistant-request", *what));
        }
        if let Some(reason) = opening.ends_with() {
            self.hang_up(reason).await;
        }
        opening
    }

    /// The assistant picks up.
    pub async fn pick_up(&mut self) {
        self.answered_at = Some(self.now());
        self.keep("in-progress", json!({}));
        self.notify(
            "status-update",
            "queued",
            json!({"status": "in-progress", "artifact": {"messages": []}}),
        )
        .await;
    }

    /// The receptionist speaks.
    pub async fn agent_says(&mut self, text: &str) {
        self.speech("assistant", text, &[]).await;
    }

    /// The caller speaks; `partials` are what the recogniser hears on the way.
    pub async fn caller_says(&mut self, text: &str, partials: &[String]) {
        self.speech("user", text, partials).await;
    }

    /// Nobody speaks.
    pub async fn pause(&mut self, scripted: Duration) {
        self.elapsed += scripted;
        self.pace.wait(scripted).await;
        if self
            .target
            .account
            .as_ref()
            .is_some_and(|account| account.is_told_to_end(&self.facts.id))
        {
            self.hang_up("assistant-ended-call").await;
        }
    }

    /// The receptionist stalls on a slow model. Vapi calls this `hang`.
    pub async fn stalled(&mut self) {
        self.notify("hang", "in-progress", json!({})).await;
    }

    /// The caller speaks over the receptionist.
    pub async fn interrupted(&mut self) {
        let turn_id = format!("turn-{}", self.turn);
        self.notify("user-interrupted", "in-progress", json!({"turnId": turn_id}))
            .await;
    }

    /// The model calls a tool and waits.
    pub async fn tool(&mut self, name: &str, arguments: &Value) -> ToolReply {
        if self.over {
            return ToolReply::Nothing;
        }
        let id = format!("call_{}", self.seed.hex(24));
        let shape = Shape::pick(&mut self.seed);
        let url = self.target.vapi_url();
        let at = self.now();
        let own = body::tool_call(&id, name, arguments, shape, &url);
        let body = body::message(&self.facts, "tool-calls", "in-progress", at, own);
        self.messages.push(json!({
            "role": "tool_calls", "message": "", "time": at.as_millisecond(), "secondsFromStart": self.seconds_in(at),
            "toolCalls": [{"id": id, "type": "function", "function": {"name": name, "arguments": arguments.to_string()}}],
        }));
        let reply = match self.deliver(&body, at, ANSWER_WITHIN).await {
            Some(answer) => self.read_tool_reply(&answer, &id, name),
            None => ToolReply::Nothing,
        };
        if self.seed.chance(self.settings.trouble.repeated_tools)
            && let Some(again) = self.deliver(&body, self.now(), ANSWER_WITHIN).await
            && self.read_tool_reply(&again, &id, name) != reply
        {
            self.violations.push(Violation::new(
                name,
                "a repeated tool call was answered differently",
            ));
        }
        self.pause(Duration::from_millis(400)).await;
        let at = self.now();
        self.messages.push(json!({
            "role": "tool_call_result", "toolCallId": id, "name": name, "result": reply.text(),
            "time": at.as_millisecond(), "secondsFromStart": self.seconds_in(at),
        }));
        reply
    }

    /// The model wants to pass the call on and asks where to. The answer is the destination.
    pub async fn ask_where_to_transfer(&mut self) -> Option<Value> {
        if self.over {
            return None;
        }
        let at = self.now();
        let body = body::message(
            &self.facts,
            "transfer-destination-request",
            "in-progress",
            at,
            json!({}),
        );
        let answer = self.deliver(&body, at, ANSWER_WITHIN).await?;
        match (&answer["destination"], &answer["error"]) {
            (Value::Object(_), _) => Some(answer["destination"].clone()),
            (_, Value::String(_)) => None,
            _ => {
                self.violations.push(Violation::new(
                    "transfer-destination-request",
                    "neither a destination nor an error",
                ));
                None
            }
        }
    }

    /// The call ends for this reason (one of Vapi's `endedReason`s), and the report follows.
    pub async fn hang_up(&mut self, reason: &str) {
        if self.over {
            return;
        }
        self.over = true;
        let ended = self.now();
        let status = json!({"status": "ended", "endedReason": reason, "artifact": {"messages": []}});
        let report = report::of(self, reason, ended);
        self.keep("ended", report.kept);
        // Under trouble the report may overtake the status.
        if self.seed.chance(self.settings.trouble.late) {
            self.notify("end-of-call-report", "ended", report.sent).await;
            self.notify("status-update", "in-progress", status).await;
        } else {
            self.notify("status-update", "in-progress", status).await;
            self.notify("end-of-call-report", "ended", report.sent).await;
        }
        for (_, _, body) in std::mem::take(&mut self.held_back) {
            let at = self.now();
            self.deliver(&body, at, ANSWER_WITHIN).await;
        }
    }

    async fn speech(&mut self, role: &str, text: &str, partials: &[String]) {
        if self.over {
            return;
        }
        let began = self.now();
        let lasts = Duration::from_millis(600)
            + Duration::from_millis(55) * u32::try_from(text.len()).unwrap_or(2_000);
        let turn = self.turn;
        self.notify(
            "speech-update",
            "in-progress",
            json!({"status": "started", "role": role, "turn": turn}),
        )
        .await;
        let pieces = u32::try_from(partials.len() + 1).unwrap_or(1);
        for partial in partials {
            self.pause(lasts / pieces).await;
            let own = json!({"role": role, "transcriptType": "partial", "transcript": partial});
            self.notify("transcript", "in-progress", own).await;
        }
        self.pause(lasts / pieces).await;
        if self.over {
            return;
        }
        let own = json!({"role": role, "transcriptType": "final", "transcript": text});
        self.notify("transcript", "in-progress", own).await;
        self.notify(
            "speech-update",
            "in-progress",
            json!({"status": "stopped", "role": role, "turn": turn}),
        )
        .await;
        let ended = self.now();
        let shown = if role == "assistant" { "bot" } else { role };
        self.messages.push(json!({
            "role": shown, "message": text, "time": began.as_millisecond(), "endTime": ended.as_millisecond(),
            "secondsFromStart": self.seconds_in(began), "duration": ended.as_millisecond() - began.as_millisecond(),
        }));
        self.turn += 1;
        let own =
            json!({"messages": self.messages, "messagesOpenAIFormatted": report::for_openai(&self.messages)});
        self.notify("conversation-update", "in-progress", own).await;
        self.keep("in-progress", json!({}));
    }

    fn read_tool_reply(&mut self, answer: &Value, id: &str, name: &str) -> ToolReply {
        match ToolReply::read(answer, id) {
            Ok(reply) => reply,
            Err(what) => {
                self.violations.push(Violation::new(name, what));
                ToolReply::Nothing
            }
        }
    }

    /// Now on the call's own clock, which never runs behind the script.
    fn now(&self) -> Timestamp {
        let scripted =
            SignedDuration::try_from(self.pace.on_the_clock(self.elapsed)).unwrap_or(SignedDuration::ZERO);
        let by_script = self
            .facts
            .created
            .checked_add(scripted)
            .unwrap_or(self.facts.created);
        by_script.max(self.clock.now())
    }

    fn seconds_in(&self, at: Timestamp) -> f64 {
        let millis = at.as_millisecond() - self.answered_at.unwrap_or(self.facts.created).as_millisecond();
        f64::from(i32::try_from(millis).unwrap_or(i32::MAX)) / 1000.0
    }
}
