#!/bin/sh
# Makes the passwords of the compose example, where they are not there yet. The folder is closed to others; the files
# are readable, since each container sees only its own and runs as another user.
set -eu
cd "$(dirname "$0")"
mkdir -p secrets
chmod 700 secrets
for name in token postgres app pg redis grafana; do
  [ -s "secrets/$name" ] || head -c 24 /dev/urandom | base64 | tr '+/' '-_' | tr -d '\n' >"secrets/$name"
done
[ -s secrets/hook ] || printf 'whsec_%s' "$(head -c 32 /dev/urandom | base64)" >secrets/hook
chmod 644 secrets/*
