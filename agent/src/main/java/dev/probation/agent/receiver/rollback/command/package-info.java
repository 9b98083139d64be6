/** Rolls back by a program. */
@NullMarked
package dev.probation.agent.receiver.rollback.command;

import org.jspecify.annotations.NullMarked;
