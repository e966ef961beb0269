//! Scenarios: practice calls as data, and those that come with the product.
//!
//! A scenario is a JSON object `{id, title, description, calls}`. Several calls ring at the same time. A call is
//! `{caller, steps, expect}` with optional `startsAfterMs`, `asksWhoAnswers` and `trouble`. Steps, by `do`:
//!
//! | `do` | fields | what happens |
//! |---|---|---|
//! | `agent` | `says` | the receptionist speaks |
//! | `caller` | `says`, `partials`? | the caller speaks; partials are heard on the way |
//! | `tool` | `name`, `with`, `expect`?, `contains`?, `orElse`? | the model calls a tool; after an error, `orElse` runs |
//! | `meet` | `at` | waits until every call of the scenario that meets there has come |
//! | `pause` | `ms` | nobody speaks |
//! | `stalled` | | the receptionist stalls |
//! | `interrupted` | | the caller speaks over her |
//! | `transfer` | `expect`? | the model asks where to pass the call on to |
//! | `hangUp` | `reason` | the call ends with one of Vapi's reasons |
//!
//! In texts and arguments, `{{slot:0}}` is the id of the first slot of the latest answer that listed some,
//! `{{when:0}}` its day and time as one says them, `{{with:0}}` its practitioner; `{{other:0}}` is the first slot
//! that is not the one claimed last; `{{said}}` the latest answer in full without its list of slots; `{{day:3}}` the
//! date of the third weekday from today, and `{{weekday:3}}` its name. A data file names no slot of its own.

use serde::Deserialize;
use serde_json::{Map, Value};
use std::sync::LazyLock;

/// A practice scenario.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Scenario {
    /// Its name on the command line.
    pub id: String,
    /// Its name in the window.
    pub title: String,
    /// What it shows, in one sentence.
    pub description: String,
    /// The calls; they ring at the same time.
    pub calls: Vec<ScenarioCall>,
}

/// One call of a scenario.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ScenarioCall {
    /// Who rings.
    pub caller: ScenarioCaller,
    /// Rings this many milliseconds after the others.
    #[serde(default)]
    pub starts_after_ms: u64,
    /// Whether the number that was dialled has no assistant of its own.
    #[serde(default)]
    pub asks_who_answers: bool,
    /// What goes wrong on the way, in per cent.
    #[serde(default)]
    pub trouble: ScenarioTrouble,
    /// What happens, in order.
    pub steps: Vec<Step>,
    /// How the call should stand afterwards.
    pub expect: Expected,
}

/// Who rings.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ScenarioCaller {
    /// In E.164, from a range that belongs to nobody. With `{n}` digits from the seed stand there, so that two
    /// plays are two callers.
    pub phone: String,
}

/// What goes wrong on the way, in per cent.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct ScenarioTrouble {
    /// Messages sent twice.
    pub duplicated: u8,
    /// Messages sent later than others that follow them.
    pub late: u8,
    /// Tool calls sent a second time.
    pub repeated_tools: u8,
}

/// One step; see the table above.
#[derive(Debug, Clone, Deserialize)]
#[serde(
    tag = "do",
    rename_all = "camelCase",
    rename_all_fields = "camelCase",
    deny_unknown_fields
)]
pub enum Step {
    /// The receptionist speaks.
    Agent {
        /// The words.
        says: String,
    },
    /// The caller speaks.
    Caller {
        /// The words.
        says: String,
        /// What the recogniser hears on the way.
        #[serde(default)]
        partials: Vec<String>,
    },
    /// The model calls a tool.
    Tool {
        /// The tool.
        name: String,
        /// Its arguments.
        #[serde(default)]
        with: Map<String, Value>,
        /// What should come back.
        #[serde(default)]
        expect: ToolExpectation,
        /// Words that the answer should contain, in any case.
        #[serde(default)]
        contains: Vec<String>,
        /// What happens after an error.
        #[serde(default)]
        or_else: Vec<Step>,
    },
    /// Waits for the other calls that meet here.
    Meet {
        /// The name of the meeting point.
        at: String,
    },
    /// Nobody speaks.
    Pause {
        /// For how long.
        ms: u64,
    },
    /// The receptionist stalls on a slow model.
    Stalled,
    /// The caller speaks over the receptionist.
    Interrupted,
    /// The model asks where to pass the call on to.
    Transfer {
        /// Whether a destination should come back.
        #[serde(default)]
        expect: TransferExpectation,
    },
    /// The call ends.
    HangUp {
        /// One of Vapi's `endedReason`s.
        reason: String,
    },
}

/// What a tool's answer should be.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ToolExpectation {
    /// A result.
    #[default]
    Ok,
    /// An error that can be said.
    Error,
    /// Either.
    Either,
    /// A result in exactly one of the scenario's calls that call this tool so; an error in the others.
    WonByOne,
}

/// What a request for a destination should bring.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum TransferExpectation {
    /// Either; a clinic may have nobody to pass a call on to.
    #[default]
    Either,
    /// A number.
    Destination,
}

/// How a call should stand after the scenario, in the API's words.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Expected {
    /// The call's status.
    pub status: String,
    /// The call's outcome.
    #[serde(default)]
    pub outcome: Option<String>,
    /// What was booked in it; `None` for nothing.
    #[serde(default)]
    pub appointment: Option<ExpectedAppointment>,
    /// The kind of note that a person finds under "needs you".
    #[serde(default)]
    pub needs_you: Option<String>,
}

/// What was booked.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ExpectedAppointment {
    /// The procedure's name.
    pub procedure: String,
    /// The practitioner's name, where the scenario settles it.
    #[serde(default)]
    pub practitioner: Option<String>,
    /// `booked` unless the caller cancels.
    #[serde(default = "booked")]
    pub status: String,
}

fn booked() -> String {
    "booked".to_owned()
}

/// Why a data file is no scenario.
#[derive(Debug, thiserror::Error)]
#[error("the scenario can't be read: {0}")]
pub struct ScenarioError(#[from] serde_json::Error);

impl Scenario {
    /// Reads a data file.
    ///
    /// # Errors
    /// Anything that the format doesn't know.
    pub fn read(text: &str) -> Result<Self, ScenarioError> {
        Ok(serde_json::from_str(text)?)
    }
}

macro_rules! embedded {
    ($($name:literal),* $(,)?) => {
        /// The data files that come with the product, in the order they are shown.
        const FILES: &[&str] = &[$(include_str!(concat!("../../scenarios/", $name, ".json"))),*];
    };
}

embedded![
    "booked",
    "hung-up-mid-booking",
    "price-only",
    "medical-question",
    "two-callers-one-slot",
    "emergency",
    "every-kind-of-personal-data",
    "other-clinics-practitioner",
    "moved",
    "cancelled",
    "late-and-duplicated",
    "asked-for-a-person",
];

/// The scenarios that come with the product, in the order they are shown.
pub fn scenarios() -> &'static [Scenario] {
    // A file that can't be read fails the tests before anybody misses it here.
    static ALL: LazyLock<Vec<Scenario>> = LazyLock::new(|| {
        FILES
            .iter()
            .filter_map(|text| Scenario::read(text).ok())
            .collect()
    });
    &ALL
}

/// The scenario of that name.
pub fn scenario(id: &str) -> Option<&'static Scenario> {
    scenarios().iter().find(|scenario| scenario.id == id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_a_scenario_with_its_own_name() {
        let mut names: Vec<String> = FILES
            .iter()
            .map(|text| Scenario::read(text).unwrap().id)
            .collect();
        assert_eq!(names.len(), scenarios().len());
        assert!(names.len() >= 8);
        names.sort();
        names.dedup();
        assert_eq!(names.len(), FILES.len());
    }

    #[test]
    fn callers_numbers_belong_to_nobody() {
        for scenario in scenarios() {
            for call in &scenario.calls {
                let phone = call.caller.phone.replace("{n}", "0");
                let drama = phone.starts_with("+447700900") && phone.len() <= 13;
                assert!(drama || phone.starts_with("+120255501"), "{phone}");
            }
        }
    }

    #[test]
    fn every_call_ends() {
        for scenario in scenarios() {
            for call in &scenario.calls {
                assert!(
                    matches!(call.steps.last(), Some(Step::HangUp { .. })),
                    "{}",
                    scenario.id
                );
            }
        }
    }

    #[test]
    fn an_unknown_field_is_refused() {
        let text = r#"{"id":"x","title":"x","description":"x","calls":[],"colour":"red"}"#;
        assert!(Scenario::read(text).is_err());
        assert!(serde_json::from_str::<Step>(r#"{"do":"pause","ms":1,"why":"x"}"#).is_err());
    }
}
