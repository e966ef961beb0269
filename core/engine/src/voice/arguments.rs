//! Reading a tool's arguments: whatever a model wrote, as text, or a sentence that says how to write it.

use super::run::ToolAnswer;
use callwaiting_domain::contact::ContactDetails;
use jiff::civil::{Date, Time};
use serde_json::{Map, Value};

/// The arguments of one tool call.
pub(super) struct Arguments<'a>(pub(super) &'a Map<String, Value>);

impl Arguments<'_> {
    /// A text that isn't blank; numbers and booleans are read as text.
    pub(super) fn text(&self, name: &str) -> Option<String> {
        let text = match self.0.get(name)? {
            Value::String(text) => text.trim().to_owned(),
            Value::Number(number) => number.to_string(),
            Value::Bool(yes) => yes.to_string(),
            _ => return None,
        };
        (!text.is_empty()).then_some(text)
    }

    /// A text that must be there.
    pub(super) fn required(&self, name: &str) -> Result<String, ToolAnswer> {
        self.text(name).ok_or_else(|| {
            ToolAnswer::no(format!(
                "{name} is missing. Ask the caller, then call this tool again with it."
            ))
        })
    }

    /// Whether a switch is on.
    pub(super) fn yes(&self, name: &str) -> bool {
        self.text(name)
            .is_some_and(|t| t.eq_ignore_ascii_case("true") || t.eq_ignore_ascii_case("yes"))
    }

    /// A date written year-month-day; a date with a time after it will do.
    pub(super) fn date(&self, name: &str) -> Result<Option<Date>, ToolAnswer> {
        let Some(text) = self.text(name) else {
            return Ok(None);
        };
        let day = text.get(..10).unwrap_or(&text);
        day.parse()
            .map(Some)
            .map_err(|_| ToolAnswer::no(format!("{name} must be a date written like 2026-11-26.")))
    }

    /// A time of day written hour:minute.
    pub(super) fn time(&self, name: &str) -> Result<Option<Time>, ToolAnswer> {
        let Some(text) = self.text(name) else {
            return Ok(None);
        };
        let padded = if text.len() == 4 && text.as_bytes().get(1) == Some(&b':') {
            format!("0{text}")
        } else {
            text
        };
        padded
            .parse()
            .map(Some)
            .map_err(|_| ToolAnswer::no(format!("{name} must be a time written like 14:30.")))
    }

    /// What the caller gave of themselves.
    pub(super) fn details(&self, country: &str, today: Date) -> Result<ContactDetails, ToolAnswer> {
        let text = |name| self.text(name);
        ContactDetails::parse(
            text("name").as_deref(),
            text("phone").as_deref(),
            text("email").as_deref(),
            text("dateOfBirth").as_deref(),
            country,
            today,
        )
        .map_err(|bad| ToolAnswer::no(format!("Not saved: {bad}. Ask the caller again.")))
    }
}
