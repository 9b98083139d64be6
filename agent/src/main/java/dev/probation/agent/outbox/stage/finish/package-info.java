/** Finishes an attempt: has it tried again later, or writes its final answer. */
@NullMarked
package dev.probation.agent.outbox.stage.finish;

import org.jspecify.annotations.NullMarked;
