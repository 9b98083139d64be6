/** Receivers: CDEvents. */
package dev.probation.agent.receiver.notify.cdevents;
