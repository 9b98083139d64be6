/** Puts the agent together, starts it and stops it. */
@NullMarked
package dev.probation.agent.assembly;

import org.jspecify.annotations.NullMarked;
