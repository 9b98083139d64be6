/** Looks for queries that are probably wrong. */
package dev.probation.agent.probe.prometheus.lint;
