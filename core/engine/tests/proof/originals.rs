//! The exact words of a call: kept only with consent, opened only with a reason, gone when they must be.

use crate::support::*;
use callwaiting_domain::calls::Speaker;
use callwaiting_domain::staff::{Permission, Role};
use callwaiting_engine::calls::{self, Delivery, Report};
use callwaiting_engine::privacy::{self, PrivacyChange};
use callwaiting_engine::{EngineError, contacts, tasks};
use serde_json::json;

const CALLER: Option<&str> = Some("+447700900412");
const WORDS: &str = "My name is Joanna Whitfield and my number is 07700 900413";

fn say(practice: &Practice, line: &Line<'_>, key: &str, words: &str) {
    let now = practice.clinic.now();
    let delivery = Delivery {
        key: format!("{}:{key}", line.id),
        kind: "transcript",
    };
    let turn = said(Speaker::Caller, words, now);
    practice
        .wait(calls::spoken(
            &practice.clinic,
            delivery,
            line.reference(now),
            turn,
        ))
        .unwrap();
    practice.pass(1);
}

fn open(practice: &Practice, line: &Line<'_>) -> Result<Vec<String>, EngineError> {
    let why = "The caller disputes what was said".to_owned();
    let turns = practice.wait(privacy::open(&practice.clinic, line.call_id(), why, &desk()))?;
    Ok(turns
        .into_iter()
        .map(|turn| turn.words.expose().to_owned())
        .collect())
}

fn consent(practice: &Practice, line: &Line<'_>, given: bool) {
    practice
        .wait(privacy::record(&practice.clinic, line.call_id(), given, &desk()))
        .unwrap();
}

#[test]
fn without_consent_no_original_is_kept() {
    let practice = Practice::open();
    let line = practice.answered("call", CALLER);
    say(&practice, &line, "1", WORDS);
    assert_eq!(practice.count("SELECT count(*) FROM sealed_turn"), 0);
    assert!(!line.view().has_original);
    assert_eq!(code(&open(&practice, &line)), "not_found");
}

#[test]
fn with_consent_the_words_open_for_a_reason_that_stands_in_the_audit_log() {
    let practice = Practice::open();
    let line = practice.answered("call", CALLER);
    say(&practice, &line, "0", "I was told to ring 07700 900499");
    line.tool("record_consent", json!({ "agreed": true }));
    say(&practice, &line, "1", WORDS);
    let view = line.view();
    assert!(view.has_original);
    let agreed = view.consent.unwrap();
    assert!(agreed.given && agreed.channel == "phone" && agreed.wording.ends_with('?'));
    assert_eq!(
        open(&practice, &line).unwrap(),
        ["I was told to ring [REDACTED_PHONE]", WORDS],
        "what was said before the caller agreed stays redacted"
    );
    let told = "SELECT count(*) FROM audit WHERE action = 'call.open_original' AND detail LIKE '%disputes%'";
    assert_eq!(practice.count(told), 1);
    let why = "about Joanna Whitfield, 07700 900413".to_owned();
    practice
        .wait(privacy::open(&practice.clinic, line.call_id(), why, &desk()))
        .unwrap();
    let named = "SELECT count(*) FROM audit WHERE detail LIKE '%Whitfield%' OR detail LIKE '%900413%'";
    assert_eq!(
        practice.count(named),
        0,
        "the reason names the caller in the audit log"
    );
    let by = desk();
    let short = privacy::open(&practice.clinic, line.call_id(), "why".into(), &by);
    assert_eq!(code(&practice.wait(short)), "validation");
}

#[test]
fn only_a_manager_may_open() {
    assert!(Role::Manager.may(Permission::OpenOriginals));
    assert!(!Role::FrontDesk.may(Permission::OpenOriginals) && !Role::ItAdmin.may(Permission::OpenOriginals));
}

#[test]
fn withdrawing_destroys_every_original_of_the_person_at_once() {
    let practice = Practice::open();
    let first = practice.answered("first", CALLER);
    consent(&practice, &first, true);
    say(&practice, &first, "1", WORDS);
    // The same person rings again: what they agreed to still holds.
    let second = practice.answered("second", CALLER);
    say(
        &practice,
        &second,
        "1",
        "It's about my appointment, my mail is jo@example.com",
    );
    assert!(second.view().has_original);
    consent(&practice, &second, false);
    assert_eq!(practice.count("SELECT count(*) FROM sealed_turn"), 0);
    say(&practice, &second, "2", "and my number is 07700 900413");
    assert_eq!(practice.count("SELECT count(*) FROM sealed_turn"), 0);
    assert_eq!(
        practice.count("SELECT count(*) FROM consent WHERE contact_id IS NOT NULL"),
        2
    );
}

#[test]
fn originals_are_destroyed_when_their_time_is_over_and_not_before() {
    let practice = Practice::open();
    let line = practice.answered("call", CALLER);
    consent(&practice, &line, true);
    say(&practice, &line, "1", WORDS);
    let change = PrivacyChange {
        retention_days: Some(7),
        ..PrivacyChange::default()
    };
    practice
        .wait(privacy::change(&practice.clinic, change, &desk()))
        .unwrap();
    practice.pass(7 * 86_400 - 10);
    practice.wait(tasks::tidy_once(&practice.clinic)).unwrap();
    assert!(line.view().has_original);
    practice.pass(20);
    practice.wait(tasks::tidy_once(&practice.clinic)).unwrap();
    assert!(!line.view().has_original);
    let told = "SELECT count(*) FROM audit WHERE action = 'original.expire'";
    assert_eq!(practice.count(told), 1);
}

#[test]
fn what_an_erased_person_said_never_comes_back() {
    let practice = Practice::open();
    let line = practice.answered("call", CALLER);
    line.tool(
        "hand_over",
        json!({ "reason": "wants Joanna Whitfield rung back on 07700 900413" }),
    );
    consent(&practice, &line, true);
    say(&practice, &line, "1", WORDS);
    let id = line
        .view()
        .summary
        .contact_id
        .expect("the caller's own name makes a contact");
    practice
        .wait(contacts::erase(&practice.clinic, id, &desk()))
        .unwrap();
    say(&practice, &line, "2", "I said my name is Joanna Whitfield");
    let report = Report {
        started: None,
        ended: None,
        reason: Some("customer-ended-call".into()),
        turns: vec![said(Speaker::Caller, WORDS, practice.clinic.now())],
        summary: Some(callwaiting_domain::phi::PatientText::new(
            "Somebody asked for a visit",
        )),
        cost: None,
    };
    line.report("late", report);
    for (table, column) in [
        ("turn", "text"),
        ("event", "payload"),
        ("need", "detail"),
        ("call", "coalesce(summary, '') || coalesce(reason, '')"),
    ] {
        for words in ["Whitfield", "900413", "REDACTED", "visit"] {
            let sql = format!("SELECT count(*) FROM {table} WHERE {column} LIKE '%{words}%'");
            assert_eq!(practice.count(sql.leak()), 0, "{words} is in {table}");
        }
    }
    assert_eq!(practice.count("SELECT count(*) FROM sealed_turn"), 0);
    assert_eq!(practice.count("SELECT count(*) FROM tool_use"), 0);
}

#[test]
fn what_a_caller_tells_of_themselves_becomes_the_contacts_fields_before_it_is_cut_out() {
    let practice = Practice::open();
    let line = practice.answered("call", CALLER);
    say(&practice, &line, "1", "Hello, my name is Joanna Whitfield");
    say(
        &practice,
        &line,
        "2",
        "my email is joanna dot w at example dot com",
    );
    say(
        &practice,
        &line,
        "3",
        "I was born on the twenty ninth of February nineteen eighty",
    );
    say(&practice, &line, "4", "my husband Peter would like to come too");
    let id = line.view().summary.contact_id.unwrap();
    let known = practice.wait(contacts::get(&practice.clinic, id)).unwrap();
    let text =
        |field: &Option<callwaiting_domain::phi::PatientText>| field.as_ref().map(|f| f.expose().to_owned());
    assert_eq!(text(&known.name).as_deref(), Some("Joanna Whitfield"));
    assert_eq!(text(&known.phone).as_deref(), CALLER);
    assert_eq!(text(&known.email).as_deref(), Some("joanna.w@example.com"));
    assert_eq!(text(&known.date_of_birth).as_deref(), Some("1980-02-29"));
    let view = line.view();
    let removed: Vec<&str> = view.removed.iter().map(|r| r.label.as_str()).collect();
    for label in ["NAME", "EMAIL", "DOB"] {
        assert!(removed.contains(&label), "{label} was not counted: {removed:?}");
    }
    assert!(view.removed.iter().all(|r| r.last_at.is_some()));
}

/// Providers may be set up to send no words but in the report.
#[test]
fn what_only_the_report_tells_fills_the_contact_too() {
    let practice = Practice::open();
    let line = practice.answered("call", CALLER);
    let now = practice.clinic.now();
    let report = Report {
        started: None,
        ended: Some(now),
        reason: Some("assistant-ended-call".into()),
        turns: vec![
            said(Speaker::Voxanne, "May I take your full name?", now),
            said(Speaker::Caller, "Joanna Whitfield", now),
            said(Speaker::Voxanne, "And who sent you?", now),
            said(Speaker::Caller, "Peter Lindgren", now),
        ],
        summary: None,
        cost: None,
    };
    line.report("only", report);
    let id = line.view().summary.contact_id.expect("no contact was made");
    let known = practice.wait(contacts::get(&practice.clinic, id)).unwrap();
    assert_eq!(known.name.unwrap().expose(), "Joanna Whitfield");
}
