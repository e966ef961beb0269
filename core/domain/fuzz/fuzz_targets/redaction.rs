//! Any text at all: redaction does not panic, its findings lie on characters inside the text,
//! and redacting what is left changes nothing.

#![no_main]

use callwaiting_domain::phi::PatientText;
use callwaiting_domain::redaction::{Context, Said, WITHHELD, given, redact};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (String, String)| {
    let (text, before) = input;
    let context = Context {
        before: vec![Said {
            by_caller: false,
            text: PatientText::new(before),
        }],
        ..Context::default()
    };
    let words = PatientText::new(text.as_str());
    let once = redact(&words, &context);
    if once.withheld {
        assert_eq!(once.text.get(), WITHHELD);
        return;
    }
    let mut last = 0;
    for finding in &once.findings {
        assert!(finding.start >= last && finding.end <= text.len() && finding.start <= finding.end);
        assert!(text.get(finding.start..finding.end).is_some());
        last = finding.end;
    }
    let again = redact(&PatientText::new(once.text.get().as_str()), &context);
    assert_eq!(again.text, once.text, "redacting twice changed {text:?}");
    let _ = given(&words, &once.findings, "GB");
});
