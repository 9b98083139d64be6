package dev.probation.agent.receiver.rollback.kubernetes;

import dev.probation.agent.json.JsonTree;
import dev.probation.agent.metrics.DeliveryFailure;
import dev.probation.agent.receiver.Delivery;
import dev.probation.agent.receiver.Delivery.Delivered;
import dev.probation.agent.receiver.Delivery.TryAgain;
import dev.probation.agent.receiver.Receiver;
import dev.probation.agent.receiver.RollbackSignal;
import dev.probation.agent.receiver.http.HttpSender.Answer;
import dev.probation.agent.receiver.rollback.kubernetes.KubernetesApi.Patch;
import dev.probation.agent.store.Message;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.Function;

/** Rolls a workload back that keeps its revisions in ReplicaSets, once for a decision. */
public abstract class WorkloadReceiver implements Receiver {

    private static final int CONFLICT = 409;

    protected final Workload workload;
    protected final KubernetesApi api;
    /** Of the workload in the API. */
    protected final String path;
    /** For people: {@code deployment shop}. */
    protected final String named;

    private final Form form;

    /**
     * What differs between the kinds of workloads.
     *
     * @param api its group and version: {@code /apis/apps/v1}
     * @param noun its kind in lower case
     * @param revision the annotation that numbers its revisions
     * @param hash the label that tells its ReplicaSets apart
     * @param undone what is said of one that this decision rolled back before
     */
    public record Form(String api, String noun, String revision, String hash, String undone) {}

    protected WorkloadReceiver(Workload workload, KubernetesApi api, Form form) {
        this.workload = workload;
        this.api = api;
        this.form = form;
        this.path = form.api() + "/namespaces/" + workload.namespace() + '/' + form.noun() + "s/" + workload.name();
        this.named = form.noun() + ' ' + workload.name();
    }

    @Override
    public final Future<Delivery> send(Message message) {
        RollbackSignal signal = RollbackSignal.of(message);
        return api.get(path, read -> look(read, signal));
    }

    private Future<Delivery> look(JsonTree read, RollbackSignal signal) {
        if (Undo.isDone(read, signal)) {
            return Future.succeededFuture(new Delivered(named + " was " + form.undone() + " before"));
        }
        return Undo.obstacle(read, named).map(Future::succeededFuture).orElseGet(() -> rollBack(read, signal));
    }

    /** Rolls back a workload that was not rolled back before, and that nothing stands in the way of. */
    protected abstract Future<Delivery> rollBack(JsonTree read, RollbackSignal signal);

    /** Goes on with the workload's revisions. */
    protected Future<Delivery> withRevisions(JsonTree read, Function<Revisions, Future<Delivery>> next) {
        return api.get(
                "/apis/apps/v1/namespaces/" + workload.namespace() + "/replicasets" + Revisions.query(read),
                replicaSets -> next.apply(Revisions.of(replicaSets, read, form.revision())));
    }

    /**
     * Gives the workload the template that it had before.
     *
     * @param current the number of its revision now
     * @param done what is said of one whose template was changed
     */
    protected Future<Delivery> putBack(
            JsonTree read, Revisions revisions, long current, RollbackSignal signal, String done) {
        return revisions
                .before(current, workload.versionBy(), signal)
                .map(target -> api.patch(
                        path,
                        Patch.JSON,
                        Undo.change(read, target, form.hash(), signal),
                        answer -> sorted(
                                answer,
                                named + ' ' + done + " from its revision " + current + " to what it was in "
                                        + target.number())))
                .orElseGet(() -> Future.succeededFuture(Undo.noEarlier(named)));
    }

    /** What came of a change of the workload. */
    protected Future<Delivery> sorted(Answer answer, String done) {
        if (answer.isGood()) {
            return Future.succeededFuture(new Delivered(done));
        }
        return Future.succeededFuture(
                answer.status() == CONFLICT
                        ? new TryAgain(
                                DeliveryFailure.OTHER,
                                named + " was changed in the meantime, so the agent tries again",
                                Optional.empty())
                        : api.sort(answer, path));
    }

    @Override
    public final Future<Void> close() {
        return api.close();
    }
}
