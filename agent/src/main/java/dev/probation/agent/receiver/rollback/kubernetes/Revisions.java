package dev.probation.agent.receiver.rollback.kubernetes;

import dev.probation.agent.http.HttpAddress;
import dev.probation.agent.json.JsonTree;
import dev.probation.agent.receiver.RollbackSignal;
import io.vertx.core.json.JsonObject;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The revisions of a workload that are kept, each as a ReplicaSet. */
public final class Revisions {

    private final List<Revision> kept;

    private Revisions(List<Revision> kept) {
        this.kept = List.copyOf(kept);
    }

    /** One of them. */
    public record Revision(long number, JsonTree replicaSet) {

        public JsonTree template() {
            return replicaSet.at("spec", "template");
        }

        /** The template without the label that its controller gave it. */
        JsonObject templateWithout(String label) {
            JsonObject template = template().object().orElseGet(JsonObject::new);
            if (template.getValue("metadata") instanceof JsonObject metadata
                    && metadata.getValue("labels") instanceof JsonObject labels) {
                Object unused = labels.remove(label);
            }
            return template;
        }
    }

    /**
     * The ReplicaSets of a list that the workload owns.
     *
     * @param annotation that holds the revision's number
     */
    static Revisions of(JsonTree list, JsonTree owner, String annotation) {
        String uid = owner.at("metadata", "uid").text().orElse("");
        return new Revisions(list.at("items").items().stream()
                .filter(each -> isOwned(each, uid))
                .flatMap(
                        each -> each
                                .at("metadata", "annotations", annotation)
                                .number()
                                .map(number -> new Revision(number, each))
                                .stream())
                .toList());
    }

    private static boolean isOwned(JsonTree replicaSet, String uid) {
        return replicaSet.at("metadata", "ownerReferences").items().stream()
                .anyMatch(owner -> owner.at("controller").isTrue()
                        && !uid.isEmpty()
                        && owner.at("uid").is(uid));
    }

    /** The newest one below {@code current} that is not of the version to be rolled back. */
    Optional<Revision> before(long current, VersionBy versionBy, RollbackSignal signal) {
        return kept.stream()
                .filter(each -> each.number() < current)
                .filter(each -> versionBy.isBefore(each.template(), signal))
                .max(Comparator.comparingLong(Revision::number));
    }

    /** The one with this label. */
    public Optional<Revision> labelled(String label, String value) {
        return kept.stream()
                .filter(each ->
                        each.replicaSet().at("metadata", "labels", label).is(value))
                .findFirst();
    }

    /** The query that finds them, from the workload's selector; more may be found. */
    static String query(JsonTree workload) {
        JsonObject labels =
                workload.at("spec", "selector", "matchLabels").object().orElseGet(JsonObject::new);
        String selector = labels.fieldNames().stream()
                .sorted()
                .map(label -> label + '=' + labels.getValue(label))
                .collect(Collectors.joining(","));
        return selector.isEmpty() ? "" : "?labelSelector=" + HttpAddress.encode(selector);
    }
}
