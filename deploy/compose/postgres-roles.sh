#!/bin/sh
# Run once by the image: the application's role and database, and the agent's role, which sees all connections and may
# change nothing.
set -eu
psql -v ON_ERROR_STOP=1 -v app="$(cat /run/secrets/app)" -v agent="$(cat /run/secrets/pg)" -U postgres <<'SQL'
create role bookreader login password :'app';
create role probation login password :'agent' in role pg_monitor;
create database bookreader owner bookreader;
SQL
