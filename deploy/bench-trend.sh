#!/usr/bin/env bash
# Measures how well leaks are recognised on generated series, and prints a table: how many are found within 72 hours,
# within 12 and within 38, the median of the hours it takes, and how many were no more than a warning. Where nothing leaks, every
# finding is a false alarm; of a loop of restarts ("oom") a warning is what is wanted.
#
# Each is judged by itself, and with the day before the deployment as reference, on which the same process ran without a leak.
#
#   deploy/bench-trend.sh [SERIES [SEED [KINDS]]]    number of each kind, 200 by default; parts of their names, as in fills,oom
#
# The figures are the same on every machine, because the generator has a seed. Needs JDK 17 and Maven.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=deploy/build.sh
source "$root/deploy/build.sh"
[[ ${1:-} != -* ]] || { sed -n '2,9s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" && exit 2; }

find_java
build
exec "$java_home/bin/java" -cp "$class_path" dev.probation.bench.evidence.TrendTable "${1:-200}" "${2:-7}" "${3:-}"
