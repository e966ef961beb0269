//! The words that numbers, dates, codes, streets and pauses are said with, each with what it may stand for.
//!
//! Closed classes of English, written for this module. Deliberately absent: names of people and words of
//! medicine (their finders bring their own lists), and names of towns.

use std::collections::HashMap;
use std::sync::LazyLock;

/// What a word counts for when a number is said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Num {
    #[default]
    None,
    /// `seven`, `oh`
    Digit(u8),
    /// `ten` to `nineteen`
    Teen(u8),
    /// `twenty` to `ninety`
    Tens(u8),
    Hundred,
    Thousand,
    /// `double`, `triple`
    Times(u8),
}

/// What is known of a word.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Entry {
    pub(super) bits: u32,
    pub(super) num: Num,
    /// Month 1 to 12, ordinal 1 to 31, or the letter that a word stands for.
    pub(super) value: u8,
}

impl Entry {
    pub(super) fn is(self, bits: u32) -> bool {
        self.bits & bits != 0
    }
}

/// May stand between two digits of one number.
pub(super) const FILLER: u32 = 1;
/// Takes back what was said before it.
pub(super) const CORRECTION: u32 = 1 << 1;
/// Says only that one listens.
pub(super) const NOD: u32 = 1 << 2;
/// A number before it is an amount.
pub(super) const MEASURE: u32 = 1 << 3;
pub(super) const MONTH: u32 = 1 << 4;
pub(super) const ORDINAL: u32 = 1 << 5;
/// Ends a street's name: `road`.
pub(super) const STREET: u32 = 1 << 6;
/// Begins a street's name: `rue`.
pub(super) const STREET_FIRST: u32 = 1 << 7;
/// Numbered within a building: `flat`.
pub(super) const DWELLING: u32 = 1 << 8;
/// Can be no part of a street's name, an e-mail's local part, or a code.
pub(super) const COMMON: u32 = 1 << 9;
/// Joins the parts of an e-mail address.
pub(super) const JOIN: u32 = 1 << 10;
/// The last part of a domain.
pub(super) const TLD: u32 = 1 << 11;
/// A house of e-mail that is named without its ending.
pub(super) const MAILHOUSE: u32 = 1 << 12;
/// A word of a spelling alphabet; `value` is its letter.
pub(super) const PHONETIC: u32 = 1 << 13;
/// A word that a recogniser writes for a letter or digit; `value` is that.
pub(super) const SOUNDS: u32 = 1 << 14;
pub(super) const WEEKDAY: u32 = 1 << 15;
/// A state of the USA, two letters.
pub(super) const STATE: u32 = 1 << 16;

const FILLERS: &str = "um uh er erm ah eh hmm hm mm well so okay ok yeah yes no nope sorry wait then that's thats \
    it's its is it actually mean meant rather think correction dash hyphen space pause comma like you know just \
    extension ext area code capital upper lower case letter letters let me see check hang hold on second moment \
    i the um-hum sec bracket brackets oops slash followed by next uhm";
const CORRECTIONS: &str = "sorry no wait actually mean meant rather correction oops nope";
const NODS: &str = "uh huh uh-huh mhm mm hmm hm mm-hmm ok okay yes yeah yep yup right got it sure go on carry \
    thanks thank you lovely perfect great and good fine alright cool ahead keep going next brilliant super so then \
    i'm with listening noted continue um";
const MEASURES: &str = "pound pounds quid pence euro euros dollar dollars buck bucks cent cents percent am pm a.m \
    p.m o'clock oclock minute minutes min mins hour hours hr hrs day days night nights week weeks fortnight month \
    months year years yr yrs people persons person guests adults children kids times time mg mgs milligram \
    milligrams microgram micrograms ml mls cc's litre litres kg kilo kilos stone lb lbs cm mm metre metres feet foot \
    inch inches mile miles km kilometres calories units unit session sessions star stars percent grams gram tablets \
    pills doses treatments appointments visits slots dentists doctors salons degrees packs cigarettes drinks \
    glasses cups";
const STREETS: &str = "road rd street st avenue ave av lane ln drive dr close way court ct place pl terrace crescent \
    cres gardens gdns garden square sq hill grove mews park row walk boulevard blvd highway hwy parade rise view \
    green quay parkway pkwy circle cir trail trl turnpike pike alley bypass esplanade embankment vale villas \
    heights croft meadow meadows loop plaza wharf crossing ridge freeway expressway route terrasse rue strasse \
    straße gasse platz allee weg laan straat plein kade gracht vej gade gata gatan vägen veien utca út tér ulica \
    ulice náměstí tie katu bóthar sráid quays crossroads wynd brae broadway strand yard path";
const STREETS_FIRST: &str = "rue via calle avenida avda ul ulica ulice rua strada plaza piazza viale corso chemin \
    impasse allée allee boulevard avenue quai place paseo carrer camino bulevardi boreen";
const DWELLINGS: &str = "flat apartment apt suite ste unit room floor building block house studio box lot number no \
    byt";
const COMMONS: &str = "a about after all also am an and any are as at back be been before best book but by call can \
    can't card come could date day did do does don't email e-mail for from get give go going good got had has have \
    he hello her here hi him his how i i'd i'll i'm i've if in into is it it's its just know last later let like \
    live me mail may might minutes more most much my name near need next nhs no not now number of off ok okay \
    on one only or our out over pay per phone please policy post put ring said same say see send she should sir so \
    soon ssn some sure text than thank thanks that that's the their them then there they this those til till \
    time to today too try under until up us use very visit want was we we're well were what what's when \
    where which while who why will with would yes yeah you you're your hour hours mins minute people pounds dollars \
    years year days weeks months miles other another off each every away really half past quarter between \
    address postcode account confirmation confirm message contact ending digits digit num code reach \
    personal work home office cc id dob mobile cell tel fax visa hey sorry oh um uh er erm ah hmm mm bye and mr mrs ms \
    miss dr doctor prefer ago around almost because party table am pm available free open booked got \
    looking appointment use it'll there's they're he's she's isn't wasn't right fine tomorrow tonight ref \
    own him whatever total order price cost costs easy easier one's since during before pays paid\
    ";
const JOINS: &str = "dot underscore dash hyphen minus point plus period underline";
const TLDS: &str = "com co uk org net ie de fr eu info edu gov io us es it nl be at ch pl pt se dk no fi ca au nz in \
    me biz app dev health clinic email online ac nhs hu cz gr ro lu hk sg jp";
const MAILHOUSES: &str = "gmail googlemail hotmail yahoo outlook icloud aol btinternet live msn protonmail proton gmx \
    ymail rocketmail virginmedia talktalk eircom mac comcast verizon fastmail zoho";
const WEEKDAYS: &str =
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thurs fri sat sun";
const STATES: &str = "al ak az ar ca co ct de fl ga hi id il in ia ks ky la me md ma mi mn ms mo mt ne nv nh nj nm ny \
    nc nd oh ok or pa ri sc sd tn tx ut vt va wa wv wi wy dc aa ae ap";
const PHONETICS: &str = "alpha alfa bravo charlie delta echo foxtrot golf hotel india juliet juliett kilo lima mike \
    november oscar papa quebec romeo sierra tango uniform victor whiskey whisky x-ray xray yankee zulu apple able \
    baker dog easy fox george item jig king love nan oboe peter queen roger sugar tare uncle zebra";
const SOUND: [(&str, u8); 50] = [
    ("to", b'2'),
    ("too", b'2'),
    ("for", b'4'),
    ("fore", b'4'),
    ("ate", b'8'),
    ("won", b'1'),
    ("tree", b'3'),
    ("you", b'u'),
    ("are", b'r'),
    ("see", b'c'),
    ("sea", b'c'),
    ("why", b'y'),
    ("be", b'b'),
    ("bee", b'b'),
    ("tea", b't'),
    ("tee", b't'),
    ("pea", b'p'),
    ("pee", b'p'),
    ("jay", b'j'),
    ("kay", b'k'),
    ("okay", b'k'),
    ("el", b'l'),
    ("ell", b'l'),
    ("em", b'm'),
    ("en", b'n'),
    ("ex", b'x'),
    ("queue", b'q'),
    ("cue", b'q'),
    ("zed", b'z'),
    ("zee", b'z'),
    ("gee", b'g'),
    ("aye", b'i'),
    ("eye", b'i'),
    ("aitch", b'h'),
    ("haitch", b'h'),
    ("dee", b'd'),
    ("ef", b'f'),
    ("eff", b'f'),
    ("ess", b's'),
    ("vee", b'v'),
    ("ee", b'e'),
    ("ay", b'a'),
    ("our", b'r'),
    ("hey", b'a'),
    ("and", b'n'),
    ("an", b'n'),
    ("us", b's'),
    ("as", b's'),
    ("if", b'f'),
    ("the", b'd'),
];
const MONTHS: [&str; 12] = [
    "january jan",
    "february feb",
    "march mar",
    "april apr",
    "may",
    "june jun",
    "july jul",
    "august aug",
    "september sep sept",
    "october oct",
    "november nov",
    "december dec",
];
const ORDINALS: [&str; 19] = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
];
const NUMBERS: [(&str, Num); 40] = [
    ("zero", Num::Digit(0)),
    ("oh", Num::Digit(0)),
    ("nought", Num::Digit(0)),
    ("naught", Num::Digit(0)),
    ("nil", Num::Digit(0)),
    ("ought", Num::Digit(0)),
    ("one", Num::Digit(1)),
    ("two", Num::Digit(2)),
    ("three", Num::Digit(3)),
    ("four", Num::Digit(4)),
    ("five", Num::Digit(5)),
    ("six", Num::Digit(6)),
    ("seven", Num::Digit(7)),
    ("eight", Num::Digit(8)),
    ("nine", Num::Digit(9)),
    ("niner", Num::Digit(9)),
    ("ten", Num::Teen(10)),
    ("eleven", Num::Teen(11)),
    ("twelve", Num::Teen(12)),
    ("thirteen", Num::Teen(13)),
    ("fourteen", Num::Teen(14)),
    ("fifteen", Num::Teen(15)),
    ("sixteen", Num::Teen(16)),
    ("seventeen", Num::Teen(17)),
    ("eighteen", Num::Teen(18)),
    ("nineteen", Num::Teen(19)),
    ("twenty", Num::Tens(20)),
    ("thirty", Num::Tens(30)),
    ("forty", Num::Tens(40)),
    ("fourty", Num::Tens(40)),
    ("fifty", Num::Tens(50)),
    ("sixty", Num::Tens(60)),
    ("seventy", Num::Tens(70)),
    ("eighty", Num::Tens(80)),
    ("ninety", Num::Tens(90)),
    ("hundred", Num::Hundred),
    ("thousand", Num::Thousand),
    ("double", Num::Times(2)),
    ("triple", Num::Times(3)),
    ("treble", Num::Times(3)),
];

static WORDS: LazyLock<HashMap<&'static str, Entry>> = LazyLock::new(|| {
    let mut words: HashMap<&'static str, Entry> = HashMap::new();
    let lists = [
        (FILLERS, FILLER),
        (CORRECTIONS, CORRECTION),
        (NODS, NOD),
        (MEASURES, MEASURE),
        (STREETS, STREET),
        (STREETS_FIRST, STREET_FIRST),
        (DWELLINGS, DWELLING),
        (COMMONS, COMMON),
        (JOINS, JOIN),
        (TLDS, TLD),
        (MAILHOUSES, MAILHOUSE),
        (WEEKDAYS, WEEKDAY),
        (STATES, STATE),
        (PHONETICS, PHONETIC),
    ];
    for (list, bit) in lists {
        for word in list.split_whitespace() {
            let entry = words.entry(word).or_default();
            entry.bits |= bit;
            if bit == PHONETIC {
                entry.value = word.as_bytes().first().copied().unwrap_or_default();
            }
        }
    }
    for (word, value) in SOUND {
        let entry = words.entry(word).or_default();
        (entry.bits, entry.value) = (entry.bits | SOUNDS, value);
    }
    for (list, bit) in [(&MONTHS[..], MONTH), (&ORDINALS[..], ORDINAL)] {
        for (value, names) in (1..).zip(list) {
            for word in names.split_whitespace() {
                let entry = words.entry(word).or_default();
                (entry.bits, entry.value) = (entry.bits | bit, value);
            }
        }
    }
    for (word, value) in [
        ("twentieth", 20),
        ("thirtieth", 30),
        // As recognisers write them.
        ("forth", 4),
        ("fith", 5),
        ("nineth", 9),
        ("twelth", 12),
    ] {
        let entry = words.entry(word).or_default();
        (entry.bits, entry.value) = (entry.bits | ORDINAL, value);
    }
    for (word, num) in NUMBERS {
        words.entry(word).or_default().num = num;
    }
    words
});

/// What is known of a word in lower case.
pub(super) fn entry(word: &str) -> Entry {
    WORDS.get(word).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_may_stand_for_several_things() {
        assert!(entry("november").is(MONTH) && entry("november").is(PHONETIC));
        assert_eq!(entry("november").value, 11);
        assert_eq!(entry("second").value, 2);
        assert_eq!(entry("ninety").num, Num::Tens(90));
        assert_eq!(entry("facelift").bits, 0);
    }
}
