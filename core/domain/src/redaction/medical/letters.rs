//! Short forms that a recogniser spells out: "an M R I", "c t scan", "A.D.H.D.", made one word again.
//!
//! Deliberately absent: letters that spell a name, which the finder of names reads.

use crate::redaction::words::{Word, Words, set};
use std::sync::LazyLock;

static SHORT_FORMS: LazyLock<Words> = LazyLock::new(|| {
    set(
        "hiv mri mra ct cat pet ekg ecg eeg emg ms als copd adhd ptsd ocd ibs ibd uti std sti gerd tia dvt hpv hsv mrsa \
     pcos pms tmj cpap bipap ivf iui ect ssri hrt iud tb bph chf cad ckd afib svt cabg dexa psa tsh rsv nsaid hep icu \
     itu dnr dnar mmr epo pid cva copd mi gi ra ld asd bpd odd pvd pad aaa av lvad icd picc tpn cbc bmi bp ldl hdl inr \
     cbt emdr dbt da aa na lsd cbd thc pcp dui cll aml cml nhl hcm mds itp pku csf evar egd ercp eswl turp leep \
     lsil hsil nicu picu vsd pda gord obgyn er pmdd gad sad bdd pnes pots eds cfs add cf eds",
    )
});

/// Short forms that are words too; the lists have them with a point.
static AMBIGUOUS: LazyLock<Words> = LazyLock::new(|| set("ms ra mi pe aa na me er pet cat sad odd da add"));

const LONGEST: usize = 5;

/// The same words, with every known short form that was spelled in one piece.
pub(super) fn joined<'a>(words: Vec<Word<'a>>, text: &'a str) -> Vec<Word<'a>> {
    if !words.windows(2).any(|w| w[0].is_letter() && follows(&w[1])) {
        return words;
    }
    let mut out: Vec<Word> = Vec::with_capacity(words.len());
    let mut skip = 0;
    for (at, word) in words.iter().enumerate() {
        if at < skip {
            continue;
        }
        let spelled = at > 0 && follows(word) && words[at - 1].is_letter();
        let begins = !spelled || matches!(words[at - 1].key.as_str(), "a" | "i");
        let run = 1 + words[at + 1..]
            .iter()
            .take(LONGEST)
            .take_while(|w| follows(w) && words[at].is_letter())
            .count();
        let form = (begins && word.is_letter() && (2..=LONGEST).contains(&run))
            .then(|| -> String { words[at..at + run].iter().map(|w| w.key.as_str()).collect() })
            .filter(|key| SHORT_FORMS.contains(key.as_str()))
            .map(|key| {
                (
                    run,
                    if AMBIGUOUS.contains(key.as_str()) {
                        key + "."
                    } else {
                        key
                    },
                )
            });
        let (length, key) = form.unwrap_or_else(|| (1, word.key.clone()));
        let last = &words[at + length - 1];
        out.push(Word {
            start: word.start,
            end: last.end,
            whole_end: last.whole_end,
            raw: &text[word.start..last.end],
            key,
            gap: word.gap,
            capital: word.capital,
        });
        skip = at + length;
    }
    out
}

/// Whether a word is a letter that goes on spelling.
fn follows(word: &Word) -> bool {
    word.is_letter() && matches!(word.gap, " " | "." | ". " | "-")
}
