//! Messages that come again: changed, unchanged, or at the same moment as another.

use super::bodies;
use super::support::Listener;
use callwaiting_engine::tasks::tidy_once;
use jiff::SignedDuration;
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

async fn unknown(listener: &Listener) -> Vec<(String, String)> {
    let read = listener.clinic.read(|conn| {
        let mut statement = conn.prepare("SELECT kind, body FROM unknown_message ORDER BY id")?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    });
    read.await.unwrap()
}

#[tokio::test]
async fn documented_chatter_leaves_nothing_behind() {
    let listener = Listener::stocked().await;
    for kind in [
        "model-output",
        "voice-input",
        "phone-call-control",
        "assistant.started",
        "speech-update",
    ] {
        for call in [bodies::call("c1"), json!(null), json!({}), json!("c1")] {
            let message = json!({ "type": kind, "call": call, "output": "Dear me", "request": "hang-up" });
            assert_eq!(listener.deliver(message).await, json!({}), "{kind}");
        }
    }
    assert!(unknown(&listener).await.is_empty());
}

#[tokio::test]
async fn messages_nobody_knows_are_kept_once_small_and_not_for_ever() {
    let listener = Listener::stocked().await;
    let odd = |n: usize| json!({ "type": "of-tomorrow", "call": bodies::call("c1"), "n": n });
    for n in [1, 2, 1, 2, 1] {
        listener.deliver(odd(n)).await;
    }
    assert_eq!(unknown(&listener).await.len(), 2);
    listener
        .deliver(json!({ "type": "of-tomorrow", "words": "la ".repeat(40_000) }))
        .await;
    let kept = unknown(&listener).await;
    assert_eq!(kept[2].0, "of-tomorrow");
    assert!(
        kept[2].1.len() < 40 && kept[2].1.contains("bytes"),
        "{}",
        kept[2].1
    );
    futures::future::join_all((3..1_010).map(|n| listener.deliver(odd(n)))).await;
    listener.deliver(odd(2_000)).await;
    let kept = unknown(&listener).await;
    assert_eq!(kept.len(), 1_000);
    assert!(kept[999].1.contains("2000"), "the newest stay: {}", kept[999].1);
    listener.pass(SignedDuration::from_hours(24 * 31));
    tidy_once(&listener.clinic).await.unwrap();
    assert!(unknown(&listener).await.is_empty());
    listener.deliver(odd(1)).await;
    assert_eq!(unknown(&listener).await.len(), 1);
}

#[tokio::test]
async fn two_utterances_of_one_millisecond_are_two_and_a_repeat_without_a_time_is_none() {
    const AT: i64 = 1_795_428_000_000;
    let listener = Listener::stocked().await;
    let told = || async {
        let read = listener.clinic.read(|conn| {
            let count = "SELECT count(*) FROM event WHERE kind = 'call.turn'";
            Ok(conn.query_row(count, [], |row| row.get::<_, i64>(0))?)
        });
        read.await.unwrap()
    };
    for _ in 0..2 {
        listener.deliver(bodies::said("c1", "user", "Yes.", AT)).await;
        listener
            .deliver(bodies::said("c1", "user", "Tomorrow.", AT))
            .await;
    }
    assert_eq!(told().await, 2);
    let mut timeless = bodies::said("c1", "user", "At ten.", AT);
    timeless.as_object_mut().unwrap().remove("timestamp");
    for _ in 0..3 {
        listener.deliver(timeless.clone()).await;
        listener.pass(SignedDuration::from_secs(2));
    }
    assert_eq!(told().await, 3);
    let texts = listener.call("c1").await.turns.into_iter().map(|turn| turn.text);
    assert_eq!(texts.filter(|text| text == "At ten.").count(), 1);
}
