-- What a message does to its incident: opens, resolves or tells.
ALTER TABLE outbox ADD COLUMN step TEXT NOT NULL DEFAULT 'tells';
-- The message that carries this one together with others; the first of them has its own id with a plus.
ALTER TABLE outbox ADD COLUMN bundle TEXT;
-- 1 where the receiver itself asked to be left alone until next_at.
ALTER TABLE outbox ADD COLUMN asked INTEGER NOT NULL DEFAULT 0;
-- Why it was given up; absent while it is pending, and where it was delivered.
ALTER TABLE outbox ADD COLUMN refused TEXT;

CREATE INDEX outbox_incident ON outbox (receiver, incident, seq);
CREATE INDEX outbox_bundle ON outbox (bundle) WHERE bundle IS NOT NULL;
CREATE INDEX outbox_refused ON outbox (seq) WHERE refused IS NOT NULL;
