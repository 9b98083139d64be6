package dev.probation.agent.watch;

import dev.probation.agent.deployments.DeploymentView;
import dev.probation.agent.journal.JournalEntries;
import dev.probation.agent.store.Change;
import dev.probation.agent.store.JournalEntry;
import dev.probation.agent.store.Message;
import dev.probation.agent.watch.commit.Committed;
import dev.probation.rules.sample.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The changes of one deployment that wait for the store, in their order. All but the first, which may have been tried, are
 * one: a store that is away for long does not make them many.
 */
final class PendingChanges {

    /** Samples held back while the store is away; beyond it the newest are dropped, and counted. */
    static final int MOST_SAMPLES = 100_000;

    /**
     * A change that waits.
     *
     * @param committed what is told of it once it is on disk
     * @param view what may be shown from then on, where it was looked at
     * @param told whether its messages were given out before
     */
    record Waiting(
            Change change, Committed committed, @Nullable DeploymentView view, long since, boolean told) {}

    private final Deque<Waiting> queue = new ArrayDeque<>();
    private List<Sample> fresh = new ArrayList<>();
    private List<JournalEntry> notes = new ArrayList<>();
    private int held;
    private long dropped;
    private Instant droppedFrom = Instant.MAX;
    private Instant droppedTo = Instant.MIN;

    /** False where there is no room, and it was dropped. */
    boolean add(Sample sample) {
        if (held >= MOST_SAMPLES) {
            dropped++;
            droppedFrom = sample.at().isBefore(droppedFrom) ? sample.at() : droppedFrom;
            droppedTo = sample.at().isAfter(droppedTo) ? sample.at() : droppedTo;
            return false;
        }
        held++;
        fresh.add(sample);
        return true;
    }

    void add(List<JournalEntry> journal) {
        notes.addAll(journal);
    }

    boolean hasSamples() {
        return !fresh.isEmpty();
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    /** The first, which is written before any other. */
    Change first() {
        return queue.element().change();
    }

    /** Since when the first waits, by the monotonic clock. */
    long since() {
        return queue.element().since();
    }

    /**
     * Makes a change of the entry and of all samples and notes since the last.
     *
     * @param standing how it leaves the deployment
     * @param view the same, as it is shown, where that is wanted
     */
    void add(ChangeDraft draft, Committed standing, @Nullable DeploymentView view, long now) {
        noteDropped();
        Change change = draft.after(notes, fresh, standing.deployment().id());
        List<JournalEntry> journal =
                Stream.concat(draft.heard().stream(), change.journal().stream()).toList();
        Committed committed = standing.with(journal, change.messages());
        fresh = new ArrayList<>();
        notes = new ArrayList<>();
        if (queue.size() > 1 && !queue.getLast().told()) {
            Waiting last = queue.removeLast();
            queue.add(new Waiting(
                    last.change().then(change),
                    last.committed().then(committed),
                    view == null ? last.view() : view,
                    last.since(),
                    false));
        } else {
            queue.add(new Waiting(change, committed, view, now, false));
        }
    }

    private void noteDropped() {
        if (dropped > 0 && held < MOST_SAMPLES) {
            notes.add(JournalEntries.gap(
                    droppedFrom,
                    droppedTo,
                    dropped + " samples were judged but not stored, because the store was unavailable"));
            dropped = 0;
            droppedFrom = Instant.MAX;
            droppedTo = Instant.MIN;
        }
    }

    /** The first is on disk. */
    Waiting removeFirst() {
        Waiting first = queue.remove();
        held -= first.change().samples().size();
        return first;
    }

    /** The messages that have waited so long and were not given out by this before. */
    List<Message> late(long now, Duration patience) {
        List<Message> late = new ArrayList<>();
        List<Waiting> all = List.copyOf(queue);
        queue.clear();
        for (Waiting waiting : all) {
            boolean due = now - waiting.since() >= patience.toNanos();
            if (due && !waiting.told()) {
                late.addAll(waiting.change().messages());
            }
            queue.add(new Waiting(
                    waiting.change(), waiting.committed(), waiting.view(), waiting.since(), due || waiting.told()));
        }
        return late;
    }
}
