/** One line of the checklist: its rule, and the state machine that its samples drive. */
@NullMarked
package dev.probation.rules.check;

import org.jspecify.annotations.NullMarked;
