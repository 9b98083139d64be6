/** What a stage of delivery is and how stages are run; those there are stand below, in their order: select, send, finish. */
@NullMarked
package dev.probation.agent.outbox.stage;

import org.jspecify.annotations.NullMarked;
