#!/usr/bin/env bash
# Measures "probation replay" on one processor and prints a table: samples, processor and wall time, peak memory.
#
#   deploy/bench-replay.sh [HOURS ...]    recordings of fifty checks every 15 s; 72 hours three times and 720 once unless told
#
# The processor time holds on a busy machine too, the wall time does not. Needs JDK 17 and Maven, and Linux.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=deploy/build.sh
source "$root/deploy/build.sh"
[[ ${1:-} != -* ]] || { sed -n '2,6s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" && exit 2; }

find_java
build
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# the archive belongs to this jar alone, so that what is measured does not hang on what was made before
export PROBATION_JAR=$jar PROBATION_ARCHIVE=$work/probation.jsa JAVA_HOME=$java_home
"$root/deploy/probation" --make-archive

# measure HOURS: one replay; the launcher becomes the JVM, so its process is the one whose peak is read.
measure() {
  local recording=$work/$1h.jsonl times=$work/times peak=0 now pid
  [[ -f $recording ]] || "$java_home/bin/java" -cp "$jar" "$root/deploy/bench/ReplayRecording.java" "$work" "$1"
  TIMEFORMAT='%U %S %R'
  { time {
    taskset -c 0 "$root/deploy/probation" replay --config.file "$work/probation.yaml" --output json "$recording" \
      >"$work/result.json" 2>"$work/errors" &
    pid=$!
    while now=$(sed -n 's/^VmHWM:[^0-9]*\([0-9]*\).*/\1/p' "/proc/$pid/status" 2>/dev/null) && [[ -n $now ]]; do
      peak=$now
      read -r -t 0.1 <> <(:) || true
    done
    wait "$pid" || [[ $? == 1 || $? == 4 ]] || { cat "$work/errors" >&2 && fail "the replay failed"; }
  }; } 2>"$times"
  awk -v hours="$1" -v samples=$(($(wc -l <"$recording") - 1)) -v peak="$peak" \
    '{ printf "%6d h %12d %9.2f %9.2f %8d\n", hours, samples, $1 + $2, $3, peak / 1024 }' "$times"
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
