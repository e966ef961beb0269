//! `redact`: what the redaction finds in lines of text, for whoever wants to measure it from outside.
//!
//! Reads a line, answers a line, keeps nothing. A line that can't be read is told by its number only: its words may be a
//! patient's. Deliberately absent: a clinic, so no names of its own that would stay readable.

use super::failure::Failure;
use super::out;
use callwaiting_domain::phi::PatientText;
use callwaiting_domain::redaction::{Context, Label, redact};
use clap::Args;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::io::{BufRead, Write};

#[derive(Args)]
#[command(
    after_help = "Reads {\"id\",\"text\"} lines and prints {\"id\",\"text\",\"spans\":[{\"start\",\"end\",\"label\"}]} lines;
offsets count Unicode scalar values of the original, the end is exclusive. Lines \"Agent: …\" and \"Caller: …\" within
a text are turns of one conversation.

Example:
  echo '{\"id\":\"1\",\"text\":\"my number is oh two oh seven nine four six oh one double two\"}' | callwaiting redact"
)]
pub(super) struct Redact {}

#[derive(Deserialize)]
struct Asked {
    id: Value,
    text: String,
}

#[derive(Serialize)]
struct Answer<'a> {
    id: &'a Value,
    text: &'a str,
    spans: Vec<Span>,
}

#[derive(Serialize)]
struct Span {
    start: usize,
    end: usize,
    label: Label,
}

impl Redact {
    pub(super) fn run(self) -> Result<(), Failure> {
        let bad = answer_all(std::io::stdin().lock(), std::io::stdout().lock(), out::complain)
            .map_err(|error| Failure::other(format!("Could not read or print: {error}")))?;
        match bad {
            0 => Ok(()),
            bad => Err(Failure::value(format!("{bad} of the lines could not be read."))),
        }
    }
}

/// Answers every line that can be read; how many could not.
fn answer_all(
    mut lines: impl BufRead,
    mut out: impl Write,
    complain: impl Fn(&str),
) -> std::io::Result<usize> {
    let (mut line, mut number, mut bad) = (Vec::new(), 0_usize, 0);
    let context = Context::default();
    while lines.read_until(b'\n', &mut line)? > 0 {
        number += 1;
        if !line.trim_ascii().is_empty() {
            match serde_json::from_slice::<Asked>(&line) {
                Ok(asked) => {
                    let answer = answer(asked, &context)?;
                    let written = out.write_all(&answer).and_then(|()| out.flush());
                    match written {
                        // A reader that has gone away is no reason to fail.
                        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => return Ok(bad),
                        other => other?,
                    }
                }
                Err(_) => {
                    bad += 1;
                    complain(&format!(
                        "line {number} is no JSON object with \"id\" and \"text\""
                    ));
                }
            }
        }
        line.clear();
    }
    Ok(bad)
}

/// One answer, as a line.
fn answer(asked: Asked, context: &Context) -> std::io::Result<Vec<u8>> {
    let text = PatientText::new(asked.text);
    let done = redact(&text, context);
    let (mut at, mut scalars) = (0, 0);
    let mut scalar = |byte: usize| {
        scalars += text.expose().get(at..byte).map_or(0, |part| part.chars().count());
        at = byte;
        scalars
    };
    let spans = done
        .findings
        .iter()
        .map(|f| Span {
            start: scalar(f.start),
            end: scalar(f.end),
            label: f.label,
        })
        .collect();
    let mut line = serde_json::to_vec(&Answer {
        id: &asked.id,
        text: done.text.get(),
        spans,
    })?;
    line.push(b'\n');
    Ok(line)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::RefCell;

    #[test]
    fn every_line_that_can_be_read_is_answered_and_others_are_told_by_number() {
        let asked = "{\"id\":1,\"text\":\"é 07700 900123\"}\nnot json of Amelia\n\n{\"id\":\"b\",\"text\":\"hello\"}\n";
        let told = RefCell::new(Vec::new());
        let mut out = Vec::new();
        let bad = answer_all(asked.as_bytes(), &mut out, |text| {
            told.borrow_mut().push(text.to_owned());
        })
        .unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "{\"id\":1,\"text\":\"é [REDACTED_PHONE]\",\"spans\":[{\"start\":2,\"end\":14,\"label\":\"PHONE\"}]}\n\
             {\"id\":\"b\",\"text\":\"hello\",\"spans\":[]}\n"
        );
        assert_eq!((bad, told.borrow().len()), (1, 1));
        assert!(told.borrow()[0].starts_with("line 2 ") && !told.borrow()[0].contains("Amelia"));
    }
}
