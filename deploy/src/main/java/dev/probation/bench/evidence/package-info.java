/** Simulated shares and trends, and how the tests of them judge: false alarms, power and cost. */
@NullMarked
package dev.probation.bench.evidence;

import org.jspecify.annotations.NullMarked;
