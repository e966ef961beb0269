//! The redaction benchmark's own side: how fast texts are searched, one by one, on one core.
//!
//! Reads lines of `{"id","text"}` from standard input, goes over all of them as often as asked, and prints one line of
//! JSON. The peer and the rounds are the script's business.

use callwaiting_domain::phi::PatientText;
use callwaiting_domain::redaction::{Context, redact};
use std::io::BufRead as _;
use std::time::{Duration, Instant};

#[expect(
    clippy::disallowed_methods,
    reason = "a benchmark measures the machine's own time"
)]
fn moment() -> Instant {
    Instant::now()
}

#[expect(
    clippy::print_stdout,
    reason = "its one line of JSON is what the script reads"
)]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let rounds: usize = std::env::args().nth(1).and_then(|n| n.parse().ok()).unwrap_or(10);
    let mut texts = Vec::new();
    for line in std::io::stdin().lock().lines() {
        let line: serde_json::Value = serde_json::from_str(&line?)?;
        texts.push(PatientText::new(line["text"].as_str().unwrap_or_default()));
    }
    let context = Context::default();
    // The first search builds the tables.
    for text in &texts {
        redact(text, &context);
    }
    let characters: usize = texts.iter().map(|t| t.expose().chars().count()).sum();
    let mut waits: Vec<Duration> = Vec::with_capacity(texts.len() * rounds);
    let began = moment();
    for _ in 0..rounds {
        for text in &texts {
            let asked = moment();
            std::hint::black_box(redact(text, &context));
            waits.push(asked.elapsed());
        }
    }
    let took = began.elapsed();
    waits.sort();
    let at = |share: f64| {
        let last = waits.len().saturating_sub(1);
        waits
            .get((last as f64 * share) as usize)
            .map_or(0.0, |w| w.as_secs_f64() * 1e6)
    };
    println!(
        "{{\"charactersPerSecond\":{:.0},\"p50Us\":{:.1},\"p99Us\":{:.1},\"maxUs\":{:.1},\"texts\":{}}}",
        (characters * rounds) as f64 / took.as_secs_f64(),
        at(0.5),
        at(0.99),
        at(1.0),
        texts.len()
    );
    Ok(())
}
