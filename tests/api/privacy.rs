//! The clinic's rules of privacy, the box to try redaction, and who looks after whose account.

use callwaiting_domain::staff::Role;
use callwaiting_tests::TestAppliance;
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn the_rules_are_read_by_the_desk_and_changed_by_a_manager() {
    let app = TestAppliance::start().await;
    let (manager, desk) = (
        app.token("elm", Role::Manager).await,
        app.token("elm", Role::FrontDesk).await,
    );
    let usual = app.of("elm", &desk, "GET", "/privacy").send().await;
    assert_eq!(
        (usual.status, usual.body["retentionDays"].as_i64()),
        (200, Some(30))
    );
    assert_eq!(usual.body["askConsent"], false);
    let change =
        json!({ "retentionDays": 7, "askConsent": true, "consentWording": " May we keep your words? " });
    let changed = app
        .of("elm", &manager, "PATCH", "/privacy")
        .json(&change)
        .send()
        .await;
    assert_eq!(
        changed.body,
        json!({ "retentionDays": 7, "askConsent": true, "consentWording": "May we keep your words?" })
    );
    for odd in [
        json!({ "retentionDays": 0 }),
        json!({ "retentionDays": 3651 }),
        json!({ "consentWording": "  " }),
        json!({ "consentWording": "x".repeat(501) }),
        json!({ "keepEverything": true }),
    ] {
        let refused = app
            .of("elm", &manager, "PATCH", "/privacy")
            .json(&odd)
            .send()
            .await;
        assert!(matches!(refused.status, 400 | 422), "{odd}: {}", refused.status);
    }
    let kept = app.of("elm", &desk, "GET", "/privacy").send().await;
    assert_eq!(kept.body["retentionDays"], 7);
    app.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sentence_can_be_tried_and_an_unknown_call_has_no_original() {
    let app = TestAppliance::start().await;
    let manager = app.token("elm", Role::Manager).await;
    let text = "my number is 07700 900123 and my mail is a.b@example.com";
    let tried = app
        .of("elm", &manager, "POST", "/privacy/try")
        .json(&json!({ "text": text }))
        .send()
        .await;
    assert_eq!(
        tried.body["text"],
        "my number is [REDACTED_PHONE] and my mail is [REDACTED_EMAIL]"
    );
    assert_eq!(tried.body["labels"], json!(["PHONE", "EMAIL"]));
    let long = json!({ "text": "x".repeat(2001) });
    let refused = app
        .of("elm", &manager, "POST", "/privacy/try")
        .json(&long)
        .send()
        .await;
    assert!(matches!(refused.status, 400 | 422), "{}", refused.status);
    let why = json!({ "reason": "a dispute about the price" });
    let none = app
        .of("elm", &manager, "POST", "/calls/nobody/original")
        .json(&why)
        .send()
        .await;
    assert_eq!(none.status, 404);
    let none = app
        .of("elm", &manager, "POST", "/calls/nobody/consent")
        .json(&json!({ "given": true }))
        .send()
        .await;
    assert_eq!(none.status, 404);
    app.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_changes_of_different_fields_at_once_both_stay() {
    let app = TestAppliance::start().await;
    let manager = app.token("elm", Role::Manager).await;
    let list = app.of("elm", &manager, "GET", "/procedures").send().await;
    let path = format!("/procedures/{}", list.body["items"][0]["id"].as_str().unwrap());
    for round in 0..5 {
        let (recovery, minutes) = (format!("{round} days"), 30 + round * 5);
        let one = json!({ "recovery": recovery });
        let two = json!({ "minutes": minutes });
        let (first, second) = tokio::join!(
            app.of("elm", &manager, "PATCH", &path).json(&one).send(),
            app.of("elm", &manager, "PATCH", &path).json(&two).send()
        );
        assert_eq!((first.status, second.status), (200, 200));
        let list = app.of("elm", &manager, "GET", "/procedures").send().await;
        let now = &list.body["items"][0];
        assert_eq!(
            (&now["recovery"], &now["minutes"]),
            (&json!(recovery), &json!(minutes))
        );
    }
    app.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn handing_out_all_that_is_known_of_a_person_is_audited() {
    let app = TestAppliance::start().await;
    let manager = app.token("elm", Role::Manager).await;
    let added = app
        .of("elm", &manager, "POST", "/contacts")
        .json(&json!({ "name": "Test Person" }))
        .send()
        .await;
    let path = format!("/contacts/{}/export", added.text("id"));
    let out = app.of("elm", &manager, "GET", &path).send().await;
    assert_eq!(
        (out.status, &out.body["contact"]["name"]),
        (200, &json!("Test Person"))
    );
    assert_eq!(app.audited("elm", "contact.export").await, 1);
    app.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn it_makes_nobody_who_could_see_patients() {
    let app = TestAppliance::start().await;
    let it = app.token("elm", Role::ItAdmin).await;
    let add = |role: &str, name: &str| json!({ "username": name, "name": name, "role": role, "password": "long enough for this" });
    for role in ["manager", "front_desk"] {
        let refused = app
            .of("elm", &it, "POST", "/staff")
            .json(&add(role, "sam"))
            .send()
            .await;
        assert_eq!(
            (refused.status, refused.text("code")),
            (403, "forbidden"),
            "{role}"
        );
    }
    let made = app
        .of("elm", &it, "POST", "/staff")
        .json(&add("it_admin", "kit"))
        .send()
        .await;
    assert_eq!(made.status, 201);
    let path = format!("/staff/{}", made.text("id"));
    let raised = app
        .of("elm", &it, "PATCH", &path)
        .json(&json!({ "role": "manager" }))
        .send()
        .await;
    assert_eq!(raised.status, 403);
    let other = app.account("elm", "ruth", Role::Manager, None).await;
    let taken = app
        .of("elm", &it, "PATCH", &format!("/staff/{other}"))
        .json(&json!({ "password": "long enough for this" }))
        .send()
        .await;
    assert_eq!(taken.status, 403);
    app.end().await;
}
