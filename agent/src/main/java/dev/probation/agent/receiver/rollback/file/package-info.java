/** Rolls back by a file that a script watches. */
@NullMarked
package dev.probation.agent.receiver.rollback.file;

import org.jspecify.annotations.NullMarked;
