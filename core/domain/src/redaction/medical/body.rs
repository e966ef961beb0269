//! Parts of the body with something wrong: "my knee hurts", "pain in my lower back", "broke her wrist".
//!
//! Deliberately absent: conditions that have a name of their own, which are lists.

use super::lexicon::{Class, Term};
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
        "beating beats hurted pops grinds loose impacted replaced abnormal failed hurty tired heavy burnt dry cold came fell coming falling snapped ruptured leaking leaked split bleed swell gone lumpy weeping sensitive popping cracking shaky shake collapsed sagging gave numb stuck hurt hurts hurting ache aches aching achy ached sore swollen swelling swells swelled stiff numb itch \
     itchy itches itching painful tender bleeding bleeds bled burning burns throbbing throbs killing \
     broken infected inflamed weak blocked tight tingling tingly puffy bruised drooping droopy droops \
     twitching twitches locks locked popped clicks clicking cracked chipped wobbly pounding racing \
     watering irritated peeling blistered cramping cramps shaking bothering playing gave dislocated \
     fractured sprained torn ruptured failing jammed discoloured discolored bloated blurry red yellow",
    )
});

static INJURES: LazyLock<Words> = LazyLock::new(|| {
    set(
        "landed fell threw messed busted pinched knocked snapped popped stubbed wrecked knackered ripped slipped whacked skinned cutting broke broken breaking sprained twisted fractured injured hurt hurting tore torn dislocated pulled \
     strained cut burned burnt banged smashed chipped cracked bruised bumped jammed damaged shattered \
     crushed amputated scratched ruptured hit injuring",
    )
});

static LEADING: LazyLock<Words> = LazyLock::new(|| {
    set(
        "shots shot injections injection surgery operation stitches staples pins screws rod rods plate plates something sensation pressure knot catch pop crack fluid strength movement motion control blood noise buzz marks mark spots spot \
     patches patch circles bags lines heat pulse grip power mobility weight water wax hole gap bit piece glass dirt grit metal",
    )
});

static HANDIWORK: LazyLock<Words> = LazyLock::new(|| {
    set(
        "working putting using getting having looking waxing threading contouring plumping wearing massaging anything nothing \
     tattooing holding lasering treating applying",
    )
});

static DESCRIBED: LazyLock<Words> = LazyLock::new(|| {
    set(
        "dodgy dicky gammy bad bum gimpy weak trick arthritic crippled aching swollen sore painful numb stiff itchy infected broken \
     fractured sprained twisted chipped cracked missing rotten rotting decayed wobbly impacted ingrown collapsed torn burst \
     perforated blocked runny watery bloodshot puffy droopy drooping crooked fused artificial false prosthetic lazy",
    )
});

static BETTERED: LazyLock<Words> = LazyLock::new(|| {
    set(
        "done lasered lifted fixed enlarged reduced pinned straightened augmented filled operated injected reshaped",
    )
});

static SIDES: LazyLock<Words> = LazyLock::new(|| {
    set(
        "two three four several few of left right upper lower middle front back inner outer whole entire one both other top bottom side \
     sides first second third fourth fifth big little ring index mid area part inside outside",
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
        out.extend(described(words, part));
        out.extend(bettered(words, part));
        out.extend(led_to(words, part));
        out.extend(misbehaves(words, part));
    }
    out
}

/// What was found, and whether a general question takes it away again.
#[derive(Clone, Copy, Debug)]
pub(super) struct Span {
    pub from: usize,
    pub to: usize,
    pub personal: bool,
}

pub(super) fn key<'a>(words: &'a [Word], at: usize) -> &'a str {
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
            || matches!((word.key.as_str(), key(words, at + 1)), ("came" | "fell" | "coming" | "falling", next) if !matches!(next, "out" | "off" | "through" | "loose" | "away"))
            || matches!((word.key.as_str(), key(words, at + 1)), ("gave", next) if !matches!(next, "out" | "way" | "in"));
        if ails(&word.key) && !unfinished {
            return Some(Span {
                from: part.from,
                to: at
                    + 1
                    + usize::from(matches!(
                        key(words, at + 1),
                        "out" | "off" | "through" | "away" | "loose" | "up" | "way" | "me"
                    )),
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
        } else if !(is_side(word) || owned && matches!(word, "out" | "off" | "in" | "up" | "on")) {
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
        ("in", _) if part.from > 1 && matches!(key(words, part.from - 2), "done" | "did") => 1,
        ("removed" | "out" | "amputated" | "replaced" | "extracted" | "fused" | "pulled", _) => 1,
        _ => return None,
    };
    let hair = matches!(
        key(words, part.to - 1),
        "hair" | "nails" | "nail" | "eye" | "hand" | "body"
    );
    let thrown = key(words, part.to - 1) != "back"
        || (1..=3).filter_map(|back| part.from.checked_sub(back)).any(|i| {
            matches!(
                key(words, i),
                "put" | "done" | "did" | "threw" | "thrown" | "pulled"
            )
        });
    (!hair && thrown).then_some(Span {
        from: part.from,
        to: part.to + length,
        personal: true,
    })
}

/// "a dodgy knee", "my infected toe".
fn described(words: &[Word], part: &Term) -> Option<Span> {
    let before = part.from.checked_sub(1)?;
    let other = matches!(
        key(words, part.to - 1),
        "hair" | "side" | "sides" | "nail" | "nails" | "face" | "body" | "skin" | "bottom"
    );
    (!other && words[part.from].is_joined() && DESCRIBED.contains(key(words, before))).then_some(Span {
        from: before,
        to: part.to,
        personal: true,
    })
}

/// "had my breasts done".
fn bettered(words: &[Word], part: &Term) -> Option<Span> {
    let groomed = matches!(
        key(words, part.to - 1),
        "hair" | "nail" | "nails" | "eyebrow" | "toenail" | "feet" | "hands"
    );
    if groomed || !BETTERED.contains(key(words, part.to)) {
        return None;
    }
    let had = (1..=4)
        .filter_map(|back| part.from.checked_sub(back))
        .any(|i| matches!(key(words, i), "had" | "got" | "having"));
    had.then_some(Span {
        from: part.from,
        to: part.to + 1,
        personal: true,
    })
}

/// "my arm keeps going to sleep", to the end of the clause.
fn misbehaves(words: &[Word], part: &Term) -> Option<Span> {
    let owned = part
        .from
        .checked_sub(1)
        .is_some_and(|i| matches!(key(words, i), "my" | "his" | "her"));
    let groomed = matches!(
        key(words, part.to - 1),
        "hair" | "nail" | "nails" | "side" | "body" | "face" | "skin"
    );
    let starts = matches!(
        key(words, part.to),
        "keeps"
            | "kept"
            | "wont"
            | "doesnt"
            | "isnt"
            | "cant"
            | "couldnt"
            | "began"
            | "went"
            | "goes"
            | "stopped"
            | "wouldnt"
    );
    if !owned || groomed || !starts {
        return None;
    }
    let mut to = part.to + 1;
    while to < words.len()
        && to < part.to + 7
        && words[to].is_joined()
        && !matches!(
            key(words, to),
            "and" | "but" | "so" | "because" | "when" | "since" | "if"
        )
    {
        to += 1;
    }
    Some(Span {
        from: part.from,
        to,
        personal: true,
    })
}

/// "ringing in my ears", "something under my eye".
fn led_to(words: &[Word], part: &Term) -> Option<Span> {
    let mut at = part.from.checked_sub(1)?;
    let mut owned = false;
    while at > 0
        && at + 5 > part.from
        && (matches!(key(words, at), "my" | "his" | "her" | "both" | "the") || is_side(key(words, at)))
    {
        owned |= matches!(key(words, at), "my" | "his" | "her");
        at -= 1;
    }
    let leads = matches!(
        key(words, at),
        "in" | "on" | "under" | "around" | "behind" | "through" | "down" | "into" | "up" | "across" | "over"
    );
    let noun = at.checked_sub(1)?;
    let said = key(words, noun);
    let felt = LEADING.contains(said)
        || said.len() > 5 && (said.ends_with("ness") || said.ends_with("ing") && !HANDIWORK.contains(said));
    (owned && leads && felt).then_some(Span {
        from: noun,
        to: part.to,
        personal: true,
    })
}

/// Words that say which part of the body, or which side.
pub(super) fn is_side(key: &str) -> bool {
    SIDES.contains(key)
}
