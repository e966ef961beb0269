-- Every client walks its own part of the 100,000 slots, so that no claim is refused:
-- n and span come from the command line; pgbench keeps n for each client from one transaction to the next.
\set n :n + 1
\set slot 1 + :client_id * :span + :n % :span
BEGIN;
SELECT (held_until IS NULL OR held_until < now())::int AS free FROM slot WHERE id = :slot FOR UPDATE \gset
\if :free
UPDATE slot SET held_until = now() + interval '90 seconds', holder = :client_id WHERE id = :slot;
INSERT INTO outbox (slot_id, kind, body) VALUES (:slot, 'hold.changed', '{"holdId":"00000000-0000-7000-8000-000000000000"}');
\endif
END;
