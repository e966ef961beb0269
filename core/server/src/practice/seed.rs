//! Repeatable chance: one number decides every id, shape, duplicate and delay of a practice call.
//!
//! SplitMix64 (Steele, Lea, Flood 2014). For nothing that must be secret.

/// A source of repeatable chance.
#[derive(Debug, Clone)]
pub struct Seed(u64);

impl Seed {
    /// Starts from a number.
    pub fn new(number: u64) -> Self {
        Self(number)
    }

    /// Another source for part `part` of the same play, unrelated to this one's sequence.
    pub fn part(&self, part: u64) -> Self {
        let mut other = Self(self.0 ^ part.wrapping_add(1).wrapping_mul(0xd1b5_4a32_d192_ed03));
        other.number();
        other
    }

    /// The next number.
    pub fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `bound`; 0 when the bound is 0.
    pub fn below(&mut self, bound: u64) -> u64 {
        self.number().checked_rem(bound).unwrap_or_default()
    }

    /// Whether something with this likelihood in per cent happens.
    pub fn chance(&mut self, percent: u8) -> bool {
        self.below(100) < u64::from(percent)
    }

    /// `digits` hexadecimal digits.
    pub fn hex(&mut self, digits: usize) -> String {
        let mut text = String::new();
        while text.len() < digits {
            text.push_str(&format!("{:016x}", self.number()));
        }
        text.truncate(digits);
        text
    }

    /// A UUID of version 4, as Vapi's ids are.
    pub fn uuid(&mut self) -> String {
        let bits = (u128::from(self.number()) << 64) | u128::from(self.number());
        uuid::Builder::from_random_bytes(bits.to_be_bytes())
            .into_uuid()
            .to_string()
    }
}
