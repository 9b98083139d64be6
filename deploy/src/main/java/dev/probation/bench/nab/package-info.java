/** The series of the Numenta Anomaly Benchmark as deployments, and what checks of values as series say of them. */
@NullMarked
package dev.probation.bench.nab;

import org.jspecify.annotations.NullMarked;
