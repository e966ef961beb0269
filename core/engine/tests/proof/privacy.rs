//! Values that name a person, planted in every way in, and searched for in every raw row.

use crate::support::*;
use callwaiting_domain::calls::Speaker;
use callwaiting_domain::phi::PatientText;
use callwaiting_engine::calls::{self, Delivery, Report};
use callwaiting_engine::views;
use callwaiting_store::tables::everything;
use serde_json::json;

const PLANTED: [&str; 9] = [
    "Whitfield",
    "Joanna",
    "900412",
    "900413",
    "joanna.w@example.com",
    "1980-02-29",
    "SW1A",
    "4242",
    "29 February 1980",
];

/// Where a person's details belong: the contact, the number of the call, and the hashes that can't be read.
const HOMES: [(&str, &str); 5] = [
    ("contact", "name"),
    ("contact", "phone"),
    ("contact", "email"),
    ("contact", "date_of_birth"),
    ("call", "phone"),
];

/// Every text of every table, with where it stands.
fn every_text(practice: &Practice) -> Vec<(String, String, String)> {
    let values = practice.raw(everything::values).into_iter();
    values.map(|v| (v.table, v.column, v.text)).collect()
}

fn search(practice: &Practice) {
    let texts = every_text(practice);
    for planted in PLANTED {
        let lower = planted.to_lowercase();
        for (table, column, text) in &texts {
            let at_home = HOMES.contains(&(table.as_str(), column.as_str()));
            assert!(
                at_home || !text.to_lowercase().contains(&lower),
                "{planted} is in {table}.{column}: {text}"
            );
        }
    }
    assert!(
        texts
            .iter()
            .any(|(t, c, v)| t == "contact" && c == "name" && v == "Joanna Whitfield"),
        "nothing was planted"
    );
}

#[test]
fn what_a_caller_gives_is_only_where_it_belongs() {
    let practice = Practice::open();
    let line = practice.answered("call", Some("+447700900412"));
    let mut answers = vec![
        line.tool("save_caller", json!({ "name": "Joanna Whitfield", "phone": "07700 900413", "email": "Joanna.W@example.com",
            "dateOfBirth": "1980-02-29", "reason": "Joanna Whitfield, born 1980-02-29, wants lip filler, mail joanna.w@example.com or ring 07700 900413" })),
        line.tool("find_slots", json!({ "procedure": "lip filler", "from": "2026-11-23" })),
        line.tool("claim_slot", json!({ "slotId": "s1" })),
        line.tool("confirm_booking", json!({ "name": "Joanna Whitfield", "phone": "07700 900413" })),
        line.tool("confirm_booking", json!({ "name": "Joanna Whitfield", "phone": "07700 900413", "n": 1 })),
        line.tool("hand_over", json!({ "reason": "Joanna Whitfield on 07700 900412 wants a nurse; card 4242 4242 4242 4242" })),
        line.tool("hand_over", json!({ "reason": "Ms Whitfield feels faint", "urgent": true })),
        line.tool("save_caller", json!({ "email": "Joanna Whitfield" })),
        line.tool("find_slots", json!({ "procedure": "Joanna Whitfield" })),
        line.tool("find_slots", json!({ "procedure": "lip filler", "practitioner": "Joanna Whitfield" })),
        line.tool("find_slots", json!({ "procedure": "lip filler", "from": "Joanna Whitfield" })),
        line.tool("claim_slot", json!({ "slotId": "Joanna Whitfield" })),
        line.tool("Joanna Whitfield", json!({})),
    ];
    for _ in 0..6 {
        answers.push(line.tool("claim_slot", json!({ "slotId": "07700 900412" })));
    }
    for answer in answers {
        for planted in PLANTED {
            assert!(
                !answer.text.to_lowercase().contains(&planted.to_lowercase()),
                "{planted} is said: {}",
                answer.text
            );
        }
    }
    let now = practice.clinic.now();
    let words = [
        "My name is Joanna Whitfield",
        "and my number is 07700 900412, or 07700 900413",
        "my mail is joanna.w@example.com and I live in SW1A 1AA",
        "I was born on 29 February 1980",
        "My card is 4242 4242 4242 4242",
        "Thank you, Joanna",
    ];
    let turns: Vec<_> = words
        .iter()
        .enumerate()
        .map(|(n, text)| said(Speaker::Caller, text, at_second(now, i64::try_from(n).unwrap())))
        .collect();
    for (n, turn) in turns.iter().enumerate() {
        let delivery = Delivery {
            key: format!("spoken:{n}"),
            kind: "transcript",
        };
        practice
            .wait(calls::spoken(
                &practice.clinic,
                delivery,
                line.reference(turn.at),
                turn.clone(),
            ))
            .unwrap();
    }
    let delivery = Delivery {
        key: "conversation".into(),
        kind: "conversation-update",
    };
    practice
        .wait(calls::conversation(
            &practice.clinic,
            delivery,
            line.reference(now),
            turns.clone(),
        ))
        .unwrap();
    line.end("customer-ended-call");
    let told = Report {
        started: Some(now),
        ended: Some(now),
        reason: Some("customer-ended-call".into()),
        turns,
        summary: Some(PatientText::new(
            "Joanna Whitfield (07700 900412, joanna.w@example.com) booked lip filler.",
        )),
        cost: None,
    };
    line.report("one", told);
    let body = json!({ "type": "brand-new", "customer": { "number": "+447700900412" }, "text": "my name is Joanna Whitfield, 07700 900413",
        "list": ["joanna.w@example.com", { "phone": 447_700_900_412_i64 }] });
    practice
        .wait(calls::unknown(&practice.clinic, "brand-new".into(), body))
        .unwrap();
    search(&practice);
    assert!(
        every_text(&practice)
            .iter()
            .any(|(t, _, v)| t == "turn" && v.contains("[REDACTED_NAME]"))
    );
}

#[test]
fn erasing_a_person_leaves_no_trace_of_them() {
    let practice = Practice::open();
    let line = practice.answered("call", Some("+447700900412"));
    let slot = line.find(json!({ "procedure": "lip filler", "from": "2026-11-23" }));
    line.tool("confirm_booking", json!({ "slotId": slot, "name": "Joanna Whitfield", "email": "joanna.w@example.com", "dateOfBirth": "1980-02-29" }));
    line.end("customer-ended-call");
    let id = line.view().summary.contact_id.unwrap();
    practice
        .wait(callwaiting_engine::contacts::erase(
            &practice.clinic,
            id.clone(),
            &desk(),
        ))
        .unwrap();
    for (table, column, text) in every_text(&practice) {
        for planted in PLANTED {
            assert!(
                !text.to_lowercase().contains(&planted.to_lowercase()),
                "{planted} is still in {table}.{column}: {text}"
            );
        }
    }
    assert_eq!(
        practice.count("SELECT count(*) FROM appointment WHERE status = 'booked'"),
        1,
        "the calendar must stay true"
    );
    assert_eq!(line.view().appointment.unwrap().contact.name, "Erased");
    assert_eq!(
        code(&practice.wait(callwaiting_engine::contacts::erase(&practice.clinic, id, &desk()))),
        "not_found"
    );
}

#[test]
fn half_spoken_words_are_shown_redacted_until_they_are_finished() {
    let practice = Practice::open();
    let line = practice.answered("call", Some("+447700900412"));
    let now = practice.clinic.now();
    let begun = PatientText::new("my number is 07700 900412 and");
    let reference = line.reference(now);
    practice
        .wait(calls::partial(
            &practice.clinic,
            reference,
            Speaker::Caller,
            begun,
        ))
        .unwrap();
    let shown = line.view().partial.expect("nothing is being said");
    assert_eq!(shown.text, "my number is [REDACTED_PHONE] and");
    let today = practice.wait(views::today(&practice.clinic)).unwrap();
    assert_eq!(today.live[0].partial.as_ref().unwrap().text, shown.text);

    let turn = said(Speaker::Caller, "my number is 07700 900412 and I'm late", now);
    let delivery = Delivery {
        key: "spoken".into(),
        kind: "transcript",
    };
    practice
        .wait(calls::spoken(
            &practice.clinic,
            delivery,
            line.reference(now),
            turn,
        ))
        .unwrap();
    assert!(line.view().partial.is_none());
}
