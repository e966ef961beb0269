//! What a few slots of one practitioner are, said so simply that it can be believed: each is free, held until a
//! moment, or booked. The history checker asks it which states may follow an operation with its answer.

pub(super) const SLOTS: usize = 3;

/// One operation with its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Done {
    /// A slot was held under that id until then; the client's hold before it is given up.
    Held {
        slot: usize,
        id: String,
        until: i64,
        before: Option<String>,
    },
    /// It was taken.
    Gone {
        slot: usize,
        before: Option<String>,
    },
    /// The call was active.
    Extended {
        id: String,
    },
    /// The hold became an appointment.
    Booked {
        hold: String,
        id: String,
    },
    /// It was too late.
    Late {
        hold: String,
    },
    Released {
        hold: String,
    },
    Moved {
        id: String,
        slot: usize,
    },
    NotMoved {
        id: String,
        slot: usize,
    },
    Cancelled {
        id: String,
    },
}

/// An operation and the moments, in seconds, at which it may have been decided.
#[derive(Clone, Debug)]
pub(super) struct Timed {
    pub(super) done: Done,
    pub(super) moments: Vec<i64>,
}

/// Who has a slot: a hold until a moment, or an appointment.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Owner {
    id: String,
    until: Option<i64>,
}

pub(super) type Slots = [Option<Owner>; SLOTS];

pub(super) fn after(slots: &Slots, op: &Timed) -> Vec<Slots> {
    let mut all: Vec<Slots> = op
        .moments
        .iter()
        .filter_map(|now| after_at(slots, &op.done, *now))
        .collect();
    all.dedup();
    all
}

fn after_at(slots: &Slots, done: &Done, now: i64) -> Option<Slots> {
    let in_force = |slot: usize| {
        slots[slot]
            .as_ref()
            .filter(|o| o.until.is_none_or(|until| until > now))
    };
    let place = |id: &str| (0..SLOTS).find(|slot| in_force(*slot).is_some_and(|o| o.id == id));
    let mut next = slots.clone();
    let clear = |next: &mut Slots, id: &str| {
        next.iter_mut()
            .filter(|o| o.as_ref().is_some_and(|o| o.id == id))
            .for_each(|o| *o = None)
    };
    match done {
        Done::Held {
            slot,
            id,
            until,
            before,
        } => {
            match in_force(*slot) {
                Some(owner) if owner.id == *id => return Some(next),
                Some(owner) if Some(&owner.id) != before.as_ref() => return None,
                _ => {}
            }
            if let Some(before) = before {
                clear(&mut next, before);
            }
            next[*slot] = Some(Owner {
                id: id.clone(),
                until: Some(*until),
            });
        }
        Done::Gone { slot, before } => {
            in_force(*slot).filter(|o| Some(&o.id) != before.as_ref())?;
        }
        Done::Extended { id } => {
            if let Some(slot) = place(id) {
                next[slot] = Some(Owner {
                    id: id.clone(),
                    until: Some(now + 90),
                });
            }
        }
        Done::Booked { hold, id } => {
            next[place(hold)?] = Some(Owner {
                id: id.clone(),
                until: None,
            })
        }
        Done::Late { hold } => {
            if place(hold).is_some() {
                return None;
            }
        }
        Done::Released { hold } => clear(&mut next, hold),
        Done::Moved { id, slot } => {
            let from = place(id)?;
            if in_force(*slot).is_some_and(|o| o.id != *id) {
                return None;
            }
            next[from] = None;
            next[*slot] = Some(Owner {
                id: id.clone(),
                until: None,
            });
        }
        Done::NotMoved { id, slot } => {
            place(id)?;
            in_force(*slot).filter(|o| o.id != *id)?;
        }
        Done::Cancelled { id } => clear(&mut next, id),
    }
    Some(next)
}
