package dev.probation.agent.assembly;

import dev.probation.agent.time.Time;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A question whose answer is good for a second, however often it is asked: while it is being answered, and until then, all get
 * the same answer. Confined to the event loop of those who ask.
 */
final class RecentAnswer<T> {

    private static final Duration GOOD_FOR = Duration.ofSeconds(1);

    private final Time time;
    private final Supplier<Future<T>> question;
    private @Nullable Future<T> answer;
    private long askedAt;

    RecentAnswer(Time time, Supplier<Future<T>> question) {
        this.time = time;
        this.question = question;
    }

    Future<T> get() {
        Future<T> recent = answer;
        if (recent == null || (recent.isComplete() && time.nanos() - askedAt >= GOOD_FOR.toNanos())) {
            askedAt = time.nanos();
            recent = question.get();
            answer = recent;
        }
        return recent;
    }
}
