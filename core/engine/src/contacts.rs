//! People: finding the one a call or a booking is about, adding, listing, erasing.

use crate::booking::Actor;
use crate::clinic::Clinic;
use crate::error::{Done, EngineError};
use crate::events::{self, Change};
use callwaiting_domain::contact::{ContactDetails, Phone};
use callwaiting_domain::phi::PatientText;
use callwaiting_store::tables::contact::{self, ContactRow};
use callwaiting_store::tables::{Tx, audit};
use jiff::Timestamp;

/// Whose word the details are.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Trust<'a> {
    /// Staff's: they may correct what is known.
    Desk,
    /// A caller's. What is only said proves nothing: it finds nobody but by the number the call comes from, and changes
    /// nothing that is known, or whoever knows somebody's number could take over their record.
    Voice {
        /// The number the call comes from, E.164.
        line: Option<&'a str>,
    },
}

/// The contact that the details mean, else the known one filled in, else a new one under `new_id`.
///
/// A number may be a family's: of several with that number the one with the same name is meant, then one
/// without a name; a different name is a different person.
pub(crate) fn find_or_add(
    tx: Tx<'_>,
    details: &ContactDetails,
    known: Option<&str>,
    now: Timestamp,
    new_id: String,
    trust: Trust<'_>,
) -> Done<String> {
    let known = match known {
        Some(id) => Some(contact::find(&tx, id)?.ok_or(EngineError::NotFound("contact"))?),
        None => None,
    };
    let mut candidates: Vec<ContactRow> = known.into_iter().collect();
    let number = match trust {
        Trust::Desk => details.phone.as_ref().map(Phone::as_e164),
        Trust::Voice { line } => line,
    };
    if let Some(phone) = number {
        candidates.extend(contact::by_phone(&tx, phone)?);
    }
    let same = |row: &&ContactRow| match (&row.name, &details.name) {
        (Some(theirs), Some(given)) => is_same_name(theirs, given),
        (_, None) => true,
        (None, Some(_)) => false,
    };
    let found = candidates
        .iter()
        .find(same)
        .or_else(|| candidates.iter().find(|row| row.name.is_none()));
    let id = match found {
        Some(row) => {
            match trust {
                Trust::Desk => contact::update(tx, &row.id, details)?,
                Trust::Voice { .. } => contact::fill(tx, &row.id, details)?,
            }
            row.id.clone()
        }
        None => {
            contact::insert(tx, &new_id, details, now)?;
            new_id
        }
    };
    events::tell(tx, now, Change::Contact(&id))?;
    Ok(id)
}

/// Whether two names are the same but for case and spaces.
pub(crate) fn is_same_name(a: &PatientText, b: &PatientText) -> bool {
    let plain = |t: &PatientText| {
        t.expose()
            .split_whitespace()
            .map(str::to_lowercase)
            .collect::<Vec<_>>()
    };
    plain(a) == plain(b)
}

/// Adds a contact by hand.
pub async fn add(clinic: &Clinic, details: ContactDetails) -> Done<ContactRow> {
    if details.is_empty() {
        return Err(EngineError::Validation("give at least a name or a phone number"));
    }
    let (now, id) = (clinic.now(), clinic.new_id());
    clinic
        .write(move |tx| {
            contact::insert(tx, &id, &details, now)?;
            events::tell(tx, now, Change::Contact(&id))?;
            contact::find(&tx, &id)?.ok_or(EngineError::NotFound("contact"))
        })
        .await
}

/// A page of contacts, newest first, and how many there are.
pub async fn list(clinic: &Clinic, q: String, limit: i64, offset: i64) -> Done<(Vec<ContactRow>, i64)> {
    clinic
        .read(move |conn| Ok(contact::list(conn, &q, limit, offset)?))
        .await
}

/// One contact.
pub async fn get(clinic: &Clinic, id: String) -> Done<ContactRow> {
    clinic
        .read(move |conn| contact::find(conn, &id)?.ok_or(EngineError::NotFound("contact")))
        .await
}

/// Notes that everything about a person was handed out (GDPR article 15).
pub async fn exported(clinic: &Clinic, id: String, by: &Actor) -> Done<()> {
    let (now, by) = (clinic.now(), by.name());
    clinic
        .write(move |tx| Ok(audit::append(tx, now, &by, "contact.export", Some(&id), None).map(drop)?))
        .await
}

/// Erases a person (GDPR article 17): the record goes, words of their calls go, appointments stay without
/// a name so that the calendar stays true.
pub async fn erase(clinic: &Clinic, id: String, by: &Actor) -> Done<()> {
    let (now, by) = (clinic.now(), by.name());
    clinic
        .write(move |tx| {
            if !contact::erase(tx, &id)? {
                return Err(EngineError::NotFound("contact"));
            }
            audit::append(tx, now, &by, "contact.erase", Some(&id), None)?;
            events::tell(tx, now, Change::Contact(&id))
        })
        .await
}

/// Adds a contact unless one with that number and name is known.
pub(crate) async fn add_if_unknown(clinic: &Clinic, details: ContactDetails) -> Done<String> {
    let (now, id) = (clinic.now(), clinic.new_id());
    clinic
        .write(move |tx| find_or_add(tx, &details, None, now, id, Trust::Desk))
        .await
}
