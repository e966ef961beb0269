//! Reads server-sent events out of a stream of bytes, however it is cut.
//!
//! As the standard has it (HTML, "Server-sent events"), without `retry`: who reads here decides that for itself.

use serde::Serialize;

/// One event.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub(crate) struct Event {
    /// The cursor after it, when it has one.
    pub(crate) id: Option<String>,
    /// Its name.
    pub(crate) event: String,
    /// Its data, JSON text.
    pub(crate) data: String,
}

/// What has been read and is not yet an event.
#[derive(Default)]
pub(crate) struct Reader {
    bytes: Vec<u8>,
    event: Event,
}

impl Reader {
    /// The events that are whole after these bytes.
    pub(crate) fn read(&mut self, bytes: &[u8]) -> Vec<Event> {
        self.bytes.extend_from_slice(bytes);
        let mut events = Vec::new();
        while let Some(end) = self.bytes.iter().position(|byte| *byte == b'\n') {
            let line: Vec<u8> = self.bytes.drain(..=end).collect();
            events.extend(self.line(String::from_utf8_lossy(&line).trim_end_matches(['\r', '\n'])));
        }
        events
    }

    fn line(&mut self, line: &str) -> Option<Event> {
        let (field, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "id" => self.event.id = Some(value.to_owned()),
            "event" => value.clone_into(&mut self.event.event),
            "data" => {
                if !self.event.data.is_empty() {
                    self.event.data.push('\n');
                }
                self.event.data.push_str(value);
            }
            // The empty line after an event; a comment looks the same but has a colon.
            "" if line.is_empty() => {
                let whole = std::mem::take(&mut self.event);
                return (!whole.data.is_empty()).then_some(whole);
            }
            _ => {}
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STREAM: &str = "id: 7\nevent: hello\ndata: {\"cursor\":\"7\"}\n\n: still here\n\n\
                          event: call.partial\ndata: {\"text\":\"n\u{e4}chste\"}\n\nid: 8\r\nevent: needs.changed\r\ndata: {}\r\n\r\n";

    #[test]
    fn events_are_the_same_wherever_the_stream_is_cut() {
        let whole = Reader::default().read(STREAM.as_bytes());
        let of = |id: Option<&str>, event: &str, data: &str| Event {
            id: id.map(str::to_owned),
            event: event.to_owned(),
            data: data.to_owned(),
        };
        assert_eq!(
            whole,
            [
                of(Some("7"), "hello", "{\"cursor\":\"7\"}"),
                of(None, "call.partial", "{\"text\":\"n\u{e4}chste\"}"),
                of(Some("8"), "needs.changed", "{}"),
            ]
        );
        for size in 1..STREAM.len() {
            let mut reader = Reader::default();
            let cut: Vec<_> = STREAM
                .as_bytes()
                .chunks(size)
                .flat_map(|part| reader.read(part))
                .collect();
            assert_eq!(cut, whole, "in pieces of {size}");
        }
    }

    #[test]
    fn an_event_that_was_cut_off_is_not_one() {
        assert!(
            Reader::default()
                .read(b"id: 9\nevent: reset\ndata: {}\n")
                .is_empty()
        );
    }
}
