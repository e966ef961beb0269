//! Temporary.
use callwaiting_domain::{phi::PatientText, redaction::{Context, redact}};
use std::io::{BufRead, Write};
fn main() {
    let mut out = std::io::BufWriter::new(std::io::stdout());
    for line in std::io::stdin().lock().lines() {
        let v: serde_json::Value = serde_json::from_str(&line.unwrap()).unwrap();
        let text = v["text"].as_str().unwrap();
        let r = redact(&PatientText::new(text), &Context::default());
        let spans: Vec<_> = r.findings.iter().map(|f| serde_json::json!({"start": text[..f.start].chars().count(), "end": text[..f.end].chars().count(), "label": f.label})).collect();
        writeln!(out, "{}", serde_json::json!({"id": v["id"], "text": r.text, "spans": spans})).unwrap();
    }
}
