#!/usr/bin/env bash
# Draws docs/confidence.svg, the picture of two confidence sequences in docs/how-it-decides.md. Needs gnuplot, JDK 17 and Maven.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# shellcheck source=deploy/build.sh
source "$root/deploy/build.sh"
find_java
build
"$java_home/bin/java" -cp "$class_path" dev.probation.bench.evidence.ConfidenceSeries >"$work/series"
gnuplot <<PLOT
set terminal svg size 860,360 font 'sans-serif,13' background '#ffffff'
set output '$root/docs/confidence.svg'
set multiplot layout 1,2
set logscale y
set yrange [0.005:10]
set xrange [0:30]
set xlabel 'minutes since the deployment'
set ylabel 'share of requests that failed'
set ytics ('0.01 %%' 0.01, '0.1 %%' 0.1, '1 %%' 1, '10 %%' 10)
set grid ytics lc rgb '#dddddd'
set key top right opaque samplen 2
set style fill solid 0.25 noborder
set title 'A good release: proven below the limit'
plot '$work/series' index 0 using 1:(\$3 > 0.005 ? \$3 : 0.005):4 with filledcurves lc rgb '#22aa77' title 'possible rates', \
  '' index 0 using 1:2 with lines lw 2 lc rgb '#117755' title 'observed so far', \
  0.1 with lines lw 2 dt 2 lc rgb '#cc2222' title 'limit'
set title 'A bad release: rolled back where marked'
plot '$work/series' index 1 using 1:(\$3 > 0.005 ? \$3 : 0.005):4 with filledcurves lc rgb '#dd7711' title 'possible rates', \
  '' index 1 using 1:2 with lines lw 2 lc rgb '#883300' title 'observed so far', \
  0.1 with lines lw 2 dt 2 lc rgb '#cc2222' title 'limit', \
  '' index 1 using 1:5 with points pt 7 ps 1.2 lc rgb '#000000' title 'rollback decided'
PLOT
echo "drew docs/confidence.svg"
