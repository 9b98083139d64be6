package dev.probation.agent.receiver.rollback.github;

import dev.probation.agent.http.HttpAddress;
import dev.probation.agent.json.JsonTree;
import dev.probation.agent.metrics.DeliveryFailure;
import dev.probation.agent.receiver.Delivery;
import dev.probation.agent.receiver.Delivery.Delivered;
import dev.probation.agent.receiver.Delivery.Refused;
import dev.probation.agent.receiver.RollbackSignal;
import dev.probation.agent.receiver.http.HttpSender.Answer;
import dev.probation.agent.receiver.rollback.github.GitHubSettings.Workflow;
import dev.probation.agent.text.Truncation;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

/**
 * Starts the workflow that rolls back. GitHub starts one for each call, so the runs since the decision are looked at first:
 * one whose title has the decision's id, as {@code run-name} gives it, is this.
 */
final class WorkflowRun {

    private static final int LONGEST_REASON = 1_000;

    /** GitHub's clock and the agent's may differ. */
    private static final Duration CLOCKS = Duration.ofMinutes(2);

    private final GitHubApi api;
    private final Workflow workflow;
    private final String path;

    WorkflowRun(GitHubApi api, Workflow workflow) {
        this.api = api;
        this.workflow = workflow;
        this.path = "/actions/workflows/" + HttpAddress.encode(workflow.file());
    }

    Future<Delivery> start(RollbackSignal signal) {
        String since = ">=" + signal.decidedAt().minus(CLOCKS).truncatedTo(ChronoUnit.SECONDS);
        String runs = path + "/runs?event=workflow_dispatch&per_page=30&created=" + HttpAddress.encode(since);
        return api.get(runs, answer -> {
            JsonTree list = answer.at("workflow_runs");
            if (!list.isList()) {
                return Future.succeededFuture(GitHubApi.strange());
            }
            boolean started = list.items().stream()
                    .flatMap(run -> run.at("display_title").text().stream())
                    .anyMatch(title -> title.contains(signal.id()));
            return started
                    ? Future.succeededFuture(new Delivered("workflow " + workflow.file() + " was already started"))
                    : api.post(path + "/dispatches", body(signal), this::sort);
        });
    }

    private JsonObject body(RollbackSignal signal) {
        JsonObject inputs = new JsonObject()
                .put("id", signal.id())
                .put("service", signal.service())
                .put("version", signal.version())
                .put("deployment", signal.deployment())
                .put("reason", Truncation.codePoints(signal.reason(), LONGEST_REASON));
        return new JsonObject().put("ref", workflow.ref()).put("inputs", inputs);
    }

    private Delivery sort(Answer answer) {
        if (answer.isGood()) {
            return new Delivered("workflow " + workflow.file() + " started");
        }
        if (answer.status() == 422) {
            return new Refused(
                    DeliveryFailure.REFUSED,
                    "HTTP 422: workflow " + workflow.file() + " on " + workflow.ref() + " was not started; does it have"
                            + " on.workflow_dispatch with the inputs id, service, version, deployment and reason?");
        }
        return api.sort(answer);
    }
}
