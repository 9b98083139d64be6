package dev.probation.agent.receiver.rollback.github;

import dev.probation.agent.receiver.Delivery;
import dev.probation.agent.receiver.Delivery.Delivered;
import dev.probation.agent.receiver.Delivery.Refused;
import dev.probation.agent.receiver.Delivery.TryAgain;
import dev.probation.agent.receiver.Receiver;
import dev.probation.agent.receiver.RollbackSignal;
import dev.probation.agent.store.Message;
import io.vertx.core.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Marks a deployment of GitHub as failed; or starts a workflow, to which the mark is a courtesy that holds nothing up. */
final class GitHubReceiver implements Receiver {

    private static final int COURTESY_SECONDS = 3;

    private final GitHubApi api;
    private final @Nullable DeploymentStatus status;
    private final @Nullable WorkflowRun workflow;

    GitHubReceiver(GitHubSettings settings, GitHubApi api) {
        this.api = api;
        this.status = settings.environment()
                .map(environment -> new DeploymentStatus(api, environment))
                .orElse(null);
        this.workflow =
                settings.workflow().map(named -> new WorkflowRun(api, named)).orElse(null);
    }

    @Override
    public Future<Delivery> send(Message message) {
        RollbackSignal signal = RollbackSignal.of(message);
        Future<Delivery> marked = status == null ? Future.succeededFuture(new Delivered("")) : status.fail(signal);
        WorkflowRun run = workflow;
        return run == null
                ? marked
                : courtesy(marked).compose(said -> run.start(signal).map(end -> with(end, said)));
    }

    private static Future<String> courtesy(Future<Delivery> marked) {
        return marked.timeout(COURTESY_SECONDS, TimeUnit.SECONDS)
                .map(GitHubReceiver::said)
                .otherwise("no deployment was marked: no answer in time");
    }

    private static String said(Delivery delivery) {
        if (delivery instanceof TryAgain again) {
            return "no deployment was marked: " + again.detail();
        }
        return delivery instanceof Refused refused
                ? "no deployment was marked: " + refused.detail()
                : ((Delivered) delivery).detail();
    }

    private static Delivery with(Delivery delivery, String said) {
        return delivery instanceof Delivered delivered && !said.isEmpty()
                ? new Delivered(delivered.detail() + "; " + said)
                : delivery;
    }

    @Override
    public Future<Void> close() {
        return api.close();
    }
}
