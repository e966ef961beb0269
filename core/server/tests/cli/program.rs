//! Runs the program, and speaks just enough HTTP to see that it serves.

#![expect(
    clippy::unwrap_used,
    reason = "a tool of tests: what fails here fails the test"
)]

use serde_json::Value;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};

const PROGRAM: &str = env!("CARGO_BIN_EXE_callwaiting");

/// A command that has ended.
pub(crate) struct Ended {
    pub(crate) code: i32,
    pub(crate) out: String,
}

impl Ended {
    pub(crate) fn json(&self) -> Value {
        assert_eq!(self.code, 0, "{}", self.out);
        serde_json::from_str(&self.out).unwrap()
    }
}

/// Runs a command to its end.
pub(crate) fn run(arguments: &[&str]) -> Ended {
    let ended = Command::new(PROGRAM)
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let out = String::from_utf8(ended.stdout).unwrap();
    Ended {
        code: ended.status.code().unwrap_or(-1),
        out,
    }
}

/// A serving appliance.
pub(crate) struct Program(Option<Child>);

impl Program {
    /// Starts it and waits for its line.
    pub(crate) fn serve(data: &Path, more: &[&str]) -> (Self, Value) {
        let mut command = Command::new(PROGRAM);
        command
            .args(["serve", "--data", data.to_str().unwrap()])
            .args(more);
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        (Self(Some(child)), serde_json::from_str(&line).unwrap())
    }

    /// Asks it to stop and waits; it must end well.
    pub(crate) fn stop(mut self) {
        let mut child = self.0.take().unwrap();
        if cfg!(unix) {
            Command::new("kill")
                .args(["-TERM", &child.id().to_string()])
                .status()
                .unwrap();
            assert!(child.wait().unwrap().success());
        } else {
            child.kill().unwrap();
            child.wait().unwrap();
        }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        if let Some(mut child) = self.0.take() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// Opens a path and leaves the answer unread.
pub(crate) fn open(base: &str, path: &str, token: Option<&str>) -> TcpStream {
    let host = base.strip_prefix("http://").unwrap();
    let mut stream = TcpStream::connect(host).unwrap();
    let token = token
        .map(|token| format!("Authorization: Bearer {token}\r\n"))
        .unwrap_or_default();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {host}\r\n{token}\r\n").unwrap();
    // The head has arrived when its first byte has.
    stream.peek(&mut [0]).unwrap();
    stream
}

/// Asks for a path and reads the JSON that comes.
pub(crate) fn get(base: &str, path: &str, token: Option<&str>) -> (u16, Value) {
    let mut reader = BufReader::new(open(base, path, token));
    let (mut status, mut length, mut line) = (String::new(), 0, String::new());
    reader.read_line(&mut status).unwrap();
    while reader.read_line(&mut line).unwrap() > 2 {
        if let Some(given) = line.to_lowercase().strip_prefix("content-length:") {
            length = given.trim().parse().unwrap();
        }
        line.clear();
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    (
        status.split(' ').nth(1).unwrap().parse().unwrap(),
        serde_json::from_slice(&body).unwrap(),
    )
}
