/** When probes run: each in its own interval, spread evenly, and never twice at once. */
@NullMarked
package dev.probation.agent.schedule;

import org.jspecify.annotations.NullMarked;
