//! practice
pub mod receptionist;
pub mod replay;
