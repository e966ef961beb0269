//! Which of the clinic's practitioners a line names.
//!
//! A full name counts wherever it stands, whatever its case, titles and punctuation. A part of a name counts
//! when it fits nobody else.

/// The clinic's practitioners, prepared for finding.
#[derive(Debug, Clone)]
pub struct People {
    names: Vec<Prepared>,
}

#[derive(Debug, Clone)]
struct Prepared {
    name: String,
    words: Vec<String>,
    /// The halves of "Group: Person" and "Group/Person".
    halves: Vec<Vec<String>>,
}

const TITLES: &[&str] = &[
    "dr", "doctor", "md", "dds", "dmd", "msd", "do", "mr", "mrs", "miss", "ms", "prof", "nurse",
];

const EVERYDAY: &[&str] = &[
    "dental",
    "dentist",
    "dentistry",
    "medical",
    "group",
    "center",
    "centre",
    "clinic",
    "care",
    "health",
    "family",
    "practice",
    "associates",
    "the",
    "and",
    "of",
    "regional",
    "physicians",
    "institute",
    "dermatology",
    "smile",
    "lab",
    "office",
    "services",
    "san",
    "santa",
    "los",
    "spa",
    "skin",
    "house",
    "call",
    "area",
    "bay",
    "first",
    "hill",
    "apple",
    "book",
    "will",
    "good",
    "access",
    "amazing",
    "general",
    "specialist",
    "med",
    "plus",
    "best",
    "city",
    "with",
    "for",
];

impl People {
    /// Prepares the names.
    pub fn new(names: impl IntoIterator<Item = String>) -> Self {
        let prepared = |name: String| Prepared {
            words: words(&name),
            halves: name
                .split([':', '/'])
                .map(words)
                .filter(|half| half.len() >= 2)
                .collect(),
            name,
        };
        Self {
            names: names.into_iter().map(prepared).collect(),
        }
    }

    /// The name as the clinic writes it.
    pub(crate) fn name(&self, at: usize) -> Option<&str> {
        self.names.get(at).map(|prepared| prepared.name.as_str())
    }

    /// Who is named in a line, in the order of the line. A longer name hides a shorter one within it.
    pub(crate) fn named_in(&self, line: &str) -> Vec<usize> {
        let line = words(line);
        let mut found: Vec<(usize, usize, usize)> = Vec::new();
        for (who, prepared) in self.names.iter().enumerate() {
            for at in positions(&line, &prepared.words) {
                found.push((at, at + prepared.words.len(), who));
            }
        }
        if found.is_empty() {
            found = self.by_parts(&line);
        }
        let hidden = |a: &(usize, usize, usize)| {
            found
                .iter()
                .any(|b| b.0 <= a.0 && a.1 <= b.1 && b.1 - b.0 > a.1 - a.0)
        };
        let mut kept: Vec<_> = found.iter().filter(|one| !hidden(one)).copied().collect();
        kept.sort_unstable();
        kept.into_iter().map(|(_, _, who)| who).collect()
    }

    /// Which of `candidates` a caller means by one word of a name ("with Melissa").
    pub(crate) fn meant_by_one_word(&self, line: &str, candidates: &[usize]) -> Option<usize> {
        let line = words(line);
        let fits = |who: usize| {
            self.names.get(who).is_some_and(|prepared| {
                prepared
                    .words
                    .iter()
                    .any(|word| word.len() >= 4 && !everyday(word) && line.contains(word))
            })
        };
        let mut fitting: Vec<usize> = candidates.iter().copied().filter(|who| fits(*who)).collect();
        fitting.sort_unstable();
        fitting.dedup();
        if let [only] = fitting[..] {
            Some(only)
        } else {
            None
        }
    }

    fn by_parts(&self, line: &[String]) -> Vec<(usize, usize, usize)> {
        let mut found = Vec::new();
        for (who, prepared) in self.names.iter().enumerate() {
            for half in &prepared.halves {
                let unique = self
                    .names
                    .iter()
                    .filter(|other| other.halves.contains(half))
                    .count()
                    == 1;
                if unique {
                    found.extend(
                        positions(line, half)
                            .into_iter()
                            .map(|at| (at, at + half.len(), who)),
                    );
                }
            }
            found.extend(out_of_order(line, prepared).map(|at| (at, at + 2, who)));
        }
        found
    }
}

/// "Dr Ada Example" for "Example Ada Q MD": two telling words of the name close together.
fn out_of_order(line: &[String], prepared: &Prepared) -> Option<usize> {
    let telling = |word: &String| word.len() >= 3 && !everyday(word) && prepared.words.contains(word);
    (0..line.len().saturating_sub(1)).find(|at| {
        telling(&line[*at])
            && line[at + 1..line.len().min(at + 4)]
                .iter()
                .any(|word| telling(word) && *word != line[*at])
    })
}

fn everyday(word: &str) -> bool {
    EVERYDAY.contains(&word)
}

fn words(text: &str) -> Vec<String> {
    let joined: String = text
        .to_lowercase()
        .chars()
        .filter(|c| !matches!(c, '.' | '\'' | '\u{2019}'))
        .collect();
    joined
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty() && !TITLES.contains(word))
        .map(str::to_owned)
        .collect()
}

fn positions(line: &[String], name: &[String]) -> Vec<usize> {
    if name.is_empty() || line.len() < name.len() {
        return Vec::new();
    }
    (0..=line.len() - name.len())
        .filter(|at| line[*at..*at + name.len()] == *name)
        .collect()
}
