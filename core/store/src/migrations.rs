//! The one table of the clinic database's migrations. Add at the end; a shipped line and its file never change.

use crate::migrate::Migration;

/// Every migration of a clinic's database, in order.
pub const MIGRATIONS: &[Migration] = &[
    Migration {
        version: 1,
        slug: "foundation",
        sql: include_str!("../../../migrations/clinic/0001_foundation.sql"),
    },
    Migration {
        version: 2,
        slug: "lighter_claims",
        sql: include_str!("../../../migrations/clinic/0002_lighter_claims.sql"),
    },
    Migration {
        version: 3,
        slug: "consent_and_originals",
        sql: include_str!("../../../migrations/clinic/0003_consent_and_originals.sql"),
    },
];
