//! Reading one field at a time: strictly, or leniently with a note of what was passed over.
//!
//! A place is written out in full (`message.call.id`); its last segment is the key that is read.

use crate::vapi::error::WireError;
use jiff::Timestamp;
use serde_json::{Map, Number, Value};

pub(crate) type Object = Map<String, Value>;

/// Places of details that were passed over.
#[derive(Default)]
pub(crate) struct Notes(Vec<&'static str>);

impl Notes {
    pub(crate) fn odd(&mut self, path: &'static str) {
        if !self.0.contains(&path) {
            self.0.push(path);
        }
    }

    pub(crate) fn into_places(self) -> Vec<&'static str> {
        self.0
    }
}

pub(crate) fn json_error(error: &serde_json::Error) -> WireError {
    // serde_json has no category of its own for its bound on nesting.
    if error.to_string().starts_with("recursion limit exceeded") {
        WireError::TooDeep
    } else {
        WireError::NotJson
    }
}

fn get<'v>(from: &'v Object, path: &'static str) -> Option<&'v Value> {
    let key = path.rsplit('.').next().unwrap_or(path);
    from.get(key).filter(|value| !value.is_null())
}

pub(crate) fn need_text<'v>(from: &'v Object, path: &'static str) -> Result<&'v str, WireError> {
    get(from, path)
        .and_then(Value::as_str)
        .ok_or(WireError::WrongType { path })
}

pub(crate) fn as_object<'v>(value: &'v Value, path: &'static str) -> Result<&'v Object, WireError> {
    value.as_object().ok_or(WireError::WrongType { path })
}

/// An array that may be absent but may not be anything else.
pub(crate) fn list<'v>(from: &'v Object, path: &'static str) -> Result<&'v [Value], WireError> {
    match get(from, path) {
        None => Ok(&[]),
        Some(Value::Array(items)) => Ok(items),
        Some(_) => Err(WireError::WrongType { path }),
    }
}

pub(crate) fn object<'v>(from: &'v Object, path: &'static str, notes: &mut Notes) -> Option<&'v Object> {
    let value = get(from, path)?;
    value.as_object().or_else(|| {
        notes.odd(path);
        None
    })
}

pub(crate) fn lenient_list<'v>(
    from: &'v Object,
    path: &'static str,
    notes: &mut Notes,
) -> Option<&'v [Value]> {
    let value = get(from, path)?;
    value.as_array().map(Vec::as_slice).or_else(|| {
        notes.odd(path);
        None
    })
}

/// Text that is not empty.
pub(crate) fn text<'v>(from: &'v Object, path: &'static str, notes: &mut Notes) -> Option<&'v str> {
    let value = get(from, path)?;
    match value.as_str() {
        Some("") => None,
        Some(text) => Some(text),
        None => {
            notes.odd(path);
            None
        }
    }
}

/// A number, or text that holds one.
pub(crate) fn number(from: &Object, path: &'static str, notes: &mut Notes) -> Option<Number> {
    let read = match get(from, path)? {
        Value::Number(number) => Some(number.clone()),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    };
    if read.is_none() {
        notes.odd(path);
    }
    read
}

/// A moment: epoch milliseconds or seconds as number or text, or RFC 3339 text.
pub(crate) fn time(from: &Object, path: &'static str, notes: &mut Notes) -> Option<Timestamp> {
    let read = match get(from, path)? {
        Value::Number(number) => number.as_f64().and_then(from_epoch),
        Value::String(text) => match text.trim().parse::<f64>() {
            Ok(number) => from_epoch(number),
            Err(_) => text.trim().parse().ok().filter(|at| sane(*at)),
        },
        _ => None,
    };
    if read.is_none() {
        notes.odd(path);
    }
    read
}

/// Milliseconds from a number of seconds, where that is neither negative nor longer than a day.
pub(crate) fn millis_of_seconds(seconds: &Number) -> Option<u64> {
    let millis = seconds.as_f64()? * 1000.0;
    (0.0..=86_400_000.0)
        .contains(&millis)
        .then(|| millis.round() as u64)
}

/// Epoch seconds or milliseconds, whichever gives a moment between 2015 and 2100. The two ranges don't meet.
pub(crate) fn from_epoch(number: f64) -> Option<Timestamp> {
    let millis = if number.abs() < 1e11 {
        number * 1000.0
    } else {
        number
    };
    if !millis.is_finite() || millis.abs() > 1e14 {
        return None;
    }
    Timestamp::from_millisecond(millis.round() as i64)
        .ok()
        .filter(|at| sane(*at))
}

fn sane(at: Timestamp) -> bool {
    const FROM: i64 = 1_420_070_400; // 2015-01-01, before Vapi existed
    const TO: i64 = 4_102_444_800; // 2100-01-01
    (FROM..TO).contains(&at.as_second())
}
