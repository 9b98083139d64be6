-- How many of a deployment's samples, the first that were written, are from before it went live: its baseline.
ALTER TABLE deployment ADD COLUMN baseline BIGINT NOT NULL DEFAULT 0;
