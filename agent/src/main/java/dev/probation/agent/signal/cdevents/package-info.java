/** Receivers: CDEvents. */
package dev.probation.agent.signal.cdevents;
