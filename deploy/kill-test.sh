#!/usr/bin/env bash
# Kills the agent with SIGKILL at a random moment between a breach and the last acknowledged message, and starts it again. With
# --standby another agent waits for its PostgreSQL, and has taken over within 15 s.
# No decision is lost or made twice, each message has exactly one id and arrives in order, and the rollback command starts at
# most once.
#
#   deploy/kill-test.sh [--store sqlite|postgresql | --standby] [--lanes N] [--seed N] [ROUNDS]
#
# 50 rounds by default, two at a time. Exit code 0 only if every round was right. Needs JDK 17 and Maven; PostgreSQL is
# brought by Maven as well, and ends with the program.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=deploy/build.sh
source "$root/deploy/build.sh"

usage() {
  sed -n '2,10s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2
  exit 2
}

store=sqlite rounds=50 seed='' lanes=2
while [[ $# -gt 0 ]]; do
  case $1 in
    --store | --lanes | --seed)
      [[ $# -ge 2 ]] || usage
      printf -v "${1#--}" '%s' "$2"
      shift
      ;;
    --standby) store=standby ;;
    *) rounds=$1 ;;
  esac
  shift
done
[[ $rounds =~ ^[1-9][0-9]*$ && $lanes =~ ^[1-9][0-9]*$ && $seed =~ ^[0-9]*$ && $store =~ ^(sqlite|postgresql|standby)$ ]] || usage
find_java
build
[[ $store == sqlite ]] || class_path+=:$(<"$root/deploy/target/class-path")
[[ -f $root/agent/target/probation.jsa && $root/agent/target/probation.jsa -nt $jar ]] || "$root/deploy/probation" --make-archive >/dev/null
run_program dev.probation.bench.kill.KillTrial "$root/deploy/probation" "$rounds" "$seed" "$lanes" "$store"
