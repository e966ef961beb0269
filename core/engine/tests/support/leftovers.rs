//! What must be true of the raw tables after every test, whatever happened in it.

use super::Practice;
use callwaiting_store::tables::audit;

const WRONG: [(&str, &str); 7] = [
    (
        "two claims of one resource overlap",
        "SELECT a.resource_id || ' ' || a.starts_at FROM occupancy a JOIN occupancy b ON a.resource_id = b.resource_id
         WHERE a.starts_at < b.starts_at AND a.ends_at > b.starts_at",
    ),
    (
        "something is taken for nobody",
        "SELECT o.resource_id FROM occupancy o LEFT JOIN hold h ON h.id = o.hold_id LEFT JOIN appointment a ON a.id = o.appointment_id
         WHERE coalesce(h.state = 'held', a.status = 'booked', 0) = 0",
    ),
    (
        "a hold in force has not taken its practitioner",
        "SELECT h.id FROM hold h WHERE h.state = 'held' AND NOT EXISTS (SELECT 1 FROM occupancy o WHERE o.hold_id = h.id
         AND o.resource_id = h.practitioner_id AND o.starts_at <= h.starts_at AND o.ends_at >= h.ends_at)",
    ),
    (
        "an appointment has not taken its practitioner",
        "SELECT a.id FROM appointment a WHERE a.status = 'booked' AND NOT EXISTS (SELECT 1 FROM occupancy o WHERE o.appointment_id = a.id
         AND o.resource_id = a.practitioner_id AND o.starts_at <= a.starts_at AND o.ends_at >= a.ends_at)",
    ),
    (
        "a hold in force has not taken what its procedure needs",
        "SELECT h.id FROM hold h JOIN procedure p ON p.id = h.procedure_id WHERE h.state = 'held'
         AND (SELECT count(*) FROM occupancy o WHERE o.hold_id = h.id) <> 1 + json_array_length(p.needs)",
    ),
    (
        "an appointment has not taken what its procedure needs",
        "SELECT a.id FROM appointment a JOIN procedure p ON p.id = a.procedure_id WHERE a.status = 'booked'
         AND (SELECT count(*) FROM occupancy o WHERE o.appointment_id = a.id) <> 1 + json_array_length(p.needs)",
    ),
    (
        "what one claim has taken is not one stretch",
        "SELECT coalesce(hold_id, appointment_id) FROM occupancy GROUP BY coalesce(hold_id, appointment_id)
         HAVING count(DISTINCT starts_at) > 1 OR count(DISTINCT ends_at) > 1",
    ),
];

pub(super) fn check(practice: &Practice) {
    for (what, sql) in WRONG {
        let found: Vec<String> =
            practice.raw(move |conn| conn.prepare(sql)?.query_map([], |row| row.get(0))?.collect());
        assert!(found.is_empty(), "{what}: {found:?}");
    }
    let chain = practice.raw(audit::verify);
    assert!(chain.is_ok(), "the audit log's chain breaks: {chain:?}");
    let dangling: i64 = practice.raw(|conn| {
        conn.query_row("SELECT count(*) FROM pragma_foreign_key_check", [], |row| {
            row.get(0)
        })
    });
    assert_eq!(dangling, 0, "rows refer to what is not there");
}
