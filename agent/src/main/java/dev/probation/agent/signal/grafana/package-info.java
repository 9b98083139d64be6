/** Receivers: Grafana annotations. */
package dev.probation.agent.signal.grafana;
