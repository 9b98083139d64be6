/** What Prometheus is asked, in PromQL, and how its answers are read. */
package dev.probation.agent.probe.prometheus.query;
