#!/usr/bin/env bash
# Floods an agent's port for a minute with what anybody can send who reaches it: connections that say nothing, headers and bodies
# that do not end, requests that are signed wrongly or are no HTTP, and many at once whose answers nobody reads. Prints whether
# the agent was healthy and went on asking meanwhile, its memory and its log, and the rates at which the strangers sent.
#
#   deploy/bench-flood.sh [--short] [--seconds N] [--seed N]    60 seconds by default, 10 with --short
#
# Exit code 0 only if each figure meets its aim. Leave the machine alone meanwhile. Needs JDK 17, Maven and 4,096 open files.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=deploy/build.sh
source "$root/deploy/build.sh"
case "${1:-}" in
  "" | --short | --seconds | --seed)
    find_java
    build
    run_program dev.probation.bench.load.FloodBench "$root/deploy/probation" "$@"
    ;;
  *) sed -n '2,9s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" && exit 2 ;;
esac
