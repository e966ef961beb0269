//! Who gets in where: roles, other clinics, other sites, other hosts.

use callwaiting_domain::ids::ClinicId;
use callwaiting_domain::staff::{Permission, Role};
use callwaiting_tests::TestAppliance;
use serde_json::json;

const ROLES: [Role; 3] = [Role::FrontDesk, Role::Manager, Role::ItAdmin];

/// Every path under a clinic's, with what it needs. A path that isn't here fails the last test of this file.
const DOORS: [(&str, &str, Permission); 39] = [
    ("GET", "/clinic", Permission::ReadCatalogue),
    ("GET", "/line", Permission::ReadCatalogue),
    ("GET", "/today", Permission::ReadCalls),
    ("GET", "/procedures", Permission::ReadCatalogue),
    ("POST", "/procedures", Permission::EditCatalogue),
    ("PATCH", "/procedures/{id}", Permission::EditCatalogue),
    ("GET", "/practitioners", Permission::ReadCatalogue),
    ("POST", "/practitioners", Permission::EditCatalogue),
    ("PATCH", "/practitioners/{id}", Permission::EditCatalogue),
    ("GET", "/resources", Permission::ReadCatalogue),
    ("GET", "/slots", Permission::ReadCatalogue),
    ("POST", "/booking/claim-slot", Permission::Book),
    ("POST", "/booking/confirm", Permission::Book),
    ("POST", "/booking/release", Permission::Book),
    ("GET", "/holds", Permission::Book),
    ("GET", "/appointments", Permission::Book),
    ("PATCH", "/appointments/{id}", Permission::Book),
    ("GET", "/calls", Permission::ReadCalls),
    ("GET", "/calls/{id}", Permission::ReadCalls),
    ("POST", "/calls/{id}/consent", Permission::Contacts),
    ("POST", "/calls/{id}/original", Permission::OpenOriginals),
    ("GET", "/privacy", Permission::ReadCalls),
    ("PATCH", "/privacy", Permission::EditPrivacy),
    ("POST", "/privacy/try", Permission::ReadCalls),
    ("GET", "/contacts", Permission::Contacts),
    ("POST", "/contacts", Permission::Contacts),
    ("GET", "/contacts/{id}", Permission::Contacts),
    ("DELETE", "/contacts/{id}", Permission::EraseContacts),
    ("GET", "/contacts/{id}/export", Permission::EraseContacts),
    ("GET", "/needs-you", Permission::ReadCalls),
    ("POST", "/needs-you/{id}/done", Permission::ReadCalls),
    ("POST", "/needs-you/{id}/undo", Permission::ReadCalls),
    ("GET", "/audit", Permission::ReadAudit),
    ("GET", "/staff", Permission::ManageStaff),
    ("POST", "/staff", Permission::ManageStaff),
    ("PATCH", "/staff/{id}", Permission::ManageStaff),
    ("GET", "/events", Permission::ReadCatalogue),
    ("GET", "/practice/scenarios", Permission::Practise),
    ("POST", "/practice/play", Permission::Practise),
];

#[tokio::test(flavor = "multi_thread")]
async fn every_door_opens_for_exactly_the_roles_that_may() {
    let app = TestAppliance::start().await;
    for role in ROLES {
        let token = app.token("elm", role).await;
        for (method, path, needed) in DOORS {
            let path = path.replace("{id}", "nobody");
            // Streams don't end by themselves, so only their head is looked at.
            let response = app.of("elm", &token, method, &path).json(&json!({})).open().await;
            let turned_away = response.status() == 403;
            assert_eq!(
                turned_away,
                !role.may(needed),
                "{role:?} {method} {path}: {}",
                response.status()
            );
            assert_ne!(response.status(), 401, "{method} {path}");
        }
    }
    app.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_gets_in_without_proof() {
    let app = TestAppliance::start().await;
    let good = app.token("elm", Role::Manager).await;
    let forged = format!("cwt.elm.{}", "A".repeat(43));
    for (method, path, _) in DOORS {
        let path = format!("/api/clinics/elm{}", path.replace("{id}", "nobody"));
        assert_eq!(
            app.ask(method, &path).json(&json!({})).send().await.said(),
            (401, "unauthorized"),
            "{method} {path}"
        );
        let answer = app
            .ask(method, &path)
            .bearer(&forged)
            .json(&json!({}))
            .send()
            .await;
        assert_eq!(answer.said(), (401, "unauthorized"), "{method} {path}");
    }
    let basic = app
        .ask("GET", "/api/clinics/elm/clinic")
        .header("authorization", &format!("Basic {good}"));
    assert_eq!(basic.send().await.status, 401);
    app.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_clinics_token_is_refused_and_both_logs_say_so() {
    let app = TestAppliance::with_clinics(&["elm", "oak"]).await;
    let stranger = app.token("oak", Role::Manager).await;
    for (method, path, _) in DOORS {
        let path = path.replace("{id}", "nobody");
        let answer = app
            .of("elm", &stranger, method, &path)
            .json(&json!({}))
            .send()
            .await;
        assert_eq!(answer.said(), (403, "forbidden"), "{method} {path}");
    }
    for clinic in ["elm", "oak"] {
        assert_eq!(
            app.audited(clinic, "access.denied_other_clinic").await,
            DOORS.len(),
            "{clinic}"
        );
    }
    app.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whether_another_clinic_exists_is_nobodys_business() {
    let app = TestAppliance::with_clinics(&["elm", "oak", "fir"]).await;
    let broken = app.running().appliance.paths(&ClinicId::new("yew")).unwrap();
    std::fs::create_dir_all(broken.folder()).unwrap();
    let stranger = app.token("oak", Role::Manager).await;
    let mut answers = Vec::new();
    for door in ["elm", "fir", "yew", "ash", "no%20clinic%20at%20all"] {
        let mut answer = app.of(door, &stranger, "GET", "/clinic").send().await;
        assert_eq!(answer.said(), (403, "forbidden"), "{door}");
        answer.body["requestId"] = json!(null);
        answers.push(answer.body);
    }
    assert!(answers.iter().all(|body| *body == answers[0]), "{answers:?}");
    assert_eq!(
        app.audited("oak", "access.denied_other_clinic").await,
        answers.len()
    );
    assert_eq!(app.audited("elm", "access.denied_other_clinic").await, 1);
    app.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_of_another_clinic_is_refused_and_audited_too() {
    let app = TestAppliance::with_clinics(&["elm", "oak"]).await;
    let account = app.account("oak", "ruth", Role::Manager, None).await;
    let link = app.link("oak", account).await;
    let signed_in = app
        .ask("POST", "/api/session")
        .json(&json!({ "link": link }))
        .send()
        .await;
    let answer = app
        .ask("GET", "/api/clinics/elm/today")
        .header("cookie", &signed_in.cookie())
        .send()
        .await;
    assert_eq!(answer.said(), (403, "forbidden"));
    assert_eq!(app.audited("elm", "access.denied_other_clinic").await, 1);
    assert_eq!(app.audited("oak", "access.denied_other_clinic").await, 1);
    app.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_must_send_what_another_site_can_not_know() {
    let app = TestAppliance::start().await;
    let account = app.account("elm", "ruth", Role::FrontDesk, None).await;
    let link = app.link("elm", account).await;
    let signed_in = app
        .ask("POST", "/api/session")
        .json(&json!({ "link": link }))
        .send()
        .await;
    let (cookie, csrf) = (signed_in.cookie(), signed_in.text("csrfToken").to_owned());
    let given = signed_in.headers["set-cookie"].to_str().unwrap();
    assert!(given.contains("HttpOnly") && given.contains("SameSite=Strict"));
    let add = || {
        app.ask("POST", "/api/clinics/elm/contacts")
            .header("cookie", &cookie)
            .json(&json!({ "name": "Test Person" }))
    };
    assert_eq!(add().send().await.said(), (403, "csrf"));
    assert_eq!(
        add().header("x-csrf-token", "guess").send().await.said(),
        (403, "csrf")
    );
    assert_eq!(add().header("x-csrf-token", &csrf).send().await.status, 201);
    let elsewhere = add()
        .header("x-csrf-token", &csrf)
        .header("origin", "https://attacker.example");
    assert_eq!(elsewhere.send().await.said(), (403, "bad_origin"));
    let here = add()
        .header("x-csrf-token", &csrf)
        .header("origin", "http://127.0.0.1:8080");
    assert_eq!(here.send().await.status, 201);
    let out = app.ask("DELETE", "/api/session").header("cookie", &cookie);
    assert_eq!(out.send().await.said(), (403, "csrf"));
    app.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_name_for_this_machine_is_not_answered() {
    let app = TestAppliance::start().await;
    let token = app.token("elm", Role::Manager).await;
    let rebound = app
        .of("elm", &token, "GET", "/clinic")
        .header("host", "attacker.example")
        .send()
        .await;
    assert_eq!(rebound.said(), (403, "bad_origin"));
    let local = app
        .of("elm", &token, "GET", "/clinic")
        .header("host", "localhost:8080")
        .send()
        .await;
    assert_eq!(local.status, 200);
    app.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_carries_its_headers() {
    let app = TestAppliance::start().await;
    let answer = app.ask("GET", "/api/clinics/elm/clinic").send().await;
    assert_eq!(answer.headers["x-content-type-options"], "nosniff");
    assert_eq!(answer.headers["referrer-policy"], "no-referrer");
    assert_eq!(answer.headers["cache-control"], "no-store");
    assert!(
        answer.headers["content-security-policy"]
            .to_str()
            .unwrap()
            .contains("frame-ancestors 'none'")
    );
    assert_eq!(
        answer.headers["x-request-id"].to_str().unwrap(),
        answer.text("requestId")
    );
    app.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_path_of_a_clinic_is_missing_from_this_file() {
    let app = TestAppliance::start().await;
    let described = app.ask("GET", "/api/openapi.json").send().await;
    for (path, item) in described.body["paths"].as_object().unwrap() {
        let Some(path) = path.strip_prefix("/api/clinics/{clinicId}") else {
            continue;
        };
        for method in item
            .as_object()
            .unwrap()
            .keys()
            .filter(|key| key.as_str() != "parameters")
        {
            let known = DOORS
                .iter()
                .any(|(known, at, _)| known.eq_ignore_ascii_case(method) && *at == path);
            assert!(known, "{method} {path}");
        }
    }
    app.end().await;
}
