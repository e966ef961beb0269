//! The rules of booking once more, as simply as they can be said: a list of claims and a clock.
//!
//! Shares no code with the product. Times are minutes from nine on Monday; instants are seconds.

use super::support::{DOCTOR, LASER, LIPS, NURSE};

/// Who, as an index: the nurse, the doctor.
pub(crate) const PEOPLE: [&str; 2] = [NURSE, DOCTOR];
/// What, as an index: half an hour of lips; three quarters of an hour of laser and a quarter after it.
pub(crate) const WHAT: [&str; 2] = [LIPS, LASER];
const MINUTES: [i64; 2] = [30, 45];
const AFTER: [i64; 2] = [0, 15];
const HOURS: [[(i64, i64); 2]; 2] = [[(0, 240), (270, 510)], [(0, 210), (270, 510)]];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Wish {
    pub(crate) who: usize,
    pub(crate) what: usize,
    pub(crate) minute: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Live,
    Recovery,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum HoldState {
    Held,
    Confirmed(usize),
    Ended,
}

#[derive(Clone, Debug)]
pub(crate) struct Hold {
    pub(crate) id: String,
    pub(crate) wish: Wish,
    pub(crate) state: HoldState,
    pub(crate) kind: Kind,
    pub(crate) expires: i64,
    pub(crate) call: Option<usize>,
}

#[derive(Clone, Debug)]
pub(crate) struct Appointment {
    pub(crate) id: String,
    pub(crate) wish: Wish,
    pub(crate) booked: bool,
    pub(crate) call: Option<usize>,
}

#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Call {
    pub(crate) ended: bool,
    pub(crate) withheld: bool,
    pub(crate) led_to_booking: bool,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Model {
    pub(crate) now: i64,
    pub(crate) holds: Vec<Hold>,
    pub(crate) appointments: Vec<Appointment>,
    pub(crate) calls: Vec<Call>,
}

/// Whether that is a slot of the catalogue at all.
pub(crate) fn is_slot(wish: Wish) -> bool {
    let does = wish.who == 0 || wish.what == 1;
    does && HOURS[wish.who].iter().any(|(from, to)| {
        wish.minute >= *from && wish.minute + MINUTES[wish.what] <= *to && (wish.minute - from) % 15 == 0
    })
}

fn clash(a: Wish, b: Wish) -> bool {
    let until = |w: Wish| w.minute + MINUTES[w.what] + AFTER[w.what];
    let shares = a.who == b.who || (a.what == 1 && b.what == 1);
    shares && a.minute < until(b) && b.minute < until(a)
}

impl Model {
    fn in_force(&self, hold: &Hold) -> bool {
        hold.state == HoldState::Held && hold.expires > self.now
    }

    /// Everything that is taken, as `(who, what, minute)`.
    pub(crate) fn live(&self) -> Vec<Wish> {
        let holds = self.holds.iter().filter(|h| self.in_force(h)).map(|h| h.wish);
        holds
            .chain(self.appointments.iter().filter(|a| a.booked).map(|a| a.wish))
            .collect()
    }

    pub(crate) fn is_free(&self, wish: Wish) -> bool {
        is_slot(wish) && self.live().iter().all(|l| !clash(*l, wish))
    }

    /// The hold that a call has on exactly that.
    pub(crate) fn same(&self, wish: Wish, call: Option<usize>) -> Option<&Hold> {
        self.holds
            .iter()
            .find(|h| call.is_some() && h.call == call && self.in_force(h) && h.wish == wish)
    }

    /// Whether a claim is to be had, its own call's other holds aside.
    pub(crate) fn may_claim(&self, wish: Wish, call: Option<usize>) -> bool {
        let mut without = self.clone();
        without.holds.retain(|h| call.is_none() || h.call != call);
        without.is_free(wish)
    }

    pub(crate) fn claimed(&mut self, id: String, wish: Wish, call: Option<usize>) {
        for hold in self
            .holds
            .iter_mut()
            .filter(|h| call.is_some() && h.call == call && h.state == HoldState::Held)
        {
            hold.state = HoldState::Ended;
        }
        self.holds.push(Hold {
            id,
            wish,
            state: HoldState::Held,
            kind: Kind::Live,
            expires: self.now + 90,
            call,
        });
    }

    pub(crate) fn may_confirm(&self, hold: usize) -> bool {
        self.in_force(&self.holds[hold])
    }

    pub(crate) fn confirmed(&mut self, hold: usize, id: String) {
        let held = &mut self.holds[hold];
        held.state = HoldState::Confirmed(self.appointments.len());
        self.appointments.push(Appointment {
            id,
            wish: held.wish,
            booked: true,
            call: held.call,
        });
    }

    /// Whether an appointment could be at `wish`, its own time aside.
    pub(crate) fn may_take(&self, appointment: usize, wish: Wish) -> bool {
        let mut without = self.clone();
        without.appointments[appointment].booked = false;
        without.is_free(wish)
    }

    /// A tool call: the call's live holds live on.
    pub(crate) fn active(&mut self, call: usize) {
        let now = self.now;
        for hold in self
            .holds
            .iter_mut()
            .filter(|h| h.call == Some(call) && h.kind == Kind::Live)
        {
            if hold.state == HoldState::Held && hold.expires > now {
                hold.expires = now + 90;
            }
        }
        self.settle(call);
    }

    pub(crate) fn ended(&mut self, call: usize) {
        self.calls[call].ended = true;
        self.settle(call);
    }

    fn settle(&mut self, call: usize) {
        if !self.calls[call].ended {
            return;
        }
        let booked = self.appointments.iter().any(|a| a.call == Some(call) && a.booked)
            || self.calls[call].led_to_booking;
        self.calls[call].led_to_booking = booked;
        let (now, withheld) = (self.now, self.calls[call].withheld);
        for hold in self
            .holds
            .iter_mut()
            .filter(|h| h.call == Some(call) && h.state == HoldState::Held)
        {
            match (booked, hold.kind) {
                (false, Kind::Recovery) => {}
                (false, Kind::Live) if !withheld && hold.expires > now => {
                    hold.kind = Kind::Recovery;
                    hold.expires = now + 1800;
                }
                _ => hold.state = HoldState::Ended,
            }
        }
    }
}
