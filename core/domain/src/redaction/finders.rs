//! All finders, one after the other, over one text; what they find is kept or thrown away by what the clinic is called.
//!
//! A family of finders is a folder with one `find`. Deliberately absent: how a text is cut at what was found
//! (`settle.rs`).

use super::{Context, Finding, Label, identifiers, known, medical, names};

/// Everything found in `text`, in no order, possibly overlapping; the turns before it only help.
pub(super) fn find(text: &str, context: &Context) -> Vec<Finding> {
    let mut out = identifiers::find(text, context);
    out.extend(names::find_in(text, question(context), context));
    out.extend(medical::find(text, context));
    out.extend(known::find(text, context));
    if out.iter().all(|f| f.label == Label::Medical) {
        return out;
    }
    let kept = known::kept(text, context);
    out.retain(|f| f.label == Label::Medical || !kept.iter().any(|(s, e)| *s <= f.start && f.end <= *e));
    out
}

/// What the clinic's side said just before, if the caller now answers it.
fn question(context: &Context) -> Option<&str> {
    let last = context.before.last().filter(|said| !said.by_caller)?;
    Some(last.text.expose())
}
