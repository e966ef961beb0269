//! Money as whole minor units with a currency. No floats, and no conversion between currencies.

use serde::{Deserialize, Serialize};

/// An amount such as £380.00, kept as `38000 GBP`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Money {
    /// Pence, cents and the like.
    pub amount_minor: i64,
    /// ISO 4217, upper case.
    pub currency: String,
}

impl Money {
    /// The amount as a receptionist says it: "380 pounds", "49 pounds 50".
    pub fn spoken(&self) -> String {
        let (whole, rest) = (self.amount_minor / 100, self.amount_minor % 100);
        let unit = match self.currency.as_str() {
            "GBP" => "pounds",
            "EUR" => "euros",
            "USD" => "dollars",
            other => other,
        };
        if rest == 0 {
            format!("{whole} {unit}")
        } else {
            format!("{whole} {unit} {rest:02}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_spoken_without_decimals_when_whole() {
        let price = Money {
            amount_minor: 38_000,
            currency: "GBP".into(),
        };
        assert_eq!(price.spoken(), "380 pounds");
        let odd = Money {
            amount_minor: 4_950,
            currency: "EUR".into(),
        };
        assert_eq!(odd.spoken(), "49 euros 50");
    }
}
