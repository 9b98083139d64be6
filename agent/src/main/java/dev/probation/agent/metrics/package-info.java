/** The agent's own metrics, and the page on which Prometheus reads them. */
@NullMarked
package dev.probation.agent.metrics;

import org.jspecify.annotations.NullMarked;
