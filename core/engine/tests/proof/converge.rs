//! The news of one call in any order, with repeats, ends in the same story as in order.

use crate::support::*;
use callwaiting_domain::calls::{News, Speaker};
use callwaiting_domain::phi::PatientText;
use callwaiting_engine::calls::{self, Delivery, Report};
use callwaiting_engine::views;
use jiff::Timestamp;
use proptest::prelude::*;
use serde_json::{Value, json};

/// A report of a call that began at the test's hour.
pub(crate) fn report(practice: &Practice, reason: Option<&str>) -> Report {
    let start = practice.clinic.now();
    Report {
        started: Some(start),
        ended: Some(at_second(start, 95)),
        reason: reason.map(str::to_owned),
        turns: vec![
            said(Speaker::Voxanne, "Good day.", start),
            said(Speaker::Caller, "Lip filler, please.", at_second(start, 3)),
        ],
        summary: Some(PatientText::new("Asked about lip filler.")),
        cost: Some((410_000, "USD".into())),
    }
}

#[derive(Clone, Debug)]
enum News1 {
    Ring,
    Answered,
    Spoken(i64, Speaker, &'static str),
    /// How many turns, when, and whether the last was still being spoken.
    Conversation(usize, i64, bool),
    Stalled(i64),
    Tool(usize, &'static str, Value),
    Ended(Option<&'static str>),
    Report {
        reason: Option<&'static str>,
        turns: bool,
    },
}

const SAID: [(i64, Speaker, &str); 5] = [
    (2, Speaker::Voxanne, "Good day, how can I help?"),
    (
        6,
        Speaker::Caller,
        "My name is Joanna Whitfield, I'd like lip filler.",
    ),
    (11, Speaker::Voxanne, "Monday at nine?"),
    (15, Speaker::Caller, "Yes."),
    (19, Speaker::Caller, "Yes."),
];

/// What a call consists of: how many tools, whether the report has a transcript, whether there is a report and a
/// reason in it, and whether its beginning was heard of at all.
fn story(ending: Option<&'static str>, tools: usize, turns: bool, report: u8, began: bool) -> Vec<News1> {
    let mut all = if began {
        vec![News1::Ring, News1::Answered]
    } else {
        Vec::new()
    };
    all.extend(SAID.iter().map(|(s, who, text)| News1::Spoken(*s, *who, text)));
    all.extend([
        News1::Conversation(1, 4, false),
        News1::Conversation(2, 7, true),
        News1::Conversation(2, 8, false),
        News1::Conversation(4, 15, true),
        News1::Conversation(4, 16, false),
        News1::Stalled(9),
    ]);
    let asks = [
        (
            "find_slots",
            json!({ "procedure": "lip filler", "from": "2026-11-23" }),
        ),
        ("claim_slot", json!({ "slotId": "s1" })),
        ("confirm_booking", json!({ "name": "Joanna Whitfield" })),
        ("hand_over", json!({ "reason": "parking" })),
    ];
    all.extend(
        asks.into_iter()
            .take(tools)
            .enumerate()
            .map(|(n, (tool, arguments))| News1::Tool(n, tool, arguments)),
    );
    all.push(News1::Ended(ending));
    if report > 0 {
        all.push(News1::Report {
            reason: if report == 1 { None } else { ending },
            turns,
        });
    }
    all
}

fn deliver(practice: &Practice, start: Timestamp, news: &News1) {
    let line = practice.line("call", Some("+447700900412"));
    let at = |s: i64| at_second(start, s);
    let keyed = |kind: &'static str, rest: i64| Delivery {
        key: format!("{kind}:{rest}"),
        kind,
    };
    let turn = |n: usize| said(SAID[n].1, SAID[n].2, at(SAID[n].0));
    match news {
        News1::Ring => line.news("ringing", News::Ringing(at(0))),
        News1::Answered => line.news("in-progress", News::Answered(at(1))),
        News1::Spoken(second, who, text) => {
            practice
                .wait(calls::spoken(
                    &practice.clinic,
                    keyed("spoken", *second),
                    line.reference(at(*second)),
                    said(*who, text, at(*second)),
                ))
                .unwrap();
        }
        News1::Conversation(turns, second, cut) => {
            let mut turns: Vec<_> = (0..*turns).map(turn).collect();
            if let Some(last) = turns.last_mut().filter(|_| *cut) {
                last.text = PatientText::new("Y");
            }
            practice
                .wait(calls::conversation(
                    &practice.clinic,
                    keyed("conversation", *second),
                    line.reference(at(*second)),
                    turns,
                ))
                .unwrap();
        }
        News1::Stalled(second) => {
            practice
                .wait(calls::stalled(
                    &practice.clinic,
                    keyed("stalled", *second),
                    line.reference(at(*second)),
                ))
                .unwrap();
        }
        News1::Tool(n, tool, arguments) => {
            line.tool_as(&format!("tool-{n}"), tool, arguments.clone());
        }
        News1::Ended(reason) => line.news(
            "ended",
            News::Ended {
                at: at(31),
                reason: reason.map(str::to_owned),
            },
        ),
        News1::Report { reason, turns } => {
            let turns = if *turns {
                (0..SAID.len()).map(turn).collect()
            } else {
                Vec::new()
            };
            let told = Report {
                started: Some(at(0)),
                ended: Some(at(30)),
                reason: reason.map(str::to_owned),
                turns,
                summary: Some(PatientText::new("Joanna Whitfield rang from 07700 900412.")),
                cost: None,
            };
            let delivery = Some(Delivery {
                key: "report".into(),
                kind: "end-of-call-report",
            });
            practice
                .wait(calls::report(
                    &practice.clinic,
                    delivery,
                    line.reference(at(33)),
                    told,
                ))
                .unwrap();
        }
    }
}

/// Everything a person is shown, without the ids that differ from run to run.
fn shown(practice: &Practice) -> Value {
    let view = practice
        .wait(views::call(&practice.clinic, "call".into()))
        .unwrap();
    let mut value = serde_json::to_value(&view).unwrap();
    fn strip(value: &mut Value) {
        match value {
            Value::Object(map) => {
                for key in ["id", "contactId", "callId", "timeline"] {
                    map.remove(key);
                }
                map.values_mut().for_each(strip);
            }
            Value::Array(list) => list.iter_mut().for_each(strip),
            _ => {}
        }
    }
    strip(&mut value);
    let mut timeline: Vec<(String, String, String)> = view
        .timeline
        .into_iter()
        .map(|e| (e.at.to_string(), e.kind, e.text))
        .collect();
    timeline.sort();
    let needs: Vec<(String, String)> = practice
        .wait(views::needs(&practice.clinic))
        .unwrap()
        .into_iter()
        .map(|n| (n.kind, n.title))
        .collect();
    value["timeline"] = json!(timeline);
    value["needs"] = json!(needs);
    value
}

fn play(order: &[News1]) -> Value {
    let practice = Practice::open();
    let start = practice.clinic.now();
    // Every delivery comes long after it was sent, so that only what it says can matter and not when it came.
    practice.pass(40);
    for news in order {
        deliver(&practice, start, news);
    }
    shown(&practice)
}

/// Tools need their predecessors: the k-th in any order is the k-th.
fn in_tool_order(mut order: Vec<News1>) -> Vec<News1> {
    let mut tools: Vec<News1> = order
        .iter()
        .filter(|n| matches!(n, News1::Tool(..)))
        .cloned()
        .collect();
    tools.sort_by_key(|n| if let News1::Tool(n, ..) = n { *n } else { 0 });
    let mut tools = tools.into_iter();
    for place in order.iter_mut().filter(|n| matches!(n, News1::Tool(..))) {
        *place = tools.next().unwrap();
    }
    order
}

/// A shuffle and some repeats, each somewhere after its first.
fn shuffled(story: Vec<News1>, repeats: usize) -> impl Strategy<Value = Vec<News1>> {
    let len = story.len();
    (
        Just(story).prop_shuffle(),
        prop::collection::vec(
            (any::<prop::sample::Index>(), any::<prop::sample::Index>()),
            0..=repeats,
        ),
    )
        .prop_map(move |(order, repeats)| {
            let mut order = in_tool_order(order);
            for (what, place) in repeats {
                let from = what.index(len);
                let again = order[from].clone();
                let at = from + 1 + place.index(order.len() - from);
                order.insert(at, again);
            }
            order
        })
}

fn stories() -> impl Strategy<Value = (Vec<News1>, Vec<News1>)> {
    let ending = prop::sample::select(vec![
        None,
        Some("customer-ended-call"),
        Some("assistant-ended-call"),
        Some("call.in-progress.error-vapifault-worker-died"),
    ]);
    let rest = (0usize..5, any::<bool>(), 0u8..3, prop::bool::weighted(0.7));
    (ending, rest).prop_flat_map(|(ending, (tools, turns, report, began))| {
        let story = story(ending, tools, turns, report, began);
        (Just(story.clone()), shuffled(story, 8))
    })
}

/// What may differ when tools come after the end: they found the hold kept for later.
fn without_recovery(mut value: Value) -> Value {
    let timeline = value["timeline"].as_array_mut().unwrap();
    timeline.retain(|e| e[1] != "recovery_hold");
    if let Some(appointment) = value["appointment"].as_object_mut() {
        appointment.remove("wonBack");
    }
    // Whether somebody must ring back is decided at the end and not taken back.
    value["needs"]
        .as_array_mut()
        .unwrap()
        .retain(|n| n[0] != "callback");
    value
}

proptest! {
    #![proptest_config(cases(40))]

    #[test]
    fn any_order_with_repeats_ends_in_the_same_story((story, order) in stories()) {
        prop_assert_eq!(without_recovery(play(&story)), without_recovery(play(&order)));
    }

    /// The same without that allowance, for what the provider really reorders: everything but the tools, which
    /// are asked and answered while the call goes on.
    #[test]
    fn any_order_of_all_but_the_tools_ends_in_exactly_the_same_story((story, order) in stories()) {
        let tools = order.iter().filter(|n| matches!(n, News1::Tool(..))).cloned();
        let rest = order.iter().filter(|n| !matches!(n, News1::Tool(..))).cloned();
        let order: Vec<News1> = tools.chain(rest).collect();
        prop_assert_eq!(play(&story), play(&order));
    }
}

#[test]
fn a_late_word_on_a_fault_still_asks_for_a_call_back_and_only_once() {
    let practice = Practice::open();
    let line = practice.answered("call", Some("+447700900412"));
    line.news(
        "ended",
        News::Ended {
            at: practice.clinic.now(),
            reason: None,
        },
    );
    let needs = || practice.wait(views::needs(&practice.clinic)).unwrap();
    assert_eq!(needs().len(), 0);
    line.report(
        "first",
        report(&practice, Some("call.in-progress.error-vapifault-worker-died")),
    );
    assert_eq!(
        needs().iter().map(|n| n.title.as_str()).collect::<Vec<_>>(),
        ["The call was cut off"]
    );
    practice
        .wait(callwaiting_engine::needs::done(
            &practice.clinic,
            needs()[0].id.clone(),
            &desk(),
        ))
        .unwrap();
    line.report(
        "second",
        report(&practice, Some("call.in-progress.error-vapifault-worker-died")),
    );
    assert_eq!(needs().len(), 0, "what was done came back");
}

#[test]
fn nothing_brings_an_ended_call_back_onto_the_line() {
    let practice = Practice::open();
    let line = practice.line("call", Some("+447700900412"));
    line.end("customer-ended-call");
    line.news("in-progress", News::Answered(practice.clinic.now()));
    line.news("ringing", News::Ringing(practice.clinic.now()));
    assert!(!line.view().summary.live);
    assert!(
        practice
            .wait(views::today(&practice.clinic))
            .unwrap()
            .live
            .is_empty()
    );
}

#[test]
fn the_story_survives_a_restart() {
    let mut practice = Practice::open();
    let start = practice.clinic.now();
    practice.pass(40);
    for news in story(Some("customer-ended-call"), 3, true, 2, true) {
        deliver(&practice, start, &news);
    }
    let before = shown(&practice);
    practice.reopen();
    assert_eq!(shown(&practice), before);
    for news in story(Some("customer-ended-call"), 3, true, 2, true) {
        deliver(&practice, start, &news);
    }
    assert_eq!(shown(&practice), before);
}
