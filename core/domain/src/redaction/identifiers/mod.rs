//! Finders for what identifies a person by a code: telephone, e-mail, address, date of birth, card, office numbers.
//!
//! The way of a text: `scene` lays it out in turns, `tokens` and `cues`; `runs` reads numbers and letters however they
//! are said; then each finder decides by shape, check digit and topic. Deliberately absent: names and medical words,
//! which have folders of their own.

mod address;
mod amounts;
mod around;
mod checks;
mod codes;
mod cues;
mod dates;
mod dob;
mod email;
mod found;
mod given;
mod judge;
mod letters;
mod lexicon;
mod postcode;
mod runs;
mod scene;
mod streets;
mod tokens;

#[cfg(test)]
mod tests;

use super::{Context, Finding, Label, WITHHELD};
use found::Found;
use scene::Scene;

pub use given::given;
pub(super) use tokens::placeholder;

/// What the finders of this folder find, in the bytes of `text`; the turns before it only help.
pub(super) fn find(text: &str, context: &Context) -> Vec<Finding> {
    let scene = Scene::new(text, context);
    let runs = runs::runs(&scene);
    let mut found = Found::new(&scene);
    email::find(&scene, &mut found);
    let postcodes = postcode::find(&scene, &runs, &mut found);
    address::find(&scene, &runs, &postcodes, &mut found);
    let dates = dob::find(&scene, &mut found);
    codes::find(&scene, &runs, &dates, &mut found);
    found.own()
}
