//! A small HTTP client for loopback: one request a connection, JSON both ways. Tests and product share nothing
//! here, so that `verify` sees what any client would see.

use crate::cli::failure::Failure;
use serde_json::Value;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

const WITHIN: Duration = Duration::from_secs(30);

/// An answer.
#[derive(Clone, Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) body: Value,
}

impl Answer {
    /// A text field of the body.
    pub(super) fn text(&self, field: &str) -> &str {
        self.body[field].as_str().unwrap_or_default()
    }
}

/// A request to be sent.
pub(super) struct Ask<'a> {
    pub(super) method: &'static str,
    pub(super) path: &'a str,
    pub(super) header: (&'a str, &'a str),
    pub(super) body: Option<Value>,
}

/// Sends a request and reads the answer.
pub(super) async fn send(to: SocketAddr, ask: Ask<'_>) -> Result<Answer, Failure> {
    let exchange = tokio::time::timeout(WITHIN, exchange(to, &ask)).await;
    let read = exchange.map_err(|_| Failure::other("no answer in time"))?;
    let raw = read.map_err(|error| Failure::other(format!("no answer: {error}")))?;
    parse(&raw).ok_or_else(|| Failure::other("the answer is not HTTP"))
}

/// Sends a request and gives the whole answer as text.
pub(super) async fn send_raw(to: SocketAddr, ask: Ask<'_>) -> Result<String, Failure> {
    let exchange = tokio::time::timeout(WITHIN, exchange(to, &ask)).await;
    let read = exchange.map_err(|_| Failure::other("no answer in time"))?;
    let raw = read.map_err(|error| Failure::other(format!("no answer: {error}")))?;
    Ok(String::from_utf8_lossy(&raw).into_owned())
}

async fn exchange(to: SocketAddr, ask: &Ask<'_>) -> std::io::Result<Vec<u8>> {
    let body = ask.body.as_ref().map(ToString::to_string).unwrap_or_default();
    let kind = if ask.body.is_some() {
        "Content-Type: application/json\r\n"
    } else {
        ""
    };
    let head = format!(
        "{} {} HTTP/1.1\r\nHost: {to}\r\nConnection: close\r\n{}: {}\r\n{kind}Content-Length: {}\r\n\r\n{body}",
        ask.method,
        ask.path,
        ask.header.0,
        ask.header.1,
        body.len()
    );
    let mut stream = TcpStream::connect(to).await?;
    stream.write_all(head.as_bytes()).await?;
    let mut raw = Vec::new();
    stream.read_to_end(&mut raw).await?;
    Ok(raw)
}

/// Our answers have a length and are never in pieces, since they are small.
fn parse(raw: &[u8]) -> Option<Answer> {
    let end = raw.windows(4).position(|window| window == b"\r\n\r\n")?;
    let head = std::str::from_utf8(&raw[..end]).ok()?;
    let status = head.split(' ').nth(1)?.parse().ok()?;
    let body = serde_json::from_slice(&raw[end + 4..]).unwrap_or(Value::Null);
    Some(Answer { status, body })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_read() {
        let answer =
            parse(b"HTTP/1.1 409 Conflict\r\ncontent-length: 21\r\n\r\n{\"code\":\"slot_taken\"}").unwrap();
        assert_eq!((answer.status, answer.text("code")), (409, "slot_taken"));
        assert!(parse(b"nonsense").is_none());
        assert_eq!(
            parse(b"HTTP/1.1 204 No Content\r\n\r\n").unwrap().body,
            Value::Null
        );
    }
}
