//! The catalogue of a practice clinic.

use crate::booking::Actor;
use crate::catalogue::{put_practitioner, put_procedure, put_resource};
use crate::clinic::Clinic;
use crate::error::Done;
use callwaiting_domain::booking::{Need, Practitioner, Procedure, Resource, ResourceKind, WeeklyHours};
use callwaiting_domain::ids::ResourceId;
use callwaiting_domain::money::Money;
use jiff::civil::{Time, time};

struct Offer {
    id: &'static str,
    name: &'static str,
    aliases: &'static [&'static str],
    minutes: i64,
    after: i64,
    price: Option<(i64, i64)>,
    recovery: Option<&'static str>,
    laser: bool,
}

const OFFERS: [Offer; 9] = [
    Offer {
        id: "rhinoplasty-consultation",
        name: "Rhinoplasty consultation",
        aliases: &["nose job consultation", "nose job", "rhinoplasty"],
        minutes: 45,
        after: 0,
        price: Some((150, 150)),
        recovery: Some("two weeks before most people go back to work"),
        laser: false,
    },
    Offer {
        id: "liquid-rhinoplasty",
        name: "Liquid rhinoplasty",
        aliases: &["liquid nose job", "filler rhinoplasty", "non-surgical nose job"],
        minutes: 30,
        after: 0,
        price: Some((380, 450)),
        recovery: Some("most people go back to work the same day"),
        laser: false,
    },
    Offer {
        id: "facelift-consultation",
        name: "Facelift consultation",
        aliases: &["facelift", "face lift"],
        minutes: 45,
        after: 0,
        price: Some((180, 180)),
        recovery: Some("two to three weeks"),
        laser: false,
    },
    Offer {
        id: "upper-eyelid-consultation",
        name: "Upper eyelid surgery consultation",
        aliases: &["eyelid surgery", "blepharoplasty", "upper eyelids"],
        minutes: 30,
        after: 0,
        price: Some((150, 150)),
        recovery: Some("about ten days"),
        laser: false,
    },
    Offer {
        id: "botox-review",
        name: "Botox review",
        aliases: &["botox", "botulinum toxin review"],
        minutes: 30,
        after: 0,
        price: Some((0, 0)),
        recovery: None,
        laser: false,
    },
    Offer {
        id: "lip-filler",
        name: "Lip filler",
        aliases: &["lips", "lip augmentation"],
        minutes: 30,
        after: 0,
        price: Some((280, 340)),
        recovery: Some("swelling for two or three days"),
        laser: false,
    },
    Offer {
        id: "mole-check",
        name: "Mole check",
        aliases: &["mole mapping", "skin check"],
        minutes: 30,
        after: 0,
        price: Some((120, 120)),
        recovery: None,
        laser: false,
    },
    Offer {
        id: "laser-hair-removal",
        name: "Laser hair removal",
        aliases: &["laser", "hair removal"],
        minutes: 45,
        after: 15,
        price: Some((90, 160)),
        recovery: Some("redness for a day"),
        laser: true,
    },
    Offer {
        id: "skin-peel",
        name: "Skin peel",
        aliases: &["chemical peel", "peel"],
        minutes: 30,
        after: 0,
        price: Some((110, 140)),
        recovery: Some("flaking for three to five days"),
        laser: false,
    },
];

struct Person {
    id: &'static str,
    name: &'static str,
    specialty: &'static str,
    room: &'static str,
    does: &'static [&'static str],
    lunch: (Time, Time),
}

const PEOPLE: [Person; 3] = [
    Person {
        id: "miss-okafor",
        name: "Miss Okafor",
        specialty: "Plastic surgery",
        room: "Room 2",
        does: &[
            "rhinoplasty-consultation",
            "facelift-consultation",
            "upper-eyelid-consultation",
        ],
        lunch: (time(13, 0, 0, 0), time(14, 0, 0, 0)),
    },
    Person {
        id: "dr-whitlock",
        name: "Dr Whitlock",
        specialty: "Dermatology",
        room: "Room 1",
        does: &["mole-check", "skin-peel", "laser-hair-removal"],
        lunch: (time(12, 30, 0, 0), time(13, 30, 0, 0)),
    },
    Person {
        id: "nurse-lindqvist",
        name: "Nurse Lindqvist",
        specialty: "Injectables",
        room: "Room 3",
        does: &[
            "liquid-rhinoplasty",
            "botox-review",
            "lip-filler",
            "laser-hair-removal",
            "skin-peel",
        ],
        lunch: (time(13, 0, 0, 0), time(13, 30, 0, 0)),
    },
];

/// Gives an empty clinic procedures, practitioners who are there on weekdays, and a device. Doing it again
/// changes nothing.
pub async fn seed_catalogue(clinic: &Clinic) -> Done<()> {
    let by = Actor::Appliance;
    let laser = ResourceId::new("laser-suite");
    put_resource(
        clinic,
        Resource {
            id: laser.clone(),
            name: "Laser suite".into(),
            kind: ResourceKind::Device,
        },
        &by,
    )
    .await?;
    for offer in OFFERS {
        let money = |pounds: i64| Money {
            amount_minor: pounds * 100,
            currency: clinic.row().currency.clone(),
        };
        let needs = if offer.laser {
            vec![Need {
                kind: ResourceKind::Device,
                any_of: vec![laser.clone()],
            }]
        } else {
            Vec::new()
        };
        let procedure = Procedure {
            id: offer.id.into(),
            name: offer.name.into(),
            aliases: offer.aliases.iter().map(|a| (*a).to_owned()).collect(),
            minutes: offer.minutes,
            buffer_before_minutes: 0,
            buffer_after_minutes: offer.after,
            price_from: offer.price.map(|(from, _)| money(from)),
            price_to: offer.price.map(|(_, to)| money(to)),
            recovery: offer.recovery.map(str::to_owned),
            active: true,
            needs,
        };
        put_procedure(clinic, procedure, &by).await?;
    }
    for person in PEOPLE {
        let (opens, closes) = (time(9, 0, 0, 0), time(17, 30, 0, 0));
        let day = |weekday| {
            [
                WeeklyHours {
                    weekday,
                    from: opens,
                    to: person.lunch.0,
                },
                WeeklyHours {
                    weekday,
                    from: person.lunch.1,
                    to: closes,
                },
            ]
        };
        let practitioner = Practitioner {
            id: person.id.into(),
            name: person.name.into(),
            specialty: Some(person.specialty.into()),
            room: Some(person.room.into()),
            active: true,
            procedures: person.does.iter().map(|id| (*id).into()).collect(),
            hours: (1..=5).flat_map(day).collect(),
            exceptions: Vec::new(),
        };
        put_practitioner(clinic, practitioner, &by).await?;
    }
    Ok(())
}
