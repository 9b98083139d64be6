/** Receivers: a signed webhook. */
package dev.probation.agent.receiver.rollback.webhook;
