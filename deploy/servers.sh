#!/usr/bin/env bash
# Prints the path of a folder that holds real server binaries, bringing them first where they are missing.
#
#   deploy/servers.sh prometheus     a folder with prometheus and promtool
#
# Looked for in: $PROBATION_PROMETHEUS (a folder), the PATH, the cache, and then fetched from the Debian or Ubuntu
# package into the cache, without installing it. Safe when several run at once.
set -euo pipefail

cache="${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/probation/servers"

say() { printf '%s\n' "$*" >&2; }

give_up() {
  say "servers.sh: no Prometheus: $1"
  say "  Install it (apt-get install prometheus, brew install prometheus, or https://prometheus.io/download), or set"
  say "  PROBATION_PROMETHEUS to a folder that holds prometheus and promtool."
  exit 1
}

complete() { [ -x "$1/prometheus" ] && [ -x "$1/promtool" ]; }

download() {
  apt-get download prometheus >/dev/null 2>&1 && return
  say "servers.sh: fetching package lists"
  apt-get update >/dev/null 2>&1 || true
  apt-get download prometheus >/dev/null 2>&1
}

fetch() {
  command -v apt-get >/dev/null && command -v dpkg >/dev/null || give_up "not on the PATH, and there is no apt-get here"
  say "servers.sh: fetching Prometheus into $cache"
  mkdir -p "$cache"
  work="$(mktemp -d "$cache/fetch.XXXXXX")"
  trap 'rm -rf "$work"' EXIT
  (cd "$work" && download) || give_up "not on the PATH, and apt-get could not download it"
  dpkg -x "$work"/prometheus_*.deb "$work/package"
  complete "$work/package/usr/bin" || give_up "its package does not hold prometheus and promtool"
  # a rename is whole or not at all, and where another was first, its copy is as good
  mv -T "$work/package/usr/bin" "$cache/prometheus" 2>/dev/null || true
  complete "$cache/prometheus" || give_up "could not write $cache/prometheus"
}

prometheus() {
  if [ -n "${PROBATION_PROMETHEUS:-}" ]; then
    complete "$PROBATION_PROMETHEUS" || give_up "PROBATION_PROMETHEUS=$PROBATION_PROMETHEUS does not hold both"
    printf '%s\n' "$PROBATION_PROMETHEUS"
    return
  fi
  local found
  found="$(command -v prometheus || true)"
  if [ -n "$found" ] && complete "$(dirname "$found")"; then
    dirname "$found"
    return
  fi
  complete "$cache/prometheus" || fetch
  printf '%s\n' "$cache/prometheus"
}

case "${1:-}" in
  prometheus) prometheus ;;
  *)
    say "usage: $0 prometheus"
    exit 2
    ;;
esac
