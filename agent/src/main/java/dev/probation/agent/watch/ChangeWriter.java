package dev.probation.agent.watch;

import dev.probation.agent.deployments.DeploymentView;
import dev.probation.agent.metrics.Metrics;
import dev.probation.agent.store.Change;
import dev.probation.agent.store.DirectlyTold;
import dev.probation.agent.store.JournalEntry;
import dev.probation.agent.store.Message;
import dev.probation.agent.store.Store;
import dev.probation.agent.store.StoreException;
import dev.probation.agent.store.StoreExecutor;
import dev.probation.agent.time.Guard;
import dev.probation.agent.time.Time;
import dev.probation.agent.watch.commit.CommitStream;
import dev.probation.agent.watch.commit.Committed;
import dev.probation.rules.sample.Sample;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what happens to one deployment, in its order and nothing left out: a change that the store refuses is tried again
 * until it takes it, and its messages are handed on meanwhile. What the store has taken is published, once. Confined to the
 * watch's event loop.
 */
final class ChangeWriter {

    private static final Logger log = LoggerFactory.getLogger(ChangeWriter.class);

    /** The pause before the store is asked again for what it could not do. */
    static final Duration RETRY = Duration.ofSeconds(1);

    /** How long a message waits for the store before it is handed on. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    /** What is shown while the store is away is at most so much older than what was saved last. */
    private static final Duration VIEWED = Duration.ofSeconds(10);

    private static final long UNKNOWN = -1;
    private static final String NO_ANSWER = "the store does not answer";

    private final String deployment;
    private final StoreExecutor store;
    private final Time time;
    private final Metrics metrics;
    private final UnwrittenMessages unwritten;
    private final CommitStream commits;
    private final Subject subject;
    private final PendingChanges pending = new PendingChanges();
    private boolean writing;
    private @Nullable String failure;
    private long samplesWritten = UNKNOWN;
    private long viewedAt;
    /** Whether something was saved since the last view that was. */
    private boolean unviewed;

    private Promise<Void> idle = Promise.promise();

    /** The deployment whose changes are written, with all that was given so far. */
    interface Subject {

        /** How it stands, with nothing of what was written. */
        Committed standing();

        /** Whether samples brought about what could not be told, so that they are not to be written without it. */
        boolean isBehind();

        DeploymentView view();

        /** What this shows is on disk. */
        void saved(DeploymentView view);
    }

    ChangeWriter(String deployment, WatchContext context, Subject subject) {
        this.deployment = deployment;
        this.subject = subject;
        this.store = context.store();
        this.time = context.time();
        this.metrics = context.metrics();
        this.unwritten = context.unwritten();
        this.commits = context.commits().of(deployment);
        this.viewedAt = time.nanos();
    }

    /** One more sample, to be written within a second or with the next change. */
    void sampled(Sample sample) {
        if (!pending.add(sample)) {
            metrics.samplesDropped(1);
        }
    }

    /** What the samples brought about and nobody is told of: written when they are. */
    void noted(List<JournalEntry> journal) {
        pending.add(journal);
    }

    /** A change, with all samples and notes since the last. */
    void commit(ChangeDraft draft) {
        pending.add(draft, subject.standing(), view(draft), time.nanos());
        write();
    }

    /** With samples and notes alone only now and then, since a view costs as much as thousands of samples do. */
    private @Nullable DeploymentView view(ChangeDraft draft) {
        long now = time.nanos();
        if (draft.equals(ChangeDraft.NONE) && now - viewedAt < VIEWED.toNanos()) {
            return null;
        }
        viewedAt = now;
        return subject.view();
    }

    /** Writes the samples that wait, where nothing is being written. To be called about once a second. */
    void flush() {
        if (pending.hasSamples() && pending.isEmpty() && !subject.isBehind()) {
            commit(ChangeDraft.NONE);
        } else if (unviewed && isEmpty() && time.nanos() - viewedAt >= VIEWED.toNanos()) {
            saved(subject.view());
            viewedAt = time.nanos();
        }
        handOn(PATIENCE);
    }

    private void saved(@Nullable DeploymentView view) {
        unviewed = view == null;
        if (view != null) {
            subject.saved(view);
        }
    }

    private void handOn(Duration patience) {
        List<Message> late = pending.late(time.nanos(), patience);
        if (!late.isEmpty()) {
            unwritten.deliver(late);
        }
    }

    /**
     * Completes when all that was given so far is on disk; fails where that takes longer than so long, and is written when
     * the store takes it all the same.
     */
    Future<Void> drained(Duration most) {
        flush();
        return written(most);
    }

    private Future<Void> written(Duration most) {
        if (pending.isEmpty()) {
            return Future.succeededFuture();
        }
        Promise<Void> drained = Promise.promise();
        Time.Cancellable timer = time.after(most, () -> drained.tryFail(late()));
        idle.future().onComplete(done -> {
            timer.cancel();
            drained.tryComplete();
        });
        return drained.future();
    }

    /**
     * Completes when no change waits: at once but in the moment of a write. Fails where that takes longer than so long, and
     * at once where the store is known to take nothing. Samples of the last second may still be to be written.
     */
    Future<Void> shown(Duration most) {
        return failure == null ? written(most) : Future.failedFuture(late());
    }

    private StoreException late() {
        return new StoreException(
                "accepted, but not saved yet (the store is unavailable); it will be saved automatically: " + reason());
    }

    /** Why what waits is not on disk yet. */
    String reason() {
        return Objects.requireNonNullElse(failure, NO_ANSWER);
    }

    /** As {@link #drained}, at the agent's end: what people must know is not kept to itself where it is not written. */
    Future<Void> drainedOrHandedOn(Duration most) {
        return drained(most).onFailure(late -> {
            log.error("changes lost because the agent is stopping deployment={} cause={}", deployment, reason());
            handOn(Duration.ZERO);
        });
    }

    /** Whether all that was given is on disk. */
    boolean isEmpty() {
        return pending.isEmpty() && !pending.hasSamples();
    }

    /** Why something has waited for long; empty where nothing has. */
    Optional<String> problem() {
        boolean late = !pending.isEmpty() && time.nanos() - pending.since() >= PATIENCE.toNanos();
        return late ? Optional.of(reason()) : Optional.empty();
    }

    private void write() {
        if (writing || pending.isEmpty()) {
            return;
        }
        writing = true;
        long began = time.nanos();
        Guard.begin(this::attempt).onComplete(done -> {
            writing = false;
            double seconds = (time.nanos() - began) / 1e9;
            if (done.succeeded()) {
                samplesWritten = done.result();
                succeeded();
                metrics.storeWritten(seconds);
            } else {
                failed(done.cause());
                metrics.storeWriteFailed(seconds);
            }
        });
    }

    private Future<Long> attempt() {
        Change change = pending.first();
        List<DirectlyTold> told = unwritten.told(change.messages());
        boolean again = failure != null;
        long before = samplesWritten;
        return store.submit(open -> write(open, change, before, again, told));
    }

    /**
     * Writes it once: where the store failed only after it had taken the change, as when a server ends in mid-commit, the
     * samples are there.
     *
     * @return how many samples of the deployment were written by now
     */
    private long write(Store open, Change change, long before, boolean again, List<DirectlyTold> told) {
        long samples = change.samples().size();
        long found = before == UNKNOWN || again ? open.samples().written(deployment) : before;
        boolean taken = again && before != UNKNOWN && samples > 0 && found == before + samples;
        open.write(taken ? ChangeDraft.NONE.after(List.of(), List.of(), deployment) : change, told);
        return taken ? found : found + samples;
    }

    private void failed(Throwable cause) {
        String reason = Objects.requireNonNullElse(cause.getMessage(), cause.toString());
        if (failure == null) {
            log.error("change not saved, retrying every second deployment={} cause={}", deployment, reason);
        }
        failure = reason;
        Time.Cancellable unusedTimer = time.after(RETRY, this::write);
    }

    private void succeeded() {
        if (failure != null) {
            log.info("changes are saved again deployment={}", deployment);
            failure = null;
        }
        PendingChanges.Waiting written = pending.removeFirst();
        saved(written.view());
        commits.publish(written.committed());
        if (pending.isEmpty()) {
            Promise<Void> waiting = idle;
            idle = Promise.promise();
            waiting.complete();
            return;
        }
        write();
    }
}
