/** Receivers: Slack. */
package dev.probation.agent.signal.slack;
