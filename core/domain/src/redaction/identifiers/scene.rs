//! A text as the finders see it: who says what, in which order, after which question, about what.
//!
//! The turns before a text are laid in front of it, so that a number which an "uh-huh" cuts in two is one number
//! again, and the question stands beside its answer. Deliberately absent: any decision on what is personal.

use super::Context;
use super::cues::{Cue, Topic, cues};
use super::lexicon::{COMMON, FILLER, NOD};
use super::tokens::{Kind, Token, cut};

/// How much of the turns before is looked at, in turns and in bytes of each.
const TURNS_BEFORE: usize = 6;
const BYTES_BEFORE: usize = 600;
/// How many tokens a cue reaches ahead, and back.
const AHEAD: usize = 18;
const BACK: usize = 6;

/// Who speaks, as far as the text says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum By {
    Agent,
    Caller,
    Unknown,
}

/// One turn; `first..last` are its tokens.
#[derive(Clone, Debug)]
pub(super) struct Turn {
    pub(super) by: By,
    pub(super) first: usize,
    pub(super) last: usize,
    /// Whether it only says that one listens.
    pub(super) nod: bool,
    /// What the turns before asked for, the latest first.
    asked: Vec<Topic>,
}

/// A text with the turns before it.
pub(super) struct Scene {
    pub(super) text: String,
    pub(super) lower: String,
    pub(super) tokens: Vec<Token>,
    pub(super) turns: Vec<Turn>,
    /// Where the text itself begins.
    pub(super) own: usize,
    cues: Vec<(usize, usize, Topic)>,
}

impl Scene {
    /// Lays the scene.
    pub(super) fn new(words: &str, context: &Context) -> Self {
        let mut text = String::with_capacity(words.len());
        for said in context.before.iter().rev().take(TURNS_BEFORE).rev() {
            text.push_str(if said.by_caller { "Caller: " } else { "Agent: " });
            text.extend(
                tail(said.text.expose())
                    .chars()
                    .map(|c| if c == '\n' { ' ' } else { c }),
            );
            text.push('\n');
        }
        let own = text.len();
        text.push_str(words);
        let lower = text.to_ascii_lowercase();
        let mut scene = Self {
            tokens: Vec::with_capacity(text.len() / 5),
            turns: Vec::new(),
            own,
            cues: Vec::new(),
            text,
            lower,
        };
        scene.cut_turns();
        scene.cues = cues(&scene.lower)
            .into_iter()
            .map(|cue| scene.place(cue))
            .collect();
        for turn in 1..scene.turns.len() {
            scene.turns[turn].asked = scene.asked_before(turn);
        }
        scene
    }

    fn cut_turns(&mut self) {
        let mut parts: Vec<(By, usize, usize)> = Vec::new();
        let mut at = 0;
        for line in self.lower.split_inclusive('\n') {
            let (by, skip) = speaker(line);
            match parts.last_mut() {
                Some(last) if by == By::Unknown && at != self.own => last.2 = at + line.len(),
                _ => parts.push((by, at + skip, at + line.len())),
            }
            at += line.len();
        }
        for (by, start, end) in parts {
            let (turn, first) = (self.turns.len(), self.tokens.len());
            cut(&self.text, &self.lower, (start, end), turn, &mut self.tokens);
            let mut words = self.tokens[first..]
                .iter()
                .filter(|t| !matches!(t.kind, Kind::Mark(_)));
            let nod = self.tokens.len() - first <= 12 && words.all(|t| t.is(NOD));
            self.turns.push(Turn {
                by,
                first,
                last: self.tokens.len(),
                nod,
                asked: Vec::new(),
            });
        }
    }

    /// A cue by its tokens: the first one and the first one after.
    fn place(&self, cue: Cue) -> (usize, usize, Topic) {
        let first = self.tokens.partition_point(|t| t.end <= cue.start);
        let after = self.tokens.partition_point(|t| t.start < cue.end);
        (first, after, cue.topic)
    }

    /// A token's text in lower case.
    pub(super) fn low(&self, token: usize) -> &str {
        self.tokens.get(token).map_or("", |t| &self.lower[t.start..t.end])
    }

    /// A token's text.
    pub(super) fn raw(&self, token: usize) -> &str {
        self.tokens.get(token).map_or("", |t| &self.text[t.start..t.end])
    }

    /// Whether two tokens follow one another without a space.
    pub(super) fn glued(&self, token: usize) -> bool {
        match (self.tokens.get(token), self.tokens.get(token + 1)) {
            (Some(a), Some(b)) => a.end == b.start,
            _ => false,
        }
    }

    /// The token's turn.
    pub(super) fn turn_of(&self, token: usize) -> Option<&Turn> {
        self.tokens.get(token).and_then(|t| self.turns.get(t.turn))
    }

    /// Whether turn `away` goes on where `home` stopped: the same speaker, with only nods of the other between.
    pub(super) fn goes_on(&self, home: usize, away: usize) -> bool {
        let (Some(a), Some(b)) = (self.turns.get(home), self.turns.get(away)) else {
            return false;
        };
        let same = a.by == b.by || (b.by == By::Unknown && a.by == By::Caller);
        home == away || home < away && same && self.turns[home + 1..away].iter().all(|turn| turn.nod)
    }

    /// The token before, across nods, in what the same speaker says.
    pub(super) fn before(&self, token: usize) -> Option<usize> {
        let home = self.tokens.get(token)?.turn;
        let mut at = token.checked_sub(1)?;
        let mut away = self.tokens.get(at)?.turn;
        while away != home && self.turns.get(away)?.nod {
            at = self.turns.get(away)?.first.checked_sub(1)?;
            away = self.tokens.get(at)?.turn;
        }
        self.goes_on(away, home).then_some(at)
    }

    /// The token after, across nods, in what the same speaker says.
    pub(super) fn after(&self, token: usize) -> Option<usize> {
        let home = self.tokens.get(token)?.turn;
        let mut at = token + 1;
        let mut away = self.tokens.get(at)?.turn;
        while away != home && self.turns.get(away)?.nod {
            at = self.turns.get(away)?.last;
            away = self.tokens.get(at)?.turn;
        }
        self.goes_on(home, away).then_some(at)
    }

    /// The cues of the same turn before a token, nearest first, with how many tokens lie between.
    pub(super) fn cues_before(&self, token: usize) -> impl Iterator<Item = (Topic, usize)> + '_ {
        let from = self.turn_of(token).map_or(0, |turn| turn.first);
        let upto = self.cues.partition_point(|(_, after, _)| *after <= token);
        self.cues[..upto]
            .iter()
            .rev()
            .take_while(move |(first, after, _)| *first >= from && token - after <= AHEAD)
            .map(move |(_, after, topic)| (*topic, token - after))
    }

    /// The topic named right after a token: "… is my number".
    pub(super) fn cue_after(&self, token: usize) -> Option<Topic> {
        let turn = self.turn_of(token)?;
        let from = self.cues.partition_point(|(first, _, _)| *first <= token);
        let (first, _, topic) = *self.cues[from..]
            .iter()
            .take(BACK)
            .find(|(_, _, topic)| !matches!(topic, Topic::Number | Topic::Last))
            .filter(|(first, _, _)| first - token <= BACK)
            .or(self.cues.get(from))?;
        let link = |t: usize| {
            let word = self.low(t);
            matches!(
                word,
                "is" | "was"
                    | "that's"
                    | "thats"
                    | "that"
                    | "my"
                    | "his"
                    | "her"
                    | "our"
                    | "the"
                    | "for"
                    | "as"
                    | "it's"
                    | "of"
                    | "on"
                    | "'s"
                    | ","
                    | "when"
                    | "i"
                    | "home"
            )
        };
        (first < turn.last
            && first - token <= BACK
            && (first > token + 1 || topic == Topic::Id)
            && (token + 1..first).all(link))
        .then_some(topic)
    }

    /// The nearest cue before a token in its turn, else the one right after `last`, else what was asked for.
    pub(super) fn topic(&self, first: usize, last: usize) -> Option<Topic> {
        let near = self.cues_before(first).next().map(|(topic, _)| topic);
        let near = match near {
            None | Some(Topic::Number | Topic::Last | Topic::Name | Topic::Business | Topic::When) => {
                self.cue_after(last).or(near)
            }
            near => near,
        };
        match near {
            None => self.asked(first).first().copied(),
            Some(vague @ (Topic::Number | Topic::Last)) => {
                let owner = |topic: &Topic| {
                    matches!(
                        topic,
                        Topic::Phone | Topic::Id | Topic::Card | Topic::Dob | Topic::Postcode
                    )
                };
                let named = self.cues_before(first).map(|(topic, _)| topic).find(owner);
                let asked = self.asked(first).iter().copied().find(owner);
                named.or(asked).or(Some(if vague == Topic::Last {
                    Topic::Card
                } else {
                    Topic::Phone
                }))
            }
            topic => topic,
        }
    }

    /// Whether `topic` was named shortly before in the turn, or asked for.
    pub(super) fn about(&self, token: usize, topic: Topic) -> bool {
        self.cues_before(token).any(|(t, _)| t == topic) || self.asked(token).contains(&topic)
    }

    /// What the turns before a token's own asked for, the latest first.
    pub(super) fn asked(&self, token: usize) -> &[Topic] {
        self.turn_of(token).map_or(&[], |turn| &turn.asked)
    }

    /// A nod or an answer leaves a question open; other talk of the agent's closes it.
    fn asked_before(&self, now: usize) -> Vec<Topic> {
        for turn in self.turns[..now]
            .iter()
            .rev()
            .take(TURNS_BEFORE)
            .filter(|turn| !turn.nod)
        {
            let from = self.cues.partition_point(|(first, _, _)| *first < turn.first);
            let upto = self.cues.partition_point(|(first, _, _)| *first < turn.last);
            let mut topics: Vec<Topic> = self.cues[from..upto.max(from)]
                .iter()
                .rev()
                .map(|(_, _, topic)| *topic)
                .filter(|topic| !matches!(topic, Topic::Number | Topic::Last | Topic::Business))
                .collect();
            let closed = matches!(self.cues[from..upto.max(from)].last(), Some((_, _, Topic::When)));
            if closed {
                return Vec::new();
            }
            topics.retain(|topic| *topic != Topic::When);
            if !topics.is_empty() {
                topics.sort_by_key(|topic| *topic == Topic::Name);
                return topics;
            }
            let talk = self.tokens[turn.first..turn.last]
                .iter()
                .filter(|t| t.kind == Kind::Word && t.is(COMMON) && !t.is(FILLER | NOD))
                .count();
            if turn.by == By::Agent && talk >= 5 {
                break;
            }
        }
        Vec::new()
    }
}

/// The last bytes of a long turn, from a character's boundary.
fn tail(text: &str) -> &str {
    let mut from = text.len().saturating_sub(BYTES_BEFORE);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    &text[from..]
}

/// Who begins a line, and how long the prefix that says so is.
fn speaker(line: &str) -> (By, usize) {
    const PREFIXES: [(&str, By); 10] = [
        ("agent:", By::Agent),
        ("assistant:", By::Agent),
        ("receptionist:", By::Agent),
        ("bot:", By::Agent),
        ("ai:", By::Agent),
        ("caller:", By::Caller),
        ("patient:", By::Caller),
        ("customer:", By::Caller),
        ("client:", By::Caller),
        ("user:", By::Caller),
    ];
    let start = line.len() - line.trim_start().len();
    PREFIXES
        .iter()
        .find(|(prefix, _)| line[start..].starts_with(prefix))
        .map_or((By::Unknown, 0), |(prefix, by)| (*by, start + prefix.len()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::phi::PatientText;
    use crate::redaction::Said;

    #[test]
    fn turns_come_from_prefixes_and_from_the_context() {
        let written = Scene::new(
            "Agent: your postcode?\nCaller: hm\nAgent: uh-huh\nCaller: G 2",
            &Context::default(),
        );
        assert_eq!(written.turns.len(), 4);
        assert!(written.turns[2].nod);
        assert_eq!(written.asked(written.tokens.len() - 1), [Topic::Postcode]);
        let said = Said {
            by_caller: false,
            text: PatientText::new("And your date of birth?"),
        };
        let context = Context {
            before: vec![said],
            ..Context::default()
        };
        let given = Scene::new("the third of May", &context);
        assert_eq!(&given.text[given.own..], "the third of May");
        assert_eq!(given.asked(given.tokens.len() - 1), [Topic::Dob]);
    }

    #[test]
    fn other_talk_of_the_agent_closes_a_question() {
        let scene = Scene::new(
            "Agent: your date of birth?\nCaller: one second\nAgent: what would you like to have done with us then\nCaller: peel",
            &Context::default(),
        );
        assert!(scene.asked(scene.tokens.len() - 1).is_empty());
    }
}
