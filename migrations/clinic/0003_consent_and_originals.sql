-- Consent, originals kept sealed, erasure that stays, and appointments by the reference a call was given.

-- What a caller agreed to, in the words they were asked with. The latest of a contact, or of a call, is in force.
CREATE TABLE consent (
    id          TEXT PRIMARY KEY,
    call_id     TEXT NOT NULL REFERENCES call (id),
    contact_id  TEXT REFERENCES contact (id) ON DELETE SET NULL,
    given       INTEGER NOT NULL CHECK (given IN (0, 1)),
    wording     TEXT NOT NULL,
    channel     TEXT NOT NULL CHECK (channel IN ('phone', 'desk', 'sms', 'web')),
    recorded_by TEXT NOT NULL,
    at          INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX consent_of_call ON consent (call_id, at);
CREATE INDEX consent_of_contact ON consent (contact_id, at) WHERE contact_id IS NOT NULL;

-- The words of a turn before anything was taken out, encrypted under the sealing key.
CREATE TABLE sealed_turn (
    call_id   TEXT NOT NULL REFERENCES call (id),
    source    INTEGER NOT NULL CHECK (source BETWEEN 1 AND 3),
    ordinal   INTEGER NOT NULL,
    sealed    BLOB NOT NULL,
    sealed_at INTEGER NOT NULL,
    PRIMARY KEY (call_id, source, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX sealed_turn_by_time ON sealed_turn (sealed_at);

-- When something was last taken out of a turn, and whether its words were withheld whole.
ALTER TABLE turn ADD COLUMN redacted_at INTEGER;
ALTER TABLE turn ADD COLUMN withheld INTEGER NOT NULL DEFAULT 0 CHECK (withheld IN (0, 1));

-- The words of a call whose person was erased never come back, whatever is delivered late.
ALTER TABLE call ADD COLUMN erased INTEGER NOT NULL DEFAULT 0 CHECK (erased IN (0, 1));

-- The appointments that a call was told of, under the short reference that the voice knows.
CREATE TABLE appointment_ref (
    call_id        TEXT NOT NULL REFERENCES call (id),
    ref            TEXT NOT NULL,
    appointment_id TEXT NOT NULL REFERENCES appointment (id),
    PRIMARY KEY (call_id, ref),
    UNIQUE (call_id, appointment_id)
) STRICT, WITHOUT ROWID;
