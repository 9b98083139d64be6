/** Receivers: Opsgenie. */
package dev.probation.agent.receiver.notify.opsgenie;
