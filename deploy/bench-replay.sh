#!/usr/bin/env bash
# Measures "probation replay" on one processor and prints a table: samples, processor and wall time, peak memory.
#
#   deploy/bench-replay.sh [HOURS ...]    recordings of fifty checks every 15 s; by default 72 hours three times and 720 once
#
# The processor time holds on a busy machine too, the wall time does not. Needs JDK 17 and Maven, and Linux.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=deploy/build.sh
source "$root/deploy/build.sh"
[[ ${1:-} != -* ]] || { sed -n '2,6s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" && exit 2; }

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

# measure HOURS
measure() {
  local recording=$work/$1h.jsonl
  [[ -f $recording ]] || "$java_home/bin/java" -cp "$class_path" dev.probation.bench.replay.ReplayRecording "$work" "$1"
  rm -f "$work/pid" "$work/peak"
  watch_peak &
  TIMEFORMAT='%U %S %R'
  { time replay "$recording"; } 2>"$work/times"
  wait
  awk -v hours="$1" -v samples=$(($(wc -l <"$recording") - 1)) -v peak="$(<"$work/peak")" \
    '{ printf "%6d h %12d %9.2f %9.2f %8d\n", hours, samples, $1 + $2, $3, peak / 1024 }' "$work/times"
}

printf '%8s %12s %9s %9s %8s\n' recorded samples 'CPU s' 'wall s' 'peak MB'
for hours in "${@:-72}"; do
  measure "$hours"
done
if [[ $# == 0 ]]; then
  measure 72
  measure 72
  measure 720
fi
