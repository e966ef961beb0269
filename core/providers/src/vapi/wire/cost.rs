//! What a call cost, in millionths of a US dollar. No float is kept.
//!
//! serde_json has read the number as a double; its shortest text is the text that was sent for anything up
//! to 15 digits, and that text is what becomes an integer here.

use super::read::{self, Notes, Object};
use serde_json::{Number, Value};
use std::fmt;

/// An amount in millionths of a US dollar.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct UsdMicros(pub i64);

impl fmt::Display for UsdMicros {
    /// As a decimal number of dollars: "0.1042".
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, part) = (
            self.0.unsigned_abs() / 1_000_000,
            self.0.unsigned_abs() % 1_000_000,
        );
        let part = format!("{part:06}");
        let part = part.trim_end_matches('0');
        if part.is_empty() {
            write!(f, "{sign}{whole}")
        } else {
            write!(f, "{sign}{whole}.{part}")
        }
    }
}

impl UsdMicros {
    /// Reads a decimal number of dollars, with or without an exponent; rounds half up at the sixth decimal.
    /// `None` for anything else, for negative amounts and for more than a million dollars.
    pub fn from_decimal(text: &str) -> Option<Self> {
        let (mantissa, exponent) = match text.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
            None => (text, 0),
        };
        let (whole, part) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        if (whole.is_empty() && part.is_empty())
            || !whole.bytes().chain(part.bytes()).all(|b| b.is_ascii_digit())
        {
            return None;
        }
        let digits = format!("{whole}{part}");
        let digits = digits.trim_start_matches('0');
        // How many of the digits stand before the point once the unit is a millionth.
        let point = digits.len() as i64 - part.len() as i64 + i64::from(exponent) + 6;
        if digits.is_empty() || point < 0 {
            return Some(Self(0));
        }
        if point > 13 {
            return None;
        }
        let kept: String = digits
            .chars()
            .chain(std::iter::repeat('0'))
            .take(point as usize)
            .collect();
        let rounded = i64::from(
            digits
                .as_bytes()
                .get(point as usize)
                .is_some_and(|next| *next >= b'5'),
        );
        let micros = if kept.is_empty() {
            0
        } else {
            kept.parse::<i64>().ok()?
        };
        Some(Self(micros + rounded)).filter(|amount| amount.0 <= 1_000_000_000_000)
    }

    fn from_number(number: &Number) -> Option<Self> {
        Self::from_decimal(&number.to_string())
    }
}

/// What a call cost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cost {
    /// All of it.
    pub total: UsdMicros,
    /// What for: `transport`, `transcriber`, `model`, `voice`, `vapi`, `analysis:summary` and the like.
    /// One entry a purpose, in the order of first mention.
    pub parts: Vec<CostPart>,
}

/// One purpose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CostPart {
    /// What for.
    pub what: String,
    /// How much.
    pub amount: UsdMicros,
}

/// `cost` and `costs[]`, else `costBreakdown`, which is documented for the call object only.
pub(super) fn read(from: &Object, notes: &mut Notes) -> Option<Cost> {
    let mut parts = Parts(Vec::new());
    for entry in read::lenient_list(from, "report.costs", notes).unwrap_or_default() {
        let Some(entry) = entry.as_object() else { continue };
        let amount = read::number(entry, "report.costs.cost", notes)
            .as_ref()
            .and_then(UsdMicros::from_number);
        let what = read::text(entry, "report.costs.type", notes);
        if let (Some(what), Some(amount)) = (what, amount) {
            match read::text(entry, "report.costs.analysisType", notes) {
                Some(kind) => parts.add(format!("{what}:{kind}"), amount),
                None => parts.add(what.to_owned(), amount),
            }
        }
    }
    let breakdown = read::object(from, "report.costBreakdown", notes);
    if let Some(breakdown) = breakdown.filter(|_| parts.0.is_empty()) {
        parts.add_breakdown("", breakdown);
        if let Some(analysis) = read::object(breakdown, "report.costBreakdown.analysisCostBreakdown", notes) {
            parts.add_breakdown("analysis:", analysis);
        }
    }
    let total = read::number(from, "report.cost", notes)
        .or_else(|| read::number(breakdown?, "report.costBreakdown.total", notes))
        .as_ref()
        .and_then(UsdMicros::from_number);
    let sum = || UsdMicros(parts.0.iter().map(|part| part.amount.0).sum());
    let total = total.or_else(|| (!parts.0.is_empty()).then(sum))?;
    Some(Cost {
        total,
        parts: parts.0,
    })
}

struct Parts(Vec<CostPart>);

impl Parts {
    fn add(&mut self, what: String, amount: UsdMicros) {
        match self.0.iter_mut().find(|part| part.what == what) {
            Some(part) => part.amount.0 += amount.0,
            None => self.0.push(CostPart { what, amount }),
        }
    }

    /// Amounts only: counts of tokens and characters stand beside them.
    fn add_breakdown(&mut self, prefix: &str, from: &Object) {
        for (key, value) in from {
            let what = match key.as_str() {
                "total" => continue,
                "stt" => "transcriber",
                "llm" => "model",
                "tts" => "voice",
                key if key.ends_with("Tokens") || key.ends_with("Characters") => continue,
                key => key,
            };
            let amount = match value {
                Value::Number(number) => UsdMicros::from_number(number),
                _ => None,
            };
            if let Some(amount) = amount {
                self.add(format!("{prefix}{what}"), amount);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_become_millionths_exactly() {
        for (text, micros) in [
            ("0.1042", 104_200),
            ("0", 0),
            ("3", 3_000_000),
            ("0.0000004", 0),
            ("0.0000005", 1),
            ("0.0000015", 2),
            ("1e-4", 100),
            ("1.5E-6", 2),
            ("1.25e1", 12_500_000),
            (".5", 500_000),
            ("0.29999999999999999", 300_000),
        ] {
            assert_eq!(UsdMicros::from_decimal(text), Some(UsdMicros(micros)), "{text}");
        }
        for text in ["", ".", "-1", "1,5", "1e", "NaN", "1e99", "2000000"] {
            assert_eq!(UsdMicros::from_decimal(text), None, "{text}");
        }
    }

    #[test]
    fn amounts_print_as_dollars() {
        assert_eq!(UsdMicros(104_200).to_string(), "0.1042");
        assert_eq!(UsdMicros(3_000_000).to_string(), "3");
        assert_eq!(UsdMicros(-1).to_string(), "-0.000001");
    }
}
