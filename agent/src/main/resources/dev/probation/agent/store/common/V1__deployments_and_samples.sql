-- Instants are nanoseconds since 1970. `number` and `seq` are internal: short keys, and the order of writing.

CREATE TABLE deployment (
    number ${serial},
    id TEXT NOT NULL UNIQUE,
    service TEXT NOT NULL,
    version TEXT NOT NULL,
    deployed_at BIGINT NOT NULL,
    is_rollback INTEGER NOT NULL,
    announced_at BIGINT NOT NULL,
    phase TEXT NOT NULL,
    ended_at BIGINT,
    fingerprint TEXT NOT NULL,
    -- how many of each were ever written; the next row's seq
    samples BIGINT NOT NULL DEFAULT 0,
    entries BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX deployment_newest ON deployment (deployed_at, number);
CREATE INDEX deployment_newest_of_service ON deployment (service, deployed_at, number);
CREATE INDEX deployment_open ON deployment (deployed_at, number) WHERE ended_at IS NULL;

CREATE TABLE sample (
    deployment BIGINT NOT NULL REFERENCES deployment (number),
    seq BIGINT NOT NULL,
    at BIGINT NOT NULL,
    check_id TEXT NOT NULL,
    kind INTEGER NOT NULL,
    value DOUBLE PRECISION,
    bad BIGINT,
    total BIGINT,
    cause TEXT,
    detail TEXT NOT NULL,
    PRIMARY KEY (deployment, seq)
)${clustered};

CREATE TABLE rollup (
    deployment BIGINT NOT NULL REFERENCES deployment (number),
    check_id TEXT NOT NULL,
    minute BIGINT NOT NULL,
    samples BIGINT NOT NULL,
    measured BIGINT NOT NULL,
    failed BIGINT NOT NULL,
    bad BIGINT NOT NULL,
    total BIGINT NOT NULL,
    min_value DOUBLE PRECISION,
    max_value DOUBLE PRECISION,
    sum_value DOUBLE PRECISION NOT NULL,
    last_value DOUBLE PRECISION,
    PRIMARY KEY (deployment, check_id, minute)
)${clustered};

CREATE TABLE journal (
    deployment BIGINT NOT NULL REFERENCES deployment (number),
    seq BIGINT NOT NULL,
    at BIGINT NOT NULL,
    kind TEXT NOT NULL,
    data TEXT NOT NULL,
    PRIMARY KEY (deployment, seq)
)${clustered};

-- At most one decision for each deployment: the key says so.
CREATE TABLE decision (
    deployment BIGINT NOT NULL PRIMARY KEY REFERENCES deployment (number),
    id TEXT NOT NULL UNIQUE,
    at BIGINT NOT NULL,
    check_id TEXT NOT NULL,
    reason TEXT NOT NULL
);

-- The judge's state after the first `seq` samples.
CREATE TABLE snapshot (
    deployment BIGINT NOT NULL PRIMARY KEY REFERENCES deployment (number),
    seq BIGINT NOT NULL,
    state TEXT NOT NULL
);

CREATE TABLE outbox (
    seq ${serial},
    id TEXT NOT NULL UNIQUE,
    deployment BIGINT NOT NULL REFERENCES deployment (number),
    receiver TEXT NOT NULL,
    incident TEXT NOT NULL,
    at BIGINT NOT NULL,
    body TEXT NOT NULL,
    next_at BIGINT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    started_at BIGINT,
    settled_at BIGINT
);
CREATE INDEX outbox_pending ON outbox (receiver, incident, seq) WHERE settled_at IS NULL;

CREATE TABLE remembered (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);
