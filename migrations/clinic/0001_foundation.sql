-- The clinic, its catalogue, what is booked, who called, who works here, and what happened.
-- Instants are milliseconds since 1970, UTC. Ids are UUID text unless a comment says otherwise.

CREATE TABLE clinic (
    one               INTEGER PRIMARY KEY CHECK (one = 1),
    id                TEXT NOT NULL,
    name              TEXT NOT NULL,
    timezone          TEXT NOT NULL,
    country           TEXT NOT NULL,
    currency          TEXT NOT NULL,
    practice          INTEGER NOT NULL CHECK (practice IN (0, 1)),
    step_minutes      INTEGER NOT NULL DEFAULT 15 CHECK (step_minutes BETWEEN 5 AND 120),
    catalogue_version INTEGER NOT NULL DEFAULT 1,
    created_at        INTEGER NOT NULL
) STRICT;

CREATE TABLE setting (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Catalogue ---------------------------------------------------------------------------------------------

CREATE TABLE resource (
    id     TEXT PRIMARY KEY,
    name   TEXT NOT NULL,
    kind   TEXT NOT NULL CHECK (kind IN ('practitioner', 'room', 'device')),
    active INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1))
) STRICT, WITHOUT ROWID;

CREATE TABLE practitioner (
    id        TEXT PRIMARY KEY REFERENCES resource (id),
    name      TEXT NOT NULL,
    specialty TEXT,
    room      TEXT,
    position  INTEGER NOT NULL,
    active    INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1))
) STRICT, WITHOUT ROWID;

CREATE TABLE procedure (
    id             TEXT PRIMARY KEY,
    name           TEXT NOT NULL,
    aliases        TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(aliases)),
    minutes        INTEGER NOT NULL CHECK (minutes BETWEEN 5 AND 720),
    buffer_before  INTEGER NOT NULL DEFAULT 0 CHECK (buffer_before BETWEEN 0 AND 240),
    buffer_after   INTEGER NOT NULL DEFAULT 0 CHECK (buffer_after BETWEEN 0 AND 240),
    price_from     INTEGER CHECK (price_from >= 0),
    price_to       INTEGER CHECK (price_to >= price_from),
    currency       TEXT NOT NULL,
    recovery       TEXT,
    needs          TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(needs)),
    position       INTEGER NOT NULL,
    active         INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1))
) STRICT, WITHOUT ROWID;

CREATE TABLE practitioner_procedure (
    practitioner_id TEXT NOT NULL REFERENCES practitioner (id),
    procedure_id    TEXT NOT NULL REFERENCES procedure (id),
    PRIMARY KEY (practitioner_id, procedure_id)
) STRICT, WITHOUT ROWID;

-- Local times, "HH:MM".
CREATE TABLE weekly_hours (
    practitioner_id TEXT NOT NULL REFERENCES practitioner (id),
    weekday         INTEGER NOT NULL CHECK (weekday BETWEEN 1 AND 7),
    opens           TEXT NOT NULL,
    closes          TEXT NOT NULL,
    PRIMARY KEY (practitioner_id, weekday, opens)
) STRICT, WITHOUT ROWID;

CREATE TABLE day_exception (
    id              TEXT PRIMARY KEY,
    practitioner_id TEXT NOT NULL REFERENCES practitioner (id),
    day             TEXT NOT NULL,
    opens           TEXT,
    closes          TEXT,
    kind            TEXT NOT NULL CHECK (kind IN ('closed', 'open')),
    reason          TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX day_exception_of ON day_exception (practitioner_id, day);

-- People ------------------------------------------------------------------------------------------------

CREATE TABLE contact (
    id             TEXT PRIMARY KEY,
    name           TEXT,
    phone          TEXT,
    email          TEXT,
    date_of_birth  TEXT,
    do_not_contact INTEGER NOT NULL DEFAULT 0 CHECK (do_not_contact IN (0, 1)),
    created_at     INTEGER NOT NULL,
    last_call_at   INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX contact_by_phone ON contact (phone);
CREATE INDEX contact_by_name ON contact (name COLLATE NOCASE);

-- Calls -------------------------------------------------------------------------------------------------

CREATE TABLE call (
    id               TEXT PRIMARY KEY,
    provider_call_id TEXT NOT NULL UNIQUE,
    direction        TEXT NOT NULL CHECK (direction IN ('inbound', 'outbound')),
    status           TEXT NOT NULL CHECK (status IN
        ('ringing', 'in_progress', 'completed', 'abandoned', 'follow_up_sent', 'recovered', 'expired', 'failed')),
    outcome          TEXT CHECK (outcome IN
        ('booked', 'enquiry', 'handed_over', 'emergency', 'abandoned', 'not_reached')),
    contact_id       TEXT REFERENCES contact (id) ON DELETE SET NULL,
    phone            TEXT,
    procedure_id     TEXT REFERENCES procedure (id),
    reason           TEXT,
    summary          TEXT,
    first_heard_at   INTEGER NOT NULL,
    started_at       INTEGER,
    answered_at      INTEGER,
    ended_at         INTEGER,
    ended_reason     TEXT,
    reported         INTEGER NOT NULL DEFAULT 0 CHECK (reported IN (0, 1)),
    closed           INTEGER NOT NULL DEFAULT 0 CHECK (closed IN (0, 1)),
    conversation_at  INTEGER,
    cost_micros      INTEGER,
    cost_currency    TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX call_by_time ON call (first_heard_at);
CREATE INDEX call_live ON call (status) WHERE status IN ('ringing', 'in_progress');
CREATE INDEX call_of_contact ON call (contact_id);

-- `source` 1 spoken, 2 conversation, 3 report; `text` is redacted before it gets here.
CREATE TABLE turn (
    call_id  TEXT NOT NULL REFERENCES call (id),
    source   INTEGER NOT NULL CHECK (source BETWEEN 1 AND 3),
    ordinal  INTEGER NOT NULL,
    at       INTEGER NOT NULL,
    speaker  TEXT NOT NULL CHECK (speaker IN ('caller', 'voxanne')),
    text     TEXT NOT NULL,
    seconds  REAL,
    PRIMARY KEY (call_id, source, ordinal)
) STRICT, WITHOUT ROWID;

CREATE TABLE call_event (
    id      INTEGER PRIMARY KEY,
    call_id TEXT NOT NULL REFERENCES call (id),
    at      INTEGER NOT NULL,
    kind    TEXT NOT NULL,
    text    TEXT NOT NULL
) STRICT;
CREATE INDEX call_event_of ON call_event (call_id, at);

-- The slots that were offered in a call, under the short id that the voice knows.
CREATE TABLE offer (
    call_id         TEXT NOT NULL REFERENCES call (id),
    slot_id         TEXT NOT NULL,
    practitioner_id TEXT NOT NULL REFERENCES practitioner (id),
    procedure_id    TEXT NOT NULL REFERENCES procedure (id),
    starts_at       INTEGER NOT NULL,
    PRIMARY KEY (call_id, slot_id),
    UNIQUE (call_id, practitioner_id, procedure_id, starts_at)
) STRICT, WITHOUT ROWID;

-- How often a call asked a tool the same thing; `asked` is a hash of name and arguments.
CREATE TABLE tool_use (
    call_id TEXT NOT NULL REFERENCES call (id),
    asked   TEXT NOT NULL,
    tool    TEXT NOT NULL,
    times   INTEGER NOT NULL,
    PRIMARY KEY (call_id, asked)
) STRICT, WITHOUT ROWID;

-- Every delivery that took effect, under the key that repeats share, with the answer that repeats get.
CREATE TABLE delivery (
    key         TEXT PRIMARY KEY,
    kind        TEXT NOT NULL,
    received_at INTEGER NOT NULL,
    answer      TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX delivery_by_time ON delivery (received_at);

-- Messages of a type nobody knows yet, scrubbed of secrets and redacted.
CREATE TABLE unknown_message (
    id          INTEGER PRIMARY KEY,
    kind        TEXT NOT NULL,
    received_at INTEGER NOT NULL,
    body        TEXT NOT NULL CHECK (json_valid(body))
) STRICT;

-- Booking -----------------------------------------------------------------------------------------------

CREATE TABLE hold (
    id              TEXT PRIMARY KEY,
    kind            TEXT NOT NULL CHECK (kind IN ('live', 'recovery')),
    state           TEXT NOT NULL CHECK (state IN ('held', 'confirmed', 'released', 'expired')),
    practitioner_id TEXT NOT NULL REFERENCES practitioner (id),
    procedure_id    TEXT NOT NULL REFERENCES procedure (id),
    starts_at       INTEGER NOT NULL,
    ends_at         INTEGER NOT NULL CHECK (ends_at > starts_at),
    created_at      INTEGER NOT NULL,
    renewed_at      INTEGER NOT NULL,
    expires_at      INTEGER NOT NULL CHECK (expires_at > renewed_at),
    ended_at        INTEGER CHECK ((state = 'held') = (ended_at IS NULL)),
    call_id         TEXT REFERENCES call (id),
    contact_id      TEXT REFERENCES contact (id) ON DELETE SET NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX hold_due ON hold (expires_at) WHERE state = 'held';
CREATE INDEX hold_of_call ON hold (call_id) WHERE call_id IS NOT NULL;

CREATE TABLE appointment (
    id              TEXT PRIMARY KEY,
    hold_id         TEXT UNIQUE REFERENCES hold (id),
    practitioner_id TEXT NOT NULL REFERENCES practitioner (id),
    procedure_id    TEXT NOT NULL REFERENCES procedure (id),
    contact_id      TEXT REFERENCES contact (id) ON DELETE SET NULL,
    call_id         TEXT REFERENCES call (id),
    starts_at       INTEGER NOT NULL,
    ends_at         INTEGER NOT NULL CHECK (ends_at > starts_at),
    status          TEXT NOT NULL CHECK (status IN ('booked', 'cancelled')),
    arrived         INTEGER NOT NULL DEFAULT 0 CHECK (arrived IN (0, 1)),
    won_back        INTEGER NOT NULL DEFAULT 0 CHECK (won_back IN (0, 1)),
    confirmed_by    TEXT NOT NULL,
    version         INTEGER NOT NULL DEFAULT 1,
    created_at      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX appointment_by_start ON appointment (starts_at);
CREATE INDEX appointment_of_contact ON appointment (contact_id);
CREATE INDEX appointment_of_call ON appointment (call_id) WHERE call_id IS NOT NULL;

-- What every claim takes, one row a resource, buffers included. This table is where two claims of one
-- resource can't overlap, whatever the code above it does.
CREATE TABLE occupancy (
    resource_id    TEXT NOT NULL REFERENCES resource (id),
    starts_at      INTEGER NOT NULL,
    ends_at        INTEGER NOT NULL CHECK (ends_at > starts_at AND ends_at - starts_at <= 86400000),
    hold_id        TEXT REFERENCES hold (id),
    appointment_id TEXT REFERENCES appointment (id),
    PRIMARY KEY (resource_id, starts_at),
    CHECK ((hold_id IS NULL) <> (appointment_id IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX occupancy_of_hold ON occupancy (hold_id) WHERE hold_id IS NOT NULL;
CREATE INDEX occupancy_of_appointment ON occupancy (appointment_id) WHERE appointment_id IS NOT NULL;

CREATE TRIGGER occupancy_no_overlap BEFORE INSERT ON occupancy
WHEN EXISTS (
    SELECT 1 FROM occupancy o
    WHERE o.resource_id = NEW.resource_id
      AND o.starts_at < NEW.ends_at AND o.starts_at > NEW.starts_at - 86400000
      AND o.ends_at > NEW.starts_at)
BEGIN SELECT RAISE(ABORT, 'slot_taken'); END;

-- A claim's stretch is fixed: a move takes new rows and gives up the old ones.
CREATE TRIGGER occupancy_fixed BEFORE UPDATE ON occupancy
BEGIN SELECT RAISE(ABORT, 'occupancy is never updated'); END;

-- A booked appointment, and a hold that is held, always have their practitioner's row; the schema puts it
-- there and takes it away, so that no statement can make a claim that takes nothing.
CREATE TRIGGER hold_takes AFTER INSERT ON hold WHEN NEW.state = 'held'
BEGIN
    INSERT INTO occupancy (resource_id, starts_at, ends_at, hold_id)
    SELECT NEW.practitioner_id, NEW.starts_at - p.buffer_before * 60000, NEW.ends_at + p.buffer_after * 60000, NEW.id
    FROM procedure p WHERE p.id = NEW.procedure_id;
END;
CREATE TRIGGER hold_gives_up AFTER UPDATE OF state ON hold WHEN OLD.state = 'held' AND NEW.state <> 'held'
BEGIN DELETE FROM occupancy WHERE hold_id = NEW.id; END;
CREATE TRIGGER hold_stays_ended BEFORE UPDATE OF state ON hold WHEN OLD.state <> 'held' AND NEW.state <> OLD.state
BEGIN SELECT RAISE(ABORT, 'an ended hold stays ended'); END;
CREATE TRIGGER hold_stays_put BEFORE UPDATE OF practitioner_id, procedure_id, starts_at, ends_at ON hold
BEGIN SELECT RAISE(ABORT, 'a hold does not move'); END;
CREATE TRIGGER hold_is_kept BEFORE DELETE ON hold WHEN OLD.state = 'held'
BEGIN SELECT RAISE(ABORT, 'a hold in force is not deleted'); END;

CREATE TRIGGER appointment_takes AFTER INSERT ON appointment WHEN NEW.status = 'booked'
BEGIN
    INSERT INTO occupancy (resource_id, starts_at, ends_at, appointment_id)
    SELECT NEW.practitioner_id, NEW.starts_at - p.buffer_before * 60000, NEW.ends_at + p.buffer_after * 60000, NEW.id
    FROM procedure p WHERE p.id = NEW.procedure_id;
END;
CREATE TRIGGER appointment_changes AFTER UPDATE OF status, practitioner_id, starts_at, ends_at ON appointment
WHEN NEW.status <> OLD.status OR NEW.practitioner_id <> OLD.practitioner_id
  OR NEW.starts_at <> OLD.starts_at OR NEW.ends_at <> OLD.ends_at
BEGIN
    DELETE FROM occupancy WHERE appointment_id = NEW.id;
    INSERT INTO occupancy (resource_id, starts_at, ends_at, appointment_id)
    SELECT NEW.practitioner_id, NEW.starts_at - p.buffer_before * 60000, NEW.ends_at + p.buffer_after * 60000, NEW.id
    FROM procedure p WHERE p.id = NEW.procedure_id AND NEW.status = 'booked';
END;
CREATE TRIGGER appointment_keeps_procedure BEFORE UPDATE OF procedure_id, hold_id ON appointment
BEGIN SELECT RAISE(ABORT, 'an appointment keeps its procedure'); END;
CREATE TRIGGER appointment_is_kept BEFORE DELETE ON appointment WHEN OLD.status = 'booked'
BEGIN SELECT RAISE(ABORT, 'a booked appointment is not deleted'); END;

-- What needs a person ---------------------------------------------------------------------------------

CREATE TABLE need (
    id         TEXT PRIMARY KEY,
    kind       TEXT NOT NULL CHECK (kind IN ('emergency', 'handover', 'callback', 'appointment_conflict', 'tool_trouble')),
    urgent     INTEGER NOT NULL CHECK (urgent IN (0, 1)),
    title      TEXT NOT NULL,
    detail     TEXT NOT NULL,
    call_id    TEXT REFERENCES call (id),
    contact_id TEXT REFERENCES contact (id) ON DELETE SET NULL,
    created_at INTEGER NOT NULL,
    done_at    INTEGER,
    done_by    TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX need_open ON need (urgent, created_at) WHERE done_at IS NULL;

-- Staff -------------------------------------------------------------------------------------------------

CREATE TABLE staff (
    id            TEXT PRIMARY KEY,
    username      TEXT NOT NULL UNIQUE COLLATE NOCASE,
    name          TEXT NOT NULL,
    role          TEXT NOT NULL CHECK (role IN ('front_desk', 'manager', 'it_admin')),
    password_hash TEXT,
    active        INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
    failures      INTEGER NOT NULL DEFAULT 0,
    locked_until  INTEGER,
    created_at    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Only hashes of what a session, a token or a link carries.
CREATE TABLE session (
    secret_hash TEXT PRIMARY KEY,
    staff_id    TEXT NOT NULL REFERENCES staff (id),
    csrf        TEXT NOT NULL,
    created_at  INTEGER NOT NULL,
    seen_at     INTEGER NOT NULL,
    expires_at  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE access_token (
    id          TEXT PRIMARY KEY,
    secret_hash TEXT NOT NULL UNIQUE,
    role        TEXT NOT NULL CHECK (role IN ('front_desk', 'manager', 'it_admin')),
    label       TEXT NOT NULL,
    created_at  INTEGER NOT NULL,
    revoked_at  INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE sign_in_link (
    secret_hash TEXT PRIMARY KEY,
    staff_id    TEXT NOT NULL REFERENCES staff (id),
    expires_at  INTEGER NOT NULL,
    used_at     INTEGER
) STRICT, WITHOUT ROWID;

-- What happened -----------------------------------------------------------------------------------------

CREATE TABLE audit (
    seq    INTEGER PRIMARY KEY,
    at     INTEGER NOT NULL,
    actor  TEXT NOT NULL,
    action TEXT NOT NULL,
    target TEXT,
    detail TEXT,
    hash   TEXT NOT NULL
) STRICT;
CREATE TRIGGER audit_is_kept BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER audit_is_fixed BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;

-- Changes for windows and browsers, in the order in which they were committed; `seq` is the cursor.
CREATE TABLE event (
    seq     INTEGER PRIMARY KEY AUTOINCREMENT,
    at      INTEGER NOT NULL,
    kind    TEXT NOT NULL,
    payload TEXT NOT NULL CHECK (json_valid(payload))
) STRICT;

-- How far the provider's own lists have been read.
CREATE TABLE reconciled (
    source       TEXT PRIMARY KEY,
    caught_up_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
