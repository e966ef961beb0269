//! Parts of the body with something wrong: "my knee hurts", "pain in my lower back", "broke her wrist".
//!
//! Deliberately absent: conditions that have a name of their own, which are lists.

use super::lexicon::{self, Class, Term};
use crate::redaction::words::{Word, Words, set};
use std::sync::LazyLock;

static AILMENTS: LazyLock<Words> = LazyLock::new(|| {
    set(
        "issue problem trouble condition disease disorder pain ache infection injury injurie cancer failure \
     attack tumour tumor cyst stone spasm cramp swelling rash weaknes numbnes discharge bleeding ulcer \
     transplant complaint defect damage los discomfort sorenes stiffnes sensitivity tightnes itching \
     twitching lump fracture abscess inflammation redness",
    )
});

static LINKS: LazyLock<Words> = LazyLock::new(|| {
    set(
        "is are was were been has have had really so very a bit started to be keeps keep still getting gets \
     got feels feel feeling felt always also kind of just it began like starts pretty quite all bad badly \
     constantly constant would will and that which hes looks looking goes went going become becomes \
     became little too lot often sometimes me",
    )
});

static COMPLAINTS: LazyLock<Words> = LazyLock::new(|| {
    set(
        "hurt hurts hurting ache aches aching achy ached sore swollen swelling swells swelled stiff numb itch \
     itchy itches itching painful tender bleeding bleeds bled burning burns throbbing throbs killing \
     broken infected inflamed weak blocked tight tingling tingly puffy bruised drooping droopy droops \
     twitching twitches locks locked popped clicks clicking cracked chipped wobbly pounding racing \
     watering irritated peeling blistered cramping cramps shaking bothering playing gave dislocated \
     fractured sprained torn ruptured failing jammed discoloured discolored bloated blurry red yellow",
    )
});

static INJURES: LazyLock<Words> = LazyLock::new(|| {
    set(
        "broke broken breaking sprained twisted fractured injured hurt hurting tore torn dislocated pulled \
     strained cut burned burnt banged smashed chipped cracked bruised bumped jammed damaged shattered \
     crushed amputated scratched ruptured hit injuring",
    )
});

static TROUBLES: LazyLock<Words> = LazyLock::new(|| {
    set(
        "trouble difficulty difficultie problem issue hard struggle struggling struggled unable difficult \
     couldnt pain something",
    )
});

static SIDES: LazyLock<Words> = LazyLock::new(|| {
    set(
        "left right upper lower middle front back inner outer whole entire one both other top bottom side \
     sides big little ring index mid area part inside outside",
    )
});

/// Spans of words in which a part of the body ails.
pub(super) fn find(words: &[Word], terms: &[Term]) -> Vec<Span> {
    let mut out = Vec::new();
    for part in terms.iter().filter(|t| t.class == Class::Body) {
        out.extend(noun(words, part));
        out.extend(complaint(words, part));
        out.extend(injury(words, part));
        out.extend(taken_out(words, part));
    }
    out.extend(trouble(words, terms));
    out
}

/// What was found, and whether a general question takes it away again.
#[derive(Clone, Copy, Debug)]
pub(super) struct Span {
    pub from: usize,
    pub to: usize,
    pub personal: bool,
}

fn key<'a>(words: &'a [Word], at: usize) -> &'a str {
    words.get(at).map_or("", |w| w.key.as_str())
}

/// "heart issues", "skin problems".
fn noun(words: &[Word], part: &Term) -> Option<Span> {
    let next = words.get(part.to).filter(|w| w.is_joined())?;
    let one = next.key.strip_suffix('s').unwrap_or(&next.key);
    let ails = AILMENTS.contains(one);
    ails.then_some(Span {
        from: part.from,
        to: part.to + 1,
        personal: false,
    })
}

/// "my knee has been really sore".
fn complaint(words: &[Word], part: &Term) -> Option<Span> {
    let mut at = part.to;
    while at < words.len() && at < part.to + 6 {
        let word = &words[at];
        if word.gap.contains(['.', '?', '!', '\n', ';']) {
            return None;
        }
        let unfinished = matches!((word.key.as_str(), key(words, at + 1)), ("playing", next) if next != "up")
            || matches!((word.key.as_str(), key(words, at + 1)), ("gave", next) if !matches!(next, "out" | "way" | "in"));
        if ails(&word.key) && !unfinished {
            return Some(Span {
                from: part.from,
                to: at + 1,
                personal: true,
            });
        }
        let links = LINKS.contains(word.key.as_str());
        if !links {
            return None;
        }
        at += 1;
    }
    None
}

fn ails(key: &str) -> bool {
    COMPLAINTS.contains(key)
}

/// "broke my left wrist".
fn injury(words: &[Word], part: &Term) -> Option<Span> {
    if key(words, part.to - 1) == "heart" {
        return None;
    }
    let mut at = part.from;
    let mut owned = false;
    while let Some(before) = at.checked_sub(1).filter(|i| *i + 5 > part.from) {
        let word = key(words, before);
        if matches!(word, "my" | "his" | "her" | "a" | "the" | "our") {
            owned = true;
        } else if owned && injures(word) {
            return Some(Span {
                from: before,
                to: part.to,
                personal: true,
            });
        } else if !is_side(word) {
            return None;
        }
        at = before;
    }
    None
}

fn injures(key: &str) -> bool {
    INJURES.contains(key)
}

/// "had her tonsils out".
fn taken_out(words: &[Word], part: &Term) -> Option<Span> {
    let (one, two) = (key(words, part.to), key(words, part.to + 1));
    let length = match (one, two) {
        ("taken", "out") | ("cut", "out" | "off") => 2,
        ("removed" | "out" | "amputated" | "replaced" | "extracted" | "fused" | "pulled", _) => 1,
        _ => return None,
    };
    let hair = matches!(
        key(words, part.to - 1),
        "hair" | "nails" | "nail" | "back" | "eye" | "hand" | "body"
    );
    (!hair).then_some(Span {
        from: part.from,
        to: part.to + length,
        personal: true,
    })
}

/// "trouble sleeping", "problem with my knee", "can't breathe".
fn trouble(words: &[Word], terms: &[Term]) -> Vec<Span> {
    let mut out = Vec::new();
    for (i, word) in words.iter().enumerate() {
        let one = word.key.strip_suffix('s').unwrap_or(&word.key);
        let can_not = word.key == "cant"
            || word.key == "cannot"
            || (word.key == "not" && i > 0 && key(words, i - 1) == "can");
        if !(can_not || TROUBLES.contains(one)) {
            continue;
        }
        let mut at = i + 1;
        while at < i + 5
            && (matches!(
                key(words, at),
                "with"
                    | "to"
                    | "in"
                    | "my"
                    | "her"
                    | "his"
                    | "the"
                    | "wrong"
                    | "actually"
                    | "really"
                    | "even"
                    | "going"
            ) || is_side(key(words, at)))
        {
            at += 1;
        }
        let doing = matches!(
            key(words, at),
            "breathing"
                | "breathe"
                | "breath"
                | "sleeping"
                | "sleep"
                | "swallowing"
                | "swallow"
                | "walking"
                | "walk"
                | "urinating"
                | "urinate"
                | "peeing"
                | "pee"
                | "concentrating"
                | "concentrate"
                | "bending"
                | "bend"
                | "lifting"
                | "lift"
                | "chewing"
                | "chew"
                | "falling"
                | "remembering"
                | "remember"
                | "focusing"
                | "focus"
                | "conceiving"
        ) && !(matches!(key(words, at), "remember" | "walk" | "focus" | "lift" | "sleep")
            && (can_not || matches!(one, "hard" | "couldnt"))
            && key(words, at) != "sleep");
        let body = lexicon::body_at(terms, at).filter(|_| at > i + 1 && !can_not && one != "hard");
        if doing {
            out.push(Span {
                from: i,
                to: at + 1,
                personal: false,
            });
        } else if let Some(part) = body {
            out.push(Span {
                from: i,
                to: part.to,
                personal: false,
            });
        }
    }
    out
}

/// Words that say which part of the body, or which side.
pub(super) fn is_side(key: &str) -> bool {
    SIDES.contains(key)
}
