package dev.probation.agent.watch;

import dev.probation.agent.metrics.Metrics;
import dev.probation.agent.store.Change;
import dev.probation.agent.store.Journal;
import dev.probation.agent.store.StoreThread;
import dev.probation.agent.time.Time;
import dev.probation.rules.sample.Sample;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what happens to one deployment, in its order and nothing left out: a change that the store refuses is tried again
 * until it takes it. Confined to the watch's event loop.
 */
final class Ledger {

    private static final Logger log = LoggerFactory.getLogger(Ledger.class);
    private static final Duration RETRY = Duration.ofSeconds(1);

    /** Samples held back while the store is away; beyond it the newest are dropped, and counted. */
    private static final int MOST_SAMPLES = 100_000;

    private final String deployment;
    private final StoreThread store;
    private final Time time;
    private final Metrics metrics;
    private final Runnable written;
    private final Deque<Change> queue = new ArrayDeque<>();
    private List<Sample> fresh = new ArrayList<>();
    private List<Journal> notes = new ArrayList<>();
    private boolean writing;
    private Promise<Void> idle = Promise.promise();

    Ledger(String deployment, StoreThread store, Time time, Metrics metrics, Runnable written) {
        this.deployment = deployment;
        this.store = store;
        this.time = time;
        this.metrics = metrics;
        this.written = written;
    }

    /** One more sample, to be written within a second or with the next change. */
    void sampled(Sample sample) {
        if (fresh.size() < MOST_SAMPLES) {
            fresh.add(sample);
        } else {
            metrics.samplesDropped(1);
        }
    }

    /** What the samples brought about and nobody is told of: written when they are. */
    void noted(List<Journal> journal) {
        notes.addAll(journal);
    }

    /** A change, with all samples and notes since the last. */
    void commit(Entry entry) {
        queue.add(entry.after(notes, fresh, deployment));
        fresh = new ArrayList<>();
        notes = new ArrayList<>();
        write();
    }

    /** Writes the samples that wait, where nothing is being written. */
    void flush() {
        if (!fresh.isEmpty() && queue.isEmpty()) {
            commit(Entry.NONE);
        }
    }

    /** Completes when all that was given so far is on disk. */
    Future<Void> drained() {
        flush();
        return queue.isEmpty() ? Future.succeededFuture() : idle.future();
    }

    private void write() {
        if (writing || queue.isEmpty()) {
            return;
        }
        writing = true;
        Change change = queue.element();
        long began = time.nanos();
        store.run(open -> open.write(change)).onComplete(done -> {
            writing = false;
            double seconds = (time.nanos() - began) / 1e9;
            if (done.succeeded()) {
                queue.remove();
                metrics.storeWritten(seconds);
                settle(change);
            } else {
                metrics.storeWriteFailed(seconds);
                log.error(
                        "change not written, trying again deployment={} cause={}",
                        deployment,
                        done.cause().getMessage());
                Time.Cancellable unusedTimer = time.after(RETRY, this::write);
            }
        });
    }

    private void settle(Change change) {
        if (!change.messages().isEmpty()) {
            written.run();
        }
        if (queue.isEmpty()) {
            Promise<Void> waiting = idle;
            idle = Promise.promise();
            waiting.complete();
            return;
        }
        write();
    }
}
