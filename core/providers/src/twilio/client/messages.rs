//! Text messages: sending one, fetching one, and listing them to find what was missed or left unknown.

use super::TwilioClient;
use crate::{
    private::{Personal, Spoken},
    twilio::{error::TwilioError, wire::MessageState},
};
use jiff::{Timestamp, civil::Date, fmt::rfc2822};
use serde_json::Value;
use std::collections::HashSet;

/// Pages that one listing may take.
const MOST_PAGES: usize = 100;

/// A text message to send.
#[derive(Debug, Clone)]
pub struct NewMessage {
    /// To whom, in E.164.
    pub to: Personal,
    /// From where.
    pub from: Sender,
    /// What, at most 1,600 characters.
    pub body: Spoken,
    /// Where Twilio reports how far it has got.
    pub status_callback: Option<String>,
    /// Give up after so many seconds (1 to 36,000) in the queue.
    pub validity_seconds: Option<u32>,
}

/// What a message is sent from.
#[derive(Debug, Clone)]
pub enum Sender {
    /// A number in E.164.
    Number(String),
    /// A messaging service.
    Service(String),
}

/// A message as Twilio keeps it.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredMessage {
    /// Twilio's id.
    pub sid: String,
    /// How far it has got.
    pub state: MessageState,
    /// Whether somebody sent it to the clinic.
    pub inbound: bool,
    /// Who sent it.
    pub from: Option<Personal>,
    /// Who gets it.
    pub to: Option<Personal>,
    /// What it says.
    pub body: Option<Spoken>,
    /// Why it failed, where it did.
    pub error_code: Option<u32>,
    /// When it was made.
    pub created_at: Option<Timestamp>,
    /// When it was sent.
    pub sent_at: Option<Timestamp>,
}

/// Which messages to list. Twilio compares days in UTC.
#[derive(Debug, Clone, Default)]
pub struct MessageQuery {
    /// Only to this number.
    pub to: Option<Personal>,
    /// Only from this number.
    pub from: Option<Personal>,
    /// Only sent on this day or later.
    pub sent_from: Option<Date>,
}

impl TwilioClient {
    /// Sends a text message. It has been taken on when this returns, not delivered.
    pub async fn send_message(&self, message: &NewMessage) -> Result<StoredMessage, TwilioError> {
        let mut form = vec![
            ("To", message.to.expose().to_owned()),
            ("Body", message.body.expose().to_owned()),
        ];
        form.push(match &message.from {
            Sender::Number(number) => ("From", number.clone()),
            Sender::Service(sid) => ("MessagingServiceSid", sid.clone()),
        });
        form.extend(message.status_callback.clone().map(|url| ("StatusCallback", url)));
        form.extend(
            message
                .validity_seconds
                .map(|seconds| ("ValidityPeriod", seconds.clamp(1, 36_000).to_string())),
        );
        self.make("send message", self.at(&["Messages.json"]), &form, read)
            .await
    }

    /// One message.
    pub async fn fetch_message(&self, sid: &str) -> Result<StoredMessage, TwilioError> {
        const OPERATION: &str = "fetch message";
        let found = self
            .look_up(OPERATION, self.at(&["Messages", &format!("{sid}.json")]))
            .await?;
        read(&found).ok_or(TwilioError::Unreadable { operation: OPERATION })
    }

    /// All messages of a query, each once, in Twilio's order (newest first). The flag says whether nothing was
    /// left out: every entry could be read, and the pages ended. A page that links to a page seen before ends
    /// the listing too.
    pub async fn list_messages(
        &self,
        query: &MessageQuery,
    ) -> Result<(Vec<StoredMessage>, bool), TwilioError> {
        const OPERATION: &str = "list messages";
        let mut url = self.at(&["Messages.json"]);
        {
            let mut pairs = url.query_pairs_mut();
            pairs.append_pair("PageSize", "200");
            for (name, value) in [("To", &query.to), ("From", &query.from)] {
                if let Some(number) = value {
                    pairs.append_pair(name, number.expose());
                }
            }
            if let Some(day) = query.sent_from {
                pairs.append_pair("DateSent>", &day.to_string());
            }
        }
        let (mut found, mut known, mut pages) = (Vec::new(), HashSet::new(), HashSet::new());
        let mut all_read = true;
        loop {
            if pages.len() == MOST_PAGES || !pages.insert(url.to_string()) {
                return Ok((found, false));
            }
            let page = self.look_up(OPERATION, url).await?;
            let messages = page.get("messages").and_then(Value::as_array);
            let messages = messages.ok_or(TwilioError::Unreadable { operation: OPERATION })?;
            for message in messages.iter().map(read) {
                all_read &= message.is_some();
                found.extend(message.filter(|message| known.insert(message.sid.clone())));
            }
            url = match page.get("next_page_uri").and_then(Value::as_str) {
                None => return Ok((found, all_read)),
                Some(link) => self
                    .http
                    .follow(link)
                    .ok_or(TwilioError::Unreadable { operation: OPERATION })?,
            };
        }
    }
}

fn read(message: &Value) -> Option<StoredMessage> {
    let text = |key: &str| {
        message
            .get(key)
            .and_then(Value::as_str)
            .filter(|text| !text.is_empty())
    };
    let moment = |key: &str| rfc2822::parse(text(key)?).ok().map(|at| at.timestamp());
    Some(StoredMessage {
        sid: text("sid")?.to_owned(),
        state: MessageState::read(text("status")?),
        inbound: text("direction").is_some_and(|direction| direction == "inbound"),
        from: text("from").map(Personal::new),
        to: text("to").map(Personal::new),
        body: text("body").map(Spoken::new),
        error_code: message
            .get("error_code")
            .and_then(Value::as_u64)
            .and_then(|code| u32::try_from(code).ok()),
        created_at: moment("date_created"),
        sent_at: moment("date_sent"),
    })
}
