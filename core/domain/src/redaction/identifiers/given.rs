//! The values that a caller gave, in the form that a contact's fields take, read before they are cut out.
//!
//! A value that can't be read with certainty is left out: a field stays empty rather than wrong. Deliberately absent:
//! keeping them (the engine's work), and values of other labels, which no field takes.

use super::letters::spelling;
use super::lexicon::{JOIN, Num, TLD};
use super::runs::{How, Runs, runs};
use super::scene::Scene;
use super::tokens::Kind;
use super::{Context, Finding, Label, dates};
use crate::contact::{Email, Phone};
use crate::phi::PatientText;

/// Telephone in E.164, e-mail, date of birth as year-month-day, name with capitals, in the order in which they were given.
pub fn given(text: &PatientText, findings: &[Finding], country: &str) -> Vec<(Label, PatientText)> {
    let words = |f: &Finding| {
        text.expose()
            .get(f.start..f.end)
            .map(|part| Scene::new(part, &Context::default()))
    };
    let mut out = Vec::new();
    let mut pending: Option<String> = None;
    for finding in findings {
        let Some(scene) = words(finding) else { continue };
        let value = match finding.label {
            Label::Phone => {
                // A number in two turns is two findings.
                let digits = phone_digits(&scene);
                let whole = pending.take().map(|first| first + digits.trim_start_matches('+'));
                let read = Phone::parse(&digits, country)
                    .filter(|p| is_whole(p, country))
                    .or_else(|| Phone::parse(whole.as_ref()?, country));
                if read.is_none() {
                    pending = Some(whole.unwrap_or(digits));
                }
                read.filter(|p| is_whole(p, country))
                    .map(|p| p.as_e164().to_owned())
            }
            Label::Email => Email::parse(&email(&scene)).map(|e| e.as_str().to_owned()),
            Label::Dob => dates::stretches(&scene)
                .iter()
                .rev()
                .find_map(|s| s.date(country == "US"))
                .map(|d| d.to_string()),
            Label::Name => name(&scene),
            _ => None,
        };
        out.extend(value.map(|value| (finding.label, PatientText::new(value))));
    }
    out
}

/// Whether a number has as many digits as numbers of its country have.
fn is_whole(phone: &Phone, country: &str) -> bool {
    let digits = phone.as_e164().len() - 1;
    match country {
        "GB" if phone.as_e164().starts_with("+44") => digits >= 11,
        "US" | "CA" => digits >= 11,
        _ => digits >= 10,
    }
}

/// The digits of a number, after corrections: what is said after "no, sorry" replaces as many digits before it.
fn phone_digits(scene: &Scene) -> String {
    let runs: Runs = runs(scene);
    let plus = scene.tokens.first().is_some_and(|t| t.mark('+')) || scene.low(0) == "plus";
    let mut out = String::from(if plus { "+" } else { "" });
    let mut at = 0;
    while let Some(piece) = runs.pieces.get(at) {
        let group: Vec<_> = runs.pieces[at..]
            .iter()
            .enumerate()
            .take_while(|(i, p)| *i == 0 || !p.corrects)
            .map(|(_, p)| *p)
            .collect();
        let digits: String = group
            .iter()
            .filter(|p| p.is_digits(&runs))
            .flat_map(|p| runs.symbols[p.a..p.b].iter())
            .map(|b| if *b == b'o' { '0' } else { char::from(*b) })
            .collect();
        if piece.corrects {
            // Short corrections mend the end; a long one begins anew.
            let keep = if digits.len() >= 9 {
                usize::from(plus)
            } else {
                out.len().saturating_sub(digits.len())
            };
            let rest: String = digits;
            out.truncate(keep.max(usize::from(plus)));
            out.push_str(&rest);
        } else {
            out.push_str(&digits);
        }
        at += group.len().max(1);
    }
    out
}

/// `j dot smith at example dot com` as it is written.
fn email(scene: &Scene) -> String {
    let mut out = String::new();
    let mut at = 0;
    while let Some(token) = scene.tokens.get(at) {
        let low = scene.low(at);
        let host = out.contains('@');
        match token.kind {
            Kind::Mark(c) if matches!(c, '@' | '.' | '-' | '_' | '+') && (scene.glued(at) || c == '@') => {
                out.push(c)
            }
            Kind::Mark(_) | Kind::Placeholder => {}
            _ if low == "at" && !host && at > 0 => out.push('@'),
            _ if matches!(
                low,
                "um" | "uh" | "er" | "erm" | "sign" | "lower" | "case" | "capital" | "letter"
            ) => {}
            _ if low == "full" && scene.low(at + 1) == "stop" => {
                out.push('.');
                at += 1;
            }
            _ if token.is(JOIN) && token.kind == Kind::Word => out.push(match low {
                "underscore" | "underline" => '_',
                "dash" | "hyphen" | "minus" => '-',
                "plus" => '+',
                _ => '.',
            }),
            _ if token.kind == Kind::Word
                && low.len() == 1
                && spelling(scene, at, low.as_bytes()[0]).is_some() =>
            {
                out.push_str(low);
                at = spelling(scene, at, low.as_bytes()[0]).unwrap_or(at);
            }
            _ if token.entry.num != Num::None && !token.is(TLD) => {
                let number = runs(scene);
                let piece = number
                    .pieces
                    .iter()
                    .find(|p| p.from == at && p.how != How::Letter);
                out.extend(
                    piece
                        .iter()
                        .flat_map(|p| &number.symbols[p.a..p.b])
                        .map(|b| char::from(*b)),
                );
                at = piece.map_or(at, |p| p.to);
            }
            _ => out.push_str(low),
        }
        at += 1;
    }
    if !out.contains('.') && out.contains('@') {
        out.push_str(".com");
    }
    out
}

/// A name with capitals; letters that were spelled become one word.
fn name(scene: &Scene) -> Option<String> {
    let mut words: Vec<String> = Vec::new();
    let mut spelled = false;
    for (at, token) in scene.tokens.iter().enumerate() {
        let low = scene.raw(at).to_lowercase();
        match (token.kind, words.last_mut()) {
            (Kind::Mark('-'), Some(last)) if scene.glued(at) => last.push('-'),
            (Kind::Word, Some(last)) if last.ends_with('-') && !spelled => last.push_str(&low),
            (Kind::Word, last) => {
                let letter = low.chars().count() == 1 && !scene.glued(at);
                match last {
                    Some(last) if letter && spelled => last.push_str(&low),
                    _ => words.push(low),
                }
                spelled = letter;
            }
            _ => {}
        }
    }
    let words: Vec<String> = words
        .iter()
        .map(|word| capitals(word.trim_end_matches('-')))
        .collect();
    (!words.is_empty()).then(|| words.join(" "))
}

/// Capitals at the beginning and after hyphens and apostrophes: `Anne-Marie O'Neil`.
fn capitals(word: &str) -> String {
    let mut up = true;
    let mut out = String::with_capacity(word.len());
    for c in word.chars() {
        if up {
            out.extend(c.to_uppercase());
        } else {
            out.push(c);
        }
        up = c == '-' || matches!(c, '\'' | '’') && out.chars().count() == 2;
    }
    out
}
