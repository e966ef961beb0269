//! The eight tools of the voice: what each does, what each refuses, and that a repeat changes nothing.

use crate::support::*;
use callwaiting_engine::voice::ToolAnswer;
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
fn a_name_that_fits_several_procedures_is_asked_back() {
    let practice = Practice::open();
    let line = practice.answered("call", CALLER);
    let several = line.tool("find_slots", json!({ "procedure": "consultation" }));
    says(
        &several,
        false,
        "That can be one of these: Rhinoplasty consultation, Facelift consultation, Upper eyelid surgery consultation.",
    );
    let one = line.tool(
        "find_slots",
        json!({ "procedure": "a consultation for a facelift" }),
    );
    assert!(one.ok, "{}", one.text);
    assert_eq!(
        practice.count("SELECT count(DISTINCT procedure_id) FROM offer"),
        1
    );
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

#[test]
fn a_call_that_asks_for_a_time_that_is_gone_keeps_the_one_it_has() {
    let practice = Practice::open();
    let line = practice.answered("call", CALLER);
    let slots = slot_ids(&line.tool("find_slots", lips()).text);
    line.tool("claim_slot", json!({ "slotId": slots[0] }));
    let held = line.view().hold.unwrap();
    let wanted = slots[3].clone();
    let start = practice.raw(move |conn| {
        conn.query_row(
            "SELECT starts_at FROM offer WHERE slot_id = ?1",
            [wanted],
            |row| row.get::<_, i64>(0),
        )
    });
    practice.book(NURSE, LIPS, callwaiting_store::tables::instant(start));
    says(
        &line.tool("claim_slot", json!({ "slotId": slots[3] })),
        false,
        "I could offer you",
    );
    assert_eq!(line.view().hold.unwrap().id, held.id);
    says(
        &line.tool("confirm_booking", json!({ "name": "Test Person" })),
        true,
        "Booked:",
    );
}
