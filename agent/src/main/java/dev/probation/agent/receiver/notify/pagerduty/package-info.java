/** Receivers: PagerDuty. */
package dev.probation.agent.receiver.notify.pagerduty;
