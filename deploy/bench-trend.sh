#!/usr/bin/env bash
# Measures how leaks are told from what is none, on generated series, and prints a table: how many are found within 72 hours
# and within 12, and the median and 95th percentile of the hours it takes. Where nothing leaks, what is found is false.
#
# Each is judged by itself, and with the day before the deployment as reference, on which the same process ran without a leak.
#
#   deploy/bench-trend.sh [SERIES [SEED]]    so many of each kind, 200 unless told
#
# Same figures on every machine, since the generator has a seed. Needs JDK 17 and Maven.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=deploy/build.sh
source "$root/deploy/build.sh"
[[ ${1:-} != -* ]] || { sed -n '2,8s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" && exit 2; }

find_java
build
exec "$java_home/bin/java" -cp "$class_path" dev.probation.bench.evidence.TrendTable "${1:-200}" "${2:-7}"
