//! What is being talked about: the words before or after a number that say whose number it is.
//!
//! One pass of one automaton over the text. Deliberately absent: the numbers themselves.

use aho_corasick::{AhoCorasick, MatchKind};
use std::sync::LazyLock;

/// A subject that a number may belong to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Topic {
    Phone,
    Email,
    Address,
    Postcode,
    Dob,
    Id,
    Card,
    /// `number` alone: whatever was asked for, else a telephone.
    Number,
    /// `ending in`: of a card, unless another number is being talked about.
    Last,
    /// An appointment, a price, a reference of the clinic's own.
    Business,
    /// Somebody's name.
    Name,
    /// A day or time that is still to come: the question for one closes the questions before.
    When,
}

/// A cue in a text; byte offsets.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cue {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) topic: Topic,
}

/// What names each topic, phrases parted by strokes.
const CUES: [(Topic, &str); 12] = [
    (
        Topic::Phone,
        "phone|phone number|telephone|telephone number|mobile|mobile number|cell|cell number|cellphone\
        |landline|call me|call me back|ring me|ring me back|reach me|text me|call you|ring you|text you\
        |reach you|call them|call him|call her|call us|ring us|reach them|reach him|reach her|contact me\
        |contact you|contact them|contact number|contact him|contact her|contact us|me a call\
        |them a call|me a ring|me a text|whatsapp|fax|dial|area code|best number|callback|call back\
        |daytime number|home number|work number|other number|tel|registered|emergency contact\
        |next of kin's number|country code|number to call|ring back",
    ),
    (
        Topic::Email,
        "email|email address|e-mail|e-mail address|e mail|e mail address|mail address",
    ),
    (
        Topic::Address,
        "address|home address|billing address|i live|we live|do you live|he lives|she lives|they live\
        |living at|living in|living on|live in|live at|live on|lives in|lives at|lives on|lived on\
        |lived in|lived at|located at|located in|located on|location|based at|based in|based on\
        |house number|first line|moved to|taxi to|deliver to|post it to|send it to|they are at\
        |they're at|i'm at|we're at|i am at|street name|where you live|return to|staying at|it's in\
        |door number|house name|offices are|found at|find us at|find them at|find me at|situated at\
        |situated on|situated in|moving to|residence|deliver it to|delivered to|ship to|shipped to\
        |ship it to|send to|sent to|mailed to|mail it to|meet me at|go to|come to|pick me up at\
        |pick me up from|drop it at|parked at|headquarters|resides at|residing at|reside at|my road\
        |my street|they are in|meet at",
    ),
    (
        Topic::Postcode,
        "postcode|post code|postal code|zip|zip code|zipcode|eircode|eir code|air code",
    ),
    (
        Topic::Dob,
        "date of birth|dates of birth|birth date|birthdate|birthday|birth day|born|dob|d o b|d.o.b|d.o.b.\
        |birth|day of birth|year of birth|when were you born",
    ),
    (
        Topic::Id,
        "nhs|nhs number|n h s|n h s number|health number|health service number|health card|chi number\
        |national insurance|national insurance number|ni number|n i number|nino|insurance number\
        |social security|social security number|ssn|ssn number|s s n|my social|social number|social is\
        |passport|passport number|driving licence|driving license|driver's licence|driver's license\
        |drivers license|drivers licence|driver license|driver licence|licence number|license number\
        |licence|license|policy|policy number|policy is|claim number|claim|claims number|insurance\
        |insurance policy|member number|membership number|membership|member id|member i d|medical record\
        |medical record number|record number|mrn|m r n|chart number|hospital number|patient number\
        |patient id|patient i d|id number|i d number|my id|id|i d|i.d.|dl|the social|social|ss number|ss no|your social\
        |her social|his social|identity number|identity card|id card|insurance card|medical card\
        |medicare|medicaid|medicare card|subscriber|subscriber id|subscriber number|group number|pps\
        |pps number|ppsn|p p s|pps no|iban|i b a n|tax number|tax id|bsn|case number|case reference\
        |authorisation number|authorization number|pre-authorisation|authorisation code\
        |authorization code|scheme number|vhi|bupa|axa|laya|vitality|residence permit|visa number\
        |national id|personal number|file number|ehic|plan number|plan id|certificate number\
        |customer number|client number|account id|nie|dni|nif|codice fiscale|personnummer|steuernummer\
        |versicherungsnummer|registration number|ss#|ss #|ssn#|soc sec|soc. sec.|soc sec number|social sec|social sec number\
        |last four of my social|last 4 of my social|last four of my ssn|last 4 of my ssn|last four digits of my ssn\
        |last 4 digits of my ssn|last four digits of my social|last 4 digits of my social|last four of social|last 4 of social\
        |last four of ssn|last 4 of ssn|last four ssn|last 4 ssn",
    ),
    (
        Topic::Card,
        "card|card number|credit card|credit card number|debit card|debit card number|visa|visa card\
        |mastercard|master card|amex|american express|maestro|long number|cc|cvv|cvc|expiry|expiry date\
        |expires|expiration|expiration date|security code|payment card|bank card|card ending\
        |discover card|sixteen digits|16 digits|on the back|on the front|three digits",
    ),
    (
        Topic::Last,
        "ending in|ends in|ending|last four|last 4|last four digits|last 4 digits|final four digits\
        |last three digits|end in",
    ),
    (Topic::Number, "number|numbers|digit|digits|no."),
    (
        Topic::Business,
        "appointment|appointments|book|booked|booking|come in|see you|slot|slots|available|visit\
        |reschedule|booking reference|booking code|booking number|confirmation code|confirmation number\
        |reference number|order number|room number|table for|party of|gift card|loyalty card\
        |business card|appointment card|account number|sort code|flight|open|opening|close|cost|costs\
        |price|promo code|discount code|extension number|order reference|verification code|pin\
        |one time code|one-time code|passcode|post op|reservation|schedule|scheduled|reserve",
    ),
    (
        Topic::When,
        "which day|what day|what time|which time|when would|when can|what date|which date|how soon\
        |when are you|when were you hoping|when suits|when works|day suits|day works|time suits\
        |time works|last visit|last here|last seen|last appointment",
    ),
    (
        Topic::Name,
        "your name|full name|my name|surname|first name|last name|spell",
    ),
];

struct Cues {
    automaton: AhoCorasick,
    topics: Vec<Topic>,
}

static AUTOMATON: LazyLock<Option<Cues>> = LazyLock::new(|| {
    let phrases: Vec<(&str, Topic)> = CUES
        .iter()
        .flat_map(|(topic, list)| list.split('|').map(|phrase| (phrase, *topic)))
        .collect();
    let automaton = AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        .build(phrases.iter().map(|(phrase, _)| phrase))
        .ok()?;
    Some(Cues {
        automaton,
        topics: phrases.into_iter().map(|(_, topic)| topic).collect(),
    })
});

/// Every cue of a text in lower case, in order.
pub(super) fn cues(lower: &str) -> Vec<Cue> {
    let Some(cues) = AUTOMATON.as_ref() else {
        return Vec::new();
    };
    let edge = |at: usize| {
        !lower
            .as_bytes()
            .get(at)
            .is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_')
    };
    cues.automaton
        .find_iter(lower)
        .filter(|hit| edge(hit.end()) && hit.start().checked_sub(1).is_none_or(edge))
        .filter_map(|hit| {
            let topic = *cues.topics.get(hit.pattern().as_usize())?;
            Some(Cue {
                start: hit.start(),
                end: hit.end(),
                topic,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_phrase_at_a_place_counts_and_parts_of_words_do_not() {
        let topics = |text: &str| cues(text).into_iter().map(|c| c.topic).collect::<Vec<_>>();
        assert_eq!(topics("my policy number is"), [Topic::Id]);
        assert_eq!(topics("the number is"), [Topic::Number]);
        assert_eq!(topics("cardiac"), []);
        assert_eq!(topics("card"), [Topic::Card]);
    }
}
