//! Is a history of concurrent operations explained by some order of them, one after the other?
//!
//! Wing and Gong's search with the memo of Lowe (2017): an operation may come next if none that is still to come
//! had ended before it began. The specification is a function from a state and an operation with its answer to
//! all states that may follow, none if the answer is impossible, so it may be vague about what nobody saw.

use std::collections::HashSet;
use std::hash::Hash;

/// One operation, from its call to its answer, by one counter for everybody.
#[derive(Clone, Debug)]
pub(crate) struct Seen<O> {
    pub(crate) called: u64,
    pub(crate) answered: u64,
    pub(crate) what: O,
}

/// Whether `history` is explained by an order of its operations that starts in `state`.
pub(crate) fn is_linearizable<O, S: Clone + Eq + Hash>(
    history: &[Seen<O>],
    state: S,
    step: impl Fn(&S, &O) -> Vec<S>,
) -> bool {
    assert!(history.len() <= 128, "the memo's key is 128 bits");
    let all = if history.len() == 128 {
        u128::MAX
    } else {
        (1 << history.len()) - 1
    };
    let mut seen: HashSet<(u128, S)> = HashSet::new();
    let mut open = vec![(0u128, state)];
    while let Some((done, state)) = open.pop() {
        if done == all {
            return true;
        }
        if !seen.insert((done, state.clone())) {
            continue;
        }
        let waiting = || history.iter().enumerate().filter(|(n, _)| done & (1 << n) == 0);
        let first_answer = waiting().map(|(_, op)| op.answered).min().unwrap_or(u64::MAX);
        for (n, op) in waiting().filter(|(_, op)| op.called <= first_answer) {
            open.extend(
                step(&state, &op.what)
                    .into_iter()
                    .map(|next| (done | (1 << n), next)),
            );
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A register: `Ok(v)` was written, `Err(v)` was read.
    fn register(state: &u8, op: &Result<u8, u8>) -> Vec<u8> {
        match op {
            Ok(written) => vec![*written],
            Err(read) if read == state => vec![*state],
            Err(_) => vec![],
        }
    }

    fn seen(called: u64, answered: u64, what: Result<u8, u8>) -> Seen<Result<u8, u8>> {
        Seen {
            called,
            answered,
            what,
        }
    }

    #[test]
    fn reads_beside_a_write_may_see_either() {
        let history = [seen(0, 9, Ok(1)), seen(1, 2, Err(0)), seen(3, 4, Err(1))];
        assert!(is_linearizable(&history, 0, register));
    }

    #[test]
    fn a_value_does_not_come_back_and_a_finished_write_is_seen() {
        let back = [seen(0, 9, Ok(1)), seen(1, 2, Err(1)), seen(3, 4, Err(0))];
        assert!(!is_linearizable(&back, 0, register));
        let late = [seen(0, 1, Ok(1)), seen(2, 3, Err(0))];
        assert!(!is_linearizable(&late, 0, register));
    }
}
