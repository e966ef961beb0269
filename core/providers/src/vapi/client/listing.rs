//! All calls of a stretch of time. Vapi's list has no cursor and promises no order, so a stretch whose page
//! comes back full is halved, both halves including the moment they share, until every page has room; calls
//! are told apart by id. It ends: each half is shorter, one millisecond is not halved, and the number of
//! requests is bounded.

use super::VapiClient;
use crate::vapi::{
    error::{VapiError, WireError},
    wire::{self, CallRecord},
};
use jiff::{SignedDuration, Timestamp};
use std::collections::HashMap;

/// Requests that one listing may take.
const MOST_REQUESTS: usize = 200;

/// What a listing found.
#[derive(Debug)]
pub struct Listing {
    /// Each call once, the earliest changed first.
    pub calls: Vec<CallRecord>,
    /// Entries that could not be read.
    pub unreadable: usize,
    /// What changed from here on may not all be among the calls: an entry could not be read, more calls changed in
    /// one millisecond than fit on a page, or the listing took too many requests. Absent when nothing was left out.
    pub whole_until: Option<Timestamp>,
}

impl VapiClient {
    /// The calls that changed from `since` to `until`, both included. `page` is at most 1,000. A call that
    /// changes while the listing runs may be missed; begin the next one where this one began to look, less
    /// some overlap. Errors: those of the first request that fails; nothing is kept then.
    pub async fn list_calls(
        &self,
        since: Timestamp,
        until: Timestamp,
        page: u16,
    ) -> Result<Listing, VapiError> {
        let page = page.clamp(1, 1000);
        let mut newest: HashMap<String, CallRecord> = HashMap::new();
        let (mut unreadable, mut requests) = (0, 0);
        // Stretches are read in order of time, so the first that is not whole is the earliest.
        let mut whole_until = None;
        let mut stretches = vec![(since, until)];
        while let Some((from, to)) = stretches.pop() {
            if requests == MOST_REQUESTS {
                whole_until = whole_until.or(Some(from));
                break;
            }
            requests += 1;
            let calls = self.page_of_calls(from, to, page).await?;
            if calls.len() >= usize::from(page) {
                match middle(from, to) {
                    Some(middle) => stretches.extend([(middle, to), (from, middle)]),
                    None => whole_until = whole_until.or(Some(from)),
                }
            } else {
                let broken = calls.iter().filter(|call| call.is_err()).count();
                unreadable += broken;
                whole_until = whole_until.or((broken > 0).then_some(from));
            }
            for call in calls.into_iter().flatten() {
                match newest.get(&call.call.id) {
                    Some(known) if known.call.updated_at >= call.call.updated_at => {}
                    _ => drop(newest.insert(call.call.id.clone(), call)),
                }
            }
        }
        let mut calls: Vec<CallRecord> = newest.into_values().collect();
        calls.sort_by(|a, b| (a.call.updated_at, &a.call.id).cmp(&(b.call.updated_at, &b.call.id)));
        Ok(Listing {
            calls,
            unreadable,
            whole_until,
        })
    }

    /// Looks up a call whose making had an unknown outcome, by the name we gave it.
    pub async fn find_call_named(
        &self,
        name: &str,
        since: Timestamp,
        until: Timestamp,
    ) -> Result<Option<CallRecord>, VapiError> {
        let listing = self.list_calls(since, until, 100).await?;
        let is_it = |call: &CallRecord| {
            [&call.call.name, &call.call.customer_external_id]
                .into_iter()
                .any(|given| given.as_deref() == Some(name))
        };
        Ok(listing.calls.into_iter().find(is_it))
    }

    async fn page_of_calls(
        &self,
        from: Timestamp,
        to: Timestamp,
        page: u16,
    ) -> Result<Vec<Result<CallRecord, WireError>>, VapiError> {
        const OPERATION: &str = "list calls";
        let mut url = self.http.at(&["call"]);
        url.query_pairs_mut()
            .append_pair("limit", &page.to_string())
            .append_pair("updatedAtGe", &format!("{from:.3}"))
            .append_pair("updatedAtLe", &format!("{to:.3}"));
        let reply = self.get(OPERATION, url).await?;
        wire::parse_call_list(&reply.body).map_err(|source| VapiError::Unreadable {
            operation: OPERATION,
            source,
        })
    }
}

/// The moment halfway, to the millisecond. `None` when the stretch is too short to halve.
fn middle(from: Timestamp, to: Timestamp) -> Option<Timestamp> {
    let millis = to.duration_since(from).as_millis();
    if millis < 2 {
        return None;
    }
    from.checked_add(SignedDuration::from_millis(i64::try_from(millis / 2).ok()?))
        .ok()
}
