#!/usr/bin/env bash
# Simulates deployments and prints how the evidence for ratios judges them: false alarms, bursts, time to decision, cost.
#
#   deploy/bench-evidence.sh           all of it, about 20 minutes: 10,000 deployments of 72 hours at their limit
#   deploy/bench-evidence.sh --short   the same with 500 deployments and less of everything else, about two minutes
#   deploy/bench-evidence.sh [--short] PART ...   only these parts of it: cost, power, bursts, alarms, answers
#                                      --seed=N: other answers
#
# The figures other than cost are the same each time: every deployment has its own seed. Needs JDK 17 and Maven.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=deploy/build.sh
source "$root/deploy/build.sh"
case "${1:-}" in
  "" | --short | cost | power | bursts | alarms | answers | --seed=*) ;;
  *) sed -n '2,9s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" && exit 2 ;;
esac
find_java
build
exec "$java_home/bin/java" -Xmx512m -cp "$class_path" dev.probation.bench.evidence.EvidenceTables "$@"
