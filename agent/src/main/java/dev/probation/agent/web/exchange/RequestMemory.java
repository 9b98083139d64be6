package dev.probation.agent.web.exchange;

import dev.probation.agent.time.Time;
import dev.probation.agent.web.exchange.MemoryBudget.Waiting;
import io.vertx.core.http.HttpConnection;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What one request and its answer have in memory. It is given back when the request has been answered or its client has gone. */
final class RequestMemory {

    private static final String KEY = RequestMemory.class.getName();

    /** How long a request waits for others to give back what they have in memory. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final HttpConnection connection;
    private final long begun;
    private MemoryBudget budget;
    private boolean admitted;
    private long taken;
    private @Nullable Waiting waiting;

    private RequestMemory(HttpConnection connection, long begun, MemoryBudget budget) {
        this.connection = connection;
        this.begun = begun;
        this.budget = budget;
    }

    /** Accounts for a request from now on; until it is {@link #admit}ted, out of what strangers have. */
    static RequestMemory account(RoutingContext context, Time time, MemoryBudget strangers) {
        RequestMemory memory = new RequestMemory(context.request().connection(), time.nanos(), strangers);
        RoutingContext unused = context.put(KEY, memory);
        int unusedHandler = context.addEndHandler(ended -> memory.release());
        return memory;
    }

    static RequestMemory of(RoutingContext context) {
        return Objects.requireNonNull(context.<@Nullable RequestMemory>get(KEY), "this request is not accounted for");
    }

    /** Whether whoever sent it may. One that was refused before it was accounted for was not. */
    static boolean isAdmitted(RoutingContext context) {
        RequestMemory memory = context.get(KEY);
        return memory != null && memory.admitted;
    }

    /** When the request began, in {@link Time#nanos}. */
    long begun() {
        return begun;
    }

    /** Whoever sent it may: from now on it takes from what those have together. */
    void admit(MemoryBudget known) {
        admitted = true;
        budget = known;
    }

    /** The signature of its body is right; what it has in memory stays what strangers have. */
    void verified() {
        admitted = true;
    }

    boolean isAdmitted() {
        return admitted;
    }

    /** Takes so many bytes more, or fails with an {@link HttpProblem}. */
    void take(long bytes) {
        if (!budget.take(bytes)) {
            throw HttpProblem.of(HttpProblem.Kind.OVERLOADED);
        }
        taken += bytes;
    }

    /** Takes so many bytes as soon as they are to be had, and goes on then; fails with an {@link HttpProblem} where that takes long. */
    void takeWhenFree(RoutingContext context, long bytes, Runnable then) {
        Waiting request = new Waiting(bytes, () -> {
            taken += bytes;
            waiting = null;
            then.run();
        });
        waiting = request;
        if (!budget.takeWhenFree(request)) {
            throw HttpProblem.of(HttpProblem.Kind.OVERLOADED);
        }
        if (waiting != null) {
            long unused = context.vertx().setTimer(PATIENCE.toMillis(), fired -> hurry(context, request));
        }
    }

    private void hurry(RoutingContext context, Waiting request) {
        if (waiting == request && !budget.hurry(request)) {
            waiting = null;
            context.fail(HttpProblem.of(HttpProblem.Kind.OVERLOADED));
        }
    }

    /** For as long as its body is being read, it may have to make room for others. */
    void reading() {
        budget.begin(this);
    }

    void read() {
        budget.end(this);
    }

    /** Takes what an answer needs, which may outlast the request; false where that is not to be had. */
    boolean takeForAnswer(long bytes) {
        return budget.take(bytes);
    }

    /** The client has taken the answer, or has gone. */
    void answerTaken(long bytes) {
        budget.give(bytes);
    }

    void cut() {
        release();
        connection.close();
    }

    private void release() {
        if (waiting != null) {
            budget.leave(waiting);
            waiting = null;
        }
        budget.end(this);
        budget.give(taken);
        taken = 0;
    }
}
