//! What people say, and what must go from it: one file of sentences a label, and one of sentences that stay whole.
//!
//! In a file, `«…»` stands around what must go, and nothing else may; `\n` begins a new turn. All invented: numbers of
//! the ranges kept for fiction, test ranges or public examples. Deliberately absent: names and medical words.

mod values;

use crate::phi::PatientText;
use crate::redaction::{Context, Redaction, Said, redact_with};

/// With the finders of this folder alone.
fn redact(text: &PatientText, context: &Context) -> Redaction {
    redact_with(text, context, super::find)
}

/// The letters and digits of a text, each with whether it lies in one of `spans` (bytes).
fn covered(text: &str, spans: &[(usize, usize)]) -> Vec<(char, bool)> {
    text.char_indices()
        .filter(|(_, c)| c.is_alphanumeric())
        .map(|(at, c)| (c, spans.iter().any(|(start, end)| (*start..*end).contains(&at))))
        .collect()
}

/// A marked sentence without its marks, and where they were.
fn unmark(marked: &str) -> (String, Vec<(usize, usize)>) {
    let (mut text, mut spans, mut start) = (String::new(), Vec::new(), 0);
    for c in marked.replace("\\n", "\n").chars() {
        match c {
            '«' => start = text.len(),
            '»' => spans.push((start, text.len())),
            c => text.push(c),
        }
    }
    (text, spans)
}

fn check(file: &str) {
    let mut wrong = Vec::new();
    for marked in file.lines().filter(|line| !line.is_empty()) {
        let (text, wanted) = unmark(marked);
        let done = redact(&PatientText::new(text.as_str()), &Context::default());
        let found: Vec<_> = done.findings.iter().map(|f| (f.start, f.end)).collect();
        let twice = redact(&PatientText::new(done.text.get().as_str()), &Context::default());
        if covered(&text, &wanted) != covered(&text, &found) || twice.text != done.text {
            wrong.push(format!(
                "{marked}\n   {}\n   {}",
                done.text.get(),
                twice.text.get()
            ));
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn telephone_numbers_go() {
    check(include_str!("phone.txt"));
}

#[test]
fn mail_addresses_go() {
    check(include_str!("email.txt"));
}

#[test]
fn streets_and_postcodes_go() {
    check(include_str!("address.txt"));
}

#[test]
fn dates_of_birth_go() {
    check(include_str!("birth.txt"));
}

#[test]
fn numbers_of_offices_and_insurers_go() {
    check(include_str!("office.txt"));
}

#[test]
fn cards_go() {
    check(include_str!("card.txt"));
}

#[test]
fn prices_times_and_talk_stay() {
    check(include_str!("stays.txt"));
}

/// Every capital made small and every mark taken out, as a recogniser writes: what must go still goes.
#[test]
fn a_recognisers_spelling_changes_nothing() {
    let mut leaks = Vec::new();
    for file in [
        include_str!("phone.txt"),
        include_str!("birth.txt"),
        include_str!("office.txt"),
        include_str!("card.txt"),
    ] {
        for marked in file
            .lines()
            .filter(|line| !line.is_empty() && !line.contains("\\n"))
        {
            let bare: String = marked
                .to_lowercase()
                .chars()
                .filter(|c| !matches!(c, ',' | '?' | '!'))
                .collect();
            let (text, wanted) = unmark(&bare);
            let done = redact(&PatientText::new(text.as_str()), &Context::default());
            let found: Vec<_> = done.findings.iter().map(|f| (f.start, f.end)).collect();
            let missed = covered(&text, &wanted)
                .iter()
                .zip(covered(&text, &found))
                .any(|((_, a), (_, b))| *a && !b);
            if missed {
                leaks.push(format!("{bare} -> {}", done.text.get()));
            }
        }
    }
    assert!(leaks.is_empty(), "{}", leaks.join("\n"));
}

/// The same conversation, turn by turn with the turns before in the context.
#[test]
fn the_turns_before_come_in_the_context_too() {
    let turns = [
        (false, "Lovely. And what's the best number for you?", ""),
        (true, "it's oh seven seven double oh", "oh seven seven double oh"),
        (false, "uh-huh", ""),
        (true, "nine hundred one two three", "nine hundred one two three"),
        (false, "And your date of birth?", ""),
        (
            true,
            "the third of the fifth eighty",
            "the third of the fifth eighty",
        ),
        (false, "Thank you. Which day would you like to come in?", ""),
        (true, "the third of the sixth if you can", ""),
    ];
    let mut context = Context::default();
    for (by_caller, words, wanted) in turns {
        let done = redact(&PatientText::new(words), &context);
        let gone: Vec<&str> = done.findings.iter().map(|f| &words[f.start..f.end]).collect();
        assert_eq!(gone.join("|"), wanted, "{words}");
        context.before.push(Said {
            by_caller,
            text: PatientText::new(words),
        });
    }
}
