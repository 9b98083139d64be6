/** Receivers: Opsgenie. */
package dev.probation.agent.signal.opsgenie;
