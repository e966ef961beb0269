//! A text cut into words, numbers and marks, each with its place in the text.
//!
//! The only reader of raw characters among the finders: all others work on tokens, so a span can begin and end
//! only where a token does. Deliberately absent: what several tokens mean together.

use super::lexicon::{self, Entry};

/// What a token is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Letters, and apostrophes between letters.
    Word,
    /// ASCII digits.
    Number,
    /// Letters and digits without a space.
    Mixed,
    /// One other character that is not white space.
    Mark(char),
    /// A `[REDACTED_…]` of an earlier redaction. No number or name reaches across one.
    Placeholder,
}

/// One piece of a text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) kind: Kind,
    pub(super) entry: Entry,
    /// Which turn it belongs to.
    pub(super) turn: usize,
}

impl Token {
    /// Whether it is this mark.
    pub(super) fn mark(&self, mark: char) -> bool {
        self.kind == Kind::Mark(mark)
    }

    /// Whether the table of words says any of `bits`.
    pub(super) fn is(&self, bits: u32) -> bool {
        self.entry.is(bits)
    }
}

/// Cuts `text[start..end]`; `lower` is the same text in lower case, byte for byte.
pub(super) fn cut(text: &str, lower: &str, (start, end): (usize, usize), turn: usize, out: &mut Vec<Token>) {
    let mut at = start;
    while at < end {
        let Some(first) = text[at..end].chars().next() else {
            break;
        };
        if first.is_whitespace() {
            at += first.len_utf8();
            continue;
        }
        let (stop, kind) = if let Some(length) = placeholder(&text[at..end]) {
            (at + length, Kind::Placeholder)
        } else if first.is_alphanumeric() {
            word(text, at, end)
        } else {
            (at + first.len_utf8(), Kind::Mark(first))
        };
        let entry = match kind {
            Kind::Word => lexicon::entry(&lower[at..stop]),
            _ => Entry::default(),
        };
        out.push(Token {
            start: at,
            end: stop,
            kind,
            entry,
            turn,
        });
        at = stop;
    }
}

fn word(text: &str, at: usize, end: usize) -> (usize, Kind) {
    let (mut letters, mut digits) = (false, false);
    let mut stop = at;
    let mut rest = text[at..end].char_indices().peekable();
    while let Some((offset, c)) = rest.next() {
        if c.is_ascii_digit() {
            digits = true;
        } else if c.is_alphanumeric() {
            letters = true;
        } else if !(matches!(c, '\'' | '’') && letters && rest.peek().is_some_and(|(_, c)| c.is_alphabetic()))
        {
            break;
        }
        stop = at + offset + c.len_utf8();
    }
    let kind = match (letters, digits) {
        (true, true) => Kind::Mixed,
        (false, true) => Kind::Number,
        _ => Kind::Word,
    };
    (stop, kind)
}

/// How many bytes of a placeholder `text` begins with.
pub(in crate::redaction) fn placeholder(text: &str) -> Option<usize> {
    if text.starts_with(super::WITHHELD) {
        return Some(super::WITHHELD.len());
    }
    let name = text.strip_prefix("[REDACTED_")?;
    let length = name.bytes().take(12).take_while(u8::is_ascii_uppercase).count();
    (length > 0 && name.as_bytes().get(length) == Some(&b']')).then_some("[REDACTED_".len() + length + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(text: &str) -> Vec<(&str, Kind)> {
        let mut out = Vec::new();
        cut(text, &text.to_ascii_lowercase(), (0, text.len()), 0, &mut out);
        out.iter().map(|t| (&text[t.start..t.end], t.kind)).collect()
    }

    #[test]
    fn words_numbers_marks_and_placeholders_are_told_apart() {
        assert_eq!(
            pieces("I’m SW1A 07700, [REDACTED_NAME]é"),
            [
                ("I’m", Kind::Word),
                ("SW1A", Kind::Mixed),
                ("07700", Kind::Number),
                (",", Kind::Mark(',')),
                ("[REDACTED_NAME]", Kind::Placeholder),
                ("é", Kind::Word),
            ]
        );
        assert_eq!(placeholder("[REDACTED_]"), None);
    }
}
