/** Receivers: Grafana annotations. */
package dev.probation.agent.receiver.notify.grafana;
