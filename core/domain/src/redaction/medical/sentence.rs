//! What a sentence is about: somebody's own health, or what the clinic has on offer.
//!
//! Deliberately absent: the words of health themselves (`lexicon.rs`).

use crate::redaction::words::{Word, Words, set};
use std::sync::LazyLock;

static OPENERS: LazyLock<Words> =
    LazyLock::new(|| set("and so um uh hi hello ok okay yes but also agent caller well oh"));

static OFFERS: LazyLock<Words> = LazyLock::new(|| {
    set(
        "price prices cost costs book booking offer consultation consult interested quote discount cheaper \
     available appointment deposit rebook reschedule cancel",
    )
});

static ASKERS: LazyLock<Words> =
    LazyLock::new(|| set("does do is are will how what whats can could would when which where should"));

static PEOPLE: LazyLock<Words> = LazyLock::new(|| {
    set(
        "i im ive id ill my me mine we our weve were he she hes shes his her him mum mom mam mother dad \
     father brother sister son daughter husband wife partner grandmother grandfather grandma grandpa nan \
     aunt uncle cousin parents family baby kid myself brothers sisters grandparents child",
    )
});

/// One sentence of a text, as a range of words.
#[derive(Debug)]
pub(super) struct Sentence {
    pub(super) from: usize,
    pub(super) to: usize,
    question: bool,
    person: bool,
    you: bool,
    offer: bool,
}

impl Sentence {
    /// A question of nobody's health in particular: "is there any swelling afterwards?"
    pub(super) fn is_general(&self) -> bool {
        self.question && !self.person
    }

    /// A question put to the other side: "do you treat acne?", "do you take blood thinners?"
    pub(super) fn asks_you(&self) -> bool {
        self.question && !self.person && self.you
    }

    /// A question.
    pub(super) fn is_asked(&self) -> bool {
        self.question
    }

    /// Price, booking, offer.
    pub(super) fn is_offer(&self) -> bool {
        self.offer
    }

    /// Whether somebody in particular is spoken of.
    pub(super) fn has_person(&self) -> bool {
        self.person
    }
}

/// The sentences of a text.
pub(super) fn sentences(words: &[Word], text: &str) -> Vec<Sentence> {
    let mut out = Vec::new();
    let mut from = 0;
    for at in 1..=words.len() {
        let gap = words
            .get(at)
            .map_or_else(|| words.last().map_or("", |w| &text[w.end..]), |w| w.gap);
        if at == words.len() || gap.contains(['.', '?', '!', '\n', ';']) {
            out.push(sentence(words, from, at, gap.contains('?')));
            from = at;
        }
    }
    out
}

fn sentence(words: &[Word], from: usize, to: usize, asked: bool) -> Sentence {
    let keys = || words[from..to].iter().map(|w| w.key.as_str());
    let opening = keys().find(|key| !OPENERS.contains(*key));
    let pair = |a: &str, b: &[&str]| {
        words[from..to]
            .windows(2)
            .any(|w| w[0].key == a && b.contains(&w[1].key.as_str()))
    };
    // "Will I", "can I", "would I": what is to come, not what is.
    let ahead = pair("will", &["i", "my"]) || pair("would", &["i"]) || pair("might", &["i"]);
    let person = keys().any(is_person) && !(ahead && asked);
    let offer = keys().any(|key| OFFERS.contains(key))
        || pair("how", &["much", "long"])
        || pair("do", &["you", "they"])
        || pair("does", &["it", "the", "a"])
        || pair("like", &["to", "a", "some"])
        || pair("want", &["to", "a", "some"])
        || pair("looking", &["for", "to", "into", "at"])
        || pair("thinking", &["of", "about"])
        || pair("considering", &["a", "an", "getting", "having"]);
    Sentence {
        from,
        to,
        question: asked || opening.is_some_and(|key| ASKERS.contains(key)),
        person,
        you: !pair(
            "you",
            &[
                "sure",
                "saying",
                "telling",
                "suggesting",
                "think",
                "reckon",
                "know",
                "mean",
                "say",
                "believe",
                "suppose",
            ],
        ) && keys().any(|key| matches!(key, "you" | "your" | "youre" | "youve" | "they")),
        offer,
    }
}

/// Words for somebody whose health it may be.
pub(super) fn is_person(key: &str) -> bool {
    PEOPLE.contains(key)
}
