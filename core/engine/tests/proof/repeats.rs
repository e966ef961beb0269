//! Tools used again: under the same id, at the same moment, under another id, for the fifth time; and what a
//! call's activity, or its end, does to the time it holds.

use super::tools::{CALLER, lips, says};
use crate::support::*;
use callwaiting_engine::views;
use callwaiting_engine::voice::{TOOLS, ToolAnswer};
use jiff::SignedDuration;
use serde_json::json;

#[test]
fn a_repeated_tool_call_gets_the_identical_answer_and_happens_once() {
    let practice = Practice::open();
    let line = practice.answered("call", CALLER);
    let asks = [
        ("find_slots", lips()),
        ("claim_slot", json!({ "slotId": "s1" })),
        ("confirm_booking", json!({ "name": "Joanna Whitfield" })),
        ("save_caller", json!({ "email": "joanna@example.com" })),
        ("hand_over", json!({ "reason": "a question about parking" })),
        ("release_slot", json!({})),
        ("cancel_appointment", json!({})),
        ("claim_slot", json!({})),
    ];
    for (n, (tool, arguments)) in asks.into_iter().enumerate() {
        let id = format!("id-{n}");
        let first = line.tool_as(&id, tool, arguments.clone());
        let before = practice.count("SELECT count(*) FROM call_event");
        practice.pass(5);
        for _ in 0..6 {
            assert_eq!(line.tool_as(&id, tool, arguments.clone()), first);
        }
        assert_eq!(
            practice.count("SELECT count(*) FROM call_event"),
            before,
            "{tool} happened again"
        );
    }
    assert_eq!(practice.count("SELECT count(*) FROM appointment"), 1);
    assert_eq!(practice.count("SELECT count(*) FROM need"), 1);
}

#[test]
fn twins_of_one_tool_call_at_once_get_one_answer() {
    let practice = Practice::open();
    let line = practice.answered("call", CALLER);
    for (id, tool, arguments) in [
        ("a", "find_slots", lips()),
        ("b", "claim_slot", json!({ "slotId": "s1" })),
        ("c", "confirm_booking", json!({ "name": "Joanna Whitfield" })),
    ] {
        let tasks: Vec<_> = (0..8)
            .map(|_| {
                let (clinic, reference) = (practice.clinic.clone(), line.reference(practice.clinic.now()));
                let ask = callwaiting_engine::voice::ToolAsk {
                    id: id.into(),
                    tool: tool.into(),
                    arguments: arguments.as_object().cloned(),
                };
                practice.runtime.spawn(async move {
                    callwaiting_engine::voice::run(&clinic, reference, ask)
                        .await
                        .unwrap()
                })
            })
            .collect();
        let answers: Vec<ToolAnswer> = tasks.into_iter().map(|t| practice.wait(t).unwrap()).collect();
        assert!(answers.iter().all(|a| a.ok && *a == answers[0]), "{answers:?}");
    }
    assert_eq!(practice.count("SELECT count(*) FROM appointment"), 1);
}

#[test]
fn the_same_confirmation_under_another_id_is_the_same_booking() {
    let practice = Practice::open();
    let line = practice.answered("call", CALLER);
    let found = line.tool("find_slots", lips());
    let slots = slot_ids(&found.text);
    let slots = [&slots[0], &slots[3]];
    for slot in slots {
        line.tool("claim_slot", json!({ "slotId": slot }));
        says(
            &line.tool(
                "confirm_booking",
                json!({ "slotId": slot, "name": "Joanna Whitfield" }),
            ),
            true,
            "Booked: ",
        );
    }
    // The latest, without naming it; then both, by name.
    says(
        &line.tool("confirm_booking", json!({ "name": "Joanna Whitfield" })),
        true,
        "Booked already: ",
    );
    for slot in slots {
        says(
            &line.tool(
                "confirm_booking",
                json!({ "slotId": slot, "name": "Joanna Whitfield", "again": true }),
            ),
            true,
            "Booked already: ",
        );
    }
    assert_eq!(practice.count("SELECT count(*) FROM appointment"), 2);
}

#[test]
fn the_fifth_identical_call_ends_the_loop() {
    let practice = Practice::open();
    let line = practice.answered("call", CALLER);
    for _ in 0..4 {
        says(
            &line.tool("claim_slot", json!({ "slotId": "s7" })),
            false,
            "was not offered",
        );
    }
    says(
        &line.tool("claim_slot", json!({ "slotId": "s8" })),
        false,
        "was not offered",
    );
    for _ in 0..2 {
        says(
            &line.tool("claim_slot", json!({ "slotId": "s7" })),
            false,
            "Stop: this has been tried five times",
        );
    }
    let needs = practice.wait(views::needs(&practice.clinic)).unwrap();
    assert_eq!(
        needs.iter().map(|n| n.kind.as_str()).collect::<Vec<_>>(),
        ["tool_trouble"]
    );
    // Another call starts afresh.
    says(
        &practice
            .answered("other", CALLER)
            .tool("claim_slot", json!({ "slotId": "s7" })),
        false,
        "was not offered",
    );
}

#[test]
fn every_tool_call_renews_the_hold_and_a_silent_call_loses_it() {
    let practice = Practice::open();
    let line = practice.answered("call", CALLER);
    let slot = line.find(lips());
    line.tool("claim_slot", json!({ "slotId": slot }));
    let held = line.view().hold.unwrap();
    for (n, tool) in TOOLS
        .iter()
        .filter(|t| !["release_slot", "confirm_booking"].contains(*t))
        .enumerate()
    {
        practice.pass(80);
        line.tool(tool, json!({ "n": n }));
        let renewed = line
            .view()
            .hold
            .unwrap_or_else(|| panic!("{tool} did not renew the hold"));
        assert_eq!(renewed.id, held.id);
        assert_eq!(
            renewed.expires_at,
            practice
                .clinic
                .now()
                .checked_add(SignedDuration::from_secs(90))
                .unwrap(),
            "{tool}"
        );
    }
    // Another call's tools don't.
    practice.pass(80);
    practice
        .answered("other", Some("+447700900413"))
        .tool("find_slots", lips());
    practice.pass(10);
    assert!(line.view().hold.is_none());
    assert!(practice.claim(NURSE, LIPS, held.start).is_ok());
}

#[test]
fn a_call_that_ends_keeps_its_time_for_half_an_hour() {
    let practice = Practice::open();
    let line = practice.answered("call", CALLER);
    let slot = line.find(lips());
    line.tool("claim_slot", json!({ "slotId": slot }));
    practice.pass(30);
    line.end("customer-ended-call");
    let view = line.view();
    assert_eq!(
        (view.summary.status, view.summary.outcome),
        ("abandoned", Some("abandoned"))
    );
    let hold = view.hold.unwrap();
    assert_eq!((hold.kind, hold.live), ("recovery", false));
    assert_eq!(
        hold.expires_at,
        practice
            .clinic
            .now()
            .checked_add(SignedDuration::from_secs(1800))
            .unwrap()
    );
    practice.pass(1799);
    refused(practice.claim(NURSE, LIPS, hold.start));
    practice.pass(1);
    assert!(practice.claim(NURSE, LIPS, hold.start).is_ok());
}

#[test]
fn nothing_is_kept_for_a_caller_who_can_not_be_texted() {
    let practice = Practice::open();
    let withheld = practice.answered("withheld", None);
    let slot = withheld.find(lips());
    withheld.tool("claim_slot", json!({ "slotId": slot }));
    withheld.end("customer-ended-call");
    assert!(withheld.view().hold.is_none());
    let line = practice.answered("unwilling", CALLER);
    let slot = line.find(lips());
    line.tool("save_caller", json!({ "name": "Joanna Whitfield" }));
    line.tool("claim_slot", json!({ "slotId": slot }));
    practice
        .raw_write(|tx| tx.execute("UPDATE contact SET do_not_contact = 1", []))
        .unwrap();
    line.end("customer-ended-call");
    assert!(line.view().hold.is_none());
    assert_eq!(practice.count("SELECT count(*) FROM occupancy"), 0);
}

#[test]
fn times_that_were_offered_after_the_end_still_count_as_offered() {
    let practice = Practice::open();
    let line = practice.answered("call", CALLER);
    line.end("customer-ended-call");
    assert_eq!(line.view().summary.outcome, Some("enquiry"));
    line.tool("find_slots", lips());
    assert_eq!(line.view().summary.outcome, Some("abandoned"));
}
