/** Receivers: Slack. */
package dev.probation.agent.receiver.notify.slack;
