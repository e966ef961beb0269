//! What to offer when a slot is gone: near in time first, the same practitioner before another.

use super::Slot;
use crate::ids::PractitionerId;
use jiff::Timestamp;

/// How much further away another practitioner's slot counts, in seconds.
const OTHER_PRACTITIONER: i64 = 90 * 60;

/// Up to `count` of `free`, nearest to what was wanted, no two at one time, in order of start.
pub fn nearest(
    free: &[Slot],
    wanted: Timestamp,
    practitioner: Option<&PractitionerId>,
    count: usize,
) -> Vec<Slot> {
    let mut ranked: Vec<(i64, &Slot)> = free
        .iter()
        .map(|slot| {
            let away = (slot.span.start.as_second() - wanted.as_second()).abs();
            let other = practitioner.is_some_and(|id| *id != slot.practitioner);
            (away + if other { OTHER_PRACTITIONER } else { 0 }, slot)
        })
        .collect();
    ranked.sort_by_key(|(distance, slot)| (*distance, slot.span.start));
    let mut chosen: Vec<Slot> = Vec::with_capacity(count);
    for (_, slot) in ranked {
        if chosen.len() == count {
            break;
        }
        if chosen.iter().all(|c| !c.span.overlaps(&slot.span)) {
            chosen.push(slot.clone());
        }
    }
    chosen.sort_by_key(|slot| slot.span.start);
    chosen
}
