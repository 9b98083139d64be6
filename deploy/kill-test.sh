#!/usr/bin/env bash
# Kills the agent with SIGKILL at a random moment of a bad release and starts it again: exactly one rollback decision
# each time, and one signal.
#
#   deploy/kill-test.sh [ROUNDS [SEED]]   50 rounds by default, about 8 s each
#
# Exit code 0 only if every round was right. Needs JDK 17 and Maven.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=deploy/bench/run.sh
source "$root/deploy/bench/run.sh"
case "${1:-50}" in
  *[!0-9]*) sed -n '2,7s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" && exit 2 ;;
  *) run_program KillTest "$root/deploy/probation" "${1:-50}" "${@:2}" ;;
esac
