#!/usr/bin/env bash
# Pauses the agent with SIGSTOP and resumes it: in a breach, while a signal is delivered, and over a window's end. Nothing
# is sent or decided twice, and the window ends at once.
#
#   deploy/stop-test.sh [ROUNDS [SECONDS [SEED]]]   1 round of 30 s by default, about 70 s each
#
# Exit code 0 only if every round was right. Needs JDK 17 and Maven.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=deploy/build.sh
source "$root/deploy/build.sh"
case "${1:-1}" in
  *[!0-9]*) sed -n '2,7s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" && exit 2 ;;
  *)
    find_java
    build
    run_program dev.probation.bench.stop.StopTrial "$root/deploy/probation" "${1:-1}" "${@:2}"
    ;;
esac
