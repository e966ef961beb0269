//! What the clinic offers: procedures, who does them, and what they need.
//!
//! A snapshot by value. Its `version` lets the store refuse a claim that was decided on an older one.

use super::hours::{DayException, WeeklyHours};
use crate::ids::{PractitionerId, ProcedureId, ResourceId};
use crate::money::Money;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

/// Something that is booked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Procedure {
    /// Its id.
    pub id: ProcedureId,
    /// The clinic's name for it.
    pub name: String,
    /// Other names callers use.
    pub aliases: Vec<String>,
    /// Length of the appointment.
    pub minutes: i64,
    /// Time the resources need before it.
    pub buffer_before_minutes: i64,
    /// Time the resources need after it.
    pub buffer_after_minutes: i64,
    /// The least it costs.
    pub price_from: Option<Money>,
    /// The most it costs.
    pub price_to: Option<Money>,
    /// What the clinic says about recovery.
    pub recovery: Option<String>,
    /// Whether it is offered.
    pub active: bool,
    /// What it needs besides the practitioner.
    pub needs: Vec<Need>,
}

/// One room or device of several that will do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Need {
    /// Room or device.
    pub kind: ResourceKind,
    /// Any one of these.
    pub any_of: Vec<ResourceId>,
}

/// What a resource is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ResourceKind {
    /// A person who is booked.
    Practitioner,
    /// A room.
    Room,
    /// A machine.
    Device,
}

impl ResourceKind {
    /// The kind's name in the API and the store.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Practitioner => "practitioner",
            Self::Room => "room",
            Self::Device => "device",
        }
    }

    /// Reads a kind's name.
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Practitioner, Self::Room, Self::Device]
            .into_iter()
            .find(|kind| kind.as_str() == name)
    }
}

/// Something that can be taken only once at a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resource {
    /// Its id; a practitioner's is the practitioner's own.
    pub id: ResourceId,
    /// What people call it.
    pub name: String,
    /// What it is.
    pub kind: ResourceKind,
}

/// A person who is booked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Practitioner {
    /// Their id.
    pub id: PractitionerId,
    /// As staff and callers say it: "Dr Whitlock".
    pub name: String,
    /// Their field.
    pub specialty: Option<String>,
    /// Where they usually are.
    pub room: Option<String>,
    /// Whether they can be booked.
    pub active: bool,
    /// What they do.
    pub procedures: Vec<ProcedureId>,
    /// When they work.
    pub hours: Vec<WeeklyHours>,
    /// When they don't, or do besides.
    pub exceptions: Vec<DayException>,
}

/// Everything a booking decision reads, at one version.
#[derive(Clone, Debug)]
pub struct Catalogue {
    /// Raised by the store on every change.
    pub version: i64,
    /// The clinic's zone.
    pub zone: TimeZone,
    /// The grid on which slots start, in minutes from the opening of a stretch.
    pub step_minutes: i64,
    /// All procedures.
    pub procedures: Vec<Procedure>,
    /// All practitioners.
    pub practitioners: Vec<Practitioner>,
    /// All rooms and devices.
    pub resources: Vec<Resource>,
}

impl Catalogue {
    /// The procedure of that id.
    pub fn procedure(&self, id: &ProcedureId) -> Option<&Procedure> {
        self.procedures.iter().find(|p| p.id == *id)
    }

    /// The practitioner of that id.
    pub fn practitioner(&self, id: &PractitionerId) -> Option<&Practitioner> {
        self.practitioners.iter().find(|p| p.id == *id)
    }

    /// A room's, device's or practitioner's name.
    pub fn resource_name(&self, id: &ResourceId) -> Option<&str> {
        let thing = self
            .resources
            .iter()
            .find(|r| r.id == *id)
            .map(|r| r.name.as_str());
        thing.or_else(|| {
            self.practitioners
                .iter()
                .find(|p| p.id.as_str() == id.as_str())
                .map(|p| p.name.as_str())
        })
    }

    /// The active procedure a caller means, if what they said means only one.
    pub fn procedure_called(&self, said: &str) -> Option<&Procedure> {
        match self.procedures_called(said)[..] {
            [one] => Some(one),
            _ => None,
        }
    }

    /// The active procedures that a caller may mean by name or alias, compared without case and punctuation; a name
    /// wins over an alias, a whole match over one inside a longer phrase. Several where the words fit them equally.
    pub fn procedures_called(&self, said: &str) -> Vec<&Procedure> {
        let said = plain(said);
        if said.is_empty() {
            return Vec::new();
        }
        let active = || self.procedures.iter().filter(|p| p.active);
        let names = |p: &Procedure| {
            std::iter::once(plain(&p.name))
                .chain(p.aliases.iter().map(|a| plain(a)))
                .collect::<Vec<_>>()
        };
        let within = |p: &Procedure| {
            let found = names(p).into_iter().filter(|n| has_words(&said, n));
            found.map(|n| n.len()).max()
        };
        let around = |p: &Procedure| {
            let found = names(p).into_iter().any(|n| has_words(&n, &said));
            found.then_some(1)
        };
        let ways: [Way<'_>; 4] = [
            &|p| (plain(&p.name) == said).then_some(1),
            &|p| names(p).contains(&said).then_some(1),
            &within,
            &around,
        ];
        ways.into_iter()
            .map(|way| best(active(), way))
            .find(|found| !found.is_empty())
            .unwrap_or_default()
    }

    /// The active practitioner a caller means: the whole name, or the one whose name shares the most words
    /// with what was said, if only one does.
    pub fn practitioner_called(&self, said: &str) -> Option<&Practitioner> {
        let said = plain(said);
        let active = || self.practitioners.iter().filter(|p| p.active);
        if let Some(exact) = active().find(|p| plain(&p.name) == said) {
            return Some(exact);
        }
        let mut scored: Vec<(usize, &Practitioner)> = active()
            .map(|p| (shared_words(&plain(&p.name), &said), p))
            .filter(|(n, _)| *n > 0)
            .collect();
        scored.sort_by_key(|(n, _)| std::cmp::Reverse(*n));
        match scored.as_slice() {
            [(_, only)] => Some(only),
            [(best, first), (second, _), ..] if best > second => Some(first),
            _ => None,
        }
    }
}

/// A way in which words may fit a procedure, and how well.
type Way<'a> = &'a dyn Fn(&Procedure) -> Option<usize>;

/// All that score highest.
fn best<'a>(
    all: impl Iterator<Item = &'a Procedure>,
    score: impl Fn(&Procedure) -> Option<usize>,
) -> Vec<&'a Procedure> {
    let scored: Vec<_> = all.filter_map(|p| score(p).map(|n| (n, p))).collect();
    let highest = scored.iter().map(|(n, _)| *n).max();
    scored
        .into_iter()
        .filter(|(n, _)| Some(*n) == highest)
        .map(|(_, p)| p)
        .collect()
}

const TITLES: [&str; 10] = [
    "dr", "doctor", "mr", "mrs", "ms", "miss", "nurse", "prof", "md", "m",
];

fn shared_words(name: &str, said: &str) -> usize {
    let said: Vec<&str> = said.split(' ').collect();
    name.split(' ')
        .filter(|word| word.len() > 1 && !TITLES.contains(word) && said.contains(word))
        .count()
}

fn has_words(text: &str, words: &str) -> bool {
    format!(" {text} ").contains(&format!(" {words} "))
}

/// Lower case, letters and digits only, single spaces.
fn plain(text: &str) -> String {
    let spaced: String = text
        .to_lowercase()
        .chars()
        .map(|c| if c.is_alphanumeric() { c } else { ' ' })
        .collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}
