//! Dates of birth: those dates that the question before, or a word of birth beside them, makes so.
//!
//! Deliberately absent: reading a date (`dates.rs`).

use super::cues::Topic;
use super::dates::{Part, Stretch};
use super::found::Found;
use super::lexicon::{COMMON, FILLER, MEASURE};
use super::scene::Scene;
use super::tokens::Kind;
use super::{Label, dates};

/// The latest year in which a full date with nothing else said of it is taken for a birth, not for a visit.
const LONG_AGO: i16 = 2010;

/// Finds them. Returns the stretches that are dates of something else, which no number may be made of.
pub(super) fn find(scene: &Scene, found: &mut Found) -> Vec<(usize, usize)> {
    let mut others = Vec::new();
    for stretch in dates::stretches(scene) {
        if is_birth(scene, &stretch) {
            found.add(Label::Dob, stretch.from, stretch.to);
        } else if stretch.is_plain() {
            others.push((stretch.from, stretch.to));
        }
    }
    others
}

fn is_birth(scene: &Scene, stretch: &Stretch) -> bool {
    let near = scene.cues_before(stretch.from).next().map(|(topic, _)| topic);
    let after = scene.cue_after(stretch.to) == Some(Topic::Dob);
    let asked = scene.asked(stretch.from).contains(&Topic::Dob);
    let fits = stretch.digits() <= 16;
    match near {
        Some(Topic::Dob) => fits && stretch.answers(asked) && !is_age(scene, stretch),
        _ if after => fits && stretch.answers(false),
        // "My name is …, third of May nineteen eighty": a name or a number before it does not make it a visit.
        None | Some(Topic::Name | Topic::Address | Topic::Postcode | Topic::Number) if asked => {
            fits && stretch.answers(is_bare(scene, stretch))
                && !is_age(scene, stretch)
                && !is_street(scene, stretch)
        }
        Some(Topic::Business | Topic::When) if asked => {
            stretch.date(false).is_some_and(|d| d.year() <= LONG_AGO)
        }
        Some(Topic::Business | Topic::When | Topic::Card | Topic::Id) => false,
        _ => long_ago(scene, stretch),
    }
}

/// A day, month and year of long ago, said in full, with no time of day after it and not in a table of data.
fn long_ago(scene: &Scene, stretch: &Stretch) -> bool {
    let month = stretch.parts.iter().any(|p| matches!(p, Part::Month(_)));
    let full = stretch.parts.len() >= 3 && (month || stretch.strokes);
    let before = stretch.from.checked_sub(1);
    let table = before.is_some_and(|t| scene.tokens.get(t).is_some_and(|t| t.mark(':')))
        || before.is_some_and(|t| {
            matches!(
                scene.low(t),
                "on" | "since" | "in" | "until" | "dated" | "from" | "for"
            )
        });
    full && !table && stretch.date(false).is_some_and(|date| date.year() <= LONG_AGO)
}

/// Whether an answer says little else than the stretch.
fn is_bare(scene: &Scene, stretch: &Stretch) -> bool {
    let Some(turn) = scene.turn_of(stretch.from) else {
        return false;
    };
    let other = (turn.first..turn.last)
        .filter(|at| !(stretch.from..=stretch.to).contains(at))
        .filter_map(|at| scene.tokens.get(at))
        .filter(|t| matches!(t.kind, Kind::Word | Kind::Mixed | Kind::Number) && !t.is(FILLER | COMMON))
        .count();
    other <= 3
}

/// "I'm forty five", "aged 45", "two years ago".
fn is_age(scene: &Scene, stretch: &Stretch) -> bool {
    let before = stretch.from.checked_sub(1).map_or("", |t| scene.low(t));
    let after = scene.tokens.get(stretch.to + 1).is_some_and(|t| t.is(MEASURE));
    stretch.parts.len() == 1
        && stretch.digits() <= 2
        && (matches!(
            before,
            "i'm" | "am" | "aged" | "age" | "turned" | "turning" | "be"
        ) || after)
}

/// A number with a street after it.
fn is_street(scene: &Scene, stretch: &Stretch) -> bool {
    stretch.parts.len() <= 2
        && (1..=4).any(|step| {
            scene
                .tokens
                .get(stretch.to + step)
                .is_some_and(|t| t.is(super::lexicon::STREET))
        })
}
