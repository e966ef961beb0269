//! What a clinic may know of a person: telephone, e-mail, date of birth, name, each checked on the way in.
//!
//! Finding these in running speech is the redaction module's work; here a value is already cut out.

use crate::phi::PatientText;
use crate::redaction::Label;
use jiff::civil::Date;
use std::fmt;

/// A telephone number in E.164. Its `Debug` shows the last three digits only.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Phone(String);

impl Phone {
    /// Reads a number as it is written in `country` (ISO 3166 alpha-2).
    pub fn parse(text: &str, country: &str) -> Option<Self> {
        let region = country.parse().ok();
        let number = phonenumber::parse(region, text).ok()?;
        let e164 = number.format().mode(phonenumber::Mode::E164).to_string();
        let digits = e164.len() - 1;
        // Numbers kept for drama and examples are not all "valid" in the numbering plan, so the check is
        // the one of E.164 itself.
        (8..=15).contains(&digits).then_some(Self(e164))
    }

    /// `+447700900123`.
    pub fn as_e164(&self) -> &str {
        &self.0
    }

    /// The last three digits, which is all that a screen shows of an unknown caller.
    pub fn ending(&self) -> &str {
        &self.0[self.0.len().saturating_sub(3)..]
    }
}

impl fmt::Debug for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Phone(…{})", self.ending())
    }
}

/// An e-mail address, lower case. No `Display`; `Debug` says nothing.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Email(String);

impl Email {
    /// Reads an address: something, one `@`, a domain with a dot, no white space.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().to_lowercase();
        let (local, domain) = text.split_once('@')?;
        let sane = !local.is_empty()
            && domain.contains('.')
            && !domain.starts_with('.')
            && !domain.ends_with('.')
            && !domain.contains('@')
            && !domain.contains("..")
            && text.len() <= 254
            && !text.chars().any(|c| c.is_whitespace() || c.is_control());
        sane.then_some(Self(text))
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Email(…)")
    }
}

/// What a caller or a member of staff gave about a person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ContactDetails {
    /// As said; trimmed, at most 120 characters.
    pub name: Option<PatientText>,
    /// Checked.
    pub phone: Option<Phone>,
    /// Checked.
    pub email: Option<Email>,
    /// Checked: not in the future, not before 1900.
    pub date_of_birth: Option<Date>,
}

/// Which field of the details can't be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadDetail {
    /// Empty or too long.
    #[error("the name must have between 1 and 120 characters")]
    Name,
    /// Not a number that can be dialled.
    #[error("the phone number can't be dialled")]
    Phone,
    /// Not an address.
    #[error("the e-mail address is not complete")]
    Email,
    /// Not a date, in the future, or before 1900.
    #[error("the date of birth must be a past date written year-month-day")]
    DateOfBirth,
}

impl ContactDetails {
    /// Checks the fields as given; an absent or blank one stays absent.
    ///
    /// # Errors
    /// The first [`BadDetail`].
    pub fn parse(
        name: Option<&str>,
        phone: Option<&str>,
        email: Option<&str>,
        date_of_birth: Option<&str>,
        country: &str,
        today: Date,
    ) -> Result<Self, BadDetail> {
        let given = |text: Option<&str>| text.map(str::trim).filter(|t| !t.is_empty()).map(str::to_owned);
        let name = match given(name) {
            Some(name) if name.chars().count() <= 120 && !name.chars().any(char::is_control) => {
                Some(PatientText::new(name))
            }
            Some(_) => return Err(BadDetail::Name),
            None => None,
        };
        let phone = given(phone)
            .map(|p| Phone::parse(&p, country).ok_or(BadDetail::Phone))
            .transpose()?;
        let email = given(email)
            .map(|e| Email::parse(&e).ok_or(BadDetail::Email))
            .transpose()?;
        let born = |text: String| {
            let date: Date = text.parse().map_err(|_| BadDetail::DateOfBirth)?;
            if date.year() >= 1900 && date <= today {
                Ok(date)
            } else {
                Err(BadDetail::DateOfBirth)
            }
        };
        let date_of_birth = given(date_of_birth).map(born).transpose()?;
        Ok(Self {
            name,
            phone,
            email,
            date_of_birth,
        })
    }

    /// What redaction must take out wherever it turns up.
    pub fn known(&self) -> Vec<(Label, PatientText)> {
        let values = [
            (Label::Name, self.name.clone()),
            (
                Label::Phone,
                self.phone.as_ref().map(|p| PatientText::new(p.as_e164())),
            ),
            (
                Label::Email,
                self.email.as_ref().map(|e| PatientText::new(e.as_str())),
            ),
            (
                Label::Dob,
                self.date_of_birth.map(|d| PatientText::new(d.to_string())),
            ),
        ];
        values
            .into_iter()
            .filter_map(|(label, value)| value.map(|v| (label, v)))
            .collect()
    }

    /// Whether nothing was given.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_national_number_becomes_e164_and_debug_hides_it() {
        let phone = Phone::parse("07700 900123", "GB").unwrap();
        assert_eq!((phone.as_e164(), phone.ending()), ("+447700900123", "123"));
        assert_eq!(format!("{phone:?}"), "Phone(…123)");
        assert_eq!(
            Phone::parse("(202) 555-0143", "US").unwrap().as_e164(),
            "+12025550143"
        );
        assert!(Phone::parse("tomorrow", "GB").is_none());
    }

    #[test]
    fn details_are_checked_one_by_one() {
        let today = date(2026, 11, 21);
        let parse = |n, p, e, d| ContactDetails::parse(n, p, e, d, "GB", today);
        assert!(parse(Some("  "), None, None, None).unwrap().is_empty());
        assert_eq!(parse(None, Some("12"), None, None), Err(BadDetail::Phone));
        assert_eq!(parse(None, None, Some("a@b"), None), Err(BadDetail::Email));
        assert_eq!(
            parse(None, None, None, Some("2030-01-01")),
            Err(BadDetail::DateOfBirth)
        );
        assert_eq!(parse(Some("A\nB"), None, None, None), Err(BadDetail::Name));
        assert!(
            parse(
                Some("Test Person"),
                None,
                Some("T@Example.com"),
                Some("1980-02-29")
            )
            .is_ok()
        );
    }
}
