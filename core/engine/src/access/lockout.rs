//! How long an account rests after wrong passwords. A pure rule; counting is the session's.

use jiff::{SignedDuration, Timestamp};

/// Wrong passwords in a row that lock an account.
const WRONG_IN_A_ROW: i64 = 5;
const FIRST_MINUTES: i64 = 15;
const LONGEST_MINUTES: i64 = 24 * 60;

/// Until when an account is locked after its `failures`-th wrong password in a row: a quarter of an hour
/// after the fifth, twice as long after the tenth, and so on up to a day.
pub(super) fn locked_until(failures: i64, now: Timestamp) -> Option<Timestamp> {
    if failures <= 0 || failures % WRONG_IN_A_ROW != 0 {
        return None;
    }
    let doublings = u32::try_from(failures / WRONG_IN_A_ROW - 1)
        .unwrap_or(u32::MAX)
        .min(7);
    let minutes = (FIRST_MINUTES << doublings).min(LONGEST_MINUTES);
    now.checked_add(SignedDuration::from_mins(minutes)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fifth_locks_and_each_time_for_twice_as_long() {
        let now = Timestamp::UNIX_EPOCH;
        let minutes = |failures| locked_until(failures, now).map(|t| t.as_second() / 60);
        assert_eq!((1..=4).filter_map(minutes).count(), 0);
        assert_eq!(
            [minutes(5), minutes(6), minutes(10), minutes(15)],
            [Some(15), None, Some(30), Some(60)]
        );
        assert_eq!(minutes(5_000_000), Some(24 * 60));
    }
}
