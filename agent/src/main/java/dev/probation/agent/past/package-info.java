/** Measurements of the time before: baselines, and what an agent that started late has missed. */
@NullMarked
package dev.probation.agent.past;

import org.jspecify.annotations.NullMarked;
