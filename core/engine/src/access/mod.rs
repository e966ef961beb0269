//! Who may come in: accounts and passwords, sessions, one-time links, machines' tokens, lock-out.
//!
//! The store keeps hashes only; what opens a door is handed out once as a [`Secret`]. Every sign-in, refusal
//! and change is in the audit log, and what was typed at a refused sign-in never is. Deliberately absent:
//! cookies, headers and rates of requests, which are the server's, and what a role may do, which is the domain's.

mod accounts;
mod denials;
mod links;
mod lockout;
mod passwords;
mod secrets;
mod sessions;
mod tokens;

pub use accounts::{Account, AccountChange, NewAccount, accounts, add_account, change_account};
pub use denials::{Intruder, denied_other_clinic, note_intruder};
pub use links::{LINK_MINUTES, first_manager, new_link, sign_in_by_link};
pub use secrets::{Keyed, Secret, parse};
pub use sessions::{
    IDLE_MINUTES, SESSION_HOURS, Session, SignedIn, session, session_holds, sign_in, sign_out,
};
pub use tokens::{new_token, token};
