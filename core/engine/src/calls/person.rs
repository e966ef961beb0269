//! Whose call it is, and what must not be said of them.

use super::CallRef;
use crate::clinic::{Clinic, Mint};
use crate::contacts::is_same_name;
use crate::error::Done;
use crate::events::{self, Change};
use callwaiting_domain::booking::Catalogue;
use callwaiting_domain::calls::News;
use callwaiting_domain::contact::Phone;
use callwaiting_domain::phi::PatientText;
use callwaiting_domain::redaction::{Context, Label};
use callwaiting_store::tables::call::{self, CallRow};
use callwaiting_store::tables::contact::ContactRow;
use callwaiting_store::tables::{Tx, contact, turn};
use jiff::Timestamp;
use rusqlite::Connection;

/// A call as a message names it, its number read. Reading a number is slow, so it is done outside the writer.
#[derive(Clone, Debug)]
pub(crate) struct Heard {
    provider_call_id: String,
    phone: Option<Phone>,
    inbound: bool,
    /// When the message was sent.
    pub(crate) at: Timestamp,
}

impl Heard {
    pub(crate) fn new(reference: CallRef, clinic: &Clinic) -> Self {
        let number = reference.number.as_ref();
        Self {
            phone: number.and_then(|n| Phone::parse(n.expose(), &clinic.row().country)),
            provider_call_id: reference.provider_call_id,
            inbound: reference.inbound,
            at: reference.at,
        }
    }
}

/// The call's row, made when it was never heard of, with its person linked where the number is known.
pub(crate) fn ensure(tx: Tx<'_>, mint: &Mint, heard: &Heard, now: Timestamp) -> Done<CallRow> {
    match known(tx, heard)? {
        Some(row) => Ok(row),
        None => begin(tx, mint, heard, None, now),
    }
}

/// The row of a call that was heard of before. Its number and an earlier sign of it are noted where they are new.
pub(super) fn known(tx: Tx<'_>, heard: &Heard) -> Done<Option<CallRow>> {
    let Some(mut row) = call::by_provider(&tx, &heard.provider_call_id)? else {
        return Ok(None);
    };
    if heard.at < row.first_heard_at {
        call::heard_at(tx, &row.id, heard.at)?;
        row.first_heard_at = heard.at;
    }
    if row.phone.is_none()
        && let Some(phone) = &heard.phone
    {
        let person = person(tx, phone, heard)?;
        call::set_person(tx, &row.id, Some(phone), person.as_deref())?;
        row.phone = Some(PatientText::new(phone.as_e164()));
        row.contact_id = person.or(row.contact_id);
    }
    Ok(Some(row))
}

/// Makes the row of a call that was never heard of, with what the first news of it told.
pub(super) fn begin(
    tx: Tx<'_>,
    mint: &Mint,
    heard: &Heard,
    news: Option<&News>,
    now: Timestamp,
) -> Done<CallRow> {
    let (id, at) = (mint.id(), heard.at.min(now));
    let mut row = CallRow::first_heard(id, heard.provider_call_id.clone(), heard.inbound, at);
    if let Some(phone) = &heard.phone {
        row.contact_id = person(tx, phone, heard)?;
        row.phone = Some(PatientText::new(phone.as_e164()));
    }
    if let Some(news) = news {
        row.state.learn(news);
    }
    call::insert(tx, &row)?;
    events::tell(tx, now, Change::CallStarted(&row.id))?;
    Ok(row)
}

/// Whose number it is, if one person's; their last call is noted. Of a number that several share, a name must say.
fn person(tx: Tx<'_>, phone: &Phone, heard: &Heard) -> Done<Option<String>> {
    let Some(person) = on_line(&tx, phone)? else {
        return Ok(None);
    };
    contact::called(tx, &person.id, heard.at)?;
    Ok(Some(person.id))
}

fn on_line(conn: &Connection, phone: &Phone) -> Done<Option<ContactRow>> {
    let mut rows = contact::by_phone(conn, phone.as_e164())?;
    let first = rows.iter().position(|row| row.name.is_some()).unwrap_or(0);
    let others = |name: &PatientText| {
        rows.iter()
            .filter_map(|row| row.name.as_ref())
            .any(|n| !is_same_name(n, name))
    };
    match rows.get(first) {
        Some(row) if row.name.as_ref().is_some_and(others) => Ok(None),
        Some(_) => Ok(Some(rows.swap_remove(first))),
        None => Ok(None),
    }
}

/// What redaction must know about a call before a message of it is taken in, and what was last said in it.
pub(super) fn context_before(conn: &Connection, base: &Context, heard: &Heard) -> Done<Context> {
    let mut row = match call::by_provider(conn, &heard.provider_call_id)? {
        Some(row) => row,
        None => CallRow::first_heard(String::new(), String::new(), heard.inbound, heard.at),
    };
    if row.phone.is_none()
        && let Some(phone) = &heard.phone
    {
        row.phone = Some(PatientText::new(phone.as_e164()));
        row.contact_id = on_line(conn, phone)?.map(|p| p.id).or(row.contact_id);
    }
    let mut context = context_of(conn, base, &row)?;
    let last = turn::last_spoken(conn, &row.id)?;
    context.hear_before(&last);
    Ok(context)
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

/// The voices' own names, which they say in every call.
const AGENTS: [&str; 2] = ["Voxanne", "Sarah"];

impl Clinic {
    /// The clinic's own names, which stay readable in every text, for whoever tries what redaction does.
    pub fn words_to_keep(&self) -> Context {
        self.context()
    }

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
                .chain(AGENTS.map(str::to_owned))
                .collect(),
            ..Context::default()
        }
    }
}
