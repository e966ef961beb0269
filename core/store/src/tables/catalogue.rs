//! Reading the whole catalogue as the one value that booking decides on. Changing it is `catalogue_edit`.

use super::{Sql, clinic};
use callwaiting_domain::booking::{
    Catalogue, DayException, ExceptionKind, Need, Practitioner, Procedure, Resource, ResourceKind,
    WeeklyHours,
};
use callwaiting_domain::ids::ProcedureId;
use callwaiting_domain::money::Money;
use jiff::tz::TimeZone;
use rusqlite::{Connection, Row};

/// Everything that booking reads, at its present version.
pub fn read(conn: &Connection) -> Sql<Option<Catalogue>> {
    let Some(row) = clinic::read(conn)? else {
        return Ok(None);
    };
    Ok(Some(Catalogue {
        version: clinic::catalogue_version(conn)?,
        zone: TimeZone::get(&row.timezone).unwrap_or(TimeZone::UTC),
        step_minutes: row.step_minutes,
        procedures: procedures(conn)?,
        practitioners: practitioners(conn)?,
        resources: resources(conn)?,
    }))
}

fn procedures(conn: &Connection) -> Sql<Vec<Procedure>> {
    conn.prepare_cached(
        "SELECT id, name, aliases, minutes, buffer_before, buffer_after, price_from, price_to, currency, recovery, needs, active
         FROM procedure ORDER BY position, name",
    )?
    .query_map([], |row| {
        let currency: String = row.get(8)?;
        let money = |amount: Option<i64>| amount.map(|amount_minor| Money { amount_minor, currency: currency.clone() });
        Ok(Procedure {
            id: row.get::<_, String>(0)?.into(),
            name: row.get(1)?,
            aliases: json(row, 2)?,
            minutes: row.get(3)?,
            buffer_before_minutes: row.get(4)?,
            buffer_after_minutes: row.get(5)?,
            price_from: money(row.get(6)?),
            price_to: money(row.get(7)?),
            recovery: row.get(9)?,
            needs: json::<Vec<Need>>(row, 10)?,
            active: row.get(11)?,
        })
    })?
    .collect()
}

fn practitioners(conn: &Connection) -> Sql<Vec<Practitioner>> {
    let mut list: Vec<Practitioner> = conn
        .prepare_cached("SELECT id, name, specialty, room, active FROM practitioner ORDER BY position, name")?
        .query_map([], |row| {
            Ok(Practitioner {
                id: row.get::<_, String>(0)?.into(),
                name: row.get(1)?,
                specialty: row.get(2)?,
                room: row.get(3)?,
                active: row.get(4)?,
                procedures: Vec::new(),
                hours: Vec::new(),
                exceptions: Vec::new(),
            })
        })?
        .collect::<Sql<_>>()?;
    for practitioner in &mut list {
        let id = practitioner.id.as_str();
        practitioner.procedures = conn
            .prepare_cached("SELECT procedure_id FROM practitioner_procedure WHERE practitioner_id = ?1")?
            .query_map([id], |row| row.get::<_, String>(0).map(ProcedureId::from))?
            .collect::<Sql<_>>()?;
        practitioner.hours = conn
            .prepare_cached("SELECT weekday, opens, closes FROM weekly_hours WHERE practitioner_id = ?1 ORDER BY weekday, opens")?
            .query_map([id], |row| Ok(WeeklyHours { weekday: row.get(0)?, from: parsed(row, 1)?, to: parsed(row, 2)? }))?
            .collect::<Sql<_>>()?;
        practitioner.exceptions = conn
            .prepare_cached("SELECT id, day, opens, closes, kind, reason FROM day_exception WHERE practitioner_id = ?1 ORDER BY day, opens")?
            .query_map([id], exception)?
            .collect::<Sql<_>>()?;
    }
    Ok(list)
}

fn exception(row: &Row<'_>) -> Sql<DayException> {
    let time = |at: usize| {
        row.get::<_, Option<String>>(at)?
            .map(|_| parsed(row, at))
            .transpose()
    };
    let open = row.get::<_, String>(4)? == "open";
    Ok(DayException {
        id: row.get(0)?,
        date: parsed(row, 1)?,
        from: time(2)?,
        to: time(3)?,
        kind: if open {
            ExceptionKind::Open
        } else {
            ExceptionKind::Closed
        },
        reason: row.get(5)?,
    })
}

fn resources(conn: &Connection) -> Sql<Vec<Resource>> {
    conn.prepare_cached(
        "SELECT id, name, kind FROM resource WHERE kind <> 'practitioner' AND active = 1 ORDER BY name",
    )?
    .query_map([], |row| {
        let kind: String = row.get(2)?;
        Ok(Resource {
            id: row.get::<_, String>(0)?.into(),
            name: row.get(1)?,
            kind: ResourceKind::parse(&kind).unwrap_or(ResourceKind::Room),
        })
    })?
    .collect()
}

fn parsed<T: std::str::FromStr>(row: &Row<'_>, at: usize) -> Sql<T>
where
    T::Err: std::error::Error + Send + Sync + 'static,
{
    let text: String = row.get(at)?;
    text.parse()
        .map_err(|e| rusqlite::Error::FromSqlConversionFailure(at, rusqlite::types::Type::Text, Box::new(e)))
}

fn json<T: serde::de::DeserializeOwned>(row: &Row<'_>, at: usize) -> Sql<T> {
    let text: String = row.get(at)?;
    serde_json::from_str(&text)
        .map_err(|e| rusqlite::Error::FromSqlConversionFailure(at, rusqlite::types::Type::Text, Box::new(e)))
}
