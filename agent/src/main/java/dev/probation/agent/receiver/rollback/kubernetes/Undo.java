package dev.probation.agent.receiver.rollback.kubernetes;

import dev.probation.agent.json.JsonTree;
import dev.probation.agent.metrics.DeliveryFailure;
import dev.probation.agent.receiver.Delivery;
import dev.probation.agent.receiver.Delivery.Refused;
import dev.probation.agent.receiver.Delivery.TryAgain;
import dev.probation.agent.receiver.RollbackSignal;
import dev.probation.agent.receiver.rollback.kubernetes.Revisions.Revision;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** The change that puts a workload back to an earlier template, and what speaks against it. */
public final class Undo {

    /** Who did it last, so that a repeat sees that it is done. */
    public static final String DONE_BY = "probation.dev/rollback-id";

    private static final String CAUSE = "kubernetes.io/change-cause";

    private Undo() {}

    /** Whether this decision was carried out before. */
    static boolean isDone(JsonTree workload, RollbackSignal signal) {
        return workload.at("metadata", "annotations", DONE_BY).is(signal.id());
    }

    /** Why it cannot be done: somebody paused it, or the controller is not done with the last change. */
    static Optional<Delivery> obstacle(JsonTree workload, String named) {
        if (workload.at("spec", "paused").isTrue()) {
            return Optional.of(new Refused(
                    DeliveryFailure.REFUSED, named + " is paused, so nothing was changed; resume it and roll it back"));
        }
        Optional<Long> seen = workload.at("status", "observedGeneration").number();
        Optional<Long> newest = workload.at("metadata", "generation").number();
        if (seen.isPresent() && newest.filter(each -> each > seen.orElseThrow()).isPresent()) {
            return Optional.of(new TryAgain(
                    DeliveryFailure.OTHER,
                    named + " was just changed, and its controller has not seen it yet",
                    Optional.empty()));
        }
        return Optional.empty();
    }

    public static Delivery otherVersion(String named, RollbackSignal signal, VersionBy versionBy) {
        return new Refused(
                DeliveryFailure.REFUSED,
                "expected version " + signal.version() + ", but " + named + " now runs another version (according to "
                        + (versionBy.how().equals("image") ? "its image" : "the label " + versionBy.how())
                        + "), so nothing was changed");
    }

    public static Delivery noEarlier(String named) {
        return new Refused(
                DeliveryFailure.REFUSED,
                named + " has no earlier revision of another version to go back to; is revisionHistoryLimit too low?");
    }

    /**
     * Puts {@code revision}'s template in the place of the present one, unless the workload was changed meanwhile.
     *
     * @param hashLabel the label that the controller gives each template
     */
    static Buffer change(JsonTree workload, Revision revision, String hashLabel, RollbackSignal signal) {
        JsonObject annotations = workload.at("metadata", "annotations").object().orElseGet(JsonObject::new);
        Object unused = annotations.remove(CAUSE);
        revision.replicaSet()
                .at("metadata", "annotations", CAUSE)
                .text()
                .ifPresent(cause -> annotations.put(CAUSE, cause));
        annotations.put(DONE_BY, signal.id());
        String seen = workload.at("metadata", "resourceVersion").text().orElse("");
        return new JsonArray()
                .add(replace("/metadata/resourceVersion", seen))
                .add(replace("/spec/template", revision.templateWithout(hashLabel)))
                .add(replace("/metadata/annotations", annotations).put("op", "add"))
                .toBuffer();
    }

    private static JsonObject replace(String path, Object value) {
        return new JsonObject().put("op", "replace").put("path", path).put("value", value);
    }
}
