//! Finds what gives somebody's health away: conditions, symptoms, medicines, procedures they have had.
//!
//! A finding is the shortest wording, with the part of the body it is about. Deliberately absent: what the clinic
//! has on offer, its prices, a doctor's speciality, and a part of the body by itself.

mod body;
mod history;
mod lexicon;
mod sentence;
mod told;

use super::words::{Word, Words, set, words};
use super::{Context, Finding, Label};
use lexicon::{Class, Term};
use sentence::Sentence;
use std::sync::LazyLock;

static ACCESS: LazyLock<Words> =
    LazyLock::new(|| set("access parking toilet toilets ramp friendly accessible bay entrance space"));

static SERVICES: LazyLock<Words> = LazyLock::new(|| {
    set(
        "treatment treatments removal clinic specialist specialists service services consultation facial \
     facials package peel peels screening check checks vaccine vaccines vaccination jab test shot doctor \
     nurse department consultant therapist policy",
    )
});

static AFTER_A_COLD: LazyLock<Words> = LazyLock::new(|| {
    set(
        " and for at since so now or this last right i im is but again too from that with on in today all \
     coming maybe then because a my the which if as anyway can over",
    )
});

static DEGREES: LazyLock<Words> = LazyLock::new(|| {
    set(
        "severe severely chronic mild terrible awful horrible persistent constant really very extremely acute \
     sharp dull stabbing throbbing shooting burning watery loose bloody heavy irregular painful swollen \
     itchy sore lower upper left right bad intense recurring recurrent frequent occasional ongoing \
     crippling splitting high low red dry nasty serious advanced",
    )
});

static WHERE: LazyLock<Words> = LazyLock::new(|| {
    set("in on of around behind under down across to with from at over near through inside about")
});

/// Everything of health in `text`, in no order, possibly overlapping. The clinic's own procedures are judged like
/// all others: asked for they stay, had they go.
pub(super) fn find(text: &str, _context: &Context) -> Vec<Finding> {
    let words = words(text);
    let terms = lexicon::terms(&words);
    let mut spans: Vec<(usize, usize)> = Vec::new();
    let sentences = sentence::sentences(&words, text);
    let within = |at: usize| sentences.get(sentences.partition_point(|s| s.to <= at));
    let mut current = sentences.iter().peekable();
    for term in &terms {
        while current.peek().is_some_and(|s| s.to <= term.from) {
            current.next();
        }
        if let Some(sentence) = current.peek()
            && counts(&words, sentence, term)
        {
            spans.push(widen(&words, &terms, term.from, term.to));
        }
    }
    for span in body::find(&words, &terms) {
        if within(span.from)
            .is_some_and(|s| !s.is_general() && (!span.personal || s.has_person() || !s.is_offer()))
        {
            spans.push(widen(&words, &terms, span.from, span.to));
        }
    }
    spans.extend(
        told::find(&words)
            .into_iter()
            .filter(|(from, _)| within(*from).is_some_and(|s| !s.asks_you())),
    );
    let finding = |(from, to): (usize, usize)| Finding {
        start: words[from].start,
        end: words[to - 1].whole_end,
        label: Label::Medical,
    };
    spans.into_iter().map(finding).collect()
}

/// Whether a term of the lists tells of somebody's health here.
fn counts(words: &[Word], sentence: &Sentence, term: &Term) -> bool {
    let next = words[..sentence.to]
        .get(term.to)
        .filter(|w| w.is_joined())
        .map_or("", |w| w.key.as_str());
    let last = words[term.to - 1].key.as_str();
    let owned = term
        .from
        .checked_sub(1)
        .is_some_and(|i| matches!(words[i].key.as_str(), "my" | "his" | "her"));
    match term.class {
        Class::Body => false,
        Class::Procedure | Class::Operation => history::has_happened(words, sentence, term),
        _ if is_service(next) && !owned => false,
        _ if last == "disabled" || last == "wheelchair" => !ACCESS.contains(next),
        _ if last == "cold" && term.to - term.from == 2 => !noun_follows(next),
        Class::Condition | Class::Medicine => !sentence.asks_you(),
        Class::Effect if last == "pain" && is_nuisance(words, term, next) => false,
        Class::Symptom | Class::Effect => !sentence.is_general(),
    }
}

/// "That's a pain", which is no symptom.
fn is_nuisance(words: &[Word], term: &Term, next: &str) -> bool {
    let before = |back: usize| term.from.checked_sub(back).map_or("", |i| words[i].key.as_str());
    let called = matches!(
        before(2),
        "thats" | "its" | "such" | "is" | "was" | "real" | "be" | "bit"
    ) || before(1) == "real";
    matches!(before(1), "a" | "of" | "real")
        && called
        && !matches!(next, "in" | "on" | "when" | "around" | "behind")
}

/// What makes a condition the name of something on offer: "acne treatment".
fn is_service(key: &str) -> bool {
    SERVICES.contains(key)
}

/// Whether "a cold" goes on: "a cold day", "a cold drink".
fn noun_follows(key: &str) -> bool {
    !key.is_empty() && !AFTER_A_COLD.contains(key)
}

/// Takes in the words that say how bad, and where: "severe … in my lower back".
fn widen(words: &[Word], terms: &[Term], mut from: usize, mut to: usize) -> (usize, usize) {
    while let Some(before) = from
        .checked_sub(1)
        .filter(|i| words[*i + 1].is_joined() && (is_degree(&words[*i].key) || part_before(terms, *i)))
    {
        from = before;
    }
    for _ in 0..2 {
        to = place_after(words, terms, to).unwrap_or(to);
    }
    (from, to)
}

fn part_before(terms: &[Term], at: usize) -> bool {
    lexicon::covering(terms, at).is_some_and(|t| t.class == Class::Body)
}

fn is_degree(key: &str) -> bool {
    DEGREES.contains(key)
}

/// "in my tummy", "on the left side of my neck", "with needles".
fn place_after(words: &[Word], terms: &[Term], to: usize) -> Option<usize> {
    let first = words.get(to).filter(|w| w.is_joined())?;
    let mut at = to;
    if WHERE.contains(first.key.as_str()) {
        at += 1;
    } else {
        return None;
    }
    if words
        .get(at)
        .is_some_and(|w| matches!(w.key.as_str(), "needles" | "injections"))
    {
        return Some(at + 1);
    }
    let mut sided = None;
    while let Some(word) = words.get(at).filter(|w| w.is_joined() && at < to + 6) {
        if let Some(part) = lexicon::body_at(terms, at) {
            return Some(part.to);
        }
        if matches!(word.key.as_str(), "side" | "sides" | "area") {
            sided = Some(at + 1);
        }
        let leads = body::is_side(&word.key)
            || matches!(
                word.key.as_str(),
                "my" | "the" | "his" | "her" | "a" | "your" | "of" | "their" | "and"
            );
        if !leads {
            break;
        }
        at += 1;
    }
    sided
}

#[cfg(test)]
mod tests;
