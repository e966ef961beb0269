//! Which clinic of which appliance a practice call rings.

use super::vapi::Account;
use callwaiting_providers::vapi::verify::HookAuth;
use jiff::tz::TimeZone;

/// A clinic's hooks, and how to prove to them that Vapi is calling.
#[derive(Debug, Clone)]
pub struct Target {
    /// The hooks listener, for example `http://127.0.0.1:4021`.
    pub hooks_url: String,
    /// The clinic.
    pub clinic_id: String,
    /// How the clinic's webhook is authenticated.
    pub auth: HookAuth,
    /// The clinic's zone, for days in a scenario.
    pub zone: TimeZone,
    /// The simulated Vapi account that also shows the call in `GET /call`, if there is one.
    pub account: Option<Account>,
}

impl Target {
    /// A target in London's zone without a Vapi account.
    pub fn new(hooks_url: impl Into<String>, clinic_id: impl Into<String>, auth: HookAuth) -> Self {
        Self {
            hooks_url: hooks_url.into(),
            clinic_id: clinic_id.into(),
            auth,
            zone: TimeZone::get("Europe/London").unwrap_or(TimeZone::UTC),
            account: None,
        }
    }

    /// Where Vapi's messages go.
    pub fn vapi_url(&self) -> String {
        format!(
            "{}/hooks/{}/vapi",
            self.hooks_url.trim_end_matches('/'),
            self.clinic_id
        )
    }
}
