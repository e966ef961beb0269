//! A form as Twilio posts it.

use crate::twilio::error::FormError;
use std::{fmt, str::FromStr};
use url::form_urlencoded;

/// More fields than this and it is no form of Twilio's.
const MOST_FIELDS: usize = 500;

/// The fields of a form, in their order, repeated ones included. Prints names only.
#[derive(Clone, PartialEq, Eq)]
pub struct Form(Vec<(String, String)>);

impl Form {
    /// Reads an `application/x-www-form-urlencoded` body. Errors: too many fields.
    pub fn parse(body: &[u8]) -> Result<Self, FormError> {
        let fields: Vec<_> = form_urlencoded::parse(body)
            .into_owned()
            .take(MOST_FIELDS + 1)
            .collect();
        if fields.len() > MOST_FIELDS {
            Err(FormError::TooMany)
        } else {
            Ok(Self(fields))
        }
    }

    /// All fields.
    pub fn fields(&self) -> &[(String, String)] {
        &self.0
    }

    pub(super) fn get(&self, name: &'static str) -> Result<Option<&str>, FormError> {
        let mut values = self
            .0
            .iter()
            .filter(|(field, _)| field == name)
            .map(|(_, value)| value.as_str());
        let Some(first) = values.next() else {
            return Ok(None);
        };
        if values.any(|other| other != first) {
            return Err(FormError::Ambiguous(name));
        }
        Ok(Some(first).filter(|value| !value.is_empty()))
    }

    pub(super) fn need(&self, name: &'static str) -> Result<&str, FormError> {
        self.get(name)?.ok_or(FormError::Missing(name))
    }

    pub(super) fn owned(&self, name: &'static str) -> Result<Option<String>, FormError> {
        Ok(self.get(name)?.map(str::to_owned))
    }

    pub(super) fn number<N: FromStr>(&self, name: &'static str) -> Result<Option<N>, FormError> {
        self.get(name)?
            .map(|text| text.trim().parse().map_err(|_| FormError::NotANumber(name)))
            .transpose()
    }
}

impl fmt::Debug for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set()
            .entries(self.0.iter().map(|(name, _)| name))
            .finish()
    }
}
