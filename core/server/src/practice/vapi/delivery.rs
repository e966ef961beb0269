//! How a message reaches the clinic: retries, and the trouble that a real network makes.

use super::line::Violation;
use crate::practice::{
    pace::Pace,
    post::{PostError, Posted, Poster, vapi_headers},
    target::Target,
};
use jiff::Timestamp;
use serde_json::Value;
use std::time::Duration;

/// Vapi's `server.backoffPlan`.
#[derive(Debug, Clone)]
pub struct Backoff {
    /// Whether the wait doubles.
    pub exponential: bool,
    /// How often it tries again, 0 to 10.
    pub max_retries: u32,
    /// The first wait, 0 to 10 s.
    pub base_delay_seconds: u32,
    /// Statuses that are not tried again.
    pub excluded_status_codes: Vec<u16>,
}

impl Default for Backoff {
    /// What the appliance asks for: three more tries after 1, 2 and 4 seconds, none after a refusal that would
    /// stay one.
    fn default() -> Self {
        Self {
            exponential: true,
            max_retries: 3,
            base_delay_seconds: 1,
            excluded_status_codes: vec![400, 401, 403, 413, 422],
        }
    }
}

impl Backoff {
    fn wait(&self, retry: u32) -> Duration {
        let factor = if self.exponential { 1 << retry.min(10) } else { 1 };
        Duration::from_secs(u64::from(self.base_delay_seconds)) * factor
    }
}

/// What goes wrong on the way, in per cent of the messages that nobody waits for.
#[derive(Debug, Clone, Copy, Default)]
pub struct Trouble {
    /// Sent twice.
    pub duplicated: u8,
    /// Sent one to four messages later than it should, or after the call has ended.
    pub late: u8,
    /// Never sent at all.
    pub lost: u8,
    /// Tool calls sent a second time, as a retry after a lost answer would.
    pub repeated_tools: u8,
}

/// One message on its way, with retries. `limit` is the time for each try.
pub(super) struct Delivery<'a> {
    pub(super) poster: &'a Poster,
    pub(super) target: &'a Target,
    pub(super) backoff: &'a Backoff,
    pub(super) pace: &'a dyn Pace,
}

impl Delivery<'_> {
    /// Sends until an answer with a 2xx status comes or the plan is at its end.
    pub(super) async fn send(
        &self,
        body: &Value,
        at: Timestamp,
        message_id: &str,
        limit: Duration,
    ) -> Result<Posted, Violation> {
        let url = self.target.vapi_url();
        let kind = body["message"]["type"].as_str().unwrap_or_default();
        let mut body = body.clone();
        let mut retry = 0;
        loop {
            sign_recordings_anew(&mut body, retry);
            let bytes = body.to_string().into_bytes();
            let headers = vapi_headers(&self.target.auth, &url, at.as_second(), message_id, &bytes)
                .map_err(|error| Violation::new(kind, error.to_string()))?;
            let outcome = self.poster.post(&url, headers, bytes, limit).await;
            let why = match outcome {
                Ok(posted) if (200..300).contains(&posted.status) => return Ok(posted),
                Ok(posted) => format!("status {}", posted.status),
                Err(PostError::NotHere | PostError::Unsignable) => {
                    return Err(Violation::new(
                        kind,
                        "the hooks address is not plain HTTP on this machine",
                    ));
                }
                Err(error) => error.to_string(),
            };
            let excluded = self
                .backoff
                .excluded_status_codes
                .iter()
                .any(|code| why == format!("status {code}"));
            if excluded || retry >= self.backoff.max_retries {
                return Err(Violation::new(
                    kind,
                    format!("not accepted: {why}, after {retry} retries"),
                ));
            }
            self.pace.wait(self.backoff.wait(retry)).await;
            retry += 1;
        }
    }
}

/// Presigned addresses are made anew for every delivery, so that no two are the same bytes.
fn sign_recordings_anew(body: &mut Value, retry: u32) {
    for key in ["presignedMonoUrl", "presignedStereoUrl"] {
        if let Some(Value::String(url)) = body.pointer_mut(&format!("/message/artifact/{key}")) {
            let plain = url.split("&delivery=").next().unwrap_or_default().to_owned();
            *url = format!("{plain}&delivery={retry}");
        }
    }
}
