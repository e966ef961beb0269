//! The chain that makes the audit log tamper-evident: each entry's hash covers the one before it.
//!
//! The log itself lives in the store; checking a whole log is `verify`.

use serde::Serialize;
use sha2::{Digest, Sha256};

/// The hash that stands before the first entry.
pub const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// What one entry of the log says. `detail` never holds anything about a patient but ids.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AuditEntry {
    /// 1 for the first entry, then without a gap.
    pub seq: i64,
    /// Milliseconds since 1970, UTC.
    pub at_ms: i64,
    /// Who did it: `staff:…`, `token:…`, `voxanne`, `appliance`, `cli`.
    pub actor: String,
    /// What was done, as `noun.verb`.
    pub action: String,
    /// The id of what it was done to.
    pub target: Option<String>,
    /// Further facts as a JSON text.
    pub detail: Option<String>,
}

/// SHA-256 over the previous hash and every field, each with its length before it, in hex.
pub fn hash(previous: &str, entry: &AuditEntry) -> String {
    let mut sha = Sha256::new();
    let mut put = |field: Option<&str>| match field {
        Some(text) => {
            sha.update([1]);
            sha.update((text.len() as u64).to_be_bytes());
            sha.update(text.as_bytes());
        }
        None => sha.update([0]),
    };
    put(Some(previous));
    put(Some(&entry.seq.to_string()));
    put(Some(&entry.at_ms.to_string()));
    put(Some(&entry.actor));
    put(Some(&entry.action));
    put(entry.target.as_deref());
    put(entry.detail.as_deref());
    hex::encode(sha.finalize())
}

/// Where a chain breaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// The sequence number of the first entry that doesn't fit.
    pub seq: i64,
}

/// Checks a whole log given in order with the hash kept beside each entry.
///
/// # Errors
/// [`Broken`] names the first entry that is missing, out of order or changed.
pub fn verify<'a>(log: impl IntoIterator<Item = (&'a AuditEntry, &'a str)>) -> Result<i64, Broken> {
    let mut previous = GENESIS.to_owned();
    let mut expected = 1;
    for (entry, kept) in log {
        if entry.seq != expected || hash(&previous, entry) != kept {
            return Err(Broken { seq: expected });
        }
        previous = kept.to_owned();
        expected += 1;
    }
    Ok(expected - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn log() -> Vec<(AuditEntry, String)> {
        let mut out = Vec::new();
        let mut previous = GENESIS.to_owned();
        for seq in 1..=5 {
            let entry = AuditEntry {
                seq,
                at_ms: 1_000 * seq,
                actor: "staff:1".into(),
                action: "appointment.cancel".into(),
                target: Some(format!("a{seq}")),
                detail: None,
            };
            let kept = hash(&previous, &entry);
            previous.clone_from(&kept);
            out.push((entry, kept));
        }
        out
    }

    fn check(log: &[(AuditEntry, String)]) -> Result<i64, Broken> {
        verify(log.iter().map(|(e, h)| (e, h.as_str())))
    }

    #[test]
    fn an_untouched_chain_holds() {
        assert_eq!(check(&log()), Ok(5));
    }

    #[test]
    fn a_changed_a_missing_and_a_swapped_entry_are_found() {
        let mut changed = log();
        changed[2].0.actor = "staff:2".into();
        assert_eq!(check(&changed), Err(Broken { seq: 3 }));
        let mut missing = log();
        missing.remove(1);
        assert_eq!(check(&missing), Err(Broken { seq: 2 }));
        let mut swapped = log();
        swapped.swap(3, 4);
        assert_eq!(check(&swapped), Err(Broken { seq: 4 }));
    }

    #[test]
    fn a_field_boundary_can_not_be_moved() {
        let a = AuditEntry {
            seq: 1,
            at_ms: 1,
            actor: "ab".into(),
            action: "c".into(),
            target: None,
            detail: None,
        };
        let b = AuditEntry {
            actor: "a".into(),
            action: "bc".into(),
            ..a.clone()
        };
        assert_ne!(hash(GENESIS, &a), hash(GENESIS, &b));
    }
}
