//! The eight tools of the voice: what each does, what each refuses, and that a repeat changes nothing.

use crate::support::*;
use callwaiting_engine::views;
use callwaiting_engine::voice::{TOOLS, ToolAnswer};
use jiff::SignedDuration;
use serde_json::json;

pub(super) const CALLER: Option<&str> = Some("+447700900412");

pub(super) fn lips() -> serde_json::Value {
    json!({ "procedure": "lip filler", "from": "2026-11-23" })
}

pub(super) fn says(answer: &ToolAnswer, ok: bool, part: &str) {
    assert!(
        answer.ok == ok && answer.text.contains(part),
        "wanted {ok} and {part:?}, got {answer:?}"
    );
}

#[test]
fn a_call_finds_claims_and_confirms() {
    let practice = Practice::open();
    let line = practice.answered("call", CALLER);
    let found = line.tool("find_slots", lips());
    says(
        &found,
        true,
        "s1=2026-11-23T09:00 (Monday 23 November at 9 am with Nurse Lindqvist)",
    );
    says(&found, true, "It costs from 280 pounds to 340 pounds.");
    assert!(!found.text.contains('\n'));
    says(
        &line.tool("claim_slot", json!({ "slotId": "s2" })),
        true,
        "Held for this caller: Lip filler on",
    );
    says(
        &line.tool("confirm_booking", json!({ "name": "Joanna Whitfield" })),
        true,
        "Booked: Lip filler on",
    );
    line.end("customer-ended-call");
    let view = line.view();
    assert_eq!(
        (view.summary.status, view.summary.outcome),
        ("completed", Some("booked"))
    );
    let booked = view.appointment.unwrap();
    assert_eq!(
        (booked.contact.name.as_str(), booked.confirmed_by.as_str()),
        ("Joanna Whitfield", "voxanne")
    );
    let kinds: Vec<&str> = view.timeline.iter().map(|e| e.kind.as_str()).collect();
    assert_eq!(kinds, ["answered", "offered", "held", "confirmed", "ended"]);
    assert_eq!(
        practice.count("SELECT count(*) FROM contact WHERE phone = '+447700900412'"),
        1
    );
}

#[test]
fn a_confirmation_that_names_its_slot_says_held_once() {
    let practice = Practice::open();
    let line = practice.answered("call", CALLER);
    let slot = line.find(lips());
    line.tool("claim_slot", json!({ "slotId": slot }));
    line.tool("claim_slot", json!({ "slotId": slot, "again": true }));
    says(
        &line.tool(
            "confirm_booking",
            json!({ "slotId": slot, "name": "Joanna Whitfield" }),
        ),
        true,
        "Booked:",
    );
    assert_eq!(
        line.view().timeline.iter().filter(|e| e.kind == "held").count(),
        1
    );
}

#[test]
fn a_confirmation_claims_by_itself_if_it_has_to() {
    let practice = Practice::open();
    let line = practice.answered("call", CALLER);
    let slot = line.find(lips());
    says(
        &line.tool(
            "confirm_booking",
            json!({ "slotId": slot, "name": "Joanna Whitfield" }),
        ),
        true,
        "Booked:",
    );
    let late = practice.answered("late", Some("+447700900413"));
    let slot = late.find(lips());
    late.tool("claim_slot", json!({ "slotId": slot }));
    practice.pass(200);
    says(
        &late.tool("confirm_booking", json!({ "name": "Test Person" })),
        true,
        "Booked:",
    );
}

#[test]
fn a_slot_is_known_only_in_the_call_in_which_it_was_offered() {
    let practice = Practice::open();
    let line = practice.answered("call", CALLER);
    let other = practice.answered("other", Some("+447700900413"));
    let slot = line.find(lips());
    for (tool, arguments) in [
        ("claim_slot", json!({ "slotId": slot })),
        (
            "confirm_booking",
            json!({ "slotId": slot, "name": "Test Person" }),
        ),
        ("move_appointment", json!({ "slotId": slot })),
        ("claim_slot", json!({ "slotId": "2026-11-23T10:00" })),
        ("claim_slot", json!({ "slotId": "s99" })),
    ] {
        says(
            &other.tool(tool, arguments),
            false,
            "was not offered in this call",
        );
    }
    assert_eq!(practice.count("SELECT count(*) FROM hold"), 0);
}

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
fn prices_come_from_the_catalogue_whatever_the_model_says() {
    let practice = Practice::open();
    let line = practice.answered("call", CALLER);
    let found = line.tool(
        "find_slots",
        json!({ "procedure": "lip filler", "price": "9 pounds", "from": "2026-11-24" }),
    );
    says(&found, true, "from 280 pounds to 340 pounds");
    assert!(!found.text.contains("9 pounds."));
    says(
        &line.tool("find_slots", json!({ "procedure": "mole check" })),
        true,
        "It costs 120 pounds.",
    );
}

#[test]
fn what_the_clinic_does_not_offer_is_answered_with_what_it_does() {
    let practice = Practice::open();
    let line = practice.answered("call", CALLER);
    says(
        &line.tool("find_slots", json!({ "procedure": "tattoo removal" })),
        false,
        "It offers: Rhinoplasty consultation, Liquid rhinoplasty",
    );
    // A practitioner of another clinic.
    let stranger = line.tool(
        "find_slots",
        json!({ "procedure": "lip filler", "practitioner": "Dr Featherstone" }),
    );
    says(
        &stranger,
        false,
        "Nobody of that name can be booked here. Lip filler is done by: Nurse Lindqvist.",
    );
    let other = line.tool(
        "find_slots",
        json!({ "procedure": "lip filler", "practitioner": "Doctor Whitlock" }),
    );
    says(&other, false, "Dr Whitlock does not do Lip filler.");
    assert_eq!(practice.count("SELECT count(*) FROM offer"), 0);
}

#[test]
fn arguments_that_are_wrong_come_back_as_what_to_write() {
    let practice = Practice::open();
    let line = practice.answered("call", CALLER);
    let cases = [
        ("find_slots", json!({}), "procedure is missing"),
        (
            "find_slots",
            json!({ "procedure": ["lip filler"] }),
            "procedure is missing",
        ),
        (
            "find_slots",
            json!({ "procedure": "lip filler", "from": "next Tuesday" }),
            "from must be a date written like",
        ),
        (
            "find_slots",
            json!({ "procedure": "lip filler", "to": "soon" }),
            "to must be a date written like",
        ),
        (
            "find_slots",
            json!({ "procedure": "lip filler", "time": "noonish" }),
            "time must be a time written like",
        ),
        (
            "find_slots",
            json!({ "procedure": "lip filler", "from": "2026-11-01" }),
            "That day has passed. Today is 2026-11-20",
        ),
        ("claim_slot", json!({ "slotId": null }), "slotId is missing"),
        ("confirm_booking", json!({}), "The caller's name is missing"),
        (
            "confirm_booking",
            json!({ "name": "Test Person" }),
            "No time is held in this call",
        ),
        (
            "confirm_booking",
            json!({ "name": "Test Person", "phone": "twelve" }),
            "the phone number can't be dialled",
        ),
        (
            "save_caller",
            json!({ "email": "test at example" }),
            "the e-mail address is not complete",
        ),
        (
            "save_caller",
            json!({ "dateOfBirth": "2050-01-01" }),
            "the date of birth must be a past date",
        ),
        (
            "open_the_pod_bay_doors",
            json!({}),
            "There is no such tool. There are: find_slots, claim_slot",
        ),
        (
            "find_slots",
            json!("not an object"),
            "The arguments could not be read",
        ),
    ];
    for (tool, arguments, part) in cases {
        says(&line.tool(tool, arguments), false, part);
    }
    assert_eq!(practice.count("SELECT count(*) FROM contact"), 0);
}

#[test]
fn the_second_caller_for_one_slot_hears_other_times_and_can_take_one() {
    let practice = Practice::open();
    let (first, second) = (
        practice.answered("first", CALLER),
        practice.answered("second", Some("+447700900413")),
    );
    let slot = first.find(lips());
    assert_eq!(second.find(lips()), slot);
    first.tool("claim_slot", json!({ "slotId": slot }));
    let gone = second.tool("claim_slot", json!({ "slotId": slot }));
    says(
        &gone,
        false,
        "I'm sorry, that time has just been taken. I could offer you",
    );
    let other = slot_ids(&gone.text);
    assert!(
        (1..=3).contains(&other.len()) && !other.contains(&slot),
        "{}",
        gone.text
    );
    says(
        &second.tool("claim_slot", json!({ "slotId": other[0] })),
        true,
        "Held for this caller",
    );
    // And a confirmation of what is gone is answered in the same way.
    says(
        &second.tool(
            "confirm_booking",
            json!({ "slotId": slot, "name": "Test Person" }),
        ),
        false,
        "I could offer you",
    );
}

#[test]
fn the_wished_time_of_day_comes_first_and_a_full_day_leads_on() {
    let practice = Practice::open();
    let line = practice.answered("call", CALLER);
    says(
        &line.tool(
            "find_slots",
            json!({ "procedure": "lip filler", "from": "2026-11-24", "time": "15:00" }),
        ),
        true,
        "2026-11-24T15:00",
    );
    let sunday = line.tool(
        "find_slots",
        json!({ "procedure": "lip filler", "from": "2026-11-22" }),
    );
    says(&sunday, true, "Nothing is free then. The next free times: ");
    assert!(sunday.text.contains("2026-11-23"));
}

#[test]
fn a_release_gives_the_time_up() {
    let practice = Practice::open();
    let line = practice.answered("call", CALLER);
    says(&line.tool("release_slot", json!({})), true, "No time was held.");
    let slot = line.find(lips());
    line.tool("claim_slot", json!({ "slotId": slot }));
    says(
        &line.tool("release_slot", json!({ "n": 1 })),
        true,
        "The time was given up.",
    );
    assert_eq!(practice.count("SELECT count(*) FROM occupancy"), 0);
    says(
        &line.tool("confirm_booking", json!({ "name": "Test Person" })),
        false,
        "No time is held",
    );
}
