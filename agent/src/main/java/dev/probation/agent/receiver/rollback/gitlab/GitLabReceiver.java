package dev.probation.agent.receiver.rollback.gitlab;

import dev.probation.agent.config.Secret;
import dev.probation.agent.http.HttpAddress;
import dev.probation.agent.json.JsonTree;
import dev.probation.agent.metrics.DeliveryFailure;
import dev.probation.agent.receiver.Delivery;
import dev.probation.agent.receiver.Delivery.Delivered;
import dev.probation.agent.receiver.Delivery.TryAgain;
import dev.probation.agent.receiver.Receiver;
import dev.probation.agent.receiver.RollbackSignal;
import dev.probation.agent.receiver.http.HttpSender;
import dev.probation.agent.receiver.http.HttpSender.Answer;
import dev.probation.agent.store.Message;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Triggers the pipeline that rolls back. GitLab starts one for each trigger, so with a token that may read, the pipelines
 * since the decision are looked at first: one whose name has the decision's id, as {@code workflow: name} gives it, is this.
 */
final class GitLabReceiver implements Receiver {

    /** GitLab's clock and the agent's may differ. */
    private static final Duration CLOCKS = Duration.ofMinutes(2);

    private final GitLabSettings settings;
    private final HttpSender sender;
    private final String base;

    GitLabReceiver(GitLabSettings settings, HttpSender sender) {
        this.settings = settings;
        this.sender = sender;
        this.base = settings.url().toString().replaceFirst("/$", "") + "/api/v4/projects/"
                + HttpAddress.encode(settings.project());
    }

    @Override
    public Future<Delivery> send(Message message) {
        RollbackSignal signal = RollbackSignal.of(message);
        return settings.readToken().map(token -> look(signal, token)).orElseGet(() -> trigger(signal));
    }

    private Future<Delivery> look(RollbackSignal signal, Secret token) {
        String since =
                signal.decidedAt().minus(CLOCKS).truncatedTo(ChronoUnit.SECONDS).toString();
        String newest = base + "/pipelines?source=trigger&ref=" + HttpAddress.encode(settings.ref()) + "&created_after="
                + HttpAddress.encode(since) + "&per_page=100";
        MultiMap headers = MultiMap.caseInsensitiveMultiMap().set("PRIVATE-TOKEN", token.reveal());
        return sender.exchange(
                HttpMethod.GET, newest, headers, Buffer.buffer(), answer -> triggerUnlessThere(signal, answer));
    }

    private Future<Delivery> triggerUnlessThere(RollbackSignal signal, Answer answer) {
        if (!answer.isGood()) {
            return Future.succeededFuture(sender.sort(answer));
        }
        JsonTree pipelines = JsonTree.parse(answer.body());
        if (!pipelines.isList()) {
            return Future.succeededFuture(new TryAgain(
                    DeliveryFailure.SERVER_ERROR, "the answer is not in GitLab's format", Optional.empty()));
        }
        Optional<String> there = pipelines.items().stream()
                .filter(pipeline -> pipeline.at("name")
                        .text()
                        .filter(name -> name.contains(signal.id()))
                        .isPresent())
                .map(pipeline -> pipeline.at("id").text().orElse("?"))
                .findFirst();
        return there.<Future<Delivery>>map(
                        id -> Future.succeededFuture(new Delivered("pipeline " + id + " was already started")))
                .orElseGet(() -> trigger(signal));
    }

    private Future<Delivery> trigger(RollbackSignal signal) {
        return sender.post(
                base + "/trigger/pipeline",
                MultiMap.caseInsensitiveMultiMap(),
                PipelineStart.of(settings, signal).toBuffer(),
                answer -> new Delivered("pipeline "
                        + JsonTree.parse(answer.body()).at("id").text().orElse("without an id")
                        + " started"));
    }

    @Override
    public Future<Void> close() {
        return sender.close();
    }
}
