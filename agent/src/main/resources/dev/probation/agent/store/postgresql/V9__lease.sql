-- Whose the store is. The token rises each time it is taken. It is part of a key, so that a writer's FOR KEY SHARE keeps a
-- taking waiting and a renewal not.
CREATE TABLE lease (
    name TEXT NOT NULL PRIMARY KEY,
    owner TEXT NOT NULL,
    token BIGINT NOT NULL,
    held_until TIMESTAMP WITH TIME ZONE NOT NULL,
    UNIQUE (name, token)
);
INSERT INTO lease (name, owner, token, held_until) VALUES ('store', 'nobody', 0, '-infinity');
