/** Tells people directly while the store cannot be written, and a dead man's switch while all is well. */
@NullMarked
package dev.probation.agent.alarm;

import org.jspecify.annotations.NullMarked;
