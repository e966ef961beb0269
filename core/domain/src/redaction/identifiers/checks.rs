//! Check digits and fixed forms of identifying numbers, over symbols in lower case without spaces.
//!
//! Deliberately absent: numbers that have neither (policy, record and licence numbers), which only context tells.

use regex::RegexSet;
use std::sync::LazyLock;

/// Luhn's sum, as payment cards have it.
pub(super) fn luhn(digits: &str) -> bool {
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(i, b)| {
            let d = u32::from(b.saturating_sub(b'0'));
            if i % 2 == 0 { d } else { d * 2 / 10 + d * 2 % 10 }
        })
        .sum();
    sum.is_multiple_of(10) && digits.bytes().any(|b| b != b'0')
}

/// The NHS number's eleven test: weights 10 to 2, a remainder that gives 10 is invalid.
pub(super) fn nhs(digits: &str) -> bool {
    let d: Vec<u32> = digits
        .bytes()
        .map(|b| u32::from(b.saturating_sub(b'0')))
        .collect();
    let [body @ .., check] = &d[..] else { return false };
    let sum: u32 = body
        .iter()
        .zip((2..=10).rev())
        .map(|(d, weight)| d * weight)
        .sum();
    d.len() == 10 && (11 - sum % 11) % 11 == *check
}

/// ISO 7064 mod 97-10, as an IBAN has it.
pub(super) fn iban(code: &str) -> bool {
    if !(15..=34).contains(&code.len()) || !code.is_ascii() {
        return false;
    }
    let (head, tail) = code.split_at(4);
    let rest = tail.chars().chain(head.chars()).try_fold(0_u32, |rest, c| {
        let value = c.to_digit(36)?;
        Some((rest * if value > 9 { 100 } else { 10 } + value) % 97)
    });
    rest == Some(1)
}

/// A UK national insurance number, an Irish PPS number, a UK driving licence.
static FORMS: LazyLock<Option<RegexSet>> = LazyLock::new(|| {
    RegexSet::new([
        r"^[a-z]{2}\d{6}[a-d]$",
        r"^\d{7}[a-w][a-iw]?$",
        r"^[a-z9]{5}\d[0156]\d[0-3]\d{2}[a-z9]{2}\d[a-z]{2}$",
        r"^[a-z9]{5}\d{6}[a-z9]{2}\d?[a-z]{2}$",
    ])
    .ok()
});

static IBAN: LazyLock<Option<regex::Regex>> =
    LazyLock::new(|| regex::Regex::new(r"^[a-z]{2}\d{2}[a-z0-9]{11,30}$").ok());

/// Whether letters and digits together have the form of an office's number.
pub(super) fn is_office(code: &str) -> bool {
    match code.len() {
        8 | 9 | 16 => FORMS.as_ref().is_some_and(|forms| forms.is_match(code)) || iban_of(code),
        _ => iban_of(code),
    }
}

fn iban_of(code: &str) -> bool {
    code.len() >= 15 && IBAN.as_ref().is_some_and(|form| form.is_match(code)) && iban(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_digits_are_checked() {
        assert!(luhn("4242424242424242") && !luhn("4242424242424241") && !luhn("0000000000000"));
        assert!(nhs("9990000018") || nhs("9990000026"));
        assert!(!nhs("9990000000"));
        assert!(iban("gb82west12345698765432") && !iban("gb82west12345698765431"));
    }

    #[test]
    fn office_numbers_have_their_forms() {
        assert!(is_office("ab123456c") && is_office("1234567ta") && is_office("morga657054sm9ij"));
        assert!(!is_office("ab123456x") && !is_office("abcdefgh"));
    }
}
