package dev.probation.agent.store;

import dev.probation.rules.sample.CheckId;
import dev.probation.rules.sample.Sample;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is written to one deployment in one transaction: all of it or nothing.
 *
 * @param samples judged so far and not yet written, in the order they were judged
 * @param decision the one rollback decision, where this change makes it
 * @param snapshot the judge's state after the first samples
 * @param covered how many of the samples the snapshot has seen; what came after them is judged again after a restart
 */
public record Change(
        String deployment,
        List<Sample> samples,
        List<JournalEntry> journal,
        List<Message> messages,
        Optional<Decision> decision,
        Optional<JsonObject> snapshot,
        int covered,
        Optional<StoredDeployment.Phase> phase) {

    /** One whose snapshot, if any, has seen all samples. */
    public Change(
            String deployment,
            List<Sample> samples,
            List<JournalEntry> journal,
            List<Message> messages,
            Optional<Decision> decision,
            Optional<JsonObject> snapshot,
            Optional<StoredDeployment.Phase> phase) {
        this(deployment, samples, journal, messages, decision, snapshot, samples.size(), phase);
    }

    /**
     * The decision to roll a deployment back; the store holds at most one for each.
     *
     * @param check the check that decided, or {@link CheckId#MANUAL}, which no check is named
     */
    public record Decision(String id, Instant at, String check, String reason) {

        /** The same, for another reason. */
        public Decision because(String other) {
            return new Decision(id, at, check, other);
        }
    }

    public Change {
        samples = List.copyOf(samples);
        journal = List.copyOf(journal);
        messages = List.copyOf(messages);
        if (journal.isEmpty() && phase.filter(entered -> !entered.isOpen()).isPresent()) {
            throw new IllegalArgumentException(
                    "a change that ends a deployment tells so in the journal, but this one of " + deployment
                            + " has no entry");
        }
    }

    /** When the deployment ended, where this change ends it: the instant of its last journal entry. */
    public Optional<Instant> endedAt() {
        return phase.filter(entered -> !entered.isOpen())
                .map(entered -> journal.get(journal.size() - 1).at());
    }

    /** This and a later one of the same deployment as one. */
    public Change then(Change later) {
        return new Change(
                deployment,
                both(samples, later.samples),
                both(journal, later.journal),
                both(messages, later.messages),
                decision.or(later::decision),
                later.snapshot.or(this::snapshot),
                later.snapshot.isPresent() ? samples.size() + later.covered : covered,
                later.phase.or(this::phase));
    }

    private static <T> List<T> both(List<T> first, List<T> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }
}
