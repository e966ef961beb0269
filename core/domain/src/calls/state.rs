//! The life of a call as a join: applying the same news twice, or in another order, ends in the same state.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Where a call stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CallStatus {
    /// Not answered yet.
    Ringing,
    /// On the line.
    InProgress,
    /// Over, and nothing left open.
    Completed,
    /// Over without a booking although one was possible.
    Abandoned,
    /// Sarah's text was accepted by the provider.
    FollowUpSent,
    /// Booked after a follow-up.
    Recovered,
    /// The follow-up led to nothing.
    Expired,
    /// Never connected, or broke.
    Failed,
}

impl CallStatus {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Ringing,
        Self::InProgress,
        Self::Completed,
        Self::Abandoned,
        Self::FollowUpSent,
        Self::Recovered,
        Self::Expired,
        Self::Failed,
    ];

    /// The status's name in the API and the store.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ringing => "ringing",
            Self::InProgress => "in_progress",
            Self::Completed => "completed",
            Self::Abandoned => "abandoned",
            Self::FollowUpSent => "follow_up_sent",
            Self::Recovered => "recovered",
            Self::Expired => "expired",
            Self::Failed => "failed",
        }
    }

    /// Reads a status's name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == name)
    }

    /// Whether somebody is on the line or about to be.
    pub fn is_live(self) -> bool {
        matches!(self, Self::Ringing | Self::InProgress)
    }
}

/// What came of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// An appointment was made.
    Booked,
    /// A question was answered.
    Enquiry,
    /// A colleague was asked to take it.
    HandedOver,
    /// The caller was told to ring the emergency line.
    Emergency,
    /// The caller left before booking.
    Abandoned,
    /// Nobody was reached.
    NotReached,
}

impl Outcome {
    /// The outcome's name in the API and the store.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Booked => "booked",
            Self::Enquiry => "enquiry",
            Self::HandedOver => "handed_over",
            Self::Emergency => "emergency",
            Self::Abandoned => "abandoned",
            Self::NotReached => "not_reached",
        }
    }

    /// Reads an outcome's name.
    pub fn parse(name: &str) -> Option<Self> {
        [
            Self::Booked,
            Self::Enquiry,
            Self::HandedOver,
            Self::Emergency,
            Self::Abandoned,
            Self::NotReached,
        ]
        .into_iter()
        .find(|outcome| outcome.as_str() == name)
    }
}

/// The facts of a call that news can change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallState {
    /// Where it stands.
    pub status: CallStatus,
    /// When it began to ring, the earliest that was heard of.
    pub started_at: Option<Timestamp>,
    /// When it was answered, the earliest that was heard of.
    pub answered_at: Option<Timestamp>,
    /// When it ended; a report's word wins over a status update's.
    pub ended_at: Option<Timestamp>,
    /// The provider's reason, kept as it came.
    pub ended_reason: Option<String>,
    /// Whether the final report is in.
    pub reported: bool,
}

impl Default for CallState {
    fn default() -> Self {
        Self {
            status: CallStatus::Ringing,
            started_at: None,
            answered_at: None,
            ended_at: None,
            ended_reason: None,
            reported: false,
        }
    }
}

/// One piece of news about a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum News {
    /// It exists and rings.
    Ringing(Timestamp),
    /// Somebody talks.
    Answered(Timestamp),
    /// A status update says it is over.
    Ended {
        /// When.
        at: Timestamp,
        /// The provider's reason.
        reason: Option<String>,
    },
    /// The final report, or the provider's own list.
    Reported {
        /// When it began.
        started: Option<Timestamp>,
        /// When it ended.
        ended: Timestamp,
        /// The provider's reason.
        reason: Option<String>,
    },
}

impl CallState {
    /// Takes news in. Never moves a call that has ended back onto the line.
    pub fn learn(&mut self, news: &News) {
        match news {
            News::Ringing(at) => self.started_at = earliest(self.started_at, *at),
            News::Answered(at) => {
                self.answered_at = earliest(self.answered_at, *at);
                self.status = self.status.max(CallStatus::InProgress);
            }
            News::Ended { at, reason } => {
                if !self.reported {
                    self.ended_at = earliest(self.ended_at, *at);
                    self.ended_reason = self.ended_reason.take().max(reason.clone());
                } else if self.ended_reason.is_none() {
                    // A report may come without a reason; then the status update's word stands, early or late.
                    self.ended_reason.clone_from(reason);
                }
                self.status = self.status.max(CallStatus::Completed);
            }
            News::Reported {
                started,
                ended,
                reason,
            } => {
                if let Some(started) = started {
                    self.started_at = earliest(self.started_at, *started);
                }
                self.ended_at = Some(if self.reported {
                    self.ended_at.map_or(*ended, |e| e.min(*ended))
                } else {
                    *ended
                });
                self.ended_reason = if self.reported {
                    self.ended_reason.take().max(reason.clone())
                } else {
                    reason.clone().or(self.ended_reason.take())
                };
                self.reported = true;
                self.status = self.status.max(CallStatus::Completed);
            }
        }
    }
}

fn earliest(known: Option<Timestamp>, heard: Timestamp) -> Option<Timestamp> {
    Some(known.map_or(heard, |k| k.min(heard)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn news() -> impl Strategy<Value = News> {
        let at = (0i64..100).prop_map(|s| Timestamp::from_second(1_800_000_000 + s).unwrap());
        // A call ends once: the sources may leave the reason out, they don't give two.
        let reason = prop::option::of(Just("customer-ended-call"));
        prop_oneof![
            at.clone().prop_map(News::Ringing),
            at.clone().prop_map(News::Answered),
            (at, reason).prop_map(|(at, r)| News::Ended {
                at,
                reason: r.map(str::to_owned)
            }),
        ]
    }

    fn after(all: &[News]) -> CallState {
        let mut state = CallState::default();
        for n in all {
            state.learn(n);
        }
        state
    }

    proptest! {
        #[test]
        fn order_and_repetition_change_nothing(list in prop::collection::vec(news(), 0..8), seed in any::<u64>(), told in any::<bool>()) {
            let reason = told.then(|| "customer-ended-call".to_owned());
            let report = News::Reported { started: None, ended: Timestamp::from_second(1_800_000_200).unwrap(), reason };
            let mut list = list;
            list.push(report);
            let mut shuffled = list.clone();
            let len = shuffled.len();
            for i in 0..len {
                let j = usize::try_from(seed.rotate_left(u32::try_from(i).unwrap()) % len as u64).unwrap();
                shuffled.swap(i, j);
            }
            shuffled.extend(list.clone());
            prop_assert_eq!(after(&list), after(&shuffled));
        }
    }

    #[test]
    fn a_late_status_does_not_bring_a_call_back() {
        let at = Timestamp::from_second(1_800_000_000).unwrap();
        let mut state = after(&[News::Ended { at, reason: None }, News::Answered(at)]);
        assert_eq!(state.status, CallStatus::Completed);
        state.status = CallStatus::Abandoned;
        state.learn(&News::Ended { at, reason: None });
        assert_eq!(state.status, CallStatus::Abandoned);
    }
}
