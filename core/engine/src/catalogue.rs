//! Changing what the clinic offers. Each change is checked, audited, and raises the catalogue's version.

use crate::booking::Actor;
use crate::clinic::Clinic;
use crate::error::{Done, EngineError};
use crate::events::{self, Change};
use callwaiting_domain::booking::{Practitioner, Procedure, Resource};
use callwaiting_store::tables::{Tx, audit, catalogue_edit};

/// Adds a procedure, or replaces the one of the same id.
///
/// # Errors
/// [`EngineError::Validation`] with what is wrong.
pub async fn put_procedure(clinic: &Clinic, procedure: Procedure, by: &Actor) -> Done<()> {
    let catalogue = clinic.catalogue();
    check_name(&procedure.name)?;
    if !(5..=720).contains(&procedure.minutes) {
        return Err(EngineError::Validation("minutes must be between 5 and 720"));
    }
    if !(0..=240).contains(&procedure.buffer_before_minutes)
        || !(0..=240).contains(&procedure.buffer_after_minutes)
    {
        return Err(EngineError::Validation(
            "a buffer must be between 0 and 240 minutes",
        ));
    }
    if let (Some(from), Some(to)) = (&procedure.price_from, &procedure.price_to)
        && (from.currency != to.currency || from.amount_minor > to.amount_minor)
    {
        return Err(EngineError::Validation(
            "the price range must go upwards in one currency",
        ));
    }
    let known = |id| catalogue.resources.iter().any(|r| r.id == id);
    if procedure
        .needs
        .iter()
        .any(|n| n.any_of.is_empty() || !n.any_of.iter().cloned().all(known))
    {
        return Err(EngineError::Validation(
            "a need must name rooms or devices of this clinic",
        ));
    }
    let (currency, id) = (clinic.row().currency.clone(), procedure.id.to_string());
    edit(clinic, by, "procedure.change", id, move |tx| {
        Ok(catalogue_edit::put_procedure(tx, &procedure, &currency)?)
    })
    .await
}

/// Adds a practitioner, or replaces the one of the same id.
///
/// # Errors
/// [`EngineError::Validation`] with what is wrong.
pub async fn put_practitioner(clinic: &Clinic, practitioner: Practitioner, by: &Actor) -> Done<()> {
    let catalogue = clinic.catalogue();
    check_name(&practitioner.name)?;
    if practitioner
        .procedures
        .iter()
        .any(|id| catalogue.procedure(id).is_none())
    {
        return Err(EngineError::Validation(
            "a procedure of the list is not in this clinic's catalogue",
        ));
    }
    if practitioner.hours.iter().any(|h| !(1..=7).contains(&h.weekday)) {
        return Err(EngineError::Validation(
            "a weekday is a number from 1, Monday, to 7, Sunday",
        ));
    }
    let backwards = |from, to| to != jiff::civil::Time::midnight() && to <= from;
    if practitioner.hours.iter().any(|h| backwards(h.from, h.to)) {
        return Err(EngineError::Validation("opening hours must end after they begin"));
    }
    let mut openings: Vec<_> = practitioner.hours.iter().map(|h| (h.weekday, h.from)).collect();
    openings.sort();
    if openings.windows(2).any(|pair| pair[0] == pair[1]) {
        return Err(EngineError::Validation(
            "two openings of one day begin at the same time",
        ));
    }
    let mut ids: Vec<&str> = practitioner.exceptions.iter().map(|e| e.id.as_str()).collect();
    ids.sort_unstable();
    if ids.windows(2).any(|pair| pair[0] == pair[1]) {
        return Err(EngineError::Validation("two exceptions have the same id"));
    }
    let odd = |e: &callwaiting_domain::booking::DayException| matches!((e.from, e.to), (Some(from), Some(to)) if backwards(from, to));
    if practitioner.exceptions.iter().any(odd) {
        return Err(EngineError::Validation("an exception must end after it begins"));
    }
    let id = practitioner.id.to_string();
    edit(clinic, by, "practitioner.change", id, move |tx| {
        Ok(catalogue_edit::put_practitioner(tx, &practitioner)?)
    })
    .await
}

/// Adds or renames a room or a device.
pub async fn put_resource(clinic: &Clinic, resource: Resource, by: &Actor) -> Done<()> {
    check_name(&resource.name)?;
    let id = resource.id.to_string();
    edit(clinic, by, "resource.change", id, move |tx| {
        Ok(catalogue_edit::put_resource(tx, &resource)?)
    })
    .await
}

fn check_name(name: &str) -> Done<()> {
    if name.trim().is_empty() || name.chars().count() > 120 || name.chars().any(char::is_control) {
        return Err(EngineError::Validation(
            "a name must have between 1 and 120 characters",
        ));
    }
    Ok(())
}

async fn edit(
    clinic: &Clinic,
    by: &Actor,
    action: &'static str,
    id: String,
    job: impl FnOnce(Tx<'_>) -> Done<()> + Send + 'static,
) -> Done<()> {
    let (now, by) = (clinic.now(), by.name());
    clinic
        .write(move |tx| {
            job(tx)?;
            audit::append(tx, now, &by, action, Some(&id), None)?;
            events::tell(tx, now, Change::Catalogue)
        })
        .await?;
    clinic.reload_catalogue().await?;
    Ok(())
}
