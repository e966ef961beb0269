//! Whose call it is, and what must not be said of them.

use super::CallRef;
use crate::clinic::{Clinic, Mint};
use crate::error::{Done, EngineError};
use crate::events::{self, Change};
use callwaiting_domain::booking::Catalogue;
use callwaiting_domain::contact::Phone;
use callwaiting_domain::phi::PatientText;
use callwaiting_domain::redaction::{Context, Label};
use callwaiting_store::tables::call::{self, CallRow};
use callwaiting_store::tables::{Tx, contact};
use jiff::Timestamp;
use rusqlite::Connection;

/// The call's row, made when it was never heard of, with its person linked where the number is known.
pub(crate) fn ensure(
    tx: Tx<'_>,
    mint: &Mint,
    country: &str,
    reference: &CallRef,
    now: Timestamp,
) -> Done<CallRow> {
    let mut existing = call::by_provider(&tx, &reference.provider_call_id)?;
    if let Some(row) = existing.as_mut().filter(|row| reference.at < row.first_heard_at) {
        call::heard_at(tx, &row.id, reference.at)?;
        row.first_heard_at = reference.at;
    }
    let phone = reference
        .number
        .as_ref()
        .and_then(|n| Phone::parse(n.expose(), country));
    let known = existing
        .as_ref()
        .is_some_and(|row| row.phone.is_some() || phone.is_none());
    let id = match existing {
        Some(row) if known => return Ok(row),
        Some(row) => row.id,
        None => {
            let id = mint.id();
            call::insert(
                tx,
                &id,
                &reference.provider_call_id,
                reference.inbound,
                reference.at.min(now),
            )?;
            events::tell(tx, now, Change::CallStarted(&id))?;
            id
        }
    };
    if let Some(phone) = &phone {
        let person = contact::by_phone(&tx, phone.as_e164())?.into_iter().next();
        call::set_person(tx, &id, Some(phone), person.as_ref().map(|p| p.id.as_str()))?;
        if let Some(person) = person {
            contact::called(tx, &person.id, reference.at)?;
        }
    }
    call::find(&tx, &id)?.ok_or(EngineError::NotFound("call"))
}

/// What redaction must know about a call: the clinic's own names, and the values of its contact.
pub(crate) fn context_of(conn: &Connection, base: &Context, row: &CallRow) -> Done<Context> {
    let mut context = base.clone();
    if let Some(id) = &row.contact_id
        && let Some(person) = contact::find(conn, id)?
    {
        let values = [
            (Label::Name, person.name),
            (Label::Phone, person.phone),
            (Label::Email, person.email),
            (Label::Dob, person.date_of_birth),
        ];
        context.known.extend(
            values
                .into_iter()
                .filter_map(|(label, value)| value.map(|v| (label, v))),
        );
    }
    if let Some(phone) = &row.phone {
        context
            .known
            .push((Label::Phone, PatientText::new(phone.expose())));
    }
    Ok(context)
}

impl Clinic {
    /// The clinic's own names, which stay readable in every text.
    pub(crate) fn context(&self) -> Context {
        let catalogue: &Catalogue = &self.catalogue();
        let practitioners = catalogue.practitioners.iter().map(|p| p.name.clone());
        let procedures = catalogue
            .procedures
            .iter()
            .flat_map(|p| std::iter::once(p.name.clone()).chain(p.aliases.clone()));
        Context {
            keep: practitioners
                .chain(procedures)
                .chain([self.row().name.clone()])
                .collect(),
            ..Context::default()
        }
    }
}
