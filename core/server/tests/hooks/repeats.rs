//! Messages that come again: changed, unchanged, or at the same moment as another.

use super::bodies;
use super::support::Listener;
use serde_json::json;

async fn summary(listener: &Listener) -> Option<String> {
    let read = listener
        .clinic
        .read(|conn| Ok(conn.query_row("SELECT summary FROM call", [], |row| row.get(0))?));
    read.await.unwrap()
}

#[tokio::test]
async fn a_second_report_adds_what_the_first_lacked_and_a_repeat_adds_nothing() {
    let listener = Listener::stocked().await;
    let mut first = bodies::report("c1");
    first["analysis"] = json!({});
    first["cost"] = json!(null);
    listener.deliver(first.clone()).await;
    assert!(listener.call("c1").await.cost.is_none() && summary(&listener).await.is_none());
    let mut second = bodies::report("c1");
    second["artifact"]["presignedMonoUrl"] = "https://example.com/one".into();
    listener.deliver(second.clone()).await;
    let shown = serde_json::to_value(listener.call("c1").await).unwrap();
    assert_eq!(summary(&listener).await.as_deref(), Some("Asked about a peel."));
    assert_eq!(shown["cost"]["total"]["amountMinor"], 34, "{shown}");
    second["artifact"]["presignedMonoUrl"] = "https://example.com/two".into();
    for again in [&second, &first, &second] {
        listener.deliver(again.clone()).await;
        let now = serde_json::to_value(listener.call("c1").await).unwrap();
        assert_eq!(now, shown, "a repeat changed something");
    }
}
