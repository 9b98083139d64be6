/** One line of the checklist: its rule, and the state machine that its samples drive. */
package dev.probation.rules.check;
