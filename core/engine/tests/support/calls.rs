//! One telephone line to the clinic, with the verbs of the voice provider.

use super::Practice;
use callwaiting_domain::calls::{News, Speaker};
use callwaiting_domain::phi::PatientText;
use callwaiting_engine::Done;
use callwaiting_engine::calls::{self, CallRef, Delivery, Report, SpokenTurn};
use callwaiting_engine::views::{self, CallView};
use callwaiting_engine::voice::{self, ToolAnswer, ToolAsk};
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use std::sync::atomic::{AtomicU32, Ordering};

/// One call.
pub(crate) struct Line<'p> {
    practice: &'p Practice,
    pub(crate) id: String,
    pub(crate) number: Option<String>,
    asks: AtomicU32,
}

impl Practice {
    /// A call from a number; nothing of it has been heard yet.
    pub(crate) fn line(&self, id: &str, number: Option<&str>) -> Line<'_> {
        Line {
            practice: self,
            id: id.into(),
            number: number.map(str::to_owned),
            asks: AtomicU32::new(0),
        }
    }

    /// A call that has been answered.
    pub(crate) fn answered(&self, id: &str, number: Option<&str>) -> Line<'_> {
        let line = self.line(id, number);
        line.news("ringing", News::Ringing(self.clinic.now()));
        line.news("in-progress", News::Answered(self.clinic.now()));
        line
    }
}

impl Line<'_> {
    /// The call as a message of that moment names it.
    pub(crate) fn reference(&self, at: Timestamp) -> CallRef {
        CallRef {
            provider_call_id: self.id.clone(),
            number: self.number.as_deref().map(PatientText::new),
            inbound: true,
            at,
        }
    }

    pub(crate) fn news(&self, kind: &'static str, news: News) {
        let (News::Ringing(at)
        | News::Answered(at)
        | News::Ended { at, .. }
        | News::Reported { ended: at, .. }) = news;
        let delivery = Delivery {
            key: format!("{}:{kind}", self.id),
            kind,
        };
        self.practice
            .wait(calls::news(
                &self.practice.clinic,
                delivery,
                self.reference(at),
                news,
            ))
            .unwrap();
    }

    /// The line goes dead for that reason.
    pub(crate) fn end(&self, reason: &str) {
        self.news(
            "ended",
            News::Ended {
                at: self.practice.clinic.now(),
                reason: Some(reason.into()),
            },
        );
    }

    pub(crate) fn report(&self, key: &str, report: Report) {
        let delivery = Delivery {
            key: format!("{}:report:{key}", self.id),
            kind: "end-of-call-report",
        };
        let reference = self.reference(self.practice.clinic.now());
        self.practice
            .wait(calls::report(
                &self.practice.clinic,
                Some(delivery),
                reference,
                report,
            ))
            .unwrap();
    }

    /// The voice uses a tool, under a fresh id.
    pub(crate) fn tool(&self, tool: &str, arguments: Value) -> ToolAnswer {
        let id = format!("ask-{}", self.asks.fetch_add(1, Ordering::SeqCst));
        self.try_tool(&id, tool, arguments).unwrap()
    }

    /// The voice uses a tool under an id of its own.
    pub(crate) fn tool_as(&self, id: &str, tool: &str, arguments: Value) -> ToolAnswer {
        self.try_tool(id, tool, arguments).unwrap()
    }

    pub(crate) fn try_tool(&self, id: &str, tool: &str, arguments: Value) -> Done<ToolAnswer> {
        let ask = ToolAsk {
            id: id.into(),
            tool: tool.into(),
            arguments: arguments.as_object().cloned(),
        };
        self.practice.wait(voice::run(
            &self.practice.clinic,
            self.reference(self.practice.clinic.now()),
            ask,
        ))
    }

    /// Everything that a person is shown of the call.
    pub(crate) fn view(&self) -> CallView {
        self.practice
            .wait(views::call(&self.practice.clinic, self.id.clone()))
            .unwrap()
    }

    /// The call's id here.
    pub(crate) fn call_id(&self) -> String {
        self.view().summary.id
    }

    /// Finds times and says the first slot id.
    pub(crate) fn find(&self, arguments: Value) -> String {
        let answer = self.tool("find_slots", arguments);
        assert!(answer.ok, "{}", answer.text);
        slot_ids(&answer.text).first().unwrap().clone()
    }
}

/// The slot ids an answer offers.
pub(crate) fn slot_ids(text: &str) -> Vec<String> {
    let ids = text
        .split([' ', ';'])
        .filter_map(|word| word.split_once('='))
        .map(|(id, _)| id.to_owned());
    ids.filter(|id| id.starts_with('s')).collect()
}

/// That many seconds after another moment.
pub(crate) fn at_second(start: Timestamp, seconds: i64) -> Timestamp {
    start.checked_add(SignedDuration::from_secs(seconds)).unwrap()
}

/// One turn.
pub(crate) fn said(speaker: Speaker, text: &str, at: Timestamp) -> SpokenTurn {
    SpokenTurn {
        speaker,
        text: PatientText::new(text),
        at,
        seconds: None,
    }
}
