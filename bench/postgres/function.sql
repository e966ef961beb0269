-- As claim.sql, the whole claim in one call of a function: one round trip in place of five.
\set n :n + 1
\set slot 1 + :client_id * :span + :n % :span
SELECT claim(:slot, :client_id);
