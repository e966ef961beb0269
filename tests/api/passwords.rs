//! Signing in: passwords, lock-out, links, and how sessions end.

use callwaiting_domain::staff::Role;
use callwaiting_tests::{Answer, TestAppliance};
use jiff::SignedDuration;
use serde_json::json;

const PASSWORD: &str = "correct horse battery";

async fn sign_in(app: &TestAppliance, username: &str, password: &str) -> Answer {
    let body = json!({ "clinicId": "elm", "username": username, "password": password });
    app.ask("POST", "/api/session").json(&body).send().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_right_password_opens_and_a_wrong_one_says_nothing() {
    let app = TestAppliance::start().await;
    app.account("elm", "ruth", Role::FrontDesk, Some(PASSWORD)).await;
    let signed_in = sign_in(&app, "RUTH", PASSWORD).await;
    assert_eq!((signed_in.status, signed_in.text("role")), (200, "front_desk"));
    let me = app
        .ask("GET", "/api/session")
        .header("cookie", &signed_in.cookie())
        .send()
        .await;
    assert_eq!(
        (me.status, me.body["staff"]["username"].as_str()),
        (200, Some("ruth"))
    );
    let wrong = sign_in(&app, "ruth", "not the password").await;
    let unknown = sign_in(&app, "nobody", "not the password").await;
    assert_eq!(
        (wrong.said(), wrong.text("message")),
        (unknown.said(), unknown.text("message"))
    );
    assert_eq!(app.audited("elm", "session.refused").await, 2);
    assert_eq!(app.audited("elm", "session.sign_in").await, 1);
    app.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn five_wrong_ones_lock_the_account_for_a_quarter_of_an_hour() {
    let app = TestAppliance::start().await;
    app.account("elm", "ruth", Role::FrontDesk, Some(PASSWORD)).await;
    for _ in 0..5 {
        assert_eq!(
            sign_in(&app, "ruth", "not the password").await.said(),
            (401, "unauthorized")
        );
    }
    assert_eq!(sign_in(&app, "ruth", PASSWORD).await.said(), (429, "locked_out"));
    app.clock().advance(SignedDuration::from_mins(14));
    assert_eq!(sign_in(&app, "ruth", PASSWORD).await.said(), (429, "locked_out"));
    app.clock().advance(SignedDuration::from_mins(1));
    assert_eq!(sign_in(&app, "ruth", PASSWORD).await.status, 200);
    assert_eq!(app.audited("elm", "staff.locked_out").await, 1);
    app.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn guessing_is_slowed_down_whatever_the_name() {
    let app = TestAppliance::start().await;
    let mut refused = 0;
    for n in 0..25 {
        refused +=
            usize::from(sign_in(&app, &format!("nobody-{n}"), "guess").await.said() == (429, "rate_limited"));
    }
    assert!(refused > 0);
    app.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_opens_once_and_not_for_long() {
    let app = TestAppliance::start().await;
    let account = app.account("elm", "ruth", Role::Manager, None).await;
    let (link, late) = (
        app.link("elm", account.clone()).await,
        app.link("elm", account).await,
    );
    let follow = |link: String| {
        app.ask("POST", "/api/session")
            .json(&json!({ "link": link }))
            .send()
    };
    assert_eq!(follow(link.clone()).await.status, 200);
    assert_eq!(follow(link).await.said(), (401, "unauthorized"));
    app.clock().advance(SignedDuration::from_mins(15));
    assert_eq!(follow(late).await.said(), (401, "unauthorized"));
    assert_eq!(follow("nonsense".into()).await.said(), (401, "unauthorized"));
    app.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_ends_when_unused_when_old_and_when_signed_out() {
    let app = TestAppliance::start().await;
    let account = app.account("elm", "ruth", Role::Manager, None).await;
    let mut cookies = Vec::new();
    for _ in 0..3 {
        let link = app.link("elm", account.clone()).await;
        let signed_in = app
            .ask("POST", "/api/session")
            .json(&json!({ "link": link }))
            .send()
            .await;
        cookies.push((signed_in.cookie(), signed_in.text("csrfToken").to_owned()));
    }
    let me = |cookie: &str| app.ask("GET", "/api/session").header("cookie", cookie).send();
    let (unused, used, out) = (&cookies[0], &cookies[1], &cookies[2]);
    let leave = app
        .ask("DELETE", "/api/session")
        .header("cookie", &out.0)
        .header("x-csrf-token", &out.1);
    assert_eq!(leave.send().await.status, 204);
    assert_eq!(me(&out.0).await.status, 401);
    for _ in 0..3 {
        app.clock().advance(SignedDuration::from_mins(20));
        assert_eq!(me(&used.0).await.status, 200);
    }
    assert_eq!(me(&unused.0).await.said(), (401, "unauthorized"));
    for _ in 0..34 {
        app.clock().advance(SignedDuration::from_mins(20));
        me(&used.0).await;
    }
    assert_eq!(me(&used.0).await.said(), (401, "unauthorized"));
    app.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn closing_an_account_ends_its_sessions_and_somebody_must_be_left() {
    let app = TestAppliance::start().await;
    let ruth = app.account("elm", "ruth", Role::Manager, None).await;
    let desk = app.account("elm", "noor", Role::FrontDesk, None).await;
    let link = app.link("elm", desk.clone()).await;
    let signed_in = app
        .ask("POST", "/api/session")
        .json(&json!({ "link": link }))
        .send()
        .await;
    let token = app.token("elm", Role::Manager).await;
    let change = |id: &str, body| {
        app.of("elm", &token, "PATCH", &format!("/staff/{id}"))
            .json(&body)
            .send()
    };
    assert_eq!(change(&desk, json!({ "active": false })).await.status, 200);
    let me = app
        .ask("GET", "/api/session")
        .header("cookie", &signed_in.cookie())
        .send()
        .await;
    assert_eq!(me.status, 401);
    assert_eq!(
        change(&ruth, json!({ "active": false })).await.said(),
        (422, "validation")
    );
    assert_eq!(
        change(&ruth, json!({ "role": "front_desk" })).await.said(),
        (422, "validation")
    );
    assert_eq!(change("nobody", json!({})).await.said(), (404, "not_found"));
    let add = json!({ "username": "Noor", "name": "Another", "role": "front_desk", "password": PASSWORD });
    let twice = app.of("elm", &token, "POST", "/staff").json(&add).send().await;
    assert_eq!(twice.said(), (422, "validation"));
    app.end().await;
}
