-- The same promise as a claim of ours: one row a slot, and an outbox row in the same transaction.
CREATE TABLE slot (
  id         integer PRIMARY KEY,
  held_until timestamptz,
  holder     integer
) WITH (fillfactor = 80);
CREATE TABLE outbox (
  id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  slot_id integer NOT NULL,
  kind    text NOT NULL,
  body    text NOT NULL
);
INSERT INTO slot (id) SELECT generate_series(1, 100000);
VACUUM (ANALYZE, FREEZE) slot;

-- The same claim in one round trip, for those who would write it so.
CREATE FUNCTION claim(wanted integer, caller integer) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE free boolean;
BEGIN
  SELECT held_until IS NULL OR held_until < now() INTO free FROM slot WHERE id = wanted FOR UPDATE;
  IF free THEN
    UPDATE slot SET held_until = now() + interval '90 seconds', holder = caller WHERE id = wanted;
    INSERT INTO outbox (slot_id, kind, body)
      VALUES (wanted, 'hold.changed', '{"holdId":"00000000-0000-7000-8000-000000000000"}');
  END IF;
  RETURN free;
END $$;
