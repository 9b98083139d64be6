package dev.probation.agent.watch;

import dev.probation.agent.store.Change;
import dev.probation.agent.store.Change.Decision;
import dev.probation.agent.store.Journal;
import dev.probation.agent.store.Message;
import dev.probation.agent.store.StoredDeployment.Phase;
import dev.probation.rules.sample.Sample;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/** What one step of a watch writes, beside the samples. */
record Entry(
        List<Journal> journal,
        List<Message> messages,
        Optional<Decision> decision,
        Optional<JsonObject> snapshot,
        Optional<Phase> phase) {

    static final Entry NONE = new Entry(List.of(), List.of(), Optional.empty(), Optional.empty(), Optional.empty());

    static Entry snapshot(JsonObject snapshot) {
        return new Entry(List.of(), List.of(), Optional.empty(), Optional.of(snapshot), Optional.empty());
    }

    Change with(String deployment, List<Sample> samples) {
        return new Change(deployment, samples, journal, messages, decision, snapshot, phase);
    }
}
