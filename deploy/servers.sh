#!/usr/bin/env bash
# Prints the path of a folder that holds real server binaries, and downloads them first if they are missing.
#
#   deploy/servers.sh prometheus     a folder with prometheus and promtool
#   deploy/servers.sh alertmanager   a folder with prometheus-alertmanager, which is to be started in that folder
#   deploy/servers.sh pgbouncer      a folder with pgbouncer
#
# Looked for in: $PROBATION_PROMETHEUS, $PROBATION_ALERTMANAGER or $PROBATION_PGBOUNCER (a folder), the PATH, the cache, and then
# fetched from the Debian or Ubuntu package into the cache, without installing it. Safe when several run at once.
set -euo pipefail

cache="${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/probation/servers"

say() { printf '%s\n' "$*" >&2; }

give_up() {
  say "servers.sh: no $server: $1"
  say "  Install it (apt-get install $package, brew install $server, or $site), or set"
  say "  $variable to a folder that holds ${binaries[*]}."
  exit 1
}

complete() {
  local binary
  for binary in "${binaries[@]}"; do [ -x "$1/$binary" ] || return 1; done
}

download() {
  apt-get download "$1" >/dev/null 2>&1 && return
  say "servers.sh: fetching package lists"
  apt-get update >/dev/null 2>&1 || true
  apt-get download "$1" >/dev/null 2>&1
}

# Debian's Alertmanager reads its templates from where an installation puts them. Its path is made one of the same length
# that means the working directory, and the templates are put beside the program: start it there.
settle_alertmanager() {
  local home=/usr/share/prometheus/alertmanager here
  here=".$(printf '/%.0s' $(seq $((${#home} - 1))))"
  LC_ALL=C sed -i "s#$home#$here#g" "$1/usr/bin/prometheus-alertmanager"
  cp "$1$home"/*.tmpl "$1/usr/bin/"
}

# PgBouncer needs two libraries that a machine without it lacks. They are put beside it, and a script starts it with them.
settle_pgbouncer() {
  local library bin="$1/usr/bin"
  mkdir -p "$bin"
  for library in $(dpkg-deb -f "$work/$package"_*.deb Depends | tr ',' '\n' | sed -nE 's/^ *(lib(c-ares|event)[^ ]*).*/\1/p'); do
    (cd "$work" && download "$library") || give_up "apt-get could not download $library, which it needs"
    dpkg -x "$work/$library"_*.deb "$1"
  done
  cp -a "$1"/usr/lib/*/lib{cares,event}*.so.* "$bin/"
  mv "$1/usr/sbin/pgbouncer" "$bin/pgbouncer.program"
  cat >"$bin/pgbouncer" <<'END'
#!/bin/sh
here="$(dirname "$0")"
LD_LIBRARY_PATH="$here" exec "$here/pgbouncer.program" "$@"
END
  chmod +x "$bin/pgbouncer"
}

fetch() {
  command -v apt-get >/dev/null && command -v dpkg >/dev/null || give_up "not on the PATH, and there is no apt-get here"
  say "servers.sh: fetching $server into $cache"
  mkdir -p "$cache"
  work="$(mktemp -d "$cache/fetch.XXXXXX")"
  trap 'rm -rf "$work"' EXIT
  (cd "$work" && download "$package") || give_up "not on the PATH, and apt-get could not download it"
  dpkg -x "$work/$package"_*.deb "$work/package"
  if [ "$server" != prometheus ]; then "settle_$server" "$work/package"; fi
  complete "$work/package/usr/bin" || give_up "its package does not hold ${binaries[*]}"
  # a rename is whole or not at all, and where another was first, its copy is as good
  mv -T "$work/package/usr/bin" "$cache/$server" 2>/dev/null || true
  complete "$cache/$server" || give_up "could not write $cache/$server"
}

bring() {
  local given="${!variable:-}" found
  if [ -n "$given" ]; then
    complete "$given" || give_up "$variable=$given does not hold ${binaries[*]}"
    printf '%s\n' "$given"
    return
  fi
  found="$(command -v "${binaries[0]}" || true)"
  if [ -n "$found" ] && complete "$(dirname "$found")"; then
    dirname "$found"
    return
  fi
  complete "$cache/$server" || fetch
  printf '%s\n' "$cache/$server"
}

server="${1:-}"
site=https://prometheus.io/download
case "$server" in
  prometheus)
    package=prometheus variable=PROBATION_PROMETHEUS binaries=(prometheus promtool)
    ;;
  alertmanager)
    package=prometheus-alertmanager variable=PROBATION_ALERTMANAGER binaries=(prometheus-alertmanager)
    ;;
  pgbouncer)
    package=pgbouncer variable=PROBATION_PGBOUNCER binaries=(pgbouncer)
    site=https://www.pgbouncer.org
    ;;
  *)
    say "usage: $0 prometheus|alertmanager|pgbouncer"
    exit 2
    ;;
esac
bring
