//! Changing the catalogue. Each change raises its version, so that no claim is decided on an old one.

use super::{Sql, Tx, clinic};
use callwaiting_domain::booking::{
    DayException, ExceptionKind, Practitioner, Procedure, Resource, ResourceKind,
};
use rusqlite::params;

/// Adds or replaces a room or a device.
pub fn put_resource(tx: Tx<'_>, resource: &Resource) -> Sql<()> {
    tx.execute(
        "INSERT INTO resource (id, name, kind) VALUES (?1, ?2, ?3)
         ON CONFLICT (id) DO UPDATE SET name = excluded.name, active = 1",
        params![resource.id.as_str(), resource.name, resource.kind.as_str()],
    )?;
    clinic::bump_catalogue(tx)
}

/// Adds or replaces a procedure. `currency` stands when it has no price.
pub fn put_procedure(tx: Tx<'_>, procedure: &Procedure, currency: &str) -> Sql<()> {
    let currency = procedure
        .price_from
        .as_ref()
        .or(procedure.price_to.as_ref())
        .map_or(currency, |m| m.currency.as_str());
    let amount = |m: &Option<callwaiting_domain::money::Money>| m.as_ref().map(|m| m.amount_minor);
    let json = |v: Result<String, serde_json::Error>| {
        v.map_err(|e| rusqlite::Error::ToSqlConversionFailure(Box::new(e)))
    };
    tx.execute(
        "INSERT INTO procedure (id, name, aliases, minutes, buffer_before, buffer_after, price_from, price_to, currency,
                                recovery, needs, position, active)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, (SELECT count(*) FROM procedure), ?12)
         ON CONFLICT (id) DO UPDATE SET name = excluded.name, aliases = excluded.aliases, minutes = excluded.minutes,
            buffer_before = excluded.buffer_before, buffer_after = excluded.buffer_after, price_from = excluded.price_from,
            price_to = excluded.price_to, currency = excluded.currency, recovery = excluded.recovery, needs = excluded.needs,
            active = excluded.active",
        params![
            procedure.id.as_str(),
            procedure.name,
            json(serde_json::to_string(&procedure.aliases))?,
            procedure.minutes,
            procedure.buffer_before_minutes,
            procedure.buffer_after_minutes,
            amount(&procedure.price_from),
            amount(&procedure.price_to),
            currency,
            procedure.recovery,
            json(serde_json::to_string(&procedure.needs))?,
            procedure.active
        ],
    )?;
    clinic::bump_catalogue(tx)
}

/// Adds or replaces a practitioner with procedures, hours and exceptions.
pub fn put_practitioner(tx: Tx<'_>, practitioner: &Practitioner) -> Sql<()> {
    let id = practitioner.id.as_str();
    tx.execute(
        "INSERT INTO resource (id, name, kind, active) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (id) DO UPDATE SET name = excluded.name, active = excluded.active",
        params![
            id,
            practitioner.name,
            ResourceKind::Practitioner.as_str(),
            practitioner.active
        ],
    )?;
    tx.execute(
        "INSERT INTO practitioner (id, name, specialty, room, position, active)
         VALUES (?1, ?2, ?3, ?4, (SELECT count(*) FROM practitioner), ?5)
         ON CONFLICT (id) DO UPDATE SET name = excluded.name, specialty = excluded.specialty, room = excluded.room,
            active = excluded.active",
        params![id, practitioner.name, practitioner.specialty, practitioner.room, practitioner.active],
    )?;
    tx.execute(
        "DELETE FROM practitioner_procedure WHERE practitioner_id = ?1",
        [id],
    )?;
    for procedure in &practitioner.procedures {
        tx.execute(
            "INSERT OR IGNORE INTO practitioner_procedure VALUES (?1, ?2)",
            params![id, procedure.as_str()],
        )?;
    }
    tx.execute("DELETE FROM weekly_hours WHERE practitioner_id = ?1", [id])?;
    for hours in &practitioner.hours {
        tx.execute(
            "INSERT INTO weekly_hours VALUES (?1, ?2, ?3, ?4)",
            params![id, hours.weekday, hours.from.to_string(), hours.to.to_string()],
        )?;
    }
    tx.execute("DELETE FROM day_exception WHERE practitioner_id = ?1", [id])?;
    for exception in &practitioner.exceptions {
        put_exception(tx, id, exception)?;
    }
    clinic::bump_catalogue(tx)
}

fn put_exception(tx: Tx<'_>, practitioner: &str, exception: &DayException) -> Sql<()> {
    let kind = match exception.kind {
        ExceptionKind::Closed => "closed",
        ExceptionKind::Open => "open",
    };
    tx.execute(
        "INSERT INTO day_exception VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![
            exception.id,
            practitioner,
            exception.date.to_string(),
            exception.from.map(|t| t.to_string()),
            exception.to.map(|t| t.to_string()),
            kind,
            exception.reason
        ],
    )?;
    Ok(())
}
