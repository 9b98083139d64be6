package dev.probation.agent.time;

import io.vertx.core.Future;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a mistake of the agent's own from ending more than what made it: a loop, a queue or a timer goes on whatever one of
 * its rounds throws. An Error as well, such as that of a class that cannot be read because the jar was replaced. Callable
 * from any thread.
 */
public final class Guard {

    private static final Logger log = LoggerFactory.getLogger(Guard.class);

    /** Of the whole process, as the numbers of the JVM are. */
    private static final Map<String, LongAdder> MISTAKES = new ConcurrentSkipListMap<>();

    private final String part;
    private final String of;
    private final LongAdder mistakes;
    private volatile boolean failing;

    /** @param part what it guards, for the log and for the count of mistakes */
    public Guard(String part) {
        this(part, "all");
    }

    /**
     * @param part what it guards, for the log and for the count of mistakes: one of a few
     * @param of whose part that is, for the log alone
     */
    public Guard(String part, String of) {
        this.part = part;
        this.of = of;
        this.mistakes = MISTAKES.computeIfAbsent(part, first -> new LongAdder());
    }

    /** Runs it. What it throws is counted, and logged unless the last that this guard ran threw as well. */
    public void run(Runnable work) {
        try {
            work.run();
            failing = false;
        } catch (RuntimeException | Error thrown) {
            mistakes.increment();
            if (!failing) {
                log.error("a part of the agent failed, and goes on part={} of={}", part, of, thrown);
            }
            failing = true;
        }
    }

    /** How often each part that is guarded has thrown since the process began. */
    public static Map<String, Long> mistakes() {
        Map<String, Long> all = new TreeMap<>();
        MISTAKES.forEach((part, mistakes) -> all.put(part, mistakes.sum()));
        return all;
    }

    /** Begins it. What it throws instead fails the future. */
    public static <T> Future<T> begin(Supplier<Future<T>> work) {
        try {
            return work.get();
        } catch (RuntimeException | Error thrown) {
            return Future.failedFuture(thrown);
        }
    }
}
