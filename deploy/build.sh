# The JDK, the agent's jar and the programs of this folder, for its scripts. Sourced; expects `root`.
# shellcheck shell=bash

jar=$root/agent/target/probation.jar
programs=$root/deploy/target/probation-deploy.jar
class_path=$jar:$programs
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
  if is_built "$jar" "$root"/{rules,agent} && is_built "$programs" "$root"/deploy/{pom.xml,src}; then
    return
  fi
  command -v mvn >/dev/null || fail "no Maven found; install Maven 3.8.7 or newer"
  say "building the agent and the programs around it (the first time takes a minute or two) ..."
  (cd "$root" && mvn -q -B -Dstyle.color=never -Pquick package) || fail "the build failed; its messages are above"
  [[ -f $jar ]] || fail "the build made no $jar"
  [[ -f $programs ]] || fail "the build made no $programs"
  touch "$jar" "$programs"
}

# is_built FILE SOURCES...: whether it is there and nothing that it is made of is newer
is_built() {
  [[ -f $1 && -z $(find "$root/pom.xml" "${@:2}" -name target -prune -o -type f -newer "$1" -print -quit) ]]
}

# run_program MAIN ARGUMENTS...: a program of this folder in place of the script; it ends all that it started.
run_program() {
  exec "$java_home/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx128m -cp "$class_path" "$@"
}
