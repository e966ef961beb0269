//! What a contact's fields get of what was said.

use crate::phi::PatientText;
use crate::redaction::{Context, Finding, Label, given, redact};

fn values(text: &str, country: &str) -> Vec<String> {
    let text = PatientText::new(text);
    let done = redact(&text, &Context::default());
    given(&text, &done.findings, country)
        .iter()
        .map(|(_, value)| value.expose().to_owned())
        .collect()
}

#[test]
fn numbers_come_out_as_they_are_dialled() {
    for said in [
        "my mobile is oh double seven double oh nine double oh one two three",
        "call me on 07700 900 123",
        "it's plus four four seven seven double oh nine double oh one two three",
        "my number is oh seven seven hundred nine hundred one two three",
        "my number is oh seven seven double oh nine double oh one two four, no sorry, one two three",
        "it's oh seven seven double oh nine double oh four five six sorry, oh seven seven double oh nine double oh one two three",
        "Caller: oh seven seven double oh\nAgent: uh-huh\nCaller: nine hundred one two three",
    ] {
        assert_eq!(values(said, "GB"), ["+447700900123"], "{said}");
    }
    assert_eq!(
        values("two oh two five five five oh one four three", "US"),
        ["+12025550143"]
    );
}

#[test]
fn what_is_only_half_a_number_fills_no_field() {
    assert!(values("my number is oh seven seven double oh", "GB").is_empty());
}

#[test]
fn mail_and_birth_come_out_written() {
    assert_eq!(
        values("it's john dot smith at example dot com", "GB"),
        ["john.smith@example.com"]
    );
    assert_eq!(
        values(
            "j for juliet underscore p a t e l eighty two at example dot co dot u k",
            "GB"
        ),
        ["j_patel82@example.co.uk"]
    );
    assert_eq!(values("test patient at gmail", "GB"), ["testpatient@gmail.com"]);
    assert_eq!(
        values("I was born on the third of May nineteen eighty", "GB"),
        ["1980-05-03"]
    );
    assert_eq!(
        values("date of birth oh five oh three eighty", "US"),
        ["1980-05-03"]
    );
}

#[test]
fn a_name_gets_its_capitals() {
    let name = |said: &str| {
        let whole = [Finding {
            start: 0,
            end: said.len(),
            label: Label::Name,
        }];
        given(&PatientText::new(said), &whole, "GB")[0]
            .1
            .expose()
            .to_owned()
    };
    assert_eq!(name("jane smith"), "Jane Smith");
    assert_eq!(name("j a n e"), "Jane");
    assert_eq!(name("anne-marie o'neil"), "Anne-Marie O'Neil");
}
