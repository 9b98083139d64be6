/** What Prometheus is asked, in PromQL, and how its answers are read. */
@NullMarked
package dev.probation.agent.probe.prometheus.query;

import org.jspecify.annotations.NullMarked;
