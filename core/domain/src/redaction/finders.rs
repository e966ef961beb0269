//! All finders, one after the other, over one text; what they find is kept or thrown away by what the clinic is called.
//!
//! A family of finders is a folder with one `find`. Deliberately absent: how a text is cut at what was found
//! (`settle.rs`).

use super::{Context, Finding, Label, identifiers, known};
use regex::Regex;
use std::sync::LazyLock;

/// Everything found in `text`, in no order, possibly overlapping; the turns before it only help.
pub(super) fn find(text: &str, context: &Context) -> Vec<Finding> {
    let mut out = identifiers::find(text, context);
    out.extend(names(text));
    out.extend(known::find(text, context));
    let kept = known::kept(text, context);
    out.retain(|f| f.label == Label::Medical || !kept.iter().any(|(s, e)| *s <= f.start && f.end <= *e));
    out
}

static NAME: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"\b(?i:my\s(?:full\s|first\s|last\s)?name\sis|my\sname's|i\sam\scalled|i'm\scalled|name's|surname\sis|speaking\sto)\s((?:[A-Z][\p{L}'’-]+)(?:\s[A-Z][\p{L}'’-]+){0,3})").ok()
});

/// Names after an introduction.
fn names(text: &str) -> Vec<Finding> {
    let Some(name) = NAME.as_ref() else {
        return Vec::new();
    };
    name.captures_iter(text)
        .filter_map(|captures| captures.get(1))
        .map(|hit| Finding {
            start: hit.start(),
            end: hit.end(),
            label: Label::Name,
        })
        .collect()
}
