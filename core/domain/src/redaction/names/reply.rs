//! A bare answer to a question for a name: "yes, sure, Declan Home".
//!
//! Deliberately absent: what a spelled name looks like without a question (`spelled.rs`).

use super::{Turn, anchors};
use crate::redaction::words::{Words, set};
use std::sync::LazyLock;

static OPENS: LazyLock<Words> = LazyLock::new(|| {
    set(
        "put use have yes yeah yep yup sure of course hi hello hey hiya its it is my name names the okay ok so well thats \
     that this im i am certainly full first last surname under should be would oh right absolutely \
     no problem in for me please and good morning afternoon evening forename speaking with to youre you \
     are called booked was mine id say it'll itll itd wife husband son daughter sorry",
    )
});

static ENDS: LazyLock<Words> = LazyLock::new(|| {
    set(
        "and i im for with but on at please thanks thank calling speaking here my the that thats is spelled \
     spelt its it ive id from so would can could as phone number ssn born to was are do you not dont if \
     this want need in",
    )
});

static REFUSES: LazyLock<Words> = LazyLock::new(|| {
    set(
        "rather could would excuse really that no pardon sorry what why how who when where again wait hold hang one just not you nothing none never \
     correct thanks thank great perfect same yes do does is are can",
    )
});

/// What the turn before asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Question {
    /// Nothing of a name.
    Other,
    /// A name.
    Name,
    /// The letters of a name.
    Spelling,
}

/// What `question` asks for, by its last words for it.
pub(super) fn asked(question: &str) -> Question {
    let lower = question.to_lowercase();
    let has = |needle: &str| lower.contains(needle);
    let elsewhere = [
        "postcode",
        "post code",
        "email",
        "e-mail",
        "address",
        "zip",
        "medication",
        "street",
    ];
    let other = elsewhere.iter().any(|word| has(word))
        || ["name of the clinic", "name of the medic", "name of the practice"]
            .iter()
            .any(|w| has(w));
    if (has("spell") || has("letter by letter")) && !other {
        return Question::Spelling;
    }
    let asks = has("surname")
        || (has("name")
            && !other
            && (has("?") || has("your") || has("may i") || has("can i") || has("could i") || has("who")))
        || has("who am i speaking")
        || has("who's calling")
        || has("who is calling")
        || has("who is this")
        || has("who's this")
        || has("who is it for")
        || has("who's it for")
        || has("who is the appointment for")
        || has("who is the booking for")
        || has("who do i have")
        || has("who shall i say")
        || has("who's speaking")
        || has("who is speaking")
        || has("how should i call you")
        || has("what should i call you");
    if asks && !(has("my name is") && !has("your") && !has("who")) {
        Question::Name
    } else {
        Question::Other
    }
}

/// The words of the answer that are the name.
pub(super) fn find(turn: &Turn, question: Question) -> Option<(usize, usize)> {
    match question {
        Question::Other => None,
        Question::Name => name(turn),
        Question::Spelling => spelling(turn),
    }
}

fn name(turn: &Turn) -> Option<(usize, usize)> {
    let mut from = 0;
    while turn
        .words
        .get(from)
        .is_some_and(|w| opens(&w.key) || anchors::is_title(&w.key))
    {
        from += 1;
    }
    let mut to = from;
    while let Some(word) = turn.words.get(to) {
        let parted = to > from
            && word.gap.contains(['.', '?', '!', '\n', ',', ';'])
            && !turn.words[to - 1].is_letter();
        let ends = parted || ends(&word.key) || word.has_digit() || to - from >= 5;
        if ends && !(word.is_letter() && to > from && !parted) {
            break;
        }
        to += 1;
    }
    let kinds = &turn.traits[from..to];
    let first = kinds.first()?;
    let short = turn.words.len() - from <= 3;
    let likely = first.sure_name()
        || first.curated()
        || first.listed_given() && short
        || first.any_name() && (short && to - from <= 2)
        || first.unknown()
        || turn.words[from].is_letter()
        || kinds.iter().any(|t| t.sure_name());
    let fits = likely
        && (to - from <= 3 || kinds.iter().filter(|t| t.is_word() && !t.any_name()).count() <= 1)
        || short
            && to - from <= 2
            && !refuses(&turn.words[from].key)
            && turn.words[from].capital
            && !first.is_other();
    (fits && (turn.words[from].capital || !refuses(&turn.words[from].key))).then_some((from, to))
}

/// Everything from the first to the last bit of a spelled answer; a recogniser joins letters as it likes.
fn spelling(turn: &Turn) -> Option<(usize, usize)> {
    let mut from = 0;
    while turn
        .words
        .get(from)
        .is_some_and(|w| !w.is_letter() && opens_spelling(&w.key))
    {
        from += 1;
    }
    let mut to = turn.words.len();
    while to > from
        && matches!(
            turn.words[to - 1].key.as_str(),
            "please" | "thanks" | "you" | "thank" | "yes" | "ok" | "okay" | "right"
        )
    {
        to -= 1;
    }
    let words = turn.words.get(from..to)?;
    let bits = words
        .iter()
        .filter(|w| w.key.len() <= 3 && w.key != "the")
        .count();
    let letters = words.iter().filter(|w| w.is_letter()).count();
    let names = turn.traits[from..to]
        .iter()
        .filter(|t| t.any_name() || t.unknown())
        .count();
    let spelled = letters >= 2 && bits * 2 >= words.len();
    (spelled || (!words.is_empty() && words.len() <= 3 && names > 0)).then_some((from, to))
}

/// Words before the name in an answer.
fn opens(key: &str) -> bool {
    anchors::is_filler(key) || OPENS.contains(key)
}

fn opens_spelling(key: &str) -> bool {
    opens(key) && !matches!(key, "am" | "me" | "i" | "be" | "are" | "you")
        || matches!(key, "spelled" | "spelt" | "spell" | "letters")
}

/// Words that end the name in an answer.
fn ends(key: &str) -> bool {
    ENDS.contains(key)
}

/// First words of an answer that isn't one.
fn refuses(key: &str) -> bool {
    REFUSES.contains(key)
}
