//! Counters and histograms for Prometheus. Routes appear as templates: no ids, no patients.

use callwaiting_engine::Clinic;
use metrics::gauge;
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use std::sync::{Arc, OnceLock};

static HANDLE: OnceLock<PrometheusHandle> = OnceLock::new();

const SECONDS: [f64; 12] = [
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0,
];

/// Installs the recorder of this process, once.
pub fn install() {
    HANDLE.get_or_init(|| {
        let builder = PrometheusBuilder::new();
        let builder = builder.set_buckets_for_metric(Matcher::Suffix("_seconds".into()), &SECONDS);
        let recorder = builder
            .unwrap_or_else(|_| PrometheusBuilder::new())
            .build_recorder();
        let handle = recorder.handle();
        // Somebody else's recorder means an embedding program; then ours stays empty.
        let _ = metrics::set_global_recorder(recorder);
        handle
    });
}

/// The exposition text, with the writers of all clinics added up.
pub fn render(clinics: &[Arc<Clinic>]) -> String {
    let all: Vec<_> = clinics
        .iter()
        .map(|clinic| clinic.database().writer.metrics())
        .collect();
    let sum = |value: fn(&callwaiting_store::WriterMetrics) -> u64| all.iter().map(value).sum::<u64>() as f64;
    gauge!("callwaiting_clinics_open").set(all.len() as f64);
    gauge!("callwaiting_writer_commits").set(sum(|m| m.commits));
    gauge!("callwaiting_writer_failed_commits").set(sum(|m| m.failed_commits));
    gauge!("callwaiting_writer_jobs").set(sum(|m| m.jobs));
    gauge!("callwaiting_writer_largest_batch")
        .set(all.iter().map(|m| m.largest_batch).max().unwrap_or_default() as f64);
    gauge!("callwaiting_writer_queue_wait_micros").set(sum(|m| m.queue_wait.as_micros() as u64));
    gauge!("callwaiting_writer_commit_micros").set(sum(|m| m.commit_time.as_micros() as u64));
    gauge!("callwaiting_writer_room").set(sum(|m| m.room));
    HANDLE
        .get()
        .map(|handle| {
            handle.run_upkeep();
            handle.render()
        })
        .unwrap_or_default()
}
