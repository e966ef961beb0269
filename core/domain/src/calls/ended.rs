//! What a provider's reason for the end of a call means to a clinic: by exact value first, then by prefix.
//!
//! The set is open; a reason nobody knows is taken as a fault, because a caller may have been cut off.

/// The kinds of end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EndKind {
    /// The caller hung up or fell silent.
    CallerLeft,
    /// The receptionist or the clinic ended it in good order.
    Finished,
    /// Passed on to another line.
    Forwarded,
    /// Nobody was reached.
    NotReached,
    /// Something broke: ours, the provider's, or the line.
    Fault,
}

const EXACT: [(&str, EndKind); 17] = [
    ("customer-ended-call", EndKind::CallerLeft),
    ("customer-ended-call-before-warm-transfer", EndKind::CallerLeft),
    (
        "customer-ended-call-after-warm-transfer-attempt",
        EndKind::CallerLeft,
    ),
    ("customer-ended-call-during-transfer", EndKind::CallerLeft),
    ("silence-timed-out", EndKind::CallerLeft),
    ("assistant-ended-call", EndKind::Finished),
    ("assistant-said-end-call-phrase", EndKind::Finished),
    ("assistant-ended-call-after-message-spoken", EndKind::Finished),
    ("assistant-ended-call-with-hangup-task", EndKind::Finished),
    ("exceeded-max-duration", EndKind::Finished),
    ("manually-canceled", EndKind::Finished),
    ("assistant-forwarded-call", EndKind::Forwarded),
    ("customer-busy", EndKind::NotReached),
    ("customer-did-not-answer", EndKind::NotReached),
    ("voicemail", EndKind::NotReached),
    ("twilio-failed-to-connect-call", EndKind::NotReached),
    ("twilio-reported-customer-misdialed", EndKind::NotReached),
];

const PREFIXES: [(&str, EndKind); 3] = [
    ("customer-ended-call", EndKind::CallerLeft),
    ("assistant-ended-call", EndKind::Finished),
    ("call.forwarding.", EndKind::Forwarded),
];

/// The kind of a reason; an absent one is a good end, since the provider names every fault.
pub fn classify_end(reason: Option<&str>) -> EndKind {
    let Some(reason) = reason else {
        return EndKind::Finished;
    };
    let exact = EXACT.iter().find(|(value, _)| *value == reason);
    let found = exact.or_else(|| PREFIXES.iter().find(|(prefix, _)| reason.starts_with(prefix)));
    found.map_or(EndKind::Fault, |(_, kind)| *kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exact_values_win_then_prefixes_then_fault() {
        assert_eq!(classify_end(Some("customer-ended-call")), EndKind::CallerLeft);
        assert_eq!(
            classify_end(Some("customer-ended-call-in-some-new-way")),
            EndKind::CallerLeft
        );
        assert_eq!(
            classify_end(Some("call.in-progress.error-vapifault-worker-died")),
            EndKind::Fault
        );
        assert_eq!(classify_end(Some("assistant-forwarded-call")), EndKind::Forwarded);
        assert_eq!(classify_end(None), EndKind::Finished);
    }
}
