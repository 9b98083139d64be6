#!/usr/bin/env bash
# Judges labelled deployments of 72 hours: healthy ones, regressions, and some where something was wrong before the
# deployment, or every day. It prints how often and how fast each judge was right: a threshold with "for", Mann-Whitney at every
# look, and the shipped checks. Exits with 1 if a goal is missed.
#
#   deploy/bench-decisions.sh           1,000 healthy deployments, 1,000 whose errors come in clumps, 200 steps, some 300
#                                       regressions, 300 with a bad past, 420 with a known day before, and 100 of each
#                                       kind that others found the rules wrong in
#   deploy/bench-decisions.sh --short   100, 100, 40, 60, 60, 70, and 10 of each
#   ... --wrong                         also lists each wrong decision of ours, with its reason
#   ... --seed N                        other deployments; the same seed gives the same ones with any number of threads
#   ... --healthy N, --clumps N, --steps N, --regressions N, --old N, --threads N
#   ... --days N                        of each of seven kinds with a known day before
#   ... --kinds N                       of each kind that others found
#   ... --write FOLDER                  only writes the recordings and their labels there, for "probation replay"
#
# Needs JDK 17 and Maven.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=deploy/build.sh
source "$root/deploy/build.sh"
[[ ${1:-} != -h && ${1:-} != --help ]] || { sed -n '2,17s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" && exit 2; }

find_java
build
exec "$java_home/bin/java" -XX:+UseParallelGC -Xmx512m -cp "$class_path" dev.probation.bench.decision.DecisionBench "$@"
