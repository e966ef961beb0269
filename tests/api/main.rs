//! The staff API, driven by its contract only.

mod bad_input;
mod booking;
mod doors;
mod dressing;
mod events;
mod passwords;
mod privacy;
mod resources;
