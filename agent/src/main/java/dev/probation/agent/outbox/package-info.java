/** Durable delivery: what is due goes to each receiver in order, batched, at its rate, until it is taken or refused. */
@NullMarked
package dev.probation.agent.outbox;

import org.jspecify.annotations.NullMarked;
