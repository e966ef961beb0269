//! Phone calls. Which news wins is the domain's `CallState`; this file reads and writes it.

use super::{Sql, Tx, instant, ms};
use callwaiting_domain::calls::{CallState, CallStatus, Outcome};
use callwaiting_domain::contact::Phone;
use callwaiting_domain::phi::PatientText;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, Row, params};

/// One call.
#[derive(Clone, Debug)]
pub struct CallRow {
    /// Its id here.
    pub id: String,
    /// Its id at the provider.
    pub provider_call_id: String,
    /// Whether somebody rang the clinic.
    pub inbound: bool,
    /// What news has told.
    pub state: CallState,
    /// What came of it.
    pub outcome: Option<Outcome>,
    /// Whose it is, if known.
    pub contact_id: Option<String>,
    /// The other side's number, E.164.
    pub phone: Option<PatientText>,
    /// The procedure it is about.
    pub procedure_id: Option<String>,
    /// Why, in redacted words.
    pub reason: Option<String>,
    /// The provider's summary, redacted.
    pub summary: Option<String>,
    /// When the earliest news of it was sent.
    pub first_heard_at: Timestamp,
    /// Whether the end has been dealt with: holds turned, outcome set.
    pub closed: bool,
    /// Until when the running conversation covers what was spoken.
    pub conversation_at: Option<Timestamp>,
    /// Its cost in millionths of the currency, if known.
    pub cost: Option<(i64, String)>,
    /// Whether its person was erased: no words of it are taken in any more.
    pub erased: bool,
}

impl CallRow {
    /// A call of which nothing is known yet but that there is one.
    pub fn first_heard(id: String, provider_call_id: String, inbound: bool, at: Timestamp) -> Self {
        Self {
            id,
            provider_call_id,
            inbound,
            state: CallState::default(),
            outcome: None,
            contact_id: None,
            phone: None,
            procedure_id: None,
            reason: None,
            summary: None,
            first_heard_at: at,
            closed: false,
            conversation_at: None,
            cost: None,
            erased: false,
        }
    }

    /// The last three digits of the number.
    pub fn phone_ending(&self) -> Option<&str> {
        let number = self.phone.as_ref()?.expose();
        number.get(number.len().checked_sub(3)?..)
    }
}

const COLUMNS: &str = "c.id, c.provider_call_id, c.direction, c.status, c.started_at, c.answered_at, c.ended_at, c.ended_reason, c.reported, \
    c.outcome, c.contact_id, c.phone, c.procedure_id, c.reason, c.summary, c.first_heard_at, c.closed, c.conversation_at, c.cost_micros, c.cost_currency, c.erased";

fn row(row: &Row<'_>) -> Sql<CallRow> {
    let at = |index: usize| row.get::<_, Option<i64>>(index).map(|ms| ms.map(instant));
    let status: String = row.get(3)?;
    let outcome: Option<String> = row.get(9)?;
    let cost: Option<i64> = row.get(18)?;
    let currency: Option<String> = row.get(19)?;
    Ok(CallRow {
        id: row.get(0)?,
        provider_call_id: row.get(1)?,
        inbound: row.get::<_, String>(2)? == "inbound",
        state: CallState {
            status: CallStatus::parse(&status).unwrap_or(CallStatus::Failed),
            started_at: at(4)?,
            answered_at: at(5)?,
            ended_at: at(6)?,
            ended_reason: row.get(7)?,
            reported: row.get(8)?,
        },
        outcome: outcome.as_deref().and_then(Outcome::parse),
        contact_id: row.get(10)?,
        phone: row.get::<_, Option<String>>(11)?.map(PatientText::new),
        procedure_id: row.get(12)?,
        reason: row.get(13)?,
        summary: row.get(14)?,
        first_heard_at: instant(row.get(15)?),
        closed: row.get(16)?,
        conversation_at: at(17)?,
        cost: cost.zip(currency),
        erased: row.get(20)?,
    })
}

/// The call of that id.
pub fn find(conn: &Connection, id: &str) -> Sql<Option<CallRow>> {
    conn.prepare_cached(&format!("SELECT {COLUMNS} FROM call c WHERE c.id = ?1"))?
        .query_row([id], row)
        .optional()
}

/// The call of that id at the provider.
pub fn by_provider(conn: &Connection, provider_call_id: &str) -> Sql<Option<CallRow>> {
    conn.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM call c WHERE c.provider_call_id = ?1"
    ))?
    .query_row([provider_call_id], row)
    .optional()
}

/// Everybody on the line, first come first.
pub fn live(conn: &Connection) -> Sql<Vec<CallRow>> {
    conn.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM call c WHERE c.status IN ('ringing', 'in_progress') ORDER BY c.first_heard_at"
    ))?
    .query_map([], row)?
    .collect()
}

/// Calls on the line of which nothing was heard since `before`, each with its last sign.
pub fn silent_since(conn: &Connection, before: Timestamp) -> Sql<Vec<(CallRow, Timestamp)>> {
    conn.prepare_cached(&format!(
        "SELECT {COLUMNS}, max(c.first_heard_at, coalesce(c.answered_at, 0),
            coalesce((SELECT max(t.at) FROM turn t WHERE t.call_id = c.id), 0),
            coalesce((SELECT max(h.renewed_at) FROM hold h WHERE h.call_id = c.id), 0)) AS last_sign
         FROM call c WHERE c.status IN ('ringing', 'in_progress') AND last_sign < ?1"
    ))?
    .query_map([ms(before)], |found| {
        Ok((row(found)?, instant(found.get("last_sign")?)))
    })?
    .collect()
}

/// Every call of a contact, newest first.
pub fn of_contact(conn: &Connection, contact_id: &str) -> Sql<Vec<CallRow>> {
    conn.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM call c WHERE c.contact_id = ?1 ORDER BY c.first_heard_at DESC"
    ))?
    .query_map([contact_id], row)?
    .collect()
}

/// Calls first heard of since `from`, oldest first.
pub fn since(conn: &Connection, from: Timestamp) -> Sql<Vec<CallRow>> {
    conn.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM call c WHERE c.first_heard_at >= ?1 ORDER BY c.first_heard_at"
    ))?
    .query_map([ms(from)], row)?
    .collect()
}

/// Newest first: calls of a status, whose contact, number, reason or words contain `q`; and how many in all.
pub fn list(conn: &Connection, status: &str, q: &str, limit: i64, offset: i64) -> Sql<(Vec<CallRow>, i64)> {
    let like = format!(
        "%{}%",
        q.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
    );
    let wanted = "FROM call c LEFT JOIN contact k ON k.id = c.contact_id LEFT JOIN procedure p ON p.id = c.procedure_id
        WHERE (?1 = '' OR c.status = ?1) AND (?2 = '%%' OR k.name LIKE ?2 ESCAPE '\\' OR c.phone LIKE ?2 ESCAPE '\\'
            OR c.reason LIKE ?2 ESCAPE '\\' OR p.name LIKE ?2 ESCAPE '\\'
            OR EXISTS (SELECT 1 FROM turn t WHERE t.call_id = c.id AND t.text LIKE ?2 ESCAPE '\\'))";
    let total = conn
        .prepare_cached(&format!("SELECT count(*) {wanted}"))?
        .query_row(params![status, like], |row| row.get(0))?;
    let items = conn
        .prepare_cached(&format!(
            "SELECT {COLUMNS} {wanted} ORDER BY c.first_heard_at DESC, c.id DESC LIMIT ?3 OFFSET ?4"
        ))?
        .query_map(params![status, like, limit, offset], row)?
        .collect::<Sql<_>>()?;
    Ok((items, total))
}

/// Adds a call that was just heard of, with its person and what the news of it told.
pub fn insert(tx: Tx<'_>, call: &CallRow) -> Sql<()> {
    let at = |t: Option<Timestamp>| t.map(ms);
    tx.prepare_cached(
        "INSERT INTO call (id, provider_call_id, direction, first_heard_at, phone, contact_id,
            status, started_at, answered_at, ended_at, ended_reason, reported)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
    )?
    .execute(params![
        call.id,
        call.provider_call_id,
        if call.inbound { "inbound" } else { "outbound" },
        ms(call.first_heard_at),
        call.phone.as_ref().map(PatientText::expose),
        call.contact_id,
        call.state.status.as_str(),
        at(call.state.started_at),
        at(call.state.answered_at),
        at(call.state.ended_at),
        call.state.ended_reason,
        call.state.reported
    ])?;
    Ok(())
}

/// Writes what news has told.
pub fn set_state(tx: Tx<'_>, id: &str, state: &CallState) -> Sql<()> {
    let at = |t: Option<Timestamp>| t.map(ms);
    tx.prepare_cached(
        "UPDATE call SET status = ?2, started_at = ?3, answered_at = ?4, ended_at = ?5, ended_reason = ?6, reported = ?7 WHERE id = ?1",
    )?
    .execute(params![
        id,
        state.status.as_str(),
        at(state.started_at),
        at(state.answered_at),
        at(state.ended_at),
        state.ended_reason,
        state.reported
    ])?;
    Ok(())
}

/// Notes who it is; a number that is known stays.
pub fn set_person(tx: Tx<'_>, id: &str, phone: Option<&Phone>, contact_id: Option<&str>) -> Sql<()> {
    tx.prepare_cached(
        "UPDATE call SET phone = coalesce(phone, ?2), contact_id = coalesce(?3, contact_id) WHERE id = ?1",
    )?
    .execute(params![id, phone.map(Phone::as_e164), contact_id])?;
    Ok(())
}

/// Notes what it is about; both stay as they are where nothing new is given.
pub fn set_topic(tx: Tx<'_>, id: &str, procedure_id: Option<&str>, reason: Option<&str>) -> Sql<()> {
    tx.prepare_cached("UPDATE call SET procedure_id = coalesce(?2, procedure_id), reason = coalesce(?3, reason) WHERE id = ?1")?
        .execute(params![id, procedure_id, reason])?;
    Ok(())
}

/// Notes what came of it.
pub fn set_outcome(tx: Tx<'_>, id: &str, outcome: Outcome) -> Sql<()> {
    tx.prepare_cached("UPDATE call SET outcome = ?2 WHERE id = ?1")?
        .execute(params![id, outcome.as_str()])?;
    Ok(())
}

/// Marks the end as dealt with.
pub fn close(tx: Tx<'_>, id: &str) -> Sql<()> {
    tx.prepare_cached("UPDATE call SET closed = 1 WHERE id = ?1")?
        .execute([id])?;
    Ok(())
}

/// Notes an earlier sign of the call than was known.
pub fn heard_at(tx: Tx<'_>, id: &str, at: Timestamp) -> Sql<()> {
    tx.prepare_cached("UPDATE call SET first_heard_at = min(first_heard_at, ?2) WHERE id = ?1")?
        .execute(params![id, ms(at)])?;
    Ok(())
}

/// Notes until when the running conversation covers what was spoken; never moves back.
pub fn set_conversation_at(tx: Tx<'_>, id: &str, at: Timestamp) -> Sql<()> {
    tx.prepare_cached(
        "UPDATE call SET conversation_at = max(coalesce(conversation_at, 0), ?2) WHERE id = ?1",
    )?
    .execute(params![id, ms(at)])?;
    Ok(())
}

/// Notes what the report adds: the redacted summary and the cost in millionths.
pub fn set_report(tx: Tx<'_>, id: &str, summary: Option<&str>, cost: Option<(i64, &str)>) -> Sql<()> {
    tx.prepare_cached(
        "UPDATE call SET summary = coalesce(?2, summary), cost_micros = coalesce(?3, cost_micros), cost_currency = coalesce(?4, cost_currency)
         WHERE id = ?1",
    )?
    .execute(params![id, summary, cost.map(|c| c.0), cost.map(|c| c.1)])?;
    Ok(())
}
