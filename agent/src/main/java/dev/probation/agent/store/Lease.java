package dev.probation.agent.store;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Whose store it is: one agent's at a time, until that one gives it back or has not been heard of for a while. Callable from
 * any thread; never blocks.
 */
public interface Lease {

    /** How it stands with this agent and its store. */
    enum Standing {
        /** It is this agent's. */
        HELD,
        /** It has run out while the store cannot be asked: another agent may have it by now. */
        UNREACHABLE,
        /** Another agent has it. */
        LOST
    }

    /** That of a store which is this agent's for as long as it is open. */
    Lease WHILE_OPEN = () -> CompletableFuture.completedFuture(Standing.HELD);

    /**
     * Completes at once, but where the lease has run out and the store was not asked since, as when the process was stopped for
     * a while: then once it was asked. Never fails.
     */
    CompletionStage<Standing> standing();
}
