//! `save_caller` and `hand_over`: what the caller gave, and whom else they need.

use super::arguments::Arguments;
use super::book::known_now;
use super::run::{Decided, Desk, Step, ToolAnswer, need};
use crate::booking::Actor;
use crate::calls::context_of;
use crate::contacts::{self, Trust};
use crate::error::Done;
use crate::events::{self, Change};
use crate::privacy::{Answer, Channel, record_in};
use callwaiting_domain::contact::{ContactDetails, Phone};
use callwaiting_domain::phi::PatientText;
use callwaiting_domain::redaction::redact;
use callwaiting_store::tables::need::NeedRow;
use callwaiting_store::tables::{call, call_event, consent, contact, need as needs};

pub(super) fn save(desk: &Desk<'_>, arguments: &Arguments<'_>) -> Decided {
    let today = desk.now.to_zoned(desk.catalogue.zone.clone()).date();
    let mut details = need!(arguments.details(desk.country, today));
    if let Some(reason) = arguments.text("reason") {
        let procedure = desk
            .catalogue
            .procedure_called(&reason)
            .map(|p| p.id.as_str().to_owned());
        call::set_topic(
            desk.tx,
            &desk.call.id,
            procedure.as_deref(),
            Some(&told(desk, &reason, &details)?),
        )?;
    }
    if details.is_empty() {
        let text = if arguments.text("reason").is_some() {
            "Noted."
        } else {
            "Nothing was given to save."
        };
        return Ok(Ok(Step::Answer(ToolAnswer::yes(text))));
    }
    let given = [
        ("name", details.name.is_some()),
        ("phone", details.phone.is_some()),
        ("e-mail", details.email.is_some()),
        ("date of birth", details.date_of_birth.is_some()),
    ];
    let given: Vec<&str> = given
        .iter()
        .filter(|(_, is)| *is)
        .map(|(what, _)| *what)
        .collect();
    if details.phone.is_none() {
        details.phone = desk
            .call
            .phone
            .as_ref()
            .and_then(|p| Phone::parse(p.expose(), desk.country));
    }
    let id = contacts::find_or_add(
        desk.tx,
        &details,
        desk.call.contact_id.as_deref(),
        desk.now,
        desk.mint.id(),
        Trust::Voice {
            line: desk.call.phone.as_ref().map(PatientText::expose),
        },
    )?;
    call::set_person(desk.tx, &desk.call.id, None, Some(&id))?;
    consent::belongs_to(desk.tx, &desk.call.id, &id)?;
    contact::called(desk.tx, &id, desk.now)?;
    known_now(desk)?;
    call_event::add(
        desk.tx,
        &desk.call.id,
        desk.now,
        "contact_saved",
        &format!("Contact saved: {}", given.join(", ")),
    )?;
    Ok(Ok(Step::Answer(ToolAnswer::yes(format!(
        "Saved: {}.",
        given.join(", ")
    )))))
}

/// The caller said whether their exact words may be kept. Anything but a clear yes is a no.
pub(super) fn consent(desk: &Desk<'_>, arguments: &Arguments<'_>) -> Decided {
    let agreed = arguments.yes("agreed");
    let answer = Answer {
        id: desk.mint.id(),
        given: agreed,
        channel: Channel::Phone,
        by: &Actor::Voxanne.name(),
    };
    let known = consent::in_force(&desk.tx, &desk.call.id, desk.call.contact_id.as_deref())?;
    if known.is_none_or(|known| known.given != agreed) {
        record_in(desk.tx, desk.call, answer, desk.now)?;
    }
    let text = if agreed {
        "Noted: the caller agrees. Thank them and go on."
    } else {
        "Noted: the exact words are not kept. Go on with the call."
    };
    Ok(Ok(Step::Answer(ToolAnswer::yes(text))))
}

pub(super) fn hand_over(desk: &Desk<'_>, arguments: &Arguments<'_>) -> Decided {
    let reason = match arguments.text("reason") {
        Some(reason) => told(desk, &reason, &ContactDetails::default())?,
        None => String::new(),
    };
    if reason.chars().count() > 0 {
        call::set_topic(desk.tx, &desk.call.id, None, Some(&reason))?;
    }
    if arguments.yes("urgent") {
        let number = emergency_number(desk.country);
        raise(
            desk,
            "emergency",
            true,
            &format!("Caller told to ring {number}"),
            &reason,
        )?;
        call_event::add(
            desk.tx,
            &desk.call.id,
            desk.now,
            "emergency",
            &format!("Told to ring {number}; the team was alerted"),
        )?;
        return Ok(Ok(Step::Answer(ToolAnswer::yes(format!(
            "The team has been alerted. Tell the caller to hang up and ring {number} now. Give no medical advice."
        )))));
    }
    raise(desk, "handover", false, "Wants to be rung back", &reason)?;
    call_event::add(
        desk.tx,
        &desk.call.id,
        desk.now,
        "handed_over",
        "Handed over to the team",
    )?;
    Ok(Ok(Step::Answer(ToolAnswer::yes(
        "The team has been told and will ring back. Tell the caller so.",
    ))))
}

/// Raises what needs a person, once a kind and a call.
pub(super) fn raise(desk: &Desk<'_>, kind: &str, urgent: bool, title: &str, detail: &str) -> Done<()> {
    if needs::open_for_call(&desk.tx, &desk.call.id, kind)? {
        return Ok(());
    }
    let need = NeedRow {
        id: desk.mint.id(),
        kind: kind.into(),
        urgent,
        title: title.into(),
        detail: detail.into(),
        call_id: Some(desk.call.id.clone()),
        contact_id: desk.call.contact_id.clone(),
        created_at: desk.now,
    };
    needs::insert(desk.tx, &need)?;
    events::tell(desk.tx, desk.now, Change::Needs)
}

/// A model's words about the caller, redacted and cut to 200 characters. What is given with them goes too.
fn told(desk: &Desk<'_>, words: &str, given: &ContactDetails) -> Done<String> {
    let mut context = context_of(&desk.tx, desk.context, desk.call)?;
    context.known.extend(given.known());
    let text = redact(&PatientText::new(words), &context).text.into_inner();
    Ok(text.chars().take(200).collect())
}

/// The number that emergencies are told to ring, by country (ISO 3166 alpha-2).
pub fn emergency_number(country: &str) -> &'static str {
    match country {
        "GB" => "999",
        "US" | "CA" => "911",
        "AU" => "000",
        _ => "112",
    }
}
