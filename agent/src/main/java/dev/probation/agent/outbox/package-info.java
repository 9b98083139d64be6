/** Durable delivery: what is due goes to each receiver in order, batched, at its rate, until it is taken or refused. */
package dev.probation.agent.outbox;
