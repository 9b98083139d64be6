/** Sends one batch, or answers without sending what is not to be sent. */
@NullMarked
package dev.probation.agent.outbox.stage.send;

import org.jspecify.annotations.NullMarked;
