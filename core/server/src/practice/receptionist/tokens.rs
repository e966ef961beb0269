//! A spoken line cut into words and numbers, the way a recogniser writes them.
//!
//! Knows what a number looks like ("12th", "4pm", "16:00", "twenty first"), not what it means.

/// Before or after noon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Half {
    Am,
    Pm,
}

/// What a token is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Kind {
    Word,
    /// A whole number; `ordinal` for "12th".
    Number {
        value: u32,
        ordinal: bool,
        padded: bool,
    },
    /// "16:00", "9.45" (then `dotted`).
    Clock {
        hour: u32,
        minute: u32,
        dotted: bool,
        padded: bool,
    },
    /// "3/12".
    Slashed {
        first: u32,
        second: u32,
    },
    /// "2019-03-12".
    Iso {
        year: u32,
        month: u32,
        day: u32,
    },
    /// A phone number, a price, a rating.
    Other,
}

/// One word or number. `clause` counts up at every comma, full stop and "but".
#[derive(Debug, Clone)]
pub(crate) struct Token {
    pub(crate) text: String,
    pub(crate) kind: Kind,
    pub(crate) half: Option<Half>,
    pub(crate) clause: usize,
}

impl Token {
    pub(crate) fn is(&self, words: &[&str]) -> bool {
        words.contains(&self.text.as_str())
    }
}

/// Cuts a line into tokens.
pub(crate) fn tokens(line: &str) -> Vec<Token> {
    let line = normalised(line);
    let chars: Vec<char> = line.chars().collect();
    let (mut out, mut at, mut clause) = (Vec::new(), 0, 0);
    while at < chars.len() {
        let start = at;
        let c = chars[at];
        if c.is_ascii_digit() {
            while at < chars.len() && part_of_number(&chars, at) {
                at += 1;
            }
            let number: String = chars[start..at].iter().collect();
            let tail = at;
            while at < chars.len() && chars[at].is_alphabetic() {
                at += 1;
            }
            let suffix: String = chars[tail..at].iter().collect();
            out.push(number_token(&number, &suffix, clause));
        } else if c.is_alphabetic() {
            while at < chars.len() && (chars[at].is_alphabetic() || (chars[at] == '\'' && at > start)) {
                at += 1;
            }
            let text: String = chars[start..at].iter().collect();
            if text == "but" {
                clause += 1;
            }
            push_word(&mut out, text, clause);
        } else {
            if matches!(c, '.' | ',' | '!' | '?' | ';') {
                clause += 1;
            }
            at += 1;
        }
    }
    out
}

fn normalised(line: &str) -> String {
    let mut text = line.to_lowercase().replace(['\u{2019}', '\u{2018}'], "'");
    for (from, to) in [
        ("o\"clock", "oclock"),
        ("o'clock", "oclock"),
        ("o clock", "oclock"),
        ("a.m.", "am"),
        ("p.m.", "pm"),
        ("a.m", "am"),
        ("p.m", "pm"),
    ] {
        text = text.replace(from, to);
    }
    text
}

/// A separator belongs to a number only between two digits.
fn part_of_number(chars: &[char], at: usize) -> bool {
    let c = chars[at];
    c.is_ascii_digit()
        || (matches!(c, ':' | '.' | '/' | '-') && chars.get(at + 1).is_some_and(char::is_ascii_digit))
}

/// "am" and "pm" become a mark on the number before them.
fn push_word(out: &mut Vec<Token>, text: String, clause: usize) {
    let half = match text.as_str() {
        "am" => Some(Half::Am),
        "pm" => Some(Half::Pm),
        _ => None,
    };
    if let (Some(half), Some(last)) = (half, out.last_mut())
        && last.half.is_none()
        && (last.kind != Kind::Word || number_word(&last.text).is_some())
    {
        last.half = Some(half);
        return;
    }
    out.push(Token {
        text,
        kind: Kind::Word,
        half: None,
        clause,
    });
}

fn number_token(number: &str, suffix: &str, clause: usize) -> Token {
    let parsed = |text: &str| text.parse::<u32>().ok();
    let padded = number.starts_with('0');
    let plain = |kind| (kind, None);
    let (kind, half) = if let Some(value) = parsed(number) {
        match suffix {
            "st" | "nd" | "rd" | "th" => plain(Kind::Number {
                value,
                ordinal: true,
                padded,
            }),
            "am" => (
                Kind::Number {
                    value,
                    ordinal: false,
                    padded,
                },
                Some(Half::Am),
            ),
            "pm" => (
                Kind::Number {
                    value,
                    ordinal: false,
                    padded,
                },
                Some(Half::Pm),
            ),
            "" => plain(Kind::Number {
                value,
                ordinal: false,
                padded,
            }),
            "h" | "hrs" | "hours" if value < 24 => plain(Kind::Clock {
                hour: value,
                minute: 0,
                dotted: false,
                padded,
            }),
            _ => plain(Kind::Other),
        }
    } else {
        let half = match suffix {
            "am" => Some(Half::Am),
            "pm" => Some(Half::Pm),
            _ => None,
        };
        (separated(number, padded), half)
    };
    Token {
        text: format!("{number}{suffix}"),
        kind,
        half,
        clause,
    }
}

fn separated(number: &str, padded: bool) -> Kind {
    let parts = |by: char| -> Option<Vec<u32>> { number.split(by).map(|part| part.parse().ok()).collect() };
    if let Some([hour, minute]) = parts(':').as_deref() {
        return Kind::Clock {
            hour: *hour,
            minute: *minute,
            dotted: false,
            padded,
        };
    }
    if let Some([hour, minute]) = parts('.').as_deref()
        && number.split('.').nth(1).is_some_and(|minutes| minutes.len() == 2)
    {
        return Kind::Clock {
            hour: *hour,
            minute: *minute,
            dotted: true,
            padded,
        };
    }
    if let Some([first, second] | [first, second, _]) = parts('/').as_deref() {
        return Kind::Slashed {
            first: *first,
            second: *second,
        };
    }
    if let Some([year @ 1900..2200, month, day]) = parts('-').as_deref() {
        return Kind::Iso {
            year: *year,
            month: *month,
            day: *day,
        };
    }
    Kind::Other
}

/// A number in words or digits at `at`: its value, whether it is an ordinal, and how many tokens it takes.
pub(crate) fn number_at(tokens: &[Token], at: usize) -> Option<(u32, bool, usize)> {
    let token = tokens.get(at)?;
    if let Kind::Number { value, ordinal, .. } = token.kind {
        return Some((value, ordinal, 1));
    }
    if token.kind != Kind::Word {
        return None;
    }
    let (value, ordinal) = number_word(&token.text)?;
    if !ordinal
        && token.half.is_none()
        && matches!(value, 20 | 30)
        && let Some((unit @ 1..=9, ordinal)) = tokens.get(at + 1).and_then(|next| number_word(&next.text))
    {
        return Some((value + unit, ordinal, 2));
    }
    Some((value, ordinal, 1))
}

/// One word for a number: its value and whether it is an ordinal.
pub(crate) fn number_word(word: &str) -> Option<(u32, bool)> {
    const CARDINALS: [&str; 20] = [
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
        "twenty",
    ];
    const ORDINALS: [&str; 20] = [
        "first",
        "second",
        "third",
        "fourth",
        "fifth",
        "sixth",
        "seventh",
        "eighth",
        "ninth",
        "tenth",
        "eleventh",
        "twelfth",
        "thirteenth",
        "fourteenth",
        "fifteenth",
        "sixteenth",
        "seventeenth",
        "eighteenth",
        "nineteenth",
        "twentieth",
    ];
    let place = |list: &[&str]| {
        list.iter()
            .position(|w| *w == word)
            .and_then(|at| u32::try_from(at + 1).ok())
    };
    match word {
        "thirty" => Some((30, false)),
        "forty" | "fourty" => Some((40, false)),
        "fifty" => Some((50, false)),
        "thirtieth" => Some((30, true)),
        _ => place(&CARDINALS)
            .map(|n| (n, false))
            .or_else(|| place(&ORDINALS).map(|n| (n, true))),
    }
}
