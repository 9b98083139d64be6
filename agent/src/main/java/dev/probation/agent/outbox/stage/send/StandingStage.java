package dev.probation.agent.outbox.stage.send;

import dev.probation.agent.notice.IncidentAction;
import dev.probation.agent.notice.Notice;
import dev.probation.agent.outbox.stage.Stage;
import dev.probation.agent.store.Lease.Standing;
import dev.probation.agent.store.StoreException;
import io.vertx.core.Future;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Keeps what is about to be sent from being sent where the store may be another agent's by now: that one sends it. Fails then. The
 * agent may have been stopped for a while between its last look at the store and now.
 */
public final class StandingStage implements Stage<Attempt> {

    private final Supplier<Future<Standing>> standing;
    private final Set<Standing> allowed;

    /**
     * @param standing of the store; never fails
     * @param allowed how it may stand
     */
    public StandingStage(Supplier<Future<Standing>> standing, Set<Standing> allowed) {
        this.standing = standing;
        this.allowed = Set.copyOf(allowed);
    }

    @Override
    public Future<Attempt> run(Attempt attempt) {
        if (isOwn(attempt.message().notice())) {
            return Future.succeededFuture(attempt);
        }
        return standing.get()
                .compose(found -> allowed.contains(found)
                        ? Future.succeededFuture(attempt)
                        : Future.failedFuture(new StoreException(
                                "not sent, since another agent may have taken over the store by now")));
    }

    /** What this agent said of its own store nobody else takes back. */
    private static boolean isOwn(Notice notice) {
        return notice.isOfStore() && notice.action() == IncidentAction.RESOLVE;
    }
}
