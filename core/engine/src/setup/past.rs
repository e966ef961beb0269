//! A believable past and a filled calendar for a practice clinic, through the same use-cases as real calls.
//!
//! Deterministic for a given number of calls and day, so that screenshots and tests repeat.

use crate::booking::{Actor, ClaimRequest, Confirmation, SlotsWanted, claim, confirm, slots};
use crate::calls::{CallRef, Delivery, Report, SpokenTurn, news, report};
use crate::clinic::Clinic;
use crate::contacts;
use crate::error::{Done, EngineError};
use callwaiting_domain::booking::Span;
use callwaiting_domain::calls::{News, Speaker};
use callwaiting_domain::contact::ContactDetails;
use callwaiting_domain::phi::PatientText;
use callwaiting_domain::words::spoken_when;
use jiff::{Timestamp, ToSpan as _};

const FIRST: [&str; 16] = [
    "Amelia", "Daniel", "Ruth", "Sofia", "Peter", "Jean-Luc", "Imogen", "Noor", "Yusuf", "Olga", "Eleanor",
    "Marcus", "Farida", "Theo", "Bethan", "Keira",
];
const LAST: [&str; 13] = [
    "Hartley",
    "Voss",
    "Adeyemi",
    "Lindgren",
    "Hallam",
    "Moreau",
    "Clarke",
    "Rahman",
    "Demir",
    "Marchenko",
    "Finch",
    "Aziz",
    "Pryce",
];

/// Adds `count` calls of the last two weeks, and appointments on today and the next days.
///
/// # Errors
/// [`EngineError::NotPractice`] for a clinic that isn't one.
pub async fn seed_past(clinic: &Clinic, count: usize) -> Done<()> {
    if !clinic.row().practice {
        return Err(EngineError::NotPractice);
    }
    fill_calendar(clinic, count.clamp(4, 60)).await?;
    for n in 0..count {
        one_call(clinic, n).await?;
    }
    Ok(())
}

fn person(n: usize) -> (String, String) {
    let name = format!(
        "{} {}",
        FIRST[n % FIRST.len()],
        LAST[(n * 5 + n / FIRST.len()) % LAST.len()]
    );
    (name, format!("+447700900{:03}", (n * 37 + 101) % 1000))
}

fn details(clinic: &Clinic, n: usize) -> Done<ContactDetails> {
    let (name, phone) = person(n);
    let today = clinic.now().to_zoned(clinic.catalogue().zone.clone()).date();
    Ok(ContactDetails::parse(
        Some(&name),
        Some(&phone),
        None,
        None,
        "GB",
        today,
    )?)
}

async fn fill_calendar(clinic: &Clinic, appointments: usize) -> Done<()> {
    let (catalogue, now) = (clinic.catalogue(), clinic.now());
    let within = Span {
        start: now,
        end: now.checked_add((6 * 24).hours()).unwrap_or(now),
    };
    for n in 0..appointments {
        let procedures: Vec<_> = catalogue.procedures.iter().filter(|p| p.active).collect();
        let Some(procedure) = procedures.get(n % procedures.len().max(1)) else {
            return Ok(());
        };
        let free = slots(
            clinic,
            SlotsWanted {
                procedure: procedure.id.clone(),
                practitioner: None,
                within,
            },
        )
        .await?;
        let Some(slot) = free.get((n * 7) % free.len().max(1)) else {
            continue;
        };
        let request = ClaimRequest {
            start: slot.span.start,
            practitioner: slot.practitioner.clone(),
            procedure: slot.procedure.clone(),
            call_id: None,
            contact: None,
        };
        let held = claim(clinic, request).await?;
        let wanted = Confirmation {
            hold_id: held.id,
            contact_id: None,
            contact: details(clinic, n)?,
        };
        confirm(clinic, wanted, Actor::Appliance).await?;
    }
    Ok(())
}

async fn one_call(clinic: &Clinic, n: usize) -> Done<()> {
    let (catalogue, now) = (clinic.catalogue(), clinic.now());
    let procedures: Vec<_> = catalogue.procedures.iter().filter(|p| p.active).collect();
    let Some(procedure) = procedures.get((n * 3) % procedures.len().max(1)) else {
        return Ok(());
    };
    let ago = i64::try_from(n).unwrap_or_default() * 107 + 25;
    let start = now.checked_sub((ago % (14 * 24 * 60)).minutes()).unwrap_or(now);
    let (_, phone) = person(n);
    let reference = CallRef {
        provider_call_id: format!("practice-past-{n}"),
        number: Some(PatientText::new(phone)),
        inbound: true,
        at: start,
    };
    if n.is_multiple_of(3) {
        contacts::add_if_unknown(clinic, details(clinic, n)?).await?;
    }
    let delivery = |kind: &'static str| Delivery {
        key: format!("past:{n}:{kind}"),
        kind,
    };
    news(
        clinic,
        delivery("answered"),
        reference.clone(),
        News::Answered(start),
    )
    .await?;
    let price = procedure
        .price_from
        .as_ref()
        .map(|m| m.spoken())
        .unwrap_or_default();
    let when = spoken_when(
        start.checked_add((3 * 24).hours()).unwrap_or(start),
        &catalogue.zone,
    );
    let lines = [
        (
            Speaker::Voxanne,
            format!(
                "Good day, {}. I'm Voxanne, the clinic's AI receptionist. How can I help?",
                clinic.row().name
            ),
        ),
        (
            Speaker::Caller,
            format!("Hello, I'd like to ask about {}.", procedure.name.to_lowercase()),
        ),
        (
            Speaker::Voxanne,
            format!("Of course. It starts at {price}. I could look for a time, for example around {when}."),
        ),
        (
            Speaker::Caller,
            "Let me check with my husband and ring you again, thank you.".to_owned(),
        ),
    ];
    let at = |i: usize| -> Timestamp {
        start
            .checked_add((i64::try_from(i).unwrap_or_default() * 9).seconds())
            .unwrap_or(start)
    };
    let turns = lines
        .into_iter()
        .enumerate()
        .map(|(i, (speaker, text))| SpokenTurn {
            speaker,
            text: PatientText::new(text),
            at: at(i),
            seconds: Some(i as f64 * 9.0),
        })
        .collect();
    let reason = if n % 4 == 3 {
        "assistant-ended-call"
    } else {
        "customer-ended-call"
    };
    let told = Report {
        started: Some(start),
        ended: Some(at(5)),
        reason: Some(reason.into()),
        turns,
        summary: None,
        cost: Some((
            340_000 + i64::try_from(n % 7).unwrap_or_default() * 10_000,
            clinic.row().currency.clone(),
        )),
    };
    report(clinic, Some(delivery("report")), reference, told).await
}
