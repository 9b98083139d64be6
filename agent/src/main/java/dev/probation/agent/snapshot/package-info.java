/** A judge's state as JSON, so that a restart goes on where it was. */
@NullMarked
package dev.probation.agent.snapshot;

import org.jspecify.annotations.NullMarked;
