//! Words as the finders of names and of health look at them: folded, with what stands between them.
//!
//! Deliberately absent: any judgement about a word; the lexicons have that.

use std::collections::HashSet;

/// A closed list of small words.
pub(super) type Words = HashSet<&'static str>;

/// The words of a list that is written with spaces.
pub(super) fn set(list: &'static str) -> Words {
    list.split_whitespace().collect()
}

/// One word of a text. Offsets are bytes; a possessive ending is not part of it.
#[derive(Debug)]
pub(super) struct Word<'a> {
    /// First byte.
    pub start: usize,
    /// First byte after.
    pub end: usize,
    /// First byte after, with a possessive ending.
    pub whole_end: usize,
    /// As it stands in the text.
    pub raw: &'a str,
    /// Lower case, without marks and apostrophes.
    pub key: String,
    /// What stands between the word before, or the start of the text, and this.
    pub gap: &'a str,
    /// Whether it begins with a capital.
    pub capital: bool,
}

impl Word<'_> {
    /// Whether it is one letter.
    pub(in crate::redaction) fn is_letter(&self) -> bool {
        self.key.len() == 1 && self.key.bytes().all(|b| b.is_ascii_alphabetic())
    }

    /// Whether a figure is in it.
    pub(in crate::redaction) fn has_digit(&self) -> bool {
        self.key.bytes().any(|b| b.is_ascii_digit())
    }

    /// Whether only space or a hyphen parts it from the word before.
    pub(in crate::redaction) fn is_joined(&self) -> bool {
        !self.gap.is_empty() && self.gap.chars().all(|c| c == ' ' || c == '-' || c == '\u{2010}')
    }
}

/// All words of `text`, in order.
pub(super) fn words(text: &str) -> Vec<Word<'_>> {
    let mut out: Vec<Word> = Vec::with_capacity(text.len() / 5 + 1);
    let mut chars = text.char_indices().peekable();
    let mut last = 0;
    while let Some((start, first)) = chars.next() {
        if !first.is_alphanumeric() {
            continue;
        }
        let mut end = start + first.len_utf8();
        while let Some(&(at, c)) = chars.peek() {
            let next = at + c.len_utf8();
            let inside = c.is_alphanumeric()
                || c == '_'
                || is_mark(c)
                || (is_apostrophe(c) && text[next..].chars().next().is_some_and(char::is_alphanumeric));
            if !inside {
                break;
            }
            end = next;
            chars.next();
        }
        let whole = &text[start..end];
        let raw = without_possessive(whole);
        out.push(Word {
            start,
            end: start + raw.len(),
            whole_end: end,
            raw,
            key: fold(raw),
            gap: &text[last..start],
            capital: first.is_uppercase(),
        });
        last = end;
    }
    out
}

/// Lower case, without marks and apostrophes, in the letters a to z where a Latin letter has one of them.
pub(super) fn fold(word: &str) -> String {
    if word.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return word.to_ascii_lowercase();
    }
    let mut out = String::with_capacity(word.len());
    for c in word.chars().flat_map(char::to_lowercase) {
        match c {
            'à'..='å' | 'ā' | 'ă' | 'ą' => out.push('a'),
            'æ' => out.push_str("ae"),
            'ç' | 'ć' | 'č' | 'ĉ' | 'ċ' => out.push('c'),
            'ď' | 'đ' | 'ð' => out.push('d'),
            'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => out.push('e'),
            'ĝ' | 'ğ' | 'ġ' | 'ģ' => out.push('g'),
            'ĥ' | 'ħ' => out.push('h'),
            'ì'..='ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' => out.push('i'),
            'ĵ' => out.push('j'),
            'ķ' => out.push('k'),
            'ĺ' | 'ļ' | 'ľ' | 'ł' => out.push('l'),
            'ñ' | 'ń' | 'ņ' | 'ň' => out.push('n'),
            'ò'..='ö' | 'ø' | 'ō' | 'ŏ' | 'ő' | 'ơ' => out.push('o'),
            'œ' => out.push_str("oe"),
            'ŕ' | 'ŗ' | 'ř' => out.push('r'),
            'ś' | 'ŝ' | 'ş' | 'š' | 'ș' => out.push('s'),
            'ß' => out.push_str("ss"),
            'ţ' | 'ť' | 'ț' => out.push('t'),
            'þ' => out.push_str("th"),
            'ù'..='ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' | 'ư' => out.push('u'),
            'ŵ' => out.push('w'),
            'ý' | 'ÿ' | 'ŷ' => out.push('y'),
            'ź' | 'ż' | 'ž' => out.push('z'),
            c if is_apostrophe(c) || is_mark(c) => {}
            c => out.push(c),
        }
    }
    out
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʼ')
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

fn without_possessive(word: &str) -> &str {
    for ending in ["'s", "’s", "'S", "’S"] {
        if let Some(stem) = word.strip_suffix(ending)
            && stem.chars().count() > 1
            && !is_contraction(stem)
        {
            return stem;
        }
    }
    word
}

/// Whether "'s" after it is a verb: "it's", "let's".
fn is_contraction(stem: &str) -> bool {
    [
        "it",
        "that",
        "what",
        "let",
        "here",
        "there",
        "who",
        "he",
        "she",
        "how",
        "where",
        "when",
        "this",
        "everything",
        "everyone",
        "one",
    ]
    .iter()
    .any(|word| stem.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_folded_and_lose_the_possessive() {
        let keys: Vec<String> = words("O’Hara's dog, Bodnár-Şahin!")
            .into_iter()
            .map(|w| w.key)
            .collect();
        assert_eq!(keys, ["ohara", "dog", "bodnar", "sahin"]);
    }

    #[test]
    fn offsets_stand_on_characters() {
        let text = "Zoë’s – naïve";
        let spans: Vec<&str> = words(text).iter().map(|w| &text[w.start..w.end]).collect();
        assert_eq!(spans, ["Zoë", "naïve"]);
    }
}
