//! What Twilio posts to us: the fate of a message, the progress of a call, a text that comes in. All signed.
//!
//! The signature covers the public address that the account knows; the post itself goes to this machine, as it
//! would through a tunnel.

use super::{
    account::{Account, Kind, rfc2822},
    messages::{self, Draft},
};
use crate::practice::{post::Poster, vapi::Violation};
use callwaiting_providers::twilio::verify;
use http::{HeaderMap, HeaderValue};
use serde_json::json;
use std::time::Duration;

/// Twilio waits this long for an answer.
const ANSWER_WITHIN: Duration = Duration::from_secs(15);

/// An address of ours, as the account knows it and as it is reached from here.
#[derive(Debug, Clone)]
pub struct Route {
    /// What is signed, for example `https://clinic.example.com/hooks/c1/twilio/sms`.
    pub public_url: String,
    /// Where it is posted, for example `http://127.0.0.1:4021/hooks/c1/twilio/sms`.
    pub local_url: String,
}

/// What becomes of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It arrives.
    Delivered,
    /// It is sent and doesn't arrive, for this reason (30003, for example).
    Undelivered(u32),
    /// It is never sent, for this reason.
    Failed(u32),
}

/// How a text that comes in was answered.
#[derive(Debug, Clone)]
pub struct TextIn {
    /// Its sid.
    pub sid: String,
    /// The status of our answer.
    pub status: u16,
    /// The body of our answer.
    pub body: Vec<u8>,
}

/// Lets a message meet its fate and reports it to `route`, where a status callback was asked for. `backwards`
/// sends the last status first.
///
/// # Errors
/// A callback that was not answered with 2xx, or could not be sent.
pub async fn report_message(
    account: &Account,
    sid: &str,
    fate: Fate,
    route: &Route,
    backwards: bool,
) -> Result<(), Violation> {
    let Some(entry) = account.entry(Kind::Message, sid) else {
        return Err(Violation::new("message-status", "there is no such message"));
    };
    let mut steps = match fate {
        Fate::Delivered => vec![("sent", None), ("delivered", None)],
        Fate::Undelivered(code) => vec![("sent", None), ("undelivered", Some(code))],
        Fate::Failed(code) => vec![("failed", Some(code))],
    };
    let (last, code) = steps[steps.len() - 1];
    let now = rfc2822(account.now());
    account.change(Kind::Message, sid, |shown| {
        shown["status"] = json!(last);
        shown["error_code"] = json!(code);
        shown["date_sent"] = if last == "failed" { json!(null) } else { json!(now) };
    });
    if entry.callback.is_none() {
        return Ok(());
    }
    if backwards {
        steps.reverse();
    }
    let text = |key: &str| entry.shown[key].as_str().unwrap_or_default().to_owned();
    for (status, code) in steps {
        let mut fields = vec![
            ("MessageSid".to_owned(), sid.to_owned()),
            ("SmsSid".to_owned(), sid.to_owned()),
            ("MessageStatus".to_owned(), status.to_owned()),
            ("SmsStatus".to_owned(), status.to_owned()),
            ("To".to_owned(), text("to")),
            ("From".to_owned(), text("from")),
            ("AccountSid".to_owned(), account.sid().to_owned()),
            ("ApiVersion".to_owned(), "2010-04-01".to_owned()),
        ];
        fields.extend(code.map(|code| ("ErrorCode".to_owned(), code.to_string())));
        let (status, _) = send(account, route, &fields).await?;
        accepted("message-status", status)?;
    }
    Ok(())
}

/// Moves a call on and reports it to `route`: `ringing`, `in-progress`, `completed`, `busy`, `no-answer`.
///
/// # Errors
/// As for [`report_message`].
pub async fn report_call(
    account: &Account,
    sid: &str,
    statuses: &[&str],
    route: &Route,
) -> Result<(), Violation> {
    for (number, status) in statuses.iter().enumerate() {
        let now = rfc2822(account.now());
        let shown = account.change(Kind::Call, sid, |shown| {
            shown["status"] = json!(status);
            match *status {
                "in-progress" => shown["start_time"] = json!(now),
                "completed" => {
                    shown["end_time"] = json!(now);
                    shown["duration"] = json!("42");
                }
                _ => {}
            }
        });
        let Some(shown) = shown else {
            return Err(Violation::new("call-status", "there is no such call"));
        };
        let text = |key: &str| shown[key].as_str().unwrap_or_default().to_owned();
        let mut fields = vec![
            ("CallSid".to_owned(), sid.to_owned()),
            ("AccountSid".to_owned(), account.sid().to_owned()),
            ("From".to_owned(), text("from")),
            ("To".to_owned(), text("to")),
            ("CallStatus".to_owned(), (*status).to_owned()),
            ("Direction".to_owned(), "outbound-api".to_owned()),
            ("ApiVersion".to_owned(), "2010-04-01".to_owned()),
            ("SequenceNumber".to_owned(), (number + 1).to_string()),
            ("CallbackSource".to_owned(), "call-progress-events".to_owned()),
        ];
        if *status == "completed" {
            fields.push(("CallDuration".to_owned(), "42".to_owned()));
        }
        let (answer, _) = send(account, route, &fields).await?;
        accepted("call-status", answer)?;
    }
    Ok(())
}

/// A person texts a number of the account. The stop and start words take effect at Twilio first, and the text
/// is posted all the same.
///
/// # Errors
/// The text could not be posted. An answer that is not 2xx is no error here; look at [`TextIn::status`].
pub async fn text_in(
    account: &Account,
    from: &str,
    to: &str,
    body: &str,
    route: &Route,
) -> Result<TextIn, Violation> {
    match body.trim().to_uppercase().as_str() {
        "STOP" | "STOPALL" | "UNSUBSCRIBE" | "END" | "QUIT" | "CANCEL" | "REVOKE" | "OPTOUT" => {
            account.set_opted_out(from, to, true);
        }
        "START" | "UNSTOP" | "YES" => account.set_opted_out(from, to, false),
        _ => {}
    }
    let draft = Draft {
        from: Some(from),
        to,
        service: None,
        body,
        direction: "inbound",
        status: "received",
    };
    let (sid, shown) = messages::add(account, &draft, None);
    let country = |number: &str| if number.starts_with("+44") { "GB" } else { "US" }.to_owned();
    let fields: Vec<(String, String)> = [
        ("MessageSid", sid.clone()),
        ("SmsSid", sid.clone()),
        ("SmsMessageSid", sid.clone()),
        ("AccountSid", account.sid().to_owned()),
        ("From", from.to_owned()),
        ("To", to.to_owned()),
        ("Body", body.to_owned()),
        ("NumMedia", "0".to_owned()),
        (
            "NumSegments",
            shown["num_segments"].as_str().unwrap_or("1").to_owned(),
        ),
        ("FromCountry", country(from)),
        ("ToCountry", country(to)),
        ("ApiVersion", "2010-04-01".to_owned()),
    ]
    .map(|(key, value)| (key.to_owned(), value))
    .to_vec();
    let (status, body) = send(account, route, &fields).await?;
    Ok(TextIn { sid, status, body })
}

fn accepted(at: &str, status: u16) -> Result<(), Violation> {
    if (200..300).contains(&status) {
        Ok(())
    } else {
        Err(Violation::new(at, format!("answered with status {status}")))
    }
}

async fn send(
    account: &Account,
    route: &Route,
    fields: &[(String, String)],
) -> Result<(u16, Vec<u8>), Violation> {
    let unsendable = |what: &str| Violation::new("twilio-callback", what.to_owned());
    let signature = verify::sign(account.token(), &route.public_url, fields)
        .ok_or_else(|| unsendable("the callback can't be signed"))?;
    let body = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish();
    let mut headers = HeaderMap::new();
    headers.insert(
        "content-type",
        HeaderValue::from_static("application/x-www-form-urlencoded; charset=UTF-8"),
    );
    let value =
        |text: &str| HeaderValue::try_from(text).map_err(|_| unsendable("the callback can't be signed"));
    headers.insert("x-twilio-signature", value(&signature)?);
    headers.insert("i-twilio-idempotency-token", value(&account.fresh_sid(""))?);
    let poster = Poster::new().map_err(|error| unsendable(&error.to_string()))?;
    let posted = poster
        .post(&route.local_url, headers, body.into_bytes(), ANSWER_WITHIN)
        .await
        .map_err(|error| unsendable(&error.to_string()))?;
    Ok((posted.status, posted.body))
}
