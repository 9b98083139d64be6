/** The forms of a journal's entries. */
@NullMarked
package dev.probation.agent.journal;

import org.jspecify.annotations.NullMarked;
