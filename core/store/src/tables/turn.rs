//! Turns as each source told them, redacted. Which are shown is the domain's `merge_turns`.

use super::{Sql, Tx, instant, ms};
use callwaiting_domain::calls::{Source, Speaker, Turn};
use callwaiting_domain::phi::PatientText;
use callwaiting_domain::redaction::{Redacted, Redaction};
use jiff::Timestamp;
use rusqlite::{Connection, params};

/// What a turn carries in the store.
#[derive(Clone, Debug, PartialEq)]
pub struct Words {
    /// Redacted text.
    pub text: String,
    /// Seconds since the start of the call, where the provider says so.
    pub seconds: Option<f64>,
    /// When something was last taken out of them.
    pub redacted_at: Option<Timestamp>,
    /// Whether they were withheld whole because redaction failed.
    pub withheld: bool,
}

/// All turns of a call, of all sources.
pub fn of_call(conn: &Connection, call_id: &str) -> Sql<Vec<Turn<Words>>> {
    conn.prepare_cached("SELECT source, ordinal, at, speaker, text, seconds, redacted_at, withheld FROM turn WHERE call_id = ?1 ORDER BY at, ordinal")?
        .query_map([call_id], |row| {
            let speaker: String = row.get(3)?;
            Ok(Turn {
                source: Source::from_rank(row.get(0)?).unwrap_or(Source::Spoken),
                ordinal: row.get(1)?,
                at: instant(row.get(2)?),
                speaker: Speaker::parse(&speaker).unwrap_or(Speaker::Caller),
                content: Words {
                    text: row.get(4)?,
                    seconds: row.get(5)?,
                    redacted_at: row.get::<_, Option<i64>>(6)?.map(instant),
                    withheld: row.get(7)?,
                },
            })
        })?
        .collect()
}

/// The last turns that were spoken one by one, oldest first: whether the caller spoke, and the redacted words.
pub fn last_spoken(conn: &Connection, call_id: &str) -> Sql<Vec<(bool, PatientText)>> {
    let mut last: Vec<_> = conn
        .prepare_cached(
            "SELECT speaker = 'caller', text FROM turn WHERE call_id = ?1 AND source = 1 ORDER BY ordinal DESC LIMIT 4",
        )?
        .query_map([call_id], |row| Ok((row.get(0)?, PatientText::new(row.get::<_, String>(1)?))))?
        .collect::<Sql<_>>()?;
    last.reverse();
    Ok(last)
}

/// Whether a place among a source's turns is taken.
pub fn is_there(conn: &Connection, call_id: &str, source: Source, ordinal: i64) -> Sql<bool> {
    conn.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM turn WHERE call_id = ?1 AND source = ?2 AND ordinal = ?3)",
    )?
    .query_row(params![call_id, source.rank(), ordinal], |row| row.get(0))
}

/// How many turns a source has told.
pub fn count(conn: &Connection, call_id: &str, source: Source) -> Sql<i64> {
    conn.prepare_cached("SELECT count(*) FROM turn WHERE call_id = ?1 AND source = ?2")?
        .query_row(params![call_id, source.rank()], |row| row.get(0))
}

/// Adds or replaces one turn; its place in its source's list is its identity.
pub fn put(
    tx: Tx<'_>,
    call_id: &str,
    turn: &Turn<Redaction>,
    seconds: Option<f64>,
    now: Timestamp,
) -> Sql<()> {
    let redacted_at = (turn.content.total() > 0).then(|| ms(now));
    tx.prepare_cached(
        "INSERT INTO turn (call_id, source, ordinal, at, speaker, text, seconds, redacted_at, withheld)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
         ON CONFLICT DO UPDATE SET at = excluded.at, speaker = excluded.speaker, text = excluded.text,
            seconds = excluded.seconds, withheld = excluded.withheld,
            redacted_at = iif(text = excluded.text, redacted_at, excluded.redacted_at)",
    )?
    .execute(params![
        call_id,
        turn.source.rank(),
        turn.ordinal,
        ms(turn.at),
        turn.speaker.as_str(),
        turn.content.text.get(),
        seconds,
        redacted_at,
        turn.content.withheld
    ])?;
    Ok(())
}

/// Replaces the words of a turn by others from which more was taken out.
pub fn rewrite(
    tx: Tx<'_>,
    call_id: &str,
    turn: &Turn<Words>,
    text: &Redacted<String>,
    now: Timestamp,
) -> Sql<()> {
    tx.prepare_cached(
        "UPDATE turn SET text = ?4, redacted_at = ?5 WHERE call_id = ?1 AND source = ?2 AND ordinal = ?3",
    )?
    .execute(params![
        call_id,
        turn.source.rank(),
        turn.ordinal,
        text.get(),
        ms(now)
    ])?;
    Ok(())
}
