#!/usr/bin/env bash
# Measures how long the outbox takes to deliver messages that wait in a SQLite store, and prints a table: when the first
# receiver had all of its messages, when the last had, and messages a second. All are due at once.
#
# Receivers that always fail have as many messages. They must not hold up the others: compare the rows with and without.
#
#   deploy/bench-drain.sh [--short] [--messages N]    for each receiver; 1,000 by default, 100 with --short
#
# Takes about a minute; a row that takes longer than two ends the program. Leave the machine alone meanwhile. Needs JDK 17
# and Maven.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=deploy/build.sh
source "$root/deploy/build.sh"
case "${1:-}" in
  "" | --short | --messages)
    find_java
    build
    run_program dev.probation.bench.drain.DrainBench "$@"
    ;;
  *) sed -n '2,10s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" && exit 2 ;;
esac
