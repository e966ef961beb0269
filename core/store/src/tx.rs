//! Proof of being inside a write transaction.

use rusqlite::Connection;

/// A connection on which a transaction has been begun and whose end is somebody else's business.
#[derive(Clone, Copy)]
pub struct Tx<'c>(&'c Connection);

impl<'c> Tx<'c> {
    /// Only where a transaction has been begun: the writer, migrations and the command line's short-lived
    /// processes.
    pub fn inside(conn: &'c Connection) -> Self {
        Self(conn)
    }
}

impl std::ops::Deref for Tx<'_> {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        self.0
    }
}
