/** Asks Prometheus, now and about the past: the kind, its probes and what is read of its labels. */
@NullMarked
package dev.probation.agent.probe.prometheus;

import org.jspecify.annotations.NullMarked;
