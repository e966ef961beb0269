//! How often a stranger may ask, counted by address. Whoever is verified is never counted.

use governor::clock::DefaultClock;
use governor::state::keyed::DashMapStateStore;
use governor::{Quota, RateLimiter};
use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;

/// A burst, and how much of it comes back each second.
#[derive(Clone, Copy, Debug)]
pub struct Rate {
    /// At once.
    pub burst: u32,
    /// Each second.
    pub per_second: u32,
}

/// What may be asked how often by one address.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Signing in.
    pub sign_in: Rate,
    /// Requests that fail to say who asks.
    pub failed: Rate,
    /// Pages for everybody.
    pub public: Rate,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            sign_in: Rate {
                burst: 20,
                per_second: 1,
            },
            failed: Rate {
                burst: 300,
                per_second: 5,
            },
            public: Rate {
                burst: 600,
                per_second: 100,
            },
        }
    }
}

type Counter = RateLimiter<IpAddr, DashMapStateStore<IpAddr>, DefaultClock>;

/// The counters of one appliance.
pub struct Rates {
    sign_in: Counter,
    failed: Counter,
    public: Counter,
}

/// How many addresses are remembered before those that are quiet again are forgotten.
const REMEMBERED: usize = 10_000;

impl Rates {
    /// Counters at zero.
    pub fn new(limits: Limits) -> Self {
        Self {
            sign_in: counter(limits.sign_in),
            failed: counter(limits.failed),
            public: counter(limits.public),
        }
    }

    /// Whether this address may try to sign in now.
    pub fn may_sign_in(&self, from: Option<IpAddr>) -> bool {
        allows(&self.sign_in, from)
    }

    /// Counts a request that failed to say who asks; false when it is one too many.
    pub fn may_fail(&self, from: Option<IpAddr>) -> bool {
        allows(&self.failed, from)
    }

    /// Whether this address may have a public page now.
    pub fn may_look(&self, from: Option<IpAddr>) -> bool {
        allows(&self.public, from)
    }
}

fn counter(rate: Rate) -> Counter {
    let at_least_one = |n: u32| NonZeroU32::new(n).unwrap_or(NonZeroU32::MIN);
    let quota = Quota::per_second(at_least_one(rate.per_second)).allow_burst(at_least_one(rate.burst));
    RateLimiter::dashmap(quota)
}

/// Without an address the request came from this very process.
fn allows(counter: &Counter, from: Option<IpAddr>) -> bool {
    let Some(from) = from else { return true };
    if counter.len() > REMEMBERED {
        counter.retain_recent();
    }
    counter.check_key(&grouped(from)).is_ok()
}

/// One household of IPv6 has a whole /64 to choose addresses from.
fn grouped(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(v6) => match v6.to_ipv4_mapped() {
            Some(v4) => IpAddr::V4(v4),
            None => {
                let [a, b, c, d, ..] = v6.segments();
                IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
            }
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_is_allowed_and_then_no_more_but_others_are_not_hindered() {
        let rates = Rates::new(Limits {
            sign_in: Rate {
                burst: 3,
                per_second: 1,
            },
            ..Limits::default()
        });
        let one: Option<IpAddr> = Some("192.0.2.1".parse().unwrap());
        let other: Option<IpAddr> = Some("192.0.2.2".parse().unwrap());
        assert_eq!((0..5).filter(|_| rates.may_sign_in(one)).count(), 3);
        assert!(rates.may_sign_in(other) && rates.may_sign_in(None));
    }

    #[test]
    fn one_network_of_ipv6_counts_as_one() {
        assert_eq!(
            grouped("2001:db8::1".parse().unwrap()),
            grouped("2001:db8::ffff:1".parse().unwrap())
        );
        assert_ne!(
            grouped("2001:db8::1".parse().unwrap()),
            grouped("2001:db8:0:1::1".parse().unwrap())
        );
        assert_eq!(
            grouped("::ffff:192.0.2.1".parse().unwrap()),
            "192.0.2.1".parse::<IpAddr>().unwrap()
        );
    }
}
