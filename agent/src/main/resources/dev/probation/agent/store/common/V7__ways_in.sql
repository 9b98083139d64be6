-- Events that others told and that were acted on, so that none is acted on twice.
CREATE TABLE seen_event (
    source TEXT NOT NULL,
    id TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (source, id)
);
CREATE INDEX seen_event_at ON seen_event (at);

-- What Alertmanager last said of each of its groups; missing: how many alerts it cut off.
CREATE TABLE alert_group (
    id TEXT NOT NULL PRIMARY KEY,
    heard_at BIGINT NOT NULL,
    missing INTEGER NOT NULL,
    alerts TEXT NOT NULL
);
CREATE INDEX alert_group_heard ON alert_group (heard_at);
