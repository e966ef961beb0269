//! What the agent's own line says about the booking: made, refused, or asked to be confirmed.

use super::replies::{contains, plain};

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
