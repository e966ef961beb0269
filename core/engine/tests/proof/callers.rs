//! Who the caller is: whose appointments they may change, whose details are kept, and when a person takes over.

use super::tools::{CALLER, lips, says};
use crate::support::*;
use callwaiting_engine::booking::Change;
use callwaiting_engine::views;
use callwaiting_store::tables;
use serde_json::json;

#[test]
fn callers_move_and_cancel_their_own_appointments() {
    let practice = Practice::open();
    let line = practice.answered("call", CALLER);
    says(
        &line.tool("cancel_appointment", json!({})),
        false,
        "I can't see whose appointment that is",
    );
    let slot = line.find(lips());
    line.tool(
        "confirm_booking",
        json!({ "slotId": slot, "name": "Joanna Whitfield" }),
    );
    line.end("customer-ended-call");
    practice.pass(3600);

    let again = practice.answered("again", CALLER);
    let mole = again.find(json!({ "procedure": "mole check", "from": "2026-11-25" }));
    says(
        &again.tool("move_appointment", json!({ "slotId": mole })),
        false,
        "for another procedure",
    );
    let slot = again.find(json!({ "procedure": "lip filler", "from": "2026-11-26" }));
    says(
        &again.tool("move_appointment", json!({ "slotId": slot })),
        true,
        "Moved: Lip filler on Thursday 26 November",
    );
    says(
        &again.tool("cancel_appointment", json!({})),
        true,
        "Cancelled: Lip filler on Thursday 26 November",
    );
    says(
        &again.tool("cancel_appointment", json!({ "n": 1 })),
        false,
        "no appointment coming up",
    );
    assert_eq!(practice.count("SELECT count(*) FROM occupancy"), 0);
}

#[test]
fn a_move_to_a_time_that_is_gone_offers_others_and_keeps_the_appointment() {
    let practice = Practice::open();
    let line = practice.answered("call", CALLER);
    let slot = line.find(lips());
    line.tool(
        "confirm_booking",
        json!({ "slotId": slot, "name": "Joanna Whitfield" }),
    );
    let start = line.view().appointment.unwrap().start;
    let found = line.tool(
        "find_slots",
        json!({ "procedure": "lip filler", "from": "2026-11-24", "time": "11:00" }),
    );
    let wanted = slot_ids(&found.text)[0].clone();
    let offered = practice.raw({
        let wanted = wanted.clone();
        move |conn| {
            conn.query_row(
                "SELECT starts_at FROM offer WHERE slot_id = ?1",
                [wanted],
                |row| row.get::<_, i64>(0),
            )
        }
    });
    practice.book(NURSE, LIPS, tables::instant(offered));
    says(
        &line.tool("move_appointment", json!({ "slotId": wanted })),
        false,
        "I could offer you",
    );
    assert_eq!(line.view().appointment.unwrap().start, start);
}

#[test]
fn knowing_somebodys_number_is_not_being_them() {
    let practice = Practice::open();
    let victim = practice.answered("victim", CALLER);
    let slot = victim.find(lips());
    victim.tool(
        "confirm_booking",
        json!({ "slotId": slot, "name": "Joanna Whitfield", "dateOfBirth": "1980-02-29" }),
    );
    victim.end("customer-ended-call");
    for (n, number) in [Some("+447700900999"), None].into_iter().enumerate() {
        let stranger = practice.answered(&format!("stranger-{n}"), number);
        stranger.tool(
            "save_caller",
            json!({ "phone": "07700 900412", "name": "Joanna Whitfield" }),
        );
        says(
            &stranger.tool("cancel_appointment", json!({})),
            false,
            "I can't see whose appointment that is",
        );
        stranger.tool("save_caller", json!({ "phone": "07700 900412" }));
        says(
            &stranger.tool("cancel_appointment", json!({ "n": 1 })),
            false,
            "I can't see whose appointment that is",
        );
    }
    assert_eq!(
        practice.count("SELECT count(*) FROM appointment WHERE status = 'booked'"),
        1
    );
}

#[test]
fn a_caller_with_several_appointments_is_asked_which() {
    let practice = Practice::open();
    let line = practice.answered("call", CALLER);
    for from in ["2026-11-24", "2026-11-25"] {
        let slot = line.find(json!({ "procedure": "lip filler", "from": from }));
        line.tool(
            "confirm_booking",
            json!({ "slotId": slot, "name": "Joanna Whitfield" }),
        );
    }
    let which = line.tool("cancel_appointment", json!({}));
    says(
        &which,
        false,
        "Which one? Ask the caller, then pass appointmentRef: a1=Lip filler on Tuesday 24 November",
    );
    says(
        &line.tool("cancel_appointment", json!({ "appointmentRef": "a2" })),
        true,
        "Wednesday 25 November",
    );
    says(
        &line.tool("cancel_appointment", json!({ "appointmentRef": "a2", "n": 1 })),
        true,
        "Cancelled already: Lip filler on Wednesday 25 November",
    );
    // One is left now, but "the appointment" may still be the one that is gone.
    let again = line.tool("cancel_appointment", json!({ "n": 2 }));
    says(
        &again,
        false,
        "pass appointmentRef: a1=Lip filler on Tuesday 24 November",
    );
    says(
        &line.tool("cancel_appointment", json!({ "appointmentRef": "a1" })),
        true,
        "Cancelled: Lip filler on Tuesday 24 November",
    );
}

/// Whoever knows somebody's number can say it; that must neither open nor change that person's record.
#[test]
fn a_number_that_is_only_said_opens_no_record_and_changes_none() {
    let practice = Practice::open();
    let theirs = practice.answered("theirs", Some("+447700900500"));
    let slot = theirs.find(json!({ "procedure": "lip filler", "from": "2026-11-24" }));
    theirs.tool(
        "confirm_booking",
        json!({ "slotId": slot, "name": "Vera Lindgren" }),
    );

    let other = practice.answered("other", Some("+447700900600"));
    let say = |n: u8, phone: &str| {
        let given = json!({ "name": "Vera Lindgren", "phone": phone, "email": "x@example.com", "n": n });
        other.tool("save_caller", given)
    };
    say(1, "07700 900500");
    say(2, "07700 900600");
    let tried = other.tool("cancel_appointment", json!({}));
    assert!(!tried.ok, "{}", tried.text);
    let kept = "SELECT count(*) FROM contact WHERE phone = '+447700900500' AND email IS NULL AND name = 'Vera Lindgren'";
    assert_eq!(practice.count(kept), 1);
    assert_eq!(
        practice.count("SELECT count(*) FROM appointment WHERE status = 'booked'"),
        1
    );
}

#[test]
fn a_number_that_a_family_shares_shows_nobodys_appointments_until_a_name_is_said() {
    let practice = Practice::open();
    for (call, name, from) in [
        ("one", "Vera Lindgren", "2026-11-24"),
        ("two", "Olaf Lindgren", "2026-11-25"),
    ] {
        let line = practice.answered(call, CALLER);
        let slot = line.find(json!({ "procedure": "lip filler", "from": from }));
        line.tool("confirm_booking", json!({ "slotId": slot, "name": name }));
    }
    let line = practice.answered("three", CALLER);
    assert!(!line.tool("cancel_appointment", json!({})).ok);
    line.tool("save_caller", json!({ "name": "Vera Lindgren" }));
    says(
        &line.tool("cancel_appointment", json!({})),
        true,
        "Cancelled: Lip filler on Tuesday 24 November",
    );
    assert_eq!(
        practice.count("SELECT count(*) FROM appointment WHERE status = 'booked'"),
        1
    );
}

#[test]
fn a_family_shares_a_number_and_stays_apart() {
    let practice = Practice::open();
    let line = practice.answered("call", CALLER);
    line.tool("save_caller", json!({ "name": "Joanna Whitfield" }));
    line.tool(
        "save_caller",
        json!({ "name": "joanna  WHITFIELD", "email": "joanna@example.com" }),
    );
    line.tool("save_caller", json!({ "name": "Peter Whitfield" }));
    assert_eq!(
        practice.count("SELECT count(*) FROM contact WHERE phone = '+447700900412'"),
        2
    );
    assert_eq!(line.view().summary.who, "Peter Whitfield");
}

#[test]
fn handing_over_raises_what_needs_a_person_once() {
    let practice = Practice::open();
    let line = practice.answered("call", CALLER);
    says(
        &line.tool("hand_over", json!({ "reason": "wants to talk about a bill" })),
        true,
        "will ring back",
    );
    line.tool(
        "hand_over",
        json!({ "reason": "still wants to talk about a bill" }),
    );
    says(
        &line.tool(
            "hand_over",
            json!({ "reason": "short of breath", "urgent": true }),
        ),
        true,
        "ring 999 now",
    );
    let needs = practice.wait(views::needs(&practice.clinic)).unwrap();
    assert_eq!(
        needs
            .iter()
            .map(|n| (n.kind.as_str(), n.urgent))
            .collect::<Vec<_>>(),
        [("emergency", true), ("handover", false)]
    );
    assert_eq!(needs[0].phone.as_deref(), CALLER);
    line.end("assistant-ended-call");
    assert_eq!(line.view().summary.outcome, Some("emergency"));
}

#[test]
fn what_staff_cancel_later_does_not_change_what_came_of_the_call() {
    let practice = Practice::open();
    let line = practice.answered("call", CALLER);
    let slot = line.find(lips());
    line.tool(
        "confirm_booking",
        json!({ "slotId": slot, "name": "Joanna Whitfield" }),
    );
    line.end("customer-ended-call");
    let id = line.view().appointment.unwrap().id;
    practice.change(&id, Change::Cancel).unwrap();
    line.report(
        "late",
        super::converge::report(&practice, Some("customer-ended-call")),
    );
    assert_eq!(line.view().summary.outcome, Some("booked"));
    // What the caller cancels in the same call does, and they got what they wanted.
    let line = practice.answered("other", CALLER);
    let slot = line.find(json!({ "procedure": "lip filler", "from": "2026-11-25" }));
    line.tool(
        "confirm_booking",
        json!({ "slotId": slot, "name": "Joanna Whitfield" }),
    );
    says(&line.tool("cancel_appointment", json!({})), true, "Cancelled");
    line.end("customer-ended-call");
    assert_eq!(
        (line.view().summary.status, line.view().summary.outcome),
        ("completed", Some("enquiry"))
    );
}
