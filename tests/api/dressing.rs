//! What every answer gets whatever happens inside: panics, deadlines, floods; and the screens.

use axum::body::{Body, to_bytes};
use axum::http::Request;
use axum::routing::get;
use axum::{Router, middleware};
use callwaiting_domain::staff::Role;
use callwaiting_server::http::{Dressing, dress};
use callwaiting_tests::TestAppliance;
use serde_json::Value;
use std::time::Duration;
use tower::ServiceExt as _;

/// A router of the test's own, dressed like the appliance's.
fn dressed(app: &TestAppliance, router: Router, deadline: Duration) -> Router {
    let appliance = app.running().appliance.clone();
    let dressing = Dressing {
        appliance,
        listener: "api",
        largest_body: 1024,
        deadline,
    };
    router.layer(middleware::from_fn_with_state(dressing, dress))
}

#[expect(
    clippy::unwrap_used,
    reason = "a tool of tests: what fails here fails the test"
)]
async fn ask(router: Router, path: &str) -> (u16, Value) {
    let request = Request::get(path).body(Body::empty()).unwrap();
    let response = router.oneshot(request).await.unwrap();
    let status = response.status().as_u16();
    let body = to_bytes(response.into_body(), 1 << 20).await.unwrap();
    (status, serde_json::from_slice(&body).unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_panic_is_a_fault_of_ours_and_says_nothing() {
    let app = TestAppliance::start().await;
    let boom = Router::new().route(
        "/boom",
        get(async || -> &'static str { panic!("words of a patient") }),
    );
    let (status, body) = ask(dressed(&app, boom, Duration::from_secs(5)), "/boom").await;
    assert_eq!((status, body["code"].as_str()), (500, Some("internal")));
    assert!(!body.to_string().contains("patient") && body["requestId"].is_string());
    app.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_takes_too_long_is_given_up() {
    let app = TestAppliance::start().await;
    let stuck = Router::new().route("/stuck", get(std::future::pending::<&'static str>));
    let (status, body) = ask(dressed(&app, stuck, Duration::from_millis(20)), "/stuck").await;
    assert_eq!((status, body["code"].as_str()), (503, Some("store_unavailable")));
    app.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flood_of_strangers_is_slowed_down_and_staff_are_not() {
    let app = TestAppliance::start().await;
    let token = app.token("elm", Role::FrontDesk).await;
    let (mut unauthorized, mut slowed) = (0, 0);
    for _ in 0..400 {
        let answer = app.ask("GET", "/api/clinics/elm/clinic").send().await;
        let wait = answer
            .headers
            .get("retry-after")
            .map(|value| value.to_str().unwrap());
        match answer.said() {
            (401, "unauthorized") => unauthorized += 1,
            (429, "rate_limited") => {
                assert_eq!(wait, Some("1"));
                slowed += 1;
            }
            other => panic!("{other:?}"),
        }
    }
    assert!(unauthorized >= 300 && slowed > 0, "{unauthorized} {slowed}");
    for _ in 0..50 {
        assert_eq!(app.of("elm", &token, "GET", "/clinic").send().await.status, 200);
    }
    app.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_other_path_is_a_screen() {
    let app = TestAppliance::start().await;
    for path in ["/", "/calendar", "/calls/some-call"] {
        let page = app.ask("GET", path).send().await;
        assert_eq!(page.status, 200, "{path}");
        assert!(
            page.headers["content-type"]
                .to_str()
                .unwrap()
                .starts_with("text/html")
        );
    }
    assert_eq!(
        app.ask("GET", "/assets/no-such-file.js").send().await.said(),
        (404, "not_found")
    );
    app.end().await;
}
