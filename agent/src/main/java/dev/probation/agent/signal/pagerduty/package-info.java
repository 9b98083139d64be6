/** Receivers: PagerDuty. */
package dev.probation.agent.signal.pagerduty;
