//! Runs of capitalised words that are a firm or a street, and small words inside a person's name.
//!
//! Deliberately absent: places, brands and days, which are lists in `models/redaction`.

use super::Turn;
use crate::redaction::words::{Words, set};
use std::sync::LazyLock;

static BUSINESS: LazyLock<Words> = LazyLock::new(|| {
    set(
        "salon salons spa hair nail nails dental dentistry dentist dentists clinic clinics medical med \
     medicine group institute restaurant center centre hospital care health healthcare associates \
     practice surgery pharmacy cafe bistro kitchen grill bar pizzeria pizza inn pub tavern hotel ltd \
     limited inc llc llp plc company co corp corporation bank insurance university college school academy \
     studio studios beauty aesthetics aesthetic cosmetics cosmetic skin skincare laser wellness therapy \
     orthodontics ophthalmic optima optical opticians eye smile smiles barbers barbershop cuts family \
     women mens womens childrens brothers sons services foundation trust church theatre cinema airport \
     station library museum gallery stadium arena supermarket market bakery steakhouse brasserie lounge \
     diner deli club gym physio physiotherapy pediatrics dermatology house bhavan tandoori palace garden",
    )
});

static STREET: LazyLock<Words> = LazyLock::new(|| {
    set(
        "valley beach city heights springs island bay lake mountain county village town airport hills harbour harbor boulevard real street road avenue lane drive close crescent square terrace gardens court place grove boulevard \
     highway parkway mews walk hill park green row rise view wharf bridge st rd ave blvd ln way plaza \
     circle",
    )
});

static PARTICLE: LazyLock<Words> = LazyLock::new(|| {
    set(
        "van von de der den del della di da dos das la le du bin ibn bint al el ter ten st mac mc o ni nic ui \
     ap ben abu abd san dela af av zu y",
    )
});

/// Words that make what they stand in a business.
pub(super) fn is_business(key: &str) -> bool {
    BUSINESS.contains(key)
}

/// Words that begin the names of places: "San Luis", "El Camino".
pub(super) fn is_place_prefix(key: &str) -> bool {
    matches!(
        key,
        "san" | "santa" | "los" | "las" | "el" | "fort" | "port" | "mount" | "lake"
    )
}

/// Words that end the name of a street or a part of a town.
pub(super) fn is_street(key: &str) -> bool {
    STREET.contains(key)
}

/// Small words inside a name: "van der Berg", "dos Santos".
pub(super) fn is_particle(key: &str) -> bool {
    PARTICLE.contains(key)
}

/// Endings of a name that are written after it.
pub(super) fn is_suffix(key: &str) -> bool {
    matches!(key, "jr" | "sr" | "ii" | "iii" | "iv" | "junior" | "senior")
}

/// Whether the capitalised words around `from..to` name a firm: across "&", "and", "of" and a dash after it.
pub(super) fn in_business(turn: &Turn, from: usize, to: usize) -> bool {
    let mut at = to;
    let mut steps = 0;
    while at < turn.words.len() && steps < 6 {
        let word = &turn.words[at];
        let near = word
            .gap
            .chars()
            .all(|c| matches!(c, ' ' | '&' | '-' | '–' | '+' | '\'' | '’' | 's'));
        if !near || !(word.capital || matches!(word.key.as_str(), "and" | "of" | "the" | "et")) {
            break;
        }
        if word.capital && is_business(&word.key) {
            return true;
        }
        at += 1;
        steps += 1;
    }
    turn.words[from..to].iter().any(|w| is_business(&w.key))
        || (from > 0
            && turn.words[from].is_joined()
            && turn.words[from - 1].capital
            && from > 1
            && is_business(&turn.words[from - 1].key))
}

/// Whether the run reads as a street: it ends as one and a number or a preposition of place leads to it.
pub(super) fn in_street(turn: &Turn, from: usize, to: usize) -> bool {
    let street_next = turn.words.get(to).is_some_and(|w| {
        w.is_joined()
            && is_street(&w.key)
            && (w.capital || matches!(w.key.as_str(), "street" | "road" | "avenue"))
    });
    let ends = to > from && is_street(&turn.words[to - 1].key);
    let led = from.checked_sub(1).is_some_and(|i| {
        let before = &turn.words[i];
        before.has_digit()
            || matches!(
                before.key.as_str(),
                "on" | "at" | "in" | "near" | "to" | "from" | "off" | "the"
            )
    });
    let person = to == from + 2 && turn.traits[from].any_given() && turn.traits[to - 1].curated();
    let numbered = from.checked_sub(1).is_some_and(|i| turn.words[i].has_digit());
    street_next || (ends && led && (numbered || !person))
}
