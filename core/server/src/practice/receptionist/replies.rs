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

/// What an agent's line says about the booking itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Telling {
    /// It was made.
    Booked,
    /// It could not be made.
    Refused,
    /// Please confirm.
    Asks,
    /// Nothing of that.
    Nothing,
}

/// What an agent's line says about the booking itself.
pub(crate) fn telling(line: &str) -> Telling {
    const REFUSED: &[&str] = &[
        "unable",
        "impossible",
        "not possible",
        "couldn't",
        "could not",
        "can't book",
        "cannot book",
        "can't make",
        "not available",
        "isn't available",
        "unavailable",
        "no availability",
        "fully booked",
        "already booked",
        "not free",
        "already taken",
        "failed",
        "unsuccessful",
        "wasn't able",
        "was not able",
        "not able",
        "no openings",
        "no opening",
        "wasn't possible",
        "didn't work",
        "did not work",
        "can't be booked",
        "cannot be",
        "did not go",
        "didn't go",
        "has not been",
        "hasn't been",
        "was not",
        "wasn't",
        "no slots",
        "is taken",
        "not successful",
    ];
    const DONE: &[&str] = &[
        "booked",
        "reserved",
        "scheduled",
        "confirmed",
        "all set",
        "successful",
        "successfully",
        "made your appointment",
        "arranged",
        "appointment is set",
        "appointment is made",
        "appointment has been",
        "reservation has been",
        "went through",
        "made the appointment",
        "sucessfully",
        "succesfully",
        "sucessful",
        "taken care of",
    ];
    let text = plain(line);
    let asks = (contains(&text, "confirm") && !contains(&text, "i confirm"))
        || [
            "is that correct",
            "is this correct",
            "is that right",
            "is this right",
            "are these details",
            "is it correct",
            "is that ok",
            "is that okay",
            "is this ok",
            "is this okay",
            "are the following",
            "check the details",
            "should i book",
            "shall i book",
            "should i go ahead",
            "shall i go ahead",
            "reconfirm",
            "let's check",
            "would you like me to book",
            "do you want me to book",
            "verify",
            "confirmation from you",
            "your confirmation",
            "need a confirmation",
            "need confirmation",
        ]
        .iter()
        .any(|phrase| contains(&text, phrase));
    let refused = REFUSED.iter().any(|phrase| contains(&text, phrase));
    let done = line
        .split_inclusive(['.', '!', '?'])
        .any(|sentence| is_done(sentence, DONE));
    let about_booking = [
        "book",
        "appointment",
        "reserv",
        "schedul",
        "visit",
        "slot",
        "time",
        "requested",
    ]
    .iter()
    .any(|w| text.contains(w));
    if refused
        && (!done
            || contains(&text, "already booked")
            || contains(&text, "fully booked")
            || refused_in_done_sentence(line))
        && (about_booking || text.contains("sorry"))
    {
        Telling::Refused
    } else if asks {
        Telling::Asks
    } else if done {
        Telling::Booked
    } else {
        Telling::Nothing
    }
}

/// "It is booked", but neither "is it booked?" nor "to be booked".
fn is_done(sentence: &str, done: &[&str]) -> bool {
    let text = plain(sentence);
    let open = sentence.trim_end().ends_with('?')
        || [
            "to be",
            "will be",
            "would be",
            "should be",
            "want it",
            "like it",
            "get you",
        ]
        .iter()
        .any(|p| contains(&text, p));
    !open && done.iter().any(|phrase| contains(&text, phrase))
}

/// "Your appointment could not be booked": the refusal and the booking are one sentence.
fn refused_in_done_sentence(line: &str) -> bool {
    line.split(['.', '!', '?']).any(|sentence| {
        let text = plain(sentence);
        [
            "not be booked",
            "not been booked",
            "couldn't be booked",
            "could not book",
            "unable to book",
            "not booked",
            "not be scheduled",
            "unable to schedule",
            "was not successful",
            "wasn't successful",
            "not successful",
            "unsuccessful",
            "not be reserved",
            "not be made",
        ]
        .iter()
        .any(|phrase| contains(&text, phrase))
    })
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

fn plain(line: &str) -> String {
    let mut out = String::from(" ");
    for token in tokens(line) {
        out.push_str(&token.text);
        out.push(' ');
    }
    out
}

/// Whole words only; `text` has a space at both ends.
fn contains(text: &str, phrase: &str) -> bool {
    text.contains(&format!(" {phrase} "))
}
