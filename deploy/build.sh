# The JDK and the agent's jar, for the scripts in this folder. Sourced; expects `root`.
# shellcheck shell=bash

jar=$root/agent/target/probation.jar
java_home=

say() {
  printf '  %s\n' "$*"
}

fail() {
  printf '\n%s: %s\n' "$(basename "$0")" "$*" >&2
  exit 1
}

find_java() {
  local javac
  if [[ -n ${JAVA_HOME:-} && -x $JAVA_HOME/bin/javac ]]; then
    java_home=$JAVA_HOME
  else
    javac=$(command -v javac) || fail "no JDK found; install JDK 17 or newer, or set JAVA_HOME"
    java_home=$(dirname "$(dirname "$(readlink -f "$javac")")")
  fi
}

build() {
  if [[ -f $jar && -z $(find "$root/pom.xml" "$root/rules" "$root/agent" -name target -prune -o \
    -type f -newer "$jar" -print -quit) ]]; then
    return
  fi
  command -v mvn >/dev/null || fail "no Maven found; install Maven 3.8.7 or newer"
  say "building the agent (the first time takes a minute) ..."
  (cd "$root" && mvn -q -B -Dstyle.color=never -Pquick package) || fail "the build failed; its messages are above"
  [[ -f $jar ]] || fail "the build made no $jar"
  touch "$jar"
}
