/** The stages of delivery: each does one thing to a batch of messages on its way to a receiver. */
@NullMarked
package dev.probation.agent.outbox.stage;

import org.jspecify.annotations.NullMarked;
