//! Which room and which device a booking gets, when several would do.
//!
//! A need is met by any one of its resources, and no resource meets two needs. Taking the first free one for
//! each need would turn bookings away that fit: a room that two needs can use may be the only one for the second.

use super::Need;
use crate::ids::ResourceId;

/// One free resource for each need, earlier ones in a need's list preferred; `None` if that can't be done.
pub fn choose(needs: &[Need], is_free: impl Fn(&ResourceId) -> bool) -> Option<Vec<ResourceId>> {
    let mut given: Vec<Option<&ResourceId>> = vec![None; needs.len()];
    for need in 0..needs.len() {
        if !give(needs, need, &is_free, &mut given, &mut Vec::new()) {
            return None;
        }
    }
    given.into_iter().map(|r| r.cloned()).collect()
}

/// Finds a resource for one need, moving others to another of theirs where that makes room (Kuhn 1955).
fn give<'a>(
    needs: &'a [Need],
    need: usize,
    is_free: &impl Fn(&ResourceId) -> bool,
    given: &mut Vec<Option<&'a ResourceId>>,
    tried: &mut Vec<&'a ResourceId>,
) -> bool {
    for resource in &needs[need].any_of {
        if tried.contains(&resource) || !is_free(resource) {
            continue;
        }
        tried.push(resource);
        let holder = given.iter().position(|g| *g == Some(resource));
        if holder.is_none_or(|other| give(needs, other, is_free, given, tried)) {
            given[need] = Some(resource);
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::booking::ResourceKind;
    use proptest::prelude::*;

    fn need(of: &[u8]) -> Need {
        Need {
            kind: ResourceKind::Room,
            any_of: of.iter().map(|n| ResourceId::new(format!("r{n}"))).collect(),
        }
    }

    fn names(chosen: Option<Vec<ResourceId>>) -> Option<Vec<String>> {
        chosen.map(|list| list.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn the_first_of_a_list_is_preferred_but_gives_way() {
        assert_eq!(names(choose(&[need(&[1, 2])], |_| true)).unwrap(), ["r1"]);
        assert_eq!(
            names(choose(&[need(&[1, 2]), need(&[1])], |_| true)).unwrap(),
            ["r2", "r1"]
        );
        assert_eq!(choose(&[need(&[1]), need(&[1])], |_| true), None);
        assert_eq!(names(choose(&[], |_| false)).unwrap(), Vec::<String>::new());
    }

    /// Every way there is, for as few needs as a procedure has.
    fn possible(needs: &[Need], free: &[u8], used: &mut Vec<String>) -> bool {
        let Some((first, rest)) = needs.split_first() else {
            return true;
        };
        first.any_of.iter().map(ToString::to_string).any(|r| {
            let can = free.iter().any(|n| format!("r{n}") == r) && !used.contains(&r);
            can && {
                used.push(r);
                let done = possible(rest, free, used);
                used.pop();
                done
            }
        })
    }

    proptest! {
        #[test]
        fn an_assignment_is_found_if_there_is_one(
            lists in prop::collection::vec(prop::collection::vec(0u8..5, 1..4), 0..4),
            free in prop::collection::vec(0u8..5, 0..5),
        ) {
            let needs: Vec<Need> = lists.iter().map(|l| need(l)).collect();
            let chosen = choose(&needs, |r| free.iter().any(|n| format!("r{n}") == r.as_str()));
            prop_assert_eq!(chosen.is_some(), possible(&needs, &free, &mut Vec::new()));
            if let Some(chosen) = chosen {
                let mut distinct = chosen.clone();
                distinct.sort();
                distinct.dedup();
                prop_assert_eq!(distinct.len(), needs.len());
                prop_assert!(chosen.iter().zip(&needs).all(|(r, n)| n.any_of.contains(r)));
            }
        }
    }
}
