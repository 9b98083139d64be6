#!/usr/bin/env bash
# Measures the agent as a user runs it and prints a table: start, memory, processor, schedule, breach to signal.
#
#   deploy/bench.sh           all of it, about 100 minutes (memory after 2 and 30 minutes)
#   deploy/bench.sh --short   the same with memory after 30 and 60 seconds, about 6 minutes
#   deploy/bench.sh [--short] PART ...   only these parts of it: start, 10, 1000, 5000, breach
#
# Leave the machine alone meanwhile. Needs JDK 17 and Maven.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=deploy/build.sh
source "$root/deploy/build.sh"
case "${1:-}" in
  "" | --short | start | 10 | 1000 | 5000 | breach)
    find_java
    build
    "$root/deploy/probation" --make-archive
    run_program dev.probation.bench.load.LoadBench "$root/deploy/probation" "$@"
    ;;
  *) sed -n '2,8s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" && exit 2 ;;
esac
