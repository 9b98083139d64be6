package dev.probation.agent.web;

import dev.probation.agent.deployments.DeploymentView;
import dev.probation.agent.deployments.Deployments;
import dev.probation.rules.sample.Sample;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Writes down what it is told; knows one deployment, or fails as it is told to. */
public final class FakeDeployments implements Deployments {

    public final List<String> told = new CopyOnWriteArrayList<>();
    final List<List<Sample>> baselines = new CopyOnWriteArrayList<>();
    public volatile DeploymentView view = Pictures.watching("shop", "1.0");
    public volatile boolean known = true;
    public volatile Future<Void> outcome = Future.succeededFuture();

    private Future<DeploymentView> answer(Object... said) {
        told.add(String.join(" ", List.of(said).stream().map(String::valueOf).toList()));
        return outcome.map(done -> view);
    }

    @Override
    public Future<DeploymentView> announce(
            String service, String version, @Nullable Instant deployedAt, boolean rollback, List<Sample> baseline) {
        baselines.add(baseline);
        return answer("announce", service, version, deployedAt == null ? "now" : deployedAt, rollback);
    }

    @Override
    public Future<Optional<DeploymentView>> find(String id) {
        return answer("find", id)
                .map(known -> Optional.of(known)
                        .filter(each -> each.stored().deployment().id().equals(id)));
    }

    @Override
    public Future<List<DeploymentView>> newest(@Nullable String service, int limit) {
        return answer("newest", service == null ? "all" : service, limit)
                .map(newest -> known ? List.of(newest) : List.of());
    }

    @Override
    public Future<DeploymentView> cancel(String id, String by, String reason) {
        return answer("cancel", id, by, reason);
    }

    @Override
    public Future<DeploymentView> rollback(String id, String by, String reason) {
        return answer("rollback", id, by, reason);
    }

    @Override
    public Future<DeploymentView> approve(String id, @Nullable String receiver, String by) {
        return answer("approve", id, receiver == null ? "-" : receiver, by);
    }

    @Override
    public Future<DeploymentView> confirmRollback(String id, String by) {
        return answer("confirm", id, by);
    }

    @Override
    public Future<DeploymentView> signOff(String id, String name, String by, String note) {
        return answer("sign", id, name, by, note);
    }
}
