//! What a caller tells of themselves becomes the fields of their contact before it is cut out of the words.
//!
//! Only what is read with certainty, only empty fields, and a name only where it is the speaker's own. Deliberately
//! absent: reading the values, which is the domain's.

use super::words::{SpokenTurn, redact_again};
use crate::clinic::Mint;
use crate::contacts::{self, Trust};
use crate::error::{Done, EngineError};
use callwaiting_domain::calls::Speaker;
use callwaiting_domain::contact::{ContactDetails, Email, Phone};
use callwaiting_domain::phi::PatientText;
use callwaiting_domain::redaction::{Context, Label, Redaction, given, is_own_name};
use callwaiting_store::tables::call::CallRow;
use callwaiting_store::tables::{Tx, call, consent, contact};
use jiff::Timestamp;

/// What the caller's turns give, the first of each kind.
pub(super) fn read(
    turns: &[SpokenTurn],
    redactions: &[Redaction],
    context: &Context,
    country: &str,
) -> ContactDetails {
    let mut details = ContactDetails::default();
    let mut context = context.clone();
    let mut before: Option<&SpokenTurn> = None;
    for (said, redaction) in turns.iter().zip(redactions) {
        // In a list a turn answers the one before it; the first, or a turn alone, what was last heard in the call.
        if let Some(asked) = before.replace(said) {
            context.hear_before(&[(asked.speaker == Speaker::Caller, asked.text.clone())]);
        }
        if said.speaker != Speaker::Caller || redaction.total() == 0 {
            continue;
        }
        let own = |f: &&_| is_own_name(said.text.expose(), f, &context);
        let wanted: Vec<_> = redaction
            .findings
            .iter()
            .filter(|f| matches!(f.label, Label::Phone | Label::Email | Label::Dob) || own(f))
            .copied()
            .collect();
        for (label, value) in given(&said.text, &wanted, country) {
            take(&mut details, label, value, country);
        }
    }
    details
}

fn take(details: &mut ContactDetails, label: Label, value: PatientText, country: &str) {
    match label {
        Label::Name if details.name.is_none() => details.name = Some(value),
        Label::Phone if details.phone.is_none() => details.phone = Phone::parse(value.expose(), country),
        Label::Email if details.email.is_none() => details.email = Email::parse(value.expose()),
        Label::Dob if details.date_of_birth.is_none() => details.date_of_birth = value.expose().parse().ok(),
        _ => {}
    }
}

/// Fills the contact of the call, made where there is none yet, and takes what is now known out of earlier words. The
/// timeline doesn't say so: words may come before a tool that saves the same, or after it.
pub(super) fn learn_from(
    tx: Tx<'_>,
    mint: &Mint,
    row: CallRow,
    details: &ContactDetails,
    base: &Context,
    now: Timestamp,
) -> Done<CallRow> {
    if details.is_empty() || adds_nothing(tx, &row, details)? {
        return Ok(row);
    }
    let line = row.phone.as_ref().map(PatientText::expose);
    let mut details = details.clone();
    if !is_new_name(tx, &row, &details)? {
        details.name = None;
    }
    // The number that the call comes from is proven; another that is said would hide who rings next time.
    details.phone = line.and_then(|number| Phone::parse(number, "")).or(details.phone);
    let known = row.contact_id.as_deref();
    let id = contacts::find_or_add(tx, &details, known, now, mint.id(), Trust::Voice { line })?;
    if known != Some(&id) {
        call::set_person(tx, &row.id, None, Some(&id))?;
        consent::belongs_to(tx, &row.id, &id)?;
    }
    contact::called(tx, &id, now)?;
    let row = call::find(&tx, &row.id)?.ok_or(EngineError::NotFound("call"))?;
    redact_again(tx, &row, base, now)?;
    Ok(row)
}

/// Whether the call's contact has a value in every field that the details would fill.
fn adds_nothing(tx: Tx<'_>, row: &CallRow, details: &ContactDetails) -> Done<bool> {
    let Some(id) = &row.contact_id else {
        return Ok(false);
    };
    let Some(person) = contact::find(&tx, id)? else {
        return Ok(false);
    };
    let fills = (details.name.is_some() && person.name.is_none())
        || (details.phone.is_some() && person.phone.is_none())
        || (details.email.is_some() && person.email.is_none())
        || (details.date_of_birth.is_some() && person.date_of_birth.is_none());
    Ok(!fills)
}

/// Whether a name that was said may make or name a contact: not where the call's contact has one, and a first name alone
/// not where the number is a known person's, who would be known twice.
fn is_new_name(tx: Tx<'_>, row: &CallRow, details: &ContactDetails) -> Done<bool> {
    let Some(name) = &details.name else {
        return Ok(false);
    };
    if let Some(id) = &row.contact_id {
        return Ok(contact::find(&tx, id)?.is_some_and(|person| person.name.is_none()));
    }
    let on_line = match &row.phone {
        Some(line) => contact::by_phone(&tx, line.expose())?,
        None => Vec::new(),
    };
    Ok(on_line.is_empty() || name.expose().split_whitespace().count() > 1)
}
