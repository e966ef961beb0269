//! Finds what gives somebody's health away: conditions, symptoms, medicines, procedures they have had.
//!
//! A finding is the shortest wording, with the part of the body it is about. Deliberately absent: what the clinic
//! has on offer, its prices, a doctor's speciality, and a part of the body by itself.

mod body;
mod clause;
mod history;
mod letters;
mod lexicon;
mod patterns;
mod sentence;
mod told;
mod trouble;

use super::words::{Word, Words, set, words};
use super::{Context, Finding, Label};
use lexicon::{Class, Term};
use sentence::Sentence;
use std::sync::LazyLock;

static ACCESS: LazyLock<Words> =
    LazyLock::new(|| set("access parking toilet toilets ramp friendly accessible bay entrance space"));

static SERVICES: LazyLock<Words> = LazyLock::new(|| {
    set(
        "plan plans appointment appointments unit team support group centre center treatment treatments removal clinic specialist specialists service services consultation facial \
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

static FUNCTION_WORDS: LazyLock<Words> = LazyLock::new(|| {
    set(
        "a an the this that these those some any no not and or but so if then than as of in on at to for from with without by about after \
         before since during over under into out up down off is are was were be been being am do does did done has have had having can could \
         will would should may might must get gets got getting go goes going went come comes came take takes took taking taken use uses used \
         using make makes made keep keeps kept feel feels felt feeling think thought know said say says told tell see saw seen look looks like \
         need needs want wants try tried start started stop stopped call called it its there here what when where why how who which also too \
         just only even still already yet ever never always sometimes often usually maybe yes yeah okay ok well oh um uh actually probably \
         thats theres hes shes theyre youre dont doesnt didnt cant couldnt wont isnt wasnt havent hasnt you your they them their us \
         because though until while again now today yesterday tomorrow ago year years month months week weeks day days time times last next \
         runs run give gave given put had diagnosed prescribed suffer suffers suffering suffered mainly mostly bring back ill else nothing \
         something anything everything please thanks sorry think hope afraid sure due cause causes caused causing with without finished having \
         dealing show showed says called named old kind sort lot bit little few more most less really keeping waiting had treat treated \
         doctor hi hello right well good great fine bad allergic history problem seeing find found left",
    )
});

static OF_WHICH: LazyLock<Words> =
    LazyLock::new(|| set("history touch case bout round course signs risk fear dose attack spell"));

static HEADS: LazyLock<Words> = LazyLock::new(|| {
    set(
        "attack attacks medication medications medicine meds pill pills tablet tablets treatment treatments surgery surgeries problem problems \
     issue issues symptom symptoms disease syndrome disorder disorders infection infections injection injections shot shots scan result \
     results level levels count scar scars cells tissue removal repair replacement reconstruction transplant therapy drops cream spray \
     inhaler patch patches pump machine stone stones cyst cysts tumor tumors tumour cancer fracture fractures tear spasm spasms pain \
     pains ache aches swelling flare flares episode episodes spell spells bout reaction reactions allergy deficiency failure condition \
     carrier survivor fever rash cough stiffness weakness numbness cramps discharge bleeding noises damage trouble easily sounds \
     implants implant stents stent operation operations biopsy stroke nodules nodule polyps ulcer ulcers blockage clots lesions",
    )
});

static MOVING: LazyLock<Words> = LazyLock::new(|| {
    set(
        "goes going shoots shooting radiates radiating runs running travels spreads spreading is was that which all right up",
    )
});

static WHERE: LazyLock<Words> = LazyLock::new(|| {
    set(
        "between above below beneath along throughout toward towards beside round against by for in on of around behind under down across to with from at over near through inside about",
    )
});

/// Everything of health in `text`, in no order, possibly overlapping. The clinic's own procedures are judged like
/// all others: asked for they stay, had they go.
pub(super) fn find(text: &str, _context: &Context) -> Vec<Finding> {
    let words = letters::joined(words(text), text);
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
    let (phrases, weak) = patterns::find(&words, &terms);
    for span in body::find(&words, &terms)
        .into_iter()
        .chain(trouble::find(&words, &terms))
        .chain(phrases)
    {
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
    let spans = bridged(&words, spans);
    let mut spans = clause::filled(&words, &terms, &sentences, spans);
    let told = |from| within(from).is_some_and(|s| s.has_person() && !s.is_asked() && !s.is_offer());
    spans.sort_unstable();
    let weak = weak.into_iter().filter(|(from, _)| told(*from));
    let alone: Vec<_> = weak
        .filter(|span| clause::near(&spans, *span).is_none())
        .collect();
    spans.extend(alone);
    let finding = |(from, to): (usize, usize)| Finding {
        start: words[from].start,
        end: words[to - 1].whole_end,
        label: Label::Medical,
    };
    spans.into_iter().map(finding).collect()
}

/// Joins what an "and" or an "or" parts: "numbness or tingling".
fn bridged(words: &[Word], mut spans: Vec<(usize, usize)>) -> Vec<(usize, usize)> {
    spans.sort_unstable();
    let mut out: Vec<(usize, usize)> = Vec::with_capacity(spans.len());
    for (from, to) in spans {
        match out.last_mut() {
            Some(last) if from <= last.1 => last.1 = last.1.max(to),
            Some(last) if from == last.1 + 1 && words[last.1].key == "or" && words[from].is_joined() => {
                last.1 = to
            }
            _ => out.push((from, to)),
        }
    }
    out
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
        Class::Body | Class::Idiom => false,
        _ if matches!(last, "hurt" | "hurts" | "hurting") && matches!(next, "my" | "the" | "your") => false,
        Class::Test if !sentence.is_offer() && !sentence.asks_you() && !history::is_visit(next) => {
            !sentence.is_general()
        }
        Class::Procedure | Class::Operation | Class::Test => history::has_happened(words, sentence, term),
        _ if is_service(next) && !owned && (sentence.is_offer() || !is_cure(next)) => false,
        _ if last == "disabled" || last == "wheelchair" => !ACCESS.contains(next),
        _ if last == "sick" && next == "of" => false,
        _ if last == "walk" && matches!(next, "in" | "ins") => false,
        _ if last == "cold" && term.to - term.from == 2 => !noun_follows(next),
        Class::Condition | Class::Medicine | Class::Symptom => !sentence.asks_you(),
        Class::Effect if last == "pain" && is_nuisance(words, term, next) => false,
        Class::Effect => !sentence.is_general(),
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

/// What somebody has rather than books, where nothing else says that they book it.
fn is_cure(key: &str) -> bool {
    matches!(
        key,
        "treatment" | "treatments" | "test" | "group" | "support" | "policy" | "plan" | "service"
    )
}

/// Whether "a cold" goes on: "a cold day", "a cold drink".
fn noun_follows(key: &str) -> bool {
    !key.is_empty() && !AFTER_A_COLD.contains(key)
}

/// Takes in the words that say how bad, and where: "severe … in my lower back".
fn widen(words: &[Word], terms: &[Term], mut from: usize, mut to: usize) -> (usize, usize) {
    let start = from;
    while let Some(before) = from.checked_sub(1).filter(|i| {
        words[*i + 1].is_joined()
            && (is_degree(&words[*i].key)
                || part_before(terms, *i)
                || (*i + 3 >= start && is_content(&words[*i].key)))
    }) {
        from = before;
    }
    if from > 1
        && words[from].is_joined()
        && words[from - 1].key == "of"
        && OF_WHICH.contains(words[from - 2].key.as_str())
    {
        from -= 2;
        from -= usize::from(from > 0 && words[from - 1].key == "family");
    }
    to = gave_after(words, to);
    while to < start + 8
        && words
            .get(to)
            .is_some_and(|w| w.is_joined() && HEADS.contains(w.key.as_str()))
    {
        to += 1;
    }
    for _ in 0..2 {
        to = place_after(words, terms, to)
            .or_else(|| when_after(words, to))
            .or_else(|| and_after(words, terms, to))
            .unwrap_or(to);
    }
    (from, to)
}

fn part_before(terms: &[Term], at: usize) -> bool {
    lexicon::covering(terms, at).is_some_and(|t| t.class == Class::Body)
}

fn is_degree(key: &str) -> bool {
    DEGREES.contains(key)
}

/// A word of content, which belongs to the phrase it stands in: "funny looking", "two".
fn is_content(key: &str) -> bool {
    key.len() > 1
        && !FUNCTION_WORDS.contains(key)
        && !sentence::is_person(key)
        && !key.bytes().any(|b| b.is_ascii_digit())
}

/// "… came off", "… put in".
fn gave_after(words: &[Word], to: usize) -> usize {
    let key = |on: usize| {
        words
            .get(to + on)
            .filter(|w| w.is_joined())
            .map_or("", |w| w.key.as_str())
    };
    match (key(0), key(1)) {
        (
            "came" | "fell" | "fallen" | "broke" | "popped" | "put" | "taken",
            "out" | "off" | "in" | "away",
        ) => to + 2,
        (
            "snapped" | "ruptured" | "leaked" | "burst" | "cracked" | "chipped" | "fitted" | "removed"
            | "inserted",
            _,
        ) => to + 1,
        _ => to,
    }
}

/// "… and flaky": one more word after "and" where the phrase ends with it.
fn and_after(words: &[Word], terms: &[Term], to: usize) -> Option<usize> {
    let joined = |at: usize| words.get(at).is_some_and(|w| w.is_joined());
    let both = joined(to)
        && joined(to + 1)
        && matches!(words[to].key.as_str(), "and" | "or")
        && is_content(&words[to + 1].key);
    let own = lexicon::covering(terms, to + 1).is_some_and(|term| term.class != Class::Body);
    (both && !own && !joined(to + 2)).then_some(to + 2)
}

/// "… when I walk".
fn when_after(words: &[Word], to: usize) -> Option<usize> {
    let key = |on: usize| {
        words
            .get(to + on)
            .filter(|w| w.is_joined())
            .map_or("", |w| w.key.as_str())
    };
    let said = matches!(key(0), "when" | "if" | "whenever")
        && matches!(key(1), "i" | "he" | "she" | "im")
        && !key(2).is_empty();
    if !said || matches!(key(2), "was" | "am" | "get" | "come" | "can" | "have" | "could") {
        return None;
    }
    Some(to + 3)
}

/// "in my tummy", "on the left side of my neck", "with needles".
fn place_after(words: &[Word], terms: &[Term], to: usize) -> Option<usize> {
    let mut at = to;
    if let Some(part) = lexicon::body_at(terms, at) {
        return Some(part.to);
    }
    while at < to + 3
        && words
            .get(at)
            .is_some_and(|w| w.is_joined() && MOVING.contains(w.key.as_str()))
    {
        at += 1;
    }
    let first = words.get(at).filter(|w| w.is_joined())?;
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
#[cfg(test)]
mod tests_lines;
#[cfg(test)]
mod tests_phrases;
