//! Values that can't print themselves: keys, words that somebody said, numbers that name somebody.
//!
//! Reading one takes the visible step `expose()`. There is deliberately no `Display` and no `Serialize`; a
//! secret that has to be stored is written by a function whose name says so (see
//! [`crate::vapi::verify::HookAuth::to_stored_json`]).

use serde::{Deserialize, Deserializer};
use serde_json::Value;
use std::fmt;
use subtle::ConstantTimeEq;
use zeroize::Zeroize;

macro_rules! unprintable_text {
    ($(#[$about:meta])* $name:ident) => {
        $(#[$about])*
        #[derive(Clone, Default)]
        pub struct $name(String);

        impl $name {
            /// Takes text in.
            pub fn new(text: impl Into<String>) -> Self {
                Self(text.into())
            }

            /// The text itself. Whoever calls this answers for where it goes.
            pub fn expose(&self) -> &str {
                &self.0
            }

            /// Whether there is nothing but white space.
            pub fn is_blank(&self) -> bool {
                self.0.trim().is_empty()
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        }

        /// Takes the same time wherever two texts of one length differ.
        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.0.as_bytes().ct_eq(other.0.as_bytes()).into()
            }
        }

        impl Eq for $name {}

        impl Drop for $name {
            fn drop(&mut self) {
                self.0.zeroize();
            }
        }
    };
}

unprintable_text! {
    /// A key, token, password, or an address that opens something to whoever holds it.
    Secret
}

unprintable_text! {
    /// Words that somebody said on a call or wrote in a message, or that a model wrote about them.
    Spoken
}

unprintable_text! {
    /// A phone number or another value that names one person.
    Personal
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from).map(Self)
    }
}

/// A JSON value that may hold anything a person said.
#[derive(Clone, Default, PartialEq)]
pub struct PrivateJson(Value);

impl PrivateJson {
    /// Takes a value in.
    pub fn new(value: Value) -> Self {
        Self(value)
    }

    /// The value itself. Whoever calls this answers for where it goes.
    pub fn expose(&self) -> &Value {
        &self.0
    }
}

impl fmt::Debug for PrivateJson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PrivateJson(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_private_prints() {
        let printed = format!(
            "{:?} {:?} {:?} {:?}",
            Secret::new("hush-hush"),
            Spoken::new("hush-hush"),
            Personal::new("hush-hush"),
            PrivateJson::new(serde_json::json!({"a": "hush-hush"})),
        );
        assert!(!printed.contains("hush"), "{printed}");
    }

    #[test]
    fn secrets_compare_by_value() {
        assert_eq!(Secret::new("one"), Secret::new("one"));
        assert_ne!(Secret::new("one"), Secret::new("two"));
        assert_ne!(Secret::new("one"), Secret::new("one1"));
    }
}
