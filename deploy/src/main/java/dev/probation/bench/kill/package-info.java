/** Trials in which the agent is killed in a bad release and started again, and what is held against what was promised. */
@NullMarked
package dev.probation.bench.kill;

import org.jspecify.annotations.NullMarked;
