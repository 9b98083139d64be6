#!/usr/bin/env bash
# Measures "probation replay" on one processor, of recordings of fifty checks every 15 s, and prints a row for each kind of
# checks: samples, processor time and samples in a second of it, wall time, peak memory, and the longest time that one sample
# takes to be judged, for which an agent's event loop stands still: in a program that has just started, and once all is compiled.
#
#   deploy/bench-replay.sh                              72 hours of each kind, and 720 of plain checks
#   deploy/bench-replay.sh HOURS [WORKLOAD ...]         those hours of these kinds, or of all: plain (values against limits),
#                                                       shares (with counts, and the day before), baseline (with the day and
#                                                       the week before), trend (with the same)
#   SEED=N deploy/bench-replay.sh ...                   other recordings; by default 72
#
# Compare samples a second of processor time, not wall times: other programs change those much and these less. The longest times
# are processor time, too, and each sample's least of three runs. Needs JDK 17 and Maven, and Linux.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=deploy/build.sh
source "$root/deploy/build.sh"
[[ ${1:-} != -* ]] || { sed -n '2,14s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" && exit 2; }

exec 3>&2 # because the time is printed on standard error
find_java
build
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# the archive belongs to this jar alone, so the measurement does not depend on an earlier archive
export PROBATION_JAR=$jar PROBATION_ARCHIVE=$work/probation.jsa JAVA_HOME=$java_home
"$root/deploy/probation" --make-archive

# The launcher becomes the JVM, so its process is the one whose peak is read.
watch_peak() {
  until [[ -s $work/pid ]]; do sleep 0.1; done
  while sed -n 's/^VmHWM:[^0-9]*\([0-9]*\).*/\1/p' "/proc/$(<"$work/pid")/status" >"$work/now" 2>/dev/null && [[ -s $work/now ]]; do
    cp "$work/now" "$work/peak"
    sleep 0.1
  done
}

replay() {
  # shellcheck disable=SC2016  # the inner shell expands
  bash -c 'echo $$ >"$1/pid"; exec taskset -c 0 "$2" replay --config.file "$1/probation.yaml" --output json "$3"' \
    replay "$work" "$root/deploy/probation" "$1" >"$work/result.json" 2>"$work/errors" ||
    [[ $? == 1 || $? == 4 ]] || { cat "$work/errors" >&3 && fail "the replay failed" 2>&3; }
}

# measure WORKLOAD HOURS
measure() {
  local recording=$work/recording.jsonl longest
  "$java_home/bin/java" -cp "$class_path" dev.probation.bench.replay.ReplayRecording "$work" "$1" "$2" "${SEED:-72}"
  rm -f "$work/pid" "$work/peak"
  watch_peak &
  TIMEFORMAT='%U %S %R'
  { time replay "$recording"; } 2>"$work/times"
  wait
  longest=-
  # it holds a number for each sample
  [[ $2 -gt 72 ]] || longest=$("$java_home/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx256m -cp "$class_path" \
    dev.probation.bench.replay.LongestCall "$work/probation.yaml" "$recording")
  awk -v workload="$1" -v hours="$2" -v samples=$(($(wc -l <"$recording") - 1)) -v peak="$(<"$work/peak")" -v longest="$longest" \
    '{ split(longest, ms, " "); printf "%-9s %5d h %10d %8.2f %10d %8.2f %8d %9s %9s\n", workload, hours, samples, $1 + $2,
         samples / ($1 + $2), $3, peak / 1024, ms[1], ms[2] }' "$work/times"
}

printf '%-9s %7s %10s %8s %10s %8s %8s %9s %9s\n' checks recorded samples 'CPU s' 'per CPU s' 'wall s' 'peak MB' 'first ms' 'later ms'
workloads=("${@:2}")
[[ ${#workloads[@]} -gt 0 ]] || workloads=(plain shares baseline trend)
for workload in "${workloads[@]}"; do
  measure "$workload" "${1:-72}"
done
if [[ $# == 0 ]]; then
  measure plain 720
fi
