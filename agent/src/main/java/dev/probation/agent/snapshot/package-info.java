/** A judge's state as JSON, so that a restart goes on where it was. */
package dev.probation.agent.snapshot;
