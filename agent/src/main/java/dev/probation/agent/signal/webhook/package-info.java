/** Receivers: a signed webhook. */
package dev.probation.agent.signal.webhook;
