/** The one way to the clocks and to timers, so that a test can move them all; and what keeps a loop going. */
@NullMarked
package dev.probation.agent.time;

import org.jspecify.annotations.NullMarked;
