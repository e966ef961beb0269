//! The catalogue, contacts, lists, and what stands outside a clinic's path.

use callwaiting_domain::staff::Role;
use callwaiting_tests::TestAppliance;
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn the_catalogue_is_added_to_and_changed_field_by_field() {
    let app = TestAppliance::start().await;
    let token = app.token("elm", Role::Manager).await;
    let new = json!({ "name": "Scar review", "minutes": 20, "priceFrom": { "amountMinor": 9000, "currency": "GBP" } });
    let added = app
        .of("elm", &token, "POST", "/procedures")
        .json(&new)
        .send()
        .await;
    assert_eq!(added.status, 201);
    let path = format!("/procedures/{}", added.text("id"));
    let changed = app
        .of("elm", &token, "PATCH", &path)
        .json(&json!({ "minutes": 25, "priceFrom": null }))
        .send()
        .await;
    assert_eq!(
        (
            changed.text("name"),
            changed.body["minutes"].as_i64(),
            changed.body["priceFrom"].is_null()
        ),
        ("Scar review", Some(25), true)
    );
    for bad in [
        json!({ "minutes": 1 }),
        json!({ "name": " " }),
        json!({ "priceFrom": { "amountMinor": 1, "currency": "USD" } }),
    ] {
        assert_eq!(
            app.of("elm", &token, "PATCH", &path)
                .json(&bad)
                .send()
                .await
                .said(),
            (422, "validation"),
            "{bad}"
        );
    }
    let person = json!({ "name": "Dr Marsh", "procedureIds": [added.text("id")], "weeklyHours": [{ "weekday": 1, "from": "09:00", "to": "12:00" }] });
    let practitioner = app
        .of("elm", &token, "POST", "/practitioners")
        .json(&person)
        .send()
        .await;
    assert_eq!(practitioner.status, 201);
    let free = app.slots("elm", &token, added.text("id")).await;
    assert!(
        !free.is_empty()
            && free
                .iter()
                .all(|slot| slot["practitionerId"] == practitioner.body["id"])
    );
    let path = format!("/practitioners/{}", practitioner.text("id"));
    let closed =
        json!({ "exceptions": [{ "date": "2026-11-23", "kind": "closed", "reason": "Training day" }] });
    assert_eq!(
        app.of("elm", &token, "PATCH", &path)
            .json(&closed)
            .send()
            .await
            .status,
        200
    );
    assert!(app.slots("elm", &token, added.text("id")).await.is_empty());
    let odd = json!({ "weeklyHours": [{ "weekday": 9, "from": "09:00", "to": "12:00" }] });
    assert_eq!(
        app.of("elm", &token, "PATCH", &path)
            .json(&odd)
            .send()
            .await
            .said(),
        (422, "validation")
    );
    assert_eq!(
        app.of("elm", &token, "PATCH", "/practitioners/nobody")
            .json(&json!({}))
            .send()
            .await
            .status,
        404
    );
    app.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn contacts_are_listed_page_by_page_exported_and_erased() {
    let app = TestAppliance::start().await;
    let token = app.token("elm", Role::Manager).await;
    for n in 0..5 {
        let body = json!({ "name": format!("Test Person {n}"), "phone": "07700 900123" });
        assert_eq!(
            app.of("elm", &token, "POST", "/contacts")
                .json(&body)
                .send()
                .await
                .status,
            201
        );
    }
    let (mut seen, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = app
            .of(
                "elm",
                &token,
                "GET",
                &format!("/contacts?limit=2&cursor={cursor}"),
            )
            .send()
            .await;
        assert_eq!(page.body["total"], 5);
        seen.extend(
            page.items()
                .iter()
                .map(|contact| contact["id"].as_str().unwrap().to_owned()),
        );
        match page.body["nextCursor"].as_str() {
            Some(next) => cursor = next.to_owned(),
            None => break,
        }
    }
    assert_eq!(seen.len(), 5);
    let path = format!("/contacts/{}", seen[0]);
    let export = app
        .of("elm", &token, "GET", &format!("{path}/export"))
        .send()
        .await;
    assert_eq!(export.body["contact"]["phone"], "+447700900123");
    assert_eq!(app.of("elm", &token, "DELETE", &path).send().await.status, 204);
    assert_eq!(
        app.of("elm", &token, "GET", &path).send().await.said(),
        (404, "not_found")
    );
    assert_eq!(app.audited("elm", "contact.erase").await, 1);
    assert_eq!(
        app.of("elm", &token, "POST", "/contacts")
            .json(&json!({}))
            .send()
            .await
            .said(),
        (422, "validation")
    );
    app.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_audit_log_is_read_backwards() {
    let app = TestAppliance::start().await;
    let token = app.token("elm", Role::ItAdmin).await;
    let first = app.of("elm", &token, "GET", "/audit?limit=3").send().await;
    let seqs = |page: &callwaiting_tests::Answer| {
        page.items()
            .iter()
            .map(|entry| entry["seq"].as_i64().unwrap())
            .collect::<Vec<_>>()
    };
    let next = app
        .of(
            "elm",
            &token,
            "GET",
            &format!("/audit?limit=3&cursor={}", first.text("nextCursor")),
        )
        .send()
        .await;
    assert_eq!(seqs(&next)[0], seqs(&first)[2] - 1);
    assert_eq!(first.items()[0]["action"], "token.create");
    app.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clinic_made_by_another_process_is_found() {
    let app = TestAppliance::start().await;
    app.add_clinic("oak").await;
    let token = app.token("oak", Role::FrontDesk).await;
    assert_eq!(
        app.of("oak", &token, "GET", "/clinic").send().await.text("id"),
        "oak"
    );
    let listed = app.ask("GET", "/api/clinics").send().await;
    assert_eq!(listed.body.as_array().unwrap().len(), 2);
    let health = app.ask("GET", "/health").send().await;
    assert_eq!(
        (health.text("status"), health.body["clinics"].as_i64()),
        ("ok", Some(2))
    );
    app.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn metrics_name_routes_and_nobody() {
    let app = TestAppliance::start().await;
    let token = app.token("elm", Role::FrontDesk).await;
    app.of("elm", &token, "GET", "/contacts/some-contact-id")
        .send()
        .await;
    let response = app.ask("GET", "/metrics").open().await;
    let text = axum::body::to_bytes(response.into_body(), 1 << 20).await.unwrap();
    let text = String::from_utf8(text.to_vec()).unwrap();
    assert!(text.contains("callwaiting_requests_total") && text.contains("/contacts/{id}"));
    assert!(text.contains("callwaiting_writer_commits"));
    assert!(!text.contains("some-contact-id") && !text.contains("elm"));
    app.end().await;
}
