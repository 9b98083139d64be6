#!/usr/bin/env bash
# Shows a bad release being caught, a rollback being signalled and the recovery being verified, on real servers.
# Needs JDK 17 and Maven. See --help.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
binaries=$root/agent/target/servers
keep=false
state=
pids=()
# shellcheck source=deploy/build.sh
source "$root/deploy/build.sh"
# shellcheck source=deploy/demo/start.sh
source "$root/deploy/demo/start.sh"

usage() {
  cat <<'TEXT'
usage: deploy/demo.sh [--keep]

  --keep   leave everything running after the story, with the addresses printed, until Ctrl-C

Exit code 0 only if every step of the story was really seen.
PROBATION_PROMETHEUS names a folder with prometheus and promtool, if the script can neither find nor download them.
TEXT
}

secret() {
  head -c 18 /dev/urandom | base64 | tr '+/' '-_'
}

# started NAME PID: remembers what to end.
started() {
  pids+=("$2")
  printf '%s %s\n' "$2" "$1" >>"$state/pids"
}

# Ends what this script started, newest first, by process id.
clean_up() {
  local code=$? index pid attempt
  trap - EXIT INT TERM
  for ((index = ${#pids[@]} - 1; index >= 0; index--)); do
    kill -TERM "${pids[index]}" 2>/dev/null || true
  done
  for pid in ${pids[@]+"${pids[@]}"}; do
    for ((attempt = 0; attempt < 100; attempt++)); do
      kill -0 "$pid" 2>/dev/null || break
      sleep 0.1
    done
    kill -KILL "$pid" 2>/dev/null || true
  done
  if [[ -n $state ]]; then
    rm -rf "$state"
  fi
  exit "$code"
}

# start_java NAME ARGUMENTS...: a program of the demo in the background, its output in NAME.log.
start_java() {
  local name=$1
  shift
  "$java_home/bin/java" -Xmx128m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "$class_path" "$@" \
    >"$state/$name.log" 2>&1 &
  started "$name" $!
}

start_servers() {
  say "starting PostgreSQL, Redis and Prometheus ..."
  start_postgres "$postgres_port"
  start_redis "$redis_port"
  start_prometheus "$prometheus_port" "$app_port"
}

start_application() {
  say "starting the application, its readers (40 requests a second) and the deployer ..."
  export APP_PORT=$app_port APP_VERSION=1.4.0 DATABASE_USER=bookreader
  export DATABASE_URL="jdbc:postgresql://127.0.0.1:$postgres_port/bookreader" DATABASE_PASSWORD_FILE=$state/secrets/app
  export REDIS_URL="redis://127.0.0.1:$redis_port" REDIS_PASSWORD_FILE=$state/secrets/redis
  start_java application dev.probation.demo.DemoApp
  wait_for_port "the application" "$app_port" "$state/application.log"
  start_java traffic dev.probation.demo.Traffic "http://127.0.0.1:$app_port" 40 "$1"
  start_java deployer dev.probation.demo.Deployer "127.0.0.1:$deployer_port" "http://127.0.0.1:$app_port" "http://127.0.0.1:$agent_port" "$state/secrets/hook"
  wait_for_port "the deployer" "$deployer_port" "$state/deployer.log"
}

start_agent() {
  say "starting the agent ..."
  printf 'http://127.0.0.1:%s/slack' "$deployer_port" >"$state/secrets/slack"
  printf '%s' "0123456789abcdef0123456789abcdef" >"$state/secrets/pagerduty"
  export STATE=$state AGENT_PORT=$agent_port APP_PORT=$app_port PROMETHEUS_PORT=$prometheus_port
  export POSTGRES_PORT=$postgres_port REDIS_PORT=$redis_port DEPLOYER_PORT=$deployer_port
  "$root/deploy/probation" check --config.file "$root/deploy/demo/probation.yaml" >"$state/check.log" 2>&1 || {
    cat "$state/check.log" >&2
    fail "the agent refuses deploy/demo/probation.yaml"
  }
  "$root/deploy/probation" serve --config.file "$root/deploy/demo/probation.yaml" >"$state/agent.log" 2>&1 &
  started agent $!
  wait_for_port "the agent" "$agent_port" "$state/agent.log"
}

addresses() {
  cat <<TEXT

  Left running:
    agent        http://127.0.0.1:$agent_port      (page, /metrics, /api/v1/deployments)
    application  http://127.0.0.1:$app_port/books
    Prometheus   http://127.0.0.1:$prometheus_port
    PostgreSQL   postgresql://bookreader@127.0.0.1:$postgres_port/bookreader   password in $state/secrets/app
    Redis        redis://127.0.0.1:$redis_port   password in $state/secrets/redis
    logs         $state/*.log

  Another bad release:
    curl -X POST -d '{"version":"1.4.2"}' http://127.0.0.1:$deployer_port/deploy
    deploy/probation deploy bookreader 1.4.2 --agent http://127.0.0.1:$agent_port

  Ctrl-C ends it all and removes $state.
TEXT
  sleep infinity &
  started waiting $!
  wait $!
}

tell_story() {
  local code=0 terminal=false
  [[ ! -t 1 ]] || terminal=true
  "$java_home/bin/java" "-Dprobation.terminal=$terminal" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp "$class_path" dev.probation.demo.Story \
    "http://127.0.0.1:$agent_port" "http://127.0.0.1:$app_port" "http://127.0.0.1:$deployer_port" ||
    code=$?
  if [[ $code != 0 ]]; then
    printf '\n  The last lines of the agent'\''s log:\n' >&2
    tail -n 40 "$state/agent.log" >&2
    printf '\n  The last lines of the deployer:\n' >&2
    tail -n 15 "$state/deployer.log" >&2
  fi
  return "$code"
}

main() {
  local seconds=300
  case "${1:-}" in
    "") ;;
    --keep) keep=true seconds=14400 ;;
    --help | -h) usage && exit 0 ;;
    *) usage >&2 && exit 2 ;;
  esac
  find_java
  printf '\n  Probation: every release is on probation until it has proven itself.\n\n'
  build
  state=$(mktemp -d "${TMPDIR:-/tmp}/probation-demo.XXXXXX")
  trap clean_up EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
  chmod 755 "$state"
  mkdir -p "$binaries"
  mkdir -m 700 "$state/secrets"
  local name
  for name in postgres redis prometheus app deployer agent; do
    free_port
    printf -v "${name}_port" %s "$REPLY"
  done
  start_servers
  printf 'whsec_%s' "$(head -c 32 /dev/urandom | base64)" >"$state/secrets/hook"
  start_application "$seconds"
  start_agent
  tell_story
  if [[ $keep == true ]]; then
    addresses
  fi
}

main "$@"
