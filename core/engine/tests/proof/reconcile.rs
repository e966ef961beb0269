//! Filling what was missed, from a provider's list that the test writes.

use crate::support::*;
use callwaiting_domain::calls::Speaker;
use callwaiting_engine::booking::Actor;
use callwaiting_engine::calls::Report;
use callwaiting_engine::reconcile::{
    ListedCall, Listing, Reconciled, VoiceCalls, VoiceCallsFailed, reconcile,
};
use callwaiting_engine::views::LineState;
use callwaiting_engine::{setup, views};
use jiff::{SignedDuration, Timestamp};
use std::sync::Mutex;

/// A provider's list, and what it was asked.
#[derive(Default)]
struct List {
    calls: Mutex<Vec<ListedCall>>,
    fails: Mutex<bool>,
    /// When a call changed that the list holds and nobody can read.
    unreadable: Mutex<Option<Timestamp>>,
    asked: Mutex<Vec<Timestamp>>,
}

#[async_trait::async_trait]
impl VoiceCalls for List {
    async fn updated_since(&self, from: Timestamp) -> Result<Listing, VoiceCallsFailed> {
        self.asked.lock().unwrap().push(from);
        if *self.fails.lock().unwrap() {
            Err(VoiceCallsFailed)
        } else {
            let broken = self.unreadable.lock().unwrap().filter(|at| *at >= from);
            Ok(Listing {
                calls: self.calls.lock().unwrap().clone(),
                whole_until: broken.map(|_| from),
            })
        }
    }
}

fn listed(practice: &Practice, id: &str, ended: bool) -> ListedCall {
    let start = practice
        .clinic
        .now()
        .checked_sub(SignedDuration::from_hours(3))
        .unwrap();
    let line = practice.line(id, Some("+447700900412"));
    let report = ended.then(|| Report {
        started: Some(start),
        ended: Some(at_second(start, 60)),
        reason: Some("customer-ended-call".into()),
        turns: vec![said(
            Speaker::Caller,
            "My name is Joanna Whitfield, is it dear?",
            at_second(start, 4),
        )],
        summary: None,
        cost: Some((90_000, "USD".into())),
    });
    ListedCall {
        reference: line.reference(start),
        answered: Some(start),
        report,
    }
}

fn read(practice: &Practice, list: &List) -> Option<Reconciled> {
    practice.wait(reconcile(&practice.clinic, list)).unwrap()
}

fn caught_up(practice: &Practice) -> Option<Timestamp> {
    practice.wait(views::line(&practice.clinic)).unwrap().caught_up_at
}

#[test]
fn a_missed_call_is_filled_in_whole_and_reading_it_again_changes_nothing() {
    let practice = Practice::open();
    let list = List::default();
    list.calls.lock().unwrap().extend([
        listed(&practice, "missed", true),
        listed(&practice, "still-on", false),
    ]);
    assert_eq!(
        read(&practice, &list),
        Some(Reconciled {
            listed: 2,
            whole: true
        })
    );
    let shown = |id: &str| serde_json::to_value(practice.line(id, None).view()).unwrap();
    let before = (shown("missed"), shown("still-on"));
    assert_eq!(before.0["status"], "abandoned");
    assert_eq!(before.0["durationSeconds"], 60);
    assert_eq!(
        before.0["turns"][0]["text"],
        "My name is [REDACTED_NAME], is it dear?"
    );
    assert_eq!(
        (before.1["status"].as_str(), before.1["live"].as_bool()),
        (Some("in_progress"), Some(true))
    );
    for _ in 0..3 {
        practice.pass(120);
        read(&practice, &list);
    }
    assert_eq!((shown("missed"), shown("still-on")), before);
    assert_eq!(practice.count("SELECT count(*) FROM call"), 2);
    list.calls.lock().unwrap()[1] = listed(&practice, "still-on", true);
    read(&practice, &list);
    assert_eq!(shown("still-on")["live"], false);
}

#[test]
fn what_webhooks_told_already_stays() {
    let practice = Practice::open();
    let line = practice.answered("known", Some("+447700900412"));
    let slot = line.find(serde_json::json!({ "procedure": "lip filler", "from": "2026-11-23" }));
    line.tool(
        "confirm_booking",
        serde_json::json!({ "slotId": slot, "name": "Joanna Whitfield" }),
    );
    line.end("customer-ended-call");
    let list = List::default();
    list.calls.lock().unwrap().push(listed(&practice, "known", true));
    read(&practice, &list);
    let view = line.view();
    assert_eq!(
        (view.summary.status, view.summary.outcome),
        ("completed", Some("booked"))
    );
    assert!(view.appointment.is_some() && view.cost.is_some());
}

#[test]
fn the_mark_moves_only_when_all_of_a_list_was_taken() {
    let practice = Practice::open();
    let list = List::default();
    *list.fails.lock().unwrap() = true;
    assert_eq!(read(&practice, &list), None);
    assert_eq!(caught_up(&practice), None);
    *list.fails.lock().unwrap() = false;
    let first = practice.clinic.now();
    read(&practice, &list);
    assert_eq!(caught_up(&practice), Some(first));
    practice.pass(3600);
    *list.fails.lock().unwrap() = true;
    read(&practice, &list);
    assert_eq!(
        caught_up(&practice),
        Some(first),
        "a list that could not be read moved the mark"
    );
    *list.fails.lock().unwrap() = false;
    // A list of which the store can't take all.
    practice
        .raw_write(|tx| {
            tx.execute_batch(
                "CREATE TRIGGER full BEFORE INSERT ON call BEGIN SELECT RAISE(ABORT, 'full'); END",
            )
        })
        .unwrap();
    list.calls.lock().unwrap().push(listed(&practice, "missed", true));
    assert!(practice.wait(reconcile(&practice.clinic, &list)).is_err());
    assert_eq!(
        caught_up(&practice),
        Some(first),
        "a list that was half taken moved the mark"
    );
    practice
        .raw_write(|tx| tx.execute_batch("DROP TRIGGER full"))
        .unwrap();
    read(&practice, &list);
    assert_eq!(caught_up(&practice), Some(practice.clinic.now()));
    let asked = list.asked.lock().unwrap().clone();
    let back = |at: Timestamp, minutes: i64| at.checked_sub(SignedDuration::from_mins(minutes)).unwrap();
    assert_eq!(
        asked[0],
        back(first, 13 * 24 * 60),
        "the first reading goes back as far as the provider keeps calls"
    );
    assert!(
        asked[2..].iter().all(|from| *from == back(first, 10)),
        "each reading starts a little before the mark: {asked:?}"
    );
}

#[test]
fn what_could_not_be_read_keeps_the_mark_and_shows_until_the_provider_forgets_it() {
    let mut practice = Practice::open();
    practice
        .raw_write(|tx| tx.execute("UPDATE clinic SET practice = 0", []))
        .unwrap();
    practice.reopen();
    let provider = setup::set_setting(
        &practice.clinic,
        setup::VOICE_PROVIDER,
        "{}".into(),
        &Actor::Appliance,
    );
    practice.wait(provider).unwrap();
    let line = || practice.wait(views::line(&practice.clinic)).unwrap();
    let list = List::default();
    read(&practice, &list);
    let mark = practice.clinic.now();
    assert_eq!((line().state, line().caught_up_at), (LineState::Open, Some(mark)));

    practice.pass(60);
    *list.unreadable.lock().unwrap() = Some(practice.clinic.now());
    list.calls
        .lock()
        .unwrap()
        .push(listed(&practice, "beside-it", true));
    let done = read(&practice, &list).unwrap();
    assert_eq!((done.listed, done.whole), (1, false));
    assert_eq!(
        practice.count("SELECT count(*) FROM call"),
        1,
        "what can be read is taken in"
    );
    assert_eq!(
        (line().state, line().caught_up_at),
        (LineState::CatchingUp, Some(mark))
    );
    assert!(line().detail.contains("could not be read"), "{}", line().detail);

    // Readings of what is new go on and don't close the gap; every hour all of it is asked for again.
    for _ in 0..2 {
        practice.pass(1200);
        read(&practice, &list);
    }
    let asked = || *list.asked.lock().unwrap().last().unwrap();
    assert!(asked() > mark, "{}", asked());
    assert_eq!(
        (line().state, line().caught_up_at),
        (LineState::CatchingUp, Some(mark))
    );
    practice.pass(3600);
    read(&practice, &list);
    assert!(asked() < mark, "{}", asked());
    assert_eq!(
        (line().state, line().caught_up_at),
        (LineState::CatchingUp, Some(mark))
    );

    // It heals.
    let broken = list.unreadable.lock().unwrap().take();
    practice.pass(3600);
    assert!(read(&practice, &list).unwrap().whole);
    assert_eq!(
        (line().state, line().caught_up_at),
        (LineState::Open, Some(practice.clinic.now()))
    );

    // Or it never does.
    *list.unreadable.lock().unwrap() = broken.map(|_| practice.clinic.now());
    for _ in 0..13 {
        practice.pass(24 * 3600);
        read(&practice, &list);
        assert_eq!(line().state, LineState::CatchingUp);
    }
    practice.pass(24 * 3600);
    assert!(read(&practice, &list).unwrap().whole);
    assert_eq!(
        (line().state, line().caught_up_at),
        (LineState::Open, Some(practice.clinic.now()))
    );
}
