package dev.probation.agent.receiver.rollback.github;

import dev.probation.agent.receiver.Delivery;
import dev.probation.agent.receiver.Delivery.Delivered;
import dev.probation.agent.receiver.Delivery.Refused;
import dev.probation.agent.receiver.Delivery.TryAgain;
import dev.probation.agent.receiver.Receiver;
import dev.probation.agent.receiver.RollbackSignal;
import dev.probation.agent.store.Message;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Marks a deployment of GitHub as failed; or starts a workflow, to which the mark is a courtesy that holds nothing up. */
final class GitHubReceiver implements Receiver {

    private static final int COURTESY_SECONDS = 3;

    private final GitHubApi api;
    private final Optional<DeploymentStatus> status;
    private final Optional<WorkflowRun> workflow;

    GitHubReceiver(GitHubSettings settings, GitHubApi api) {
        this.api = api;
        this.status = settings.environment().map(environment -> new DeploymentStatus(api, environment));
        this.workflow = settings.workflow().map(named -> new WorkflowRun(api, named));
    }

    @Override
    public Future<Delivery> send(Message message) {
        RollbackSignal signal = RollbackSignal.of(message);
        Future<Delivery> marked =
                status.map(each -> each.fail(signal)).orElseGet(() -> Future.succeededFuture(new Delivered("")));
        return workflow.map(run ->
                        courtesy(marked).compose(said -> run.start(signal).map(end -> with(end, said))))
                .orElse(marked);
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
