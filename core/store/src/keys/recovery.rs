//! The recovery code: 155 random bits on paper, and the key that Argon2id makes of them.
//!
//! Eight groups of four characters of Crockford's alphabet (no I, L, O, U). The last character checks the others,
//! so a typing mistake is told apart from a wrong code before the slow derivation starts.

use super::error::KeyError;
use super::secret::WrappingKey;
use argon2::{Algorithm, Argon2, Params, Version};
use callwaiting_domain::ports::Entropy;
use zeroize::Zeroizing;

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LENGTH: usize = 32;

/// A recovery code, to be shown once and never stored.
pub struct RecoveryCode(Zeroizing<String>);

impl RecoveryCode {
    pub(super) fn generate(entropy: &dyn Entropy) -> Self {
        let mut values = Zeroizing::new([0u8; LENGTH]);
        entropy.fill(&mut values[..LENGTH - 1]);
        for value in values.iter_mut() {
            *value &= 31;
        }
        values[LENGTH - 1] = check_value(&values[..LENGTH - 1]);
        let mut text = String::with_capacity(LENGTH + 7);
        for (position, value) in values.iter().enumerate() {
            if position > 0 && position % 4 == 0 {
                text.push('-');
            }
            text.push(char::from(ALPHABET[usize::from(*value)]));
        }
        Self(Zeroizing::new(text))
    }

    /// The code as it is shown: `XXXX-XXXX-…`. The only way to see it, named so that a reader stops at it.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for RecoveryCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RecoveryCode(hidden)")
    }
}

/// What Argon2id spends. Stored in the slot, so that it can be raised later.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RecoveryCost {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Passes over the memory.
    pub passes: u32,
    /// Lanes.
    pub lanes: u32,
}

impl RecoveryCost {
    /// What the product uses: 64 MiB, three passes, one lane (RFC 9106, section 4, second choice, one lane).
    pub const PRODUCTION: Self = Self {
        memory_kib: 64 * 1024,
        passes: 3,
        lanes: 1,
    };

    /// The least Argon2 allows: for tests that are not about the cost.
    pub const TESTS: Self = Self {
        memory_kib: 8,
        passes: 1,
        lanes: 1,
    };

    /// Refuses parameters that would let a tampered file eat the machine.
    fn params(self) -> Result<Params, KeyError> {
        if self.memory_kib > 1024 * 1024 || self.passes > 16 || self.lanes > 16 {
            return Err(KeyError::SlotsDamaged);
        }
        Params::new(self.memory_kib, self.passes, self.lanes, Some(32)).map_err(|_| KeyError::SlotsDamaged)
    }
}

/// The wrapping key that a typed code stands for.
pub(super) fn derive(code: &str, salt: &[u8; 16], cost: RecoveryCost) -> Result<WrappingKey, KeyError> {
    let normal = normalise(code)?;
    let mut key = WrappingKey([0; 32]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, cost.params()?)
        .hash_password_into(&normal[..], salt, &mut key.0)
        .map_err(|_| KeyError::Crypto)?;
    Ok(key)
}

/// Accepts what people type: any case, spaces or hyphens anywhere, O for 0, I and L for 1.
fn normalise(code: &str) -> Result<Zeroizing<[u8; LENGTH]>, KeyError> {
    let mut values = Zeroizing::new([0u8; LENGTH]);
    let mut count = 0;
    for letter in code
        .chars()
        .filter(|letter| !letter.is_whitespace() && !matches!(letter, '-' | '–' | '—'))
    {
        let letter = match letter.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        };
        let value = ALPHABET.iter().position(|known| char::from(*known) == letter);
        let (Some(value), true) = (value, count < LENGTH) else {
            return Err(KeyError::RecoveryCodeMistyped);
        };
        values[count] = u8::try_from(value).map_err(|_| KeyError::RecoveryCodeMistyped)?;
        count += 1;
    }
    if count != LENGTH || check_value(&values[..LENGTH - 1]) != values[LENGTH - 1] {
        return Err(KeyError::RecoveryCodeMistyped);
    }
    Ok(values)
}

/// A weighted sum in GF(32) with a different weight at each place: it notices every single wrong character and
/// every swap of two neighbours.
fn check_value(values: &[u8]) -> u8 {
    // Horner's rule with the primitive polynomial x^5 + x^2 + 1, from the last character to the first.
    values.iter().rev().fold(0, |sum, value| {
        let doubled = sum << 1;
        let reduced = if doubled & 32 == 0 {
            doubled
        } else {
            doubled ^ 0b10_0101
        };
        reduced ^ value
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::SystemEntropy;

    #[test]
    fn a_code_has_eight_groups_of_four() {
        let code = RecoveryCode::generate(&SystemEntropy);
        let groups: Vec<&str> = code.reveal().split('-').collect();
        assert_eq!(groups.len(), 8);
        assert!(groups.iter().all(|group| group.len() == 4));
        assert_eq!(format!("{code:?}"), "RecoveryCode(hidden)");
    }

    #[test]
    fn typing_habits_are_forgiven() {
        let code = RecoveryCode::generate(&SystemEntropy);
        let typed = code
            .reveal()
            .to_lowercase()
            .replace('-', " ")
            .replace('0', "o")
            .replace('1', "l");
        assert_eq!(*normalise(&typed).unwrap(), *normalise(code.reveal()).unwrap());
    }

    #[test]
    fn every_single_mistake_and_neighbour_swap_is_noticed() {
        let code = RecoveryCode::generate(&SystemEntropy)
            .reveal()
            .replace('-', "")
            .into_bytes();
        for place in 0..LENGTH {
            for other in ALPHABET.iter().filter(|other| **other != code[place]) {
                let mut wrong = code.clone();
                wrong[place] = *other;
                assert!(normalise(std::str::from_utf8(&wrong).unwrap()).is_err());
            }
            if place + 1 < LENGTH && code[place] != code[place + 1] {
                let mut swapped = code.clone();
                swapped.swap(place, place + 1);
                assert!(normalise(std::str::from_utf8(&swapped).unwrap()).is_err());
            }
        }
        assert!(normalise("").is_err() && normalise("ABCD").is_err());
        assert!(normalise(&format!("{}0", String::from_utf8(code).unwrap())).is_err());
    }

    #[test]
    fn a_tampered_cost_cannot_eat_the_machine() {
        let greedy = RecoveryCost {
            memory_kib: u32::MAX,
            passes: 1,
            lanes: 1,
        };
        let code = RecoveryCode::generate(&SystemEntropy);
        assert!(matches!(
            derive(code.reveal(), &[0; 16], greedy),
            Err(KeyError::SlotsDamaged)
        ));
    }
}
