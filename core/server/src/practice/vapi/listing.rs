//! `GET /call`: a bare array, newest first, bounded by times; there is no cursor.

use jiff::Timestamp;
use serde_json::Value;

/// What a list is asked for.
#[derive(Debug, Default)]
pub(super) struct Bounds {
    limit: Option<usize>,
    equal: Vec<(String, String)>,
    times: Vec<(&'static str, Comparison, Timestamp)>,
}

#[derive(Debug, Clone, Copy)]
enum Comparison {
    Gt,
    Lt,
    Ge,
    Le,
}

impl Bounds {
    pub(super) fn read(query: &[(String, String)]) -> Result<Self, &'static str> {
        let mut bounds = Self::default();
        for (key, value) in query {
            match key.as_str() {
                "limit" => {
                    let limit = value.parse().ok().filter(|limit| *limit <= 1000);
                    bounds.limit = Some(limit.ok_or("limit must not be greater than 1000")?);
                }
                "id" | "assistantId" | "phoneNumberId" => bounds.equal.push((key.clone(), value.clone())),
                _ => bounds.times.push(time_bound(key, value)?),
            }
        }
        Ok(bounds)
    }

    fn holds(&self, call: &Value) -> bool {
        let equal = self
            .equal
            .iter()
            .all(|(key, value)| call[key].as_str() == Some(value));
        equal
            && self.times.iter().all(|(key, comparison, bound)| {
                let at: Option<Timestamp> = call[*key].as_str().and_then(|text| text.parse().ok());
                at.is_some_and(|at| match comparison {
                    Comparison::Gt => at > *bound,
                    Comparison::Lt => at < *bound,
                    Comparison::Ge => at >= *bound,
                    Comparison::Le => at <= *bound,
                })
            })
    }
}

fn time_bound(key: &str, value: &str) -> Result<(&'static str, Comparison, Timestamp), &'static str> {
    let (field, rest) = if let Some(rest) = key.strip_prefix("createdAt") {
        ("createdAt", rest)
    } else if let Some(rest) = key.strip_prefix("updatedAt") {
        ("updatedAt", rest)
    } else {
        return Err("an unknown property was given");
    };
    let comparison = match rest {
        "Gt" => Comparison::Gt,
        "Lt" => Comparison::Lt,
        "Ge" => Comparison::Ge,
        "Le" => Comparison::Le,
        _ => return Err("an unknown property was given"),
    };
    let at = value
        .parse()
        .map_err(|_| "a time bound must be a valid ISO 8601 date string")?;
    Ok((field, comparison, at))
}

/// The calls within the bounds, at most 100 unless asked for more.
pub(super) fn newest_first(mut calls: Vec<Value>, bounds: &Bounds) -> Vec<Value> {
    calls.retain(|call| bounds.holds(call));
    calls.sort_by(|a, b| b["createdAt"].as_str().cmp(&a["createdAt"].as_str()));
    calls.truncate(bounds.limit.unwrap_or(100));
    calls
}
