//! What kind of reply a line is: yes, no, "somebody else", "it is booked", "that didn't work".
//!
//! Only the kind. Which day or person a reply is about is decided in [`super`].

use super::tokens::tokens;

/// How a caller answers what was read back to them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reply {
    Yes,
    No,
    Neither,
}

const OPENERS: &[&str] = &["oh", "well", "um", "uh", "hmm", "er", "ah", "hm", "so"];
const YES: &[&str] = &[
    "yes",
    "yeah",
    "yep",
    "yup",
    "yea",
    "ya",
    "yah",
    "sure",
    "ok",
    "okay",
    "okey",
    "k",
    "correct",
    "right",
    "perfect",
    "great",
    "fine",
    "absolutely",
    "definitely",
    "certainly",
    "confirm",
    "confirmed",
    "affirmative",
    "exactly",
    "good",
    "alright",
    "indeed",
    "awesome",
    "excellent",
    "wonderful",
    "lovely",
    "yess",
    "please",
    "cool",
    "super",
    "agreed",
];
const YES_PHRASES: &[&str] = &[
    "i confirm",
    "is correct",
    "that's correct",
    "thats correct",
    "that's right",
    "thats right",
    "is right",
    "that works",
    "that will work",
    "that would work",
    "that'll work",
    "works for me",
    "sounds good",
    "sounds great",
    "sounds right",
    "sounds perfect",
    "sounds fine",
    "looks good",
    "looks right",
    "looks great",
    "looks correct",
    "seems right",
    "seems good",
    "seems correct",
    "seems fine",
    "is fine",
    "is good",
    "is perfect",
    "is great",
    "that's it",
    "thats it",
    "that is it",
    "that's okay",
    "that's ok",
    "that is okay",
    "is okay",
    "that's fine",
    "that's good",
    "that's perfect",
    "that would be",
    "that will be",
    "that will do",
    "that'll do",
    "go ahead",
    "of course",
    "please do",
    "i agree",
    "works",
    "suits me",
    "book it",
    "do it",
    "no problem",
    "it's correct",
    "it is correct",
    "why not",
];
const STRONG: &[&str] = &[
    "correct",
    "that's right",
    "thats right",
    "i confirm",
    "no problem",
    "is right",
    "is fine",
];
const NO: &[&str] = &[
    "no",
    "nope",
    "nah",
    "negative",
    "nay",
    "wait",
    "wrong",
    "incorrect",
    "not",
];
const NO_PHRASES: &[&str] = &[
    "not ok",
    "not okay",
    "not right",
    "not correct",
    "not good",
    "isn't right",
    "isn't correct",
    "is wrong",
    "incorrect",
    "doesn't work",
    "does not work",
    "don't work",
    "won't work",
    "will not work",
    "not work",
    "can't make",
    "cannot make",
    "can't do",
    "change it",
    "change the",
    "change that",
    "make it",
    "i'd rather",
    "i would rather",
    "instead",
    "not fine",
    "not what i",
    "isn't good",
    "don't want",
    "do not want",
    "hold on",
    "never mind",
    "nevermind",
    "not going to work",
];

/// The kind of reply a caller's line is.
pub(crate) fn reply(line: &str) -> Reply {
    let text = plain(line);
    let has = |phrases: &[&str]| phrases.iter().any(|phrase| contains(&text, phrase));
    let words = tokens(line);
    let first = words.iter().find(|word| !word.is(OPENERS));
    let starts_yes = first.is_some_and(|word| word.is(YES));
    let starts_no = first.is_some_and(|word| word.is(NO));
    let denied = has(NO_PHRASES);
    if starts_no {
        return if has(STRONG) && !denied {
            Reply::Yes
        } else {
            Reply::No
        };
    }
    if starts_yes {
        // "Yes, but change it to four" asks for something else; "yes, book it" doesn't.
        return if denied && !contains(&text, "make it") {
            Reply::No
        } else {
            Reply::Yes
        };
    }
    match (has(YES_PHRASES), denied) {
        (_, true) => Reply::No,
        (true, false) => Reply::Yes,
        (false, false) => Reply::Neither,
    }
}

/// Whether the caller asks for another practitioner than the one offered last.
pub(crate) fn wants_another(line: &str) -> bool {
    const ANOTHER: &[&str] = &[
        "someone else",
        "somebody else",
        "someone different",
        "somebody different",
        "anyone else",
        "anybody else",
        "something else",
        "anything else",
        "another one",
        "another doctor",
        "another dentist",
        "other doctor",
        "other dentist",
        "different doctor",
        "different dentist",
        "different one",
        "find me another",
        "any others",
        "any other",
        "other options",
        "other possibilities",
        "other choices",
        "others",
        "who else",
        "another option",
        "find another",
        "a different",
        "other one",
        "another then",
        "show me another",
        "else nearby",
        "look for another",
    ];
    let text = plain(line);
    ANOTHER.iter().any(|phrase| contains(&text, phrase))
}

/// Which earlier offer a caller goes back to: 0 for "the first one". `None` when they don't.
pub(crate) fn goes_back_to(line: &str) -> Option<Back> {
    let text = plain(line);
    let has = |phrase: &str| contains(&text, phrase);
    if [
        "first one",
        "the first",
        "first doctor",
        "first dentist",
        "first option",
    ]
    .iter()
    .any(|p| has(p))
    {
        Some(Back::First)
    } else if [
        "previous one",
        "one before",
        "previous doctor",
        "previous dentist",
        "earlier one",
    ]
    .iter()
    .any(|p| has(p))
    {
        Some(Back::Previous)
    } else {
        None
    }
}

/// An earlier offer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Back {
    First,
    Previous,
}

/// Which of day and time an agent asks for.
pub(crate) fn asks_for_time(line: &str) -> bool {
    let text = plain(line);
    [
        "what time",
        "which time",
        "when ",
        "at what",
        "what hour",
        "time works",
        "time would",
        "time should",
        "time suits",
    ]
    .iter()
    .any(|phrase| text.contains(phrase))
}

pub(super) fn plain(line: &str) -> String {
    let mut out = String::from(" ");
    for token in tokens(line) {
        out.push_str(&token.text);
        out.push(' ');
    }
    out
}

/// Whole words only; `text` has a space at both ends.
pub(super) fn contains(text: &str, phrase: &str) -> bool {
    text.contains(&format!(" {phrase} "))
}
