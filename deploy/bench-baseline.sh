#!/usr/bin/env bash
# Compares generated series of 72 hours with their values before, as a check with expect "<= baseline + 10%" and "for: 3m"
# does, and prints how often that failed where nothing had changed, and how soon where something had. Exits with 1 if
# a goal is missed.
#
#   deploy/bench-baseline.sh           1,000 series of each kind without a change and 100 of each with one, some hours
#   deploy/bench-baseline.sh --short   30 and 5, some minutes
#   ... --seed N                       other series; the same seed gives the same series with any number of threads
#   ... --healthy N, --regressions N, --threads N
#   deploy/bench-baseline.sh --trials [SERIES [SEED [false|power]]]   compares other numbers of values, further apart
#
# Needs JDK 17 and Maven.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=deploy/build.sh
source "$root/deploy/build.sh"
[[ ${1:-} != -h && ${1:-} != --help ]] || { sed -n '2,12s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" && exit 2; }

find_java
build
if [[ ${1:-} == --trials ]]; then
  exec "$java_home/bin/java" -XX:+UseParallelGC -Xmx512m -cp "$class_path" dev.probation.bench.baseline.BaselineTrials "${@:2}"
fi
exec "$java_home/bin/java" -XX:+UseParallelGC -Xmx512m -cp "$class_path" dev.probation.bench.baseline.BaselineTable "$@"
