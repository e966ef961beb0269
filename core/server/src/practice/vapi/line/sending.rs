//! A line's way out: messages with the trouble they meet, and the account's own record of the call.

use super::{
    super::{
        account::{Kind, moment},
        delivery::Delivery,
    },
    ANSWER_WITHIN, Line, Violation, body,
};
use jiff::Timestamp;
use serde_json::{Value, json};
use std::time::Duration;

impl Line<'_> {
    /// A message that nobody waits for, through whatever trouble the line has.
    pub(super) async fn notify(&mut self, kind: &str, lagging: &str, own: Value) {
        let at = self.now();
        let body = body::message(&self.facts, kind, lagging, at, own);
        let trouble = self.settings.trouble;
        if self.seed.chance(trouble.lost) {
            return;
        }
        if self.seed.chance(trouble.late) {
            let steps = 1 + self.seed.below(4);
            self.held_back.push((steps, kind.to_owned(), body));
        } else {
            if self.seed.chance(trouble.duplicated) {
                self.deliver(&body, at, ANSWER_WITHIN).await;
            }
            self.deliver(&body, at, ANSWER_WITHIN).await;
        }
        for held in &mut self.held_back {
            held.0 = held.0.saturating_sub(1);
        }
        let (due, still): (Vec<_>, Vec<_>) = std::mem::take(&mut self.held_back)
            .into_iter()
            .partition(|held| held.0 == 0);
        self.held_back = still;
        for (_, _, body) in due {
            self.deliver(&body, at, ANSWER_WITHIN).await;
        }
    }

    pub(super) async fn deliver(&mut self, body: &Value, at: Timestamp, within: Duration) -> Option<Value> {
        let message_id = format!("msg_{}", self.seed.hex(24));
        let delivery = Delivery {
            poster: &self.poster,
            target: self.target,
            backoff: &self.settings.backoff,
            pace: self.pace,
        };
        match delivery.send(body, at, &message_id, within).await {
            Ok(posted) => match serde_json::from_slice(&posted.body) {
                Ok(answer) => Some(answer),
                Err(_) => {
                    let kind = body["message"]["type"].as_str().unwrap_or_default();
                    self.violations
                        .push(Violation::new(kind, "the answer is not JSON"));
                    None
                }
            },
            Err(violation) => {
                self.violations.push(violation);
                None
            }
        }
    }

    /// Writes the call into the account's state.
    pub(super) fn keep(&self, status: &str, more: Value) {
        let Some(account) = &self.target.account else {
            return;
        };
        let mut call = body::call(&self.facts, status, self.now());
        if let (Some(call), Value::Object(more)) = (call.as_object_mut(), more) {
            call.insert("monitor".into(), account.monitor(&self.facts.id));
            if let Some(at) = self.answered_at {
                call.insert("startedAt".into(), json!(moment(at)));
            }
            call.extend(more);
        }
        account.put(Kind::Call, &self.facts.id, call);
    }
}
