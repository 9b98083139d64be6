package dev.probation.agent.watch;

import dev.probation.agent.store.Change;
import dev.probation.agent.store.Change.Decision;
import dev.probation.agent.store.JournalEntry;
import dev.probation.agent.store.Message;
import dev.probation.agent.store.StoredDeployment.Phase;
import dev.probation.rules.sample.Sample;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one step of a watch writes, beside the samples.
 *
 * @param heard entries that the outbox has written, which are told with the change
 */
record ChangeDraft(
        List<JournalEntry> heard,
        List<JournalEntry> journal,
        List<Message> messages,
        Optional<Decision> decision,
        Optional<JsonObject> snapshot,
        Optional<Phase> phase) {

    static final ChangeDraft NONE =
            new ChangeDraft(List.of(), List.of(), List.of(), Optional.empty(), Optional.empty(), Optional.empty());

    static ChangeDraft heard(List<JournalEntry> heard) {
        return new ChangeDraft(heard, List.of(), List.of(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    static ChangeDraft snapshot(JsonObject snapshot) {
        return new ChangeDraft(
                List.of(), List.of(), List.of(), Optional.empty(), Optional.of(snapshot), Optional.empty());
    }

    /** The change that it makes, after the notes and samples that came before it. */
    Change after(List<JournalEntry> notes, List<Sample> samples, String deployment) {
        List<JournalEntry> all = new ArrayList<>(notes);
        all.addAll(journal);
        return new Change(deployment, samples, all, messages, decision, snapshot, phase);
    }
}
