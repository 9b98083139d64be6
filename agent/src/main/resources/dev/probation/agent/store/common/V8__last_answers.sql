-- What each receiver answered last, which is asked with each message that is refused once its deployment has ended.
CREATE INDEX outbox_answered ON outbox (receiver, settled_at, seq) WHERE settled_at IS NOT NULL AND silenced IS NULL;
