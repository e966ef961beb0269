-- Everybody wants one slot. Each client learns whether it won: one does, the others read that it is held.
BEGIN;
SELECT (held_until IS NULL OR held_until < now())::int AS free FROM slot WHERE id = 50000 FOR UPDATE \gset
\if :free
UPDATE slot SET held_until = now() + interval '90 seconds', holder = :client_id WHERE id = 50000;
INSERT INTO outbox (slot_id, kind, body) VALUES (50000, 'hold.changed', '{"holdId":"00000000-0000-7000-8000-000000000000"}');
\endif
END;
