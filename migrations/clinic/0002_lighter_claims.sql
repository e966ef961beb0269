-- Fewer pages to encrypt and sync for each claim and each change.
--
-- The two indexes of `occupancy` served only giving up and moving; its rows are found by resource and time as well,
-- since a claim's rows start at most one longest buffer (240 minutes) before it.

DROP INDEX occupancy_of_hold;
DROP INDEX occupancy_of_appointment;

DROP TRIGGER hold_gives_up;
CREATE TRIGGER hold_gives_up AFTER UPDATE OF state ON hold WHEN OLD.state = 'held' AND NEW.state <> 'held'
BEGIN
    DELETE FROM occupancy
    WHERE resource_id IN (SELECT id FROM resource)
      AND starts_at BETWEEN NEW.starts_at - 14400000 AND NEW.starts_at
      AND hold_id = NEW.id;
END;

DROP TRIGGER appointment_changes;
CREATE TRIGGER appointment_changes AFTER UPDATE OF status, practitioner_id, starts_at, ends_at ON appointment
WHEN NEW.status <> OLD.status OR NEW.practitioner_id <> OLD.practitioner_id
  OR NEW.starts_at <> OLD.starts_at OR NEW.ends_at <> OLD.ends_at
BEGIN
    DELETE FROM occupancy
    WHERE resource_id IN (SELECT id FROM resource)
      AND starts_at BETWEEN OLD.starts_at - 14400000 AND OLD.starts_at
      AND appointment_id = NEW.id;
    INSERT INTO occupancy (resource_id, starts_at, ends_at, appointment_id)
    SELECT NEW.practitioner_id, NEW.starts_at - p.buffer_before * 60000, NEW.ends_at + p.buffer_after * 60000, NEW.id
    FROM procedure p WHERE p.id = NEW.procedure_id AND NEW.status = 'booked';
END;

-- A cursor is never given out twice: the newest change is never deleted, so the highest `seq` always stands. That is
-- what AUTOINCREMENT was for, at the cost of one more page for each change.
CREATE TABLE event_kept (
    seq     INTEGER PRIMARY KEY,
    at      INTEGER NOT NULL,
    kind    TEXT NOT NULL,
    payload TEXT NOT NULL CHECK (json_valid(payload))
) STRICT;
INSERT INTO event_kept SELECT seq, at, kind, payload FROM event;
DROP TABLE event;
ALTER TABLE event_kept RENAME TO event;
