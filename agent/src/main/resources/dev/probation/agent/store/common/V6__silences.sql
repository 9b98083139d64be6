CREATE TABLE silence (
    id TEXT NOT NULL PRIMARY KEY,
    matchers TEXT NOT NULL,
    begins BIGINT NOT NULL,
    ends BIGINT NOT NULL,
    reason TEXT NOT NULL,
    author TEXT NOT NULL
);
CREATE INDEX silence_ends ON silence (ends);

-- The silence that keeps this message back, or kept it from being sent at all.
ALTER TABLE outbox ADD COLUMN silenced TEXT;
