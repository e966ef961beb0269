//! The slots that a tool's answer lists: `s1=2026-11-23T09:00 (Monday 23 November at 9 am with Dr Whitlock); s2=…`,
//! or with the bare name after the time.

use jiff::civil::DateTime;

/// One slot that was offered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferedSlot {
    /// Its id within the call.
    pub id: String,
    /// Its start in the clinic's zone.
    pub start: DateTime,
    /// Who, as far as the answer says so.
    pub practitioner: String,
}

/// Every slot in an answer, in its order.
pub fn offered_slots(answer: &str) -> Vec<OfferedSlot> {
    let mut slots = Vec::new();
    for (equals, _) in answer.match_indices('=') {
        let before = answer[..equals]
            .rsplit(|c: char| !c.is_ascii_alphanumeric())
            .next()
            .unwrap_or_default();
        let numbered = before
            .strip_prefix('s')
            .is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()));
        let after = &answer[equals + 1..];
        let Some(start) = after
            .get(..16)
            .filter(|_| numbered)
            .and_then(|text| text.parse().ok())
        else {
            continue;
        };
        let rest = after.get(16..).unwrap_or_default();
        // Seconds may follow; a practitioner's name ends where the next slot or sentence begins.
        let rest = rest.strip_prefix(":00").unwrap_or(rest).trim_start();
        slots.push(OfferedSlot {
            id: before.to_owned(),
            start,
            practitioner: practitioner(rest).to_owned(),
        });
    }
    slots
}

/// The words of an answer without its list of slots: what can be said.
pub(super) fn sayable(answer: &str) -> &str {
    let Some(first) = offered_slots(answer).into_iter().next() else {
        return answer.trim();
    };
    let list = answer.find(&format!("{}=", first.id)).unwrap_or(answer.len());
    answer[..list].trim().trim_end_matches("Slots:").trim()
}

fn practitioner(rest: &str) -> &str {
    if let Some(inside) = rest.strip_prefix('(') {
        let sentence = inside.split(')').next().unwrap_or_default();
        return sentence.rsplit(" with ").next().unwrap_or_default().trim();
    }
    rest.split([';', ',', '\n'])
        .next()
        .unwrap_or_default()
        .trim()
        .trim_end_matches('.')
        .trim()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn slots_are_found_in_a_sentence() {
        let answer = "I have Monday at 9 am. Slots: s1=2026-11-23T09:00 Dr Whitlock; s12=2026-11-23T09:45 Miss Okafor.";
        let slots = offered_slots(answer);
        assert_eq!(slots.len(), 2);
        assert_eq!(slots[0].id, "s1");
        assert_eq!(slots[0].practitioner, "Dr Whitlock");
        assert_eq!(slots[1].start, date(2026, 11, 23).at(9, 45, 0, 0));
        assert_eq!(slots[1].practitioner, "Miss Okafor");
    }

    #[test]
    fn a_slot_may_be_spelled_out() {
        let answer = "Free: s1=2026-11-26T11:30 (Thursday 26 November at 11:30 am with Miss Okafor); \
                      s2=2026-11-26T12:15 (Thursday 26 November at 12:15 pm with Dr Whitlock). It costs £150.";
        let names: Vec<String> = offered_slots(answer)
            .into_iter()
            .map(|slot| slot.practitioner)
            .collect();
        assert_eq!(names, ["Miss Okafor", "Dr Whitlock"]);
        assert_eq!(sayable(answer), "Free:");
        assert_eq!(sayable("It has gone."), "It has gone.");
    }

    #[test]
    fn other_equals_signs_are_no_slots() {
        assert!(offered_slots("price=380 x=2026-11-23T09:00 s=2026-11-23T09:00 s1=soon").is_empty());
        assert!(offered_slots("é=s1=").is_empty());
    }
}
