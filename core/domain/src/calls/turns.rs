//! One transcript out of three sources that overlap: final words as they are spoken, the running
//! conversation, and the report at the end.
//!
//! The report, once in, is the truth. Before it the conversation stands, followed by what was spoken since it
//! was last heard of. Comparing texts to find "the same" turn is deliberately not done: a caller who
//! says "yes" twice said it twice.

use jiff::Timestamp;

/// Where a turn was heard of, weakest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Source {
    /// A final transcript of one utterance.
    Spoken,
    /// The running list of the conversation.
    Conversation,
    /// The list of the end-of-call report, or of the provider's record.
    Report,
}

impl Source {
    /// The source's number in the store.
    pub fn rank(self) -> i64 {
        match self {
            Self::Spoken => 1,
            Self::Conversation => 2,
            Self::Report => 3,
        }
    }

    /// Reads a source's number.
    pub fn from_rank(rank: i64) -> Option<Self> {
        [Self::Spoken, Self::Conversation, Self::Report]
            .into_iter()
            .find(|s| s.rank() == rank)
    }
}

/// Who spoke.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Speaker {
    /// The person on the line.
    Caller,
    /// The receptionist.
    Voxanne,
}

impl Speaker {
    /// The speaker's name in the API and the store.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Caller => "caller",
            Self::Voxanne => "voxanne",
        }
    }

    /// Reads a speaker's name.
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Caller, Self::Voxanne]
            .into_iter()
            .find(|s| s.as_str() == name)
    }
}

/// One turn with whatever it carries, usually its redacted text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turn<T> {
    /// Where it was heard of.
    pub source: Source,
    /// When it began.
    pub at: Timestamp,
    /// Its place in its source's list.
    pub ordinal: i64,
    /// Who spoke.
    pub speaker: Speaker,
    /// What it carries.
    pub content: T,
}

/// The transcript to show, in order, from all turns of all sources. `covered_until` is when the running
/// conversation was last heard of: what was spoken until then is in it.
pub fn merge_turns<T: Clone>(turns: &[Turn<T>], covered_until: Option<Timestamp>) -> Vec<Turn<T>> {
    let of = |source: Source| {
        let mut list: Vec<Turn<T>> = turns.iter().filter(|t| t.source == source).cloned().collect();
        // A list's own order is the truth; a turn whose time is missing must not jump to its front.
        list.sort_by_key(|t| t.ordinal);
        list
    };
    let report = of(Source::Report);
    if !report.is_empty() {
        return report;
    }
    let mut shown = of(Source::Conversation);
    let covered = covered_until.filter(|_| !shown.is_empty());
    shown.extend(
        of(Source::Spoken)
            .into_iter()
            .filter(|t| covered.is_none_or(|until| t.at > until)),
    );
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    fn turn(source: Source, second: i64, content: &'static str) -> Turn<&'static str> {
        let at = Timestamp::from_second(1_800_000_000 + second).unwrap();
        Turn {
            source,
            at,
            ordinal: second,
            speaker: Speaker::Caller,
            content,
        }
    }

    fn texts(turns: &[Turn<&'static str>]) -> Vec<&'static str> {
        let until = Timestamp::from_second(1_800_000_003).unwrap();
        merge_turns(turns, Some(until))
            .into_iter()
            .map(|t| t.content)
            .collect()
    }

    #[test]
    fn spoken_words_follow_the_conversation_and_the_report_replaces_both() {
        let mut all = vec![
            turn(Source::Spoken, 1, "yes"),
            turn(Source::Spoken, 5, "yes"),
            turn(Source::Conversation, 2, "Yes."),
        ];
        assert_eq!(texts(&all), ["Yes.", "yes"]);
        all.push(turn(Source::Report, 0, "Yes, please."));
        assert_eq!(texts(&all), ["Yes, please."]);
    }

    #[test]
    fn a_turn_without_a_time_of_its_own_keeps_its_place() {
        let mut second = turn(Source::Report, 0, "second");
        second.ordinal = 9;
        assert_eq!(
            texts(&[second, turn(Source::Report, 5, "first")]),
            ["first", "second"]
        );
    }
}
