#!/usr/bin/env bash
# Takes each 72 hours of the series of the Numenta Anomaly Benchmark for a deployment, has them judged by a check with
# expect "<= baseline + 10%" and by one with "trend < 1%/h", and prints how often each failed.
#
#   deploy/bench-nab.sh FOLDER              a checkout of https://github.com/numenta/NAB, which has the folders data and labels
#   deploy/bench-nab.sh FOLDER --wrong      also lists each failure, with its reason
#   deploy/bench-nab.sh FOLDER --write TO   only writes the recordings to the folder TO, for "probation replay"
#
# A series of realAWSCloudwatch or realKnownCause gives up to twelve deployments, one after the other from its second day on. The
# benchmark's own licence applies to its data, so it is not a part of this repository. Needs JDK 17 and Maven.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=deploy/build.sh
source "$root/deploy/build.sh"
[[ -n ${1:-} && $1 != -* ]] || { sed -n '2,10s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" && exit 2; }
[[ -d $1/data && -d $1/labels ]] || fail "$1 has no folders data and labels"

find_java
build
exec "$java_home/bin/java" -Xmx512m -cp "$class_path" dev.probation.bench.nab.NabTable --data "$@"
