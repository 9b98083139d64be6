/** Trials in which the agent is stopped for a while and goes on. */
@NullMarked
package dev.probation.bench.stop;

import org.jspecify.annotations.NullMarked;
