-- For deleting what ended long ago, and what belongs to it.
CREATE INDEX deployment_ended ON deployment (ended_at) WHERE ended_at IS NOT NULL;
CREATE INDEX outbox_deployment ON outbox (deployment);
