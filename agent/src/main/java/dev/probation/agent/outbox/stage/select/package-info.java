/** Selects what a receiver is sent now: what is due, what no silence covers, and what goes out together. */
@NullMarked
package dev.probation.agent.outbox.stage.select;

import org.jspecify.annotations.NullMarked;
