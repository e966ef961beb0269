//! Plays a scenario: every call on its own line, all at the same time, in one task.
//!
//! Dropping the future stops the play. Deliberately absent: looking at the appliance afterwards; whoever plays
//! compares [`super::scenario::Expected`] with what the API says.

mod offers;
mod words;

use super::{
    pace::Pace,
    scenario::{Expected, Scenario, ScenarioCall, Step, ToolExpectation, TransferExpectation},
    seed::Seed,
    target::Target,
    vapi::{Caller, Line, LineSettings, Opening, ToolReply, Trouble, Violation},
};
use callwaiting_domain::ports::Clock;
use serde_json::{Map, Value};
use std::{
    collections::{BTreeMap, HashMap},
    future::Future,
    pin::Pin,
    sync::Mutex,
    time::Duration,
};
use tokio::sync::Barrier;

pub use offers::{OfferedSlot, offered_slots};
use words::Words;

/// What came of a scenario.
#[derive(Debug, Clone)]
pub struct Played {
    /// Its calls, in the scenario's order.
    pub calls: Vec<PlayedCall>,
    /// What broke the vendor's rules or the scenario's expectations. Empty means that all went well.
    pub violations: Vec<Violation>,
}

/// What came of one call.
#[derive(Debug, Clone)]
pub struct PlayedCall {
    /// The provider's id.
    pub provider_call_id: String,
    /// Every tool call and its answer.
    pub tools: Vec<PlayedTool>,
    /// How the call should stand now.
    pub expected: Expected,
}

/// A tool call and its answer.
#[derive(Debug, Clone)]
pub struct PlayedTool {
    /// The tool.
    pub name: String,
    /// What it was given.
    pub arguments: Value,
    /// What came back.
    pub reply: ToolReply,
    /// How long the answer took.
    pub took: Duration,
}

/// The provider's ids of a scenario's calls for a seed, before anything is played. A seed is for one play: a
/// second play with it is the same calls again.
pub fn provider_call_ids(scenario: &Scenario, seed: u64) -> Vec<String> {
    (0..scenario.calls.len())
        .map(|at| Line::call_id_of(&call_seed(seed, at)))
        .collect()
}

fn call_seed(seed: u64, at: usize) -> Seed {
    Seed::new(seed).part(u64::try_from(at).unwrap_or_default())
}

/// Plays a scenario against a clinic.
pub async fn play(
    scenario: &Scenario,
    target: &Target,
    pace: &dyn Pace,
    clock: &dyn Clock,
    seed: u64,
) -> Played {
    let stage = Stage {
        target,
        pace,
        clock,
        meetings: meetings(scenario),
        races: Mutex::default(),
    };
    let calls = scenario
        .calls
        .iter()
        .enumerate()
        .map(|(at, call)| stage.play_call(call, call_seed(seed, at)));
    let (calls, violations): (Vec<_>, Vec<_>) = futures::future::join_all(calls).await.into_iter().unzip();
    let mut violations = violations.concat();
    let races = stage
        .races
        .into_inner()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    for (tool, (won, of)) in races {
        if won != 1 {
            violations.push(Violation::new(
                tool,
                format!("{won} of {of} won where one should"),
            ));
        }
    }
    Played { calls, violations }
}

struct Stage<'a> {
    target: &'a Target,
    pace: &'a dyn Pace,
    clock: &'a dyn Clock,
    meetings: HashMap<String, Barrier>,
    /// Tool name: how many won, of how many.
    races: Mutex<BTreeMap<String, (u32, u32)>>,
}

/// One barrier for each place where calls meet.
fn meetings(scenario: &Scenario) -> HashMap<String, Barrier> {
    let mut sizes: HashMap<String, usize> = HashMap::new();
    for call in &scenario.calls {
        for step in &call.steps {
            if let Step::Meet { at } = step {
                *sizes.entry(at.clone()).or_default() += 1;
            }
        }
    }
    sizes
        .into_iter()
        .map(|(at, size)| (at, Barrier::new(size)))
        .collect()
}

/// What a call remembers from step to step.
struct Memory<'a> {
    line: Line<'a>,
    words: Words,
    tools: Vec<PlayedTool>,
    violations: Vec<Violation>,
}

impl Stage<'_> {
    async fn play_call(&self, call: &ScenarioCall, mut seed: Seed) -> (PlayedCall, Vec<Violation>) {
        let provider_call_id = Line::call_id_of(&seed);
        let mut played = PlayedCall {
            provider_call_id,
            tools: Vec::new(),
            expected: call.expect.clone(),
        };
        let trouble = Trouble {
            duplicated: call.trouble.duplicated,
            late: call.trouble.late,
            lost: 0,
            repeated_tools: call.trouble.repeated_tools,
        };
        let caller = Caller {
            phone: words::phone(&call.caller.phone, &mut seed.part(7)),
        };
        let settings = LineSettings {
            trouble,
            ..LineSettings::default()
        };
        self.pace.wait(Duration::from_millis(call.starts_after_ms)).await;
        let line = match Line::dial(
            self.target,
            &caller,
            settings,
            self.pace,
            self.clock,
            seed.clone(),
        ) {
            Ok(line) => line,
            Err(violation) => return (played, vec![violation]),
        };
        seed.number();
        let today = self.clock.now().to_zoned(self.target.zone.clone()).date();
        let mut memory = Memory {
            line,
            words: Words::new(today),
            tools: Vec::new(),
            violations: Vec::new(),
        };
        let taken = !call.asks_who_answers || memory.line.ask_who_answers().await == Opening::Assistant;
        if taken {
            memory.line.pick_up().await;
            self.run(&mut memory, &call.steps).await;
        }
        played.tools = memory.tools;
        let mut violations = memory.line.violations().to_vec();
        violations.extend(memory.violations);
        (played, violations)
    }

    /// Boxed, because the steps after an error are run from within.
    fn run<'f>(
        &'f self,
        memory: &'f mut Memory<'_>,
        steps: &'f [Step],
    ) -> Pin<Box<dyn Future<Output = ()> + Send + 'f>> {
        Box::pin(async move {
            for step in steps {
                self.step(memory, step).await;
            }
        })
    }

    async fn step(&self, memory: &mut Memory<'_>, step: &Step) {
        match step {
            Step::Agent { says } => {
                let text = memory.fill(says);
                memory.line.agent_says(&text).await;
            }
            Step::Caller { says, partials } => {
                let text = memory.fill(says);
                memory.line.caller_says(&text, partials).await;
            }
            Step::Tool {
                name,
                with,
                expect,
                contains,
                or_else,
            } => {
                let reply = self.tool(memory, name, with, *expect, contains).await;
                if matches!(reply, ToolReply::Error(_)) {
                    self.run(memory, or_else).await;
                }
            }
            Step::Meet { at } => {
                if let Some(barrier) = self.meetings.get(at) {
                    barrier.wait().await;
                }
            }
            Step::Pause { ms } => memory.line.pause(Duration::from_millis(*ms)).await,
            Step::Stalled => memory.line.stalled().await,
            Step::Interrupted => memory.line.interrupted().await,
            Step::Transfer { expect } => {
                let destination = memory.line.ask_where_to_transfer().await;
                if *expect == TransferExpectation::Destination && destination.is_none() {
                    memory
                        .violations
                        .push(Violation::new("transfer", "no destination came back"));
                }
            }
            Step::HangUp { reason } => memory.line.hang_up(reason).await,
        }
    }

    async fn tool(
        &self,
        memory: &mut Memory<'_>,
        name: &str,
        with: &Map<String, Value>,
        expect: ToolExpectation,
        contains: &[String],
    ) -> ToolReply {
        let arguments = memory.fill_all(with);
        let asked = self.clock.now();
        let reply = memory.line.tool(name, &arguments).await;
        let took = Duration::try_from(self.clock.now().duration_since(asked)).unwrap_or_default();
        memory.words.heard(name, &arguments, &reply);
        if expect == ToolExpectation::WonByOne {
            let mut races = self
                .races
                .lock()
                .unwrap_or_else(std::sync::PoisonError::into_inner);
            let (won, of) = races.entry(name.to_owned()).or_default();
            *won += u32::from(reply.is_ok());
            *of += 1;
        }
        let fits = match expect {
            ToolExpectation::Ok => reply.is_ok(),
            ToolExpectation::Error => matches!(reply, ToolReply::Error(_)),
            ToolExpectation::Either | ToolExpectation::WonByOne => reply != ToolReply::Nothing,
        };
        if !fits {
            let came = match reply {
                ToolReply::Result(_) => "a result",
                ToolReply::Error(_) => "an error",
                ToolReply::Nothing => "nothing",
            };
            memory
                .violations
                .push(Violation::new(name, format!("{came} came back")));
        }
        let lower = reply.text().to_lowercase();
        for missing in contains
            .iter()
            .filter(|words| !lower.contains(&words.to_lowercase()))
        {
            memory
                .violations
                .push(Violation::new(name, format!("the answer lacks \"{missing}\"")));
        }
        memory.tools.push(PlayedTool {
            name: name.to_owned(),
            arguments,
            reply: reply.clone(),
            took,
        });
        reply
    }
}

impl Memory<'_> {
    fn fill(&mut self, text: &str) -> String {
        self.words.fill(text).unwrap_or_else(|missing| {
            self.violations.push(Violation::new(
                "scenario",
                format!("nothing stands for {missing}"),
            ));
            text.to_owned()
        })
    }

    fn fill_all(&mut self, with: &Map<String, Value>) -> Value {
        let filled = |value: &Value, memory: &mut Self| match value {
            Value::String(text) => Value::String(memory.fill(text)),
            other => other.clone(),
        };
        Value::Object(
            with.iter()
                .map(|(key, value)| (key.clone(), filled(value, self)))
                .collect(),
        )
    }
}
