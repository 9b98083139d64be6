/** Finds queries to a Prometheus that are probably wrong. */
@NullMarked
package dev.probation.agent.probe.prometheus.lint;

import org.jspecify.annotations.NullMarked;
