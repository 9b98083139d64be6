# Builds what deploy/bench.sh and deploy/kill-test.sh run. Sourced; expects `root`.
# shellcheck shell=bash

# shellcheck source=deploy/build.sh
source "$root/deploy/build.sh"

# run_program MAIN ARGUMENTS...: a program of deploy/bench, which ends all that it started.
run_program() {
  local main=$1 classes
  shift
  find_java
  build
  classes=$root/agent/target/bench-classes
  "$java_home/bin/javac" -nowarn -cp "$jar" -d "$classes" "$root"/deploy/bench/*.java
  exec "$java_home/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx128m -cp "$jar:$classes" "$main" "$@"
}
