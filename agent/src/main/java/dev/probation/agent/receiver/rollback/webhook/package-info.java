/** Rolls back by a signed webhook. */
@NullMarked
package dev.probation.agent.receiver.rollback.webhook;

import org.jspecify.annotations.NullMarked;
