//! Digits and letters that are said or written one after the other, brought into one form.
//!
//! `oh double seven, um, twenty-one` becomes the symbols 0 7 7 2 1, each with the tokens that it came from. Amounts
//! (`45 minutes`, `£80`, `10:30`) are no symbols. Deliberately absent: what the symbols mean.

use super::amounts::is_amount;
use super::letters::{letter, mixed};
use super::lexicon::{CORRECTION, FILLER, Num};
use super::scene::Scene;
use super::tokens::Kind;

/// How a piece was said or written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum How {
    /// `seven`, `double oh`
    Single,
    /// `twenty one`, `fourteen`
    Pair,
    /// `nine hundred`
    Hundred,
    /// `07700`
    Written,
    /// `B`, `bravo`, `B for bravo`
    Letter,
    /// `SW1A`
    Mixed,
    /// `SW`
    Chunk,
}

/// Tokens `from..=to` that stand for the symbols `a..b`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) a: usize,
    pub(super) b: usize,
    pub(super) how: How,
    /// Whether something was taken back just before it.
    pub(super) corrects: bool,
}

impl Piece {
    /// Whether it can be part of a number: a letter O counts.
    pub(super) fn is_digits(&self, runs: &Runs) -> bool {
        matches!(self.how, How::Single | How::Pair | How::Hundred | How::Written)
            || (self.how == How::Letter && &runs.symbols[self.a..self.b] == b"o")
    }
}

/// The runs of a scene: `pieces[run]`, in order.
#[derive(Debug, Default)]
pub(super) struct Runs {
    pub(super) symbols: Vec<u8>,
    pub(super) pieces: Vec<Piece>,
    pub(super) runs: Vec<std::ops::Range<usize>>,
}

/// How many tokens of hesitation may stand inside one number.
const HESITATION: usize = 8;

/// Every run of a scene.
pub(super) fn runs(scene: &Scene) -> Runs {
    let mut out = Runs::default();
    let (mut at, mut begin) = (0, 0);
    while at < scene.tokens.len() {
        let Some((mut piece, next)) = piece(scene, at, &mut out.symbols) else {
            at += 1;
            continue;
        };
        if begin < out.pieces.len() {
            match joint(scene, &out, begin, at) {
                Some(corrects) => piece.corrects = corrects,
                None => {
                    out.runs.push(begin..out.pieces.len());
                    begin = out.pieces.len();
                }
            }
        }
        out.pieces.push(piece);
        at = next;
    }
    if begin < out.pieces.len() {
        out.runs.push(begin..out.pieces.len());
    }
    out
}

/// Whether what stands between the last piece and token `to` can stand inside one number, and takes something back.
fn joint(scene: &Scene, out: &Runs, begin: usize, to: usize) -> Option<bool> {
    let last = out.pieces.last()?;
    let from = last.to + 1;
    let digits = last.b - out.pieces.get(begin)?.a;
    // "030/…" is a telephone's beginning, "120/80" is not.
    let zero = out.symbols.get(out.pieces.get(begin)?.a) == Some(&b'0');
    let (mut words, mut corrects, mut stops) = (0, false, 0);
    let (home, away) = (scene.tokens.get(last.to)?.turn, scene.tokens.get(to)?.turn);
    if home != away && !scene.goes_on(home, away) {
        return None;
    }
    for at in from..to {
        let token = scene.tokens.get(at)?;
        if token.turn != home && token.turn != away {
            continue;
        }
        match token.kind {
            Kind::Mark(',' | '-' | '–' | '—' | '(' | ')' | '…' | '\'' | '‑') => {}
            Kind::Mark('.') if scene.glued(at) && at > 0 && scene.glued(at - 1) && token.turn == home => {}
            Kind::Mark('.') => stops += 1,
            Kind::Mark('/') if zero && digits >= 3 && scene.glued(at) => {}
            Kind::Word if token.is(FILLER) => {
                words += 1;
                corrects |= token.is(CORRECTION);
            }
            _ => return None,
        }
    }
    let long = to - from > HESITATION && home == away;
    let complete = digits >= 10 && words >= 2 && !corrects;
    let stopped = stops > 0 && digits < 3 && home == away;
    (!long && !complete && !stopped).then_some(corrects)
}

/// The piece that begins at a token, its symbols appended, and the token after it.
fn piece(scene: &Scene, at: usize, symbols: &mut Vec<u8>) -> Option<(Piece, usize)> {
    let token = scene.tokens.get(at)?;
    // "The last four" says how many digits follow, "are the" is no letter R.
    let last = at
        .checked_sub(1)
        .is_some_and(|t| matches!(scene.low(t), "last" | "final"));
    if last && matches!(scene.low(at), "four" | "4")
        || scene.low(at) == "are" && matches!(scene.low(at + 1), "the" | "my" | "our")
    {
        return None;
    }
    let a = symbols.len();
    let (to, how) = match token.kind {
        Kind::Number => written(scene, at, symbols)?,
        Kind::Mixed => mixed(scene, at, symbols)?,
        Kind::Word => match token.entry.num {
            Num::None => letter(scene, at, symbols)?,
            _ => spoken(scene, at, symbols)?,
        },
        _ => return None,
    };
    if !matches!(how, How::Letter | How::Chunk) && is_amount(scene, at, to) {
        symbols.truncate(a);
        return None;
    }
    Some((
        Piece {
            from: at,
            to,
            a,
            b: symbols.len(),
            how,
            corrects: false,
        },
        to + 1,
    ))
}

fn written(scene: &Scene, at: usize, symbols: &mut Vec<u8>) -> Option<(usize, How)> {
    symbols.extend_from_slice(scene.raw(at).as_bytes());
    Some((at, How::Written))
}

/// A number phrase; its last token.
fn spoken(scene: &Scene, at: usize, symbols: &mut Vec<u8>) -> Option<(usize, How)> {
    let turn = scene.tokens.get(at)?.turn;
    let num = |t: usize| {
        scene
            .tokens
            .get(t)
            .filter(|t| t.turn == turn)
            .map_or(Num::None, |t| t.entry.num)
    };
    match num(at) {
        Num::Digit(d) => {
            if num(at + 1) == Num::Hundred {
                return Some(hundreds(scene, at + 1, d, symbols));
            }
            if num(at + 1) == Num::Thousand {
                symbols.extend([b'0' + d, b'0', b'0', b'0']);
                return Some((at + 1, How::Hundred));
            }
            symbols.push(b'0' + d);
            Some((at, How::Single))
        }
        Num::Teen(n) => {
            symbols.extend([b'1', b'0' + n % 10]);
            Some((at, How::Pair))
        }
        Num::Tens(n) => {
            let hyphen = usize::from(scene.tokens.get(at + 1).is_some_and(|t| t.mark('-')));
            if let Num::Digit(d @ 1..) = num(at + 1 + hyphen) {
                symbols.extend([b'0' + n / 10, b'0' + d]);
                return Some((at + 1 + hyphen, How::Pair));
            }
            symbols.extend([b'0' + n / 10, b'0']);
            Some((at, How::Pair))
        }
        Num::Times(n) => {
            let next = at + 1;
            let symbol = match num(next) {
                Num::Digit(d) => b'0' + d,
                _ => match scene.low(next).as_bytes() {
                    [c] if c.is_ascii_alphanumeric() => *c,
                    _ => return None,
                },
            };
            symbols.extend(std::iter::repeat_n(symbol, n.into()));
            Some((
                next,
                if symbol.is_ascii_digit() {
                    How::Single
                } else {
                    How::Letter
                },
            ))
        }
        _ => None,
    }
}

/// `nine hundred`, `nine hundred and twelve`; the hundred stands at `at`.
fn hundreds(scene: &Scene, at: usize, d: u8, symbols: &mut Vec<u8>) -> (usize, How) {
    let num = |t: usize| scene.tokens.get(t).map_or(Num::None, |t| t.entry.num);
    if scene.low(at + 1) == "and" {
        let rest = match (num(at + 2), num(at + 3)) {
            (Num::Tens(n), Num::Digit(e @ 1..)) => Some((at + 3, n / 10, e)),
            (Num::Tens(n), _) => Some((at + 2, n / 10, 0)),
            (Num::Teen(n), _) => Some((at + 2, 1, n % 10)),
            (Num::Digit(e), _) => Some((at + 2, 0, e)),
            _ => None,
        };
        if let Some((to, tens, ones)) = rest {
            symbols.extend([b'0' + d, b'0' + tens, b'0' + ones]);
            return (to, How::Hundred);
        }
    }
    symbols.extend([b'0' + d, b'0', b'0']);
    (at, How::Hundred)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::redaction::Context;

    fn symbols(text: &str) -> Vec<String> {
        let scene = Scene::new(text, &Context::default());
        let runs = runs(&scene);
        runs.runs
            .iter()
            .map(|r| {
                runs.pieces[r.clone()]
                    .iter()
                    .map(|p| String::from_utf8_lossy(&runs.symbols[p.a..p.b]).into_owned())
                    .collect()
            })
            .collect()
    }

    #[test]
    fn numbers_are_read_as_they_are_said() {
        assert_eq!(symbols("oh double seven triple zero"), ["077000"]);
        assert_eq!(symbols("twelve thirty-four fifty"), ["123450"]);
        assert_eq!(
            symbols("oh eight hundred, um, let me see, treble five"),
            ["0800555"]
        );
        assert_eq!(symbols("nine hundred and twelve"), ["912"]);
        assert_eq!(symbols("S for sugar W one A"), ["sw1a"]);
        assert_eq!(symbols("bravo tango one"), ["bt1"]);
    }

    #[test]
    fn amounts_and_clocks_are_no_symbols() {
        assert!(symbols("£80 for forty five minutes at 10:30 or 5pm on the 3rd").is_empty());
        assert!(symbols("ten people at seven pm").is_empty());
    }

    #[test]
    fn a_nod_of_the_other_side_does_not_end_a_number() {
        assert_eq!(
            symbols("Caller: oh seven seven\nAgent: uh-huh\nCaller: nine one two"),
            ["077912"]
        );
        assert_eq!(
            symbols("Caller: oh seven seven\nAgent: which day would you like\nCaller: nine one two").len(),
            2
        );
    }
}
