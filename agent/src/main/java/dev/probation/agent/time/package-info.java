/** The one way to the clocks and to timers, so that a test can move them all. */
@NullMarked
package dev.probation.agent.time;

import org.jspecify.annotations.NullMarked;
