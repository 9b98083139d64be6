package dev.probation.agent.receiver.notify.grafana;

import dev.probation.agent.json.JsonTree;
import dev.probation.agent.metrics.DeliveryFailure;
import dev.probation.agent.receiver.Delivery;
import dev.probation.agent.receiver.Delivery.TryAgain;
import dev.probation.agent.receiver.Receiver;
import dev.probation.agent.receiver.http.HttpSender;
import dev.probation.agent.receiver.http.HttpSender.Answer;
import dev.probation.agent.store.Message;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** Annotates the charts of one Grafana, which knows no repeat by any key: what is sent twice stands there twice. */
final class GrafanaReceiver implements Receiver {

    private final GrafanaSettings settings;
    private final HttpSender sender;

    GrafanaReceiver(GrafanaSettings settings, HttpSender sender) {
        this.settings = settings;
        this.sender = sender;
    }

    @Override
    public Future<Delivery> send(Message message) {
        JsonObject annotation = GrafanaAnnotation.of(message.notice(), settings);
        MultiMap headers = MultiMap.caseInsensitiveMultiMap()
                .set("Authorization", "Bearer " + settings.token().reveal());
        return sender.post(settings.annotations(), headers, annotation.toBuffer(), GrafanaReceiver::sort);
    }

    /** Grafana answers with the annotation's id; a page to log in has none. */
    private static Delivery sort(Answer answer) {
        if (JsonTree.parse(answer.body())
                .at("id")
                .value()
                .filter(Number.class::isInstance)
                .isPresent()) {
            return HttpSender.taken(answer);
        }
        return new TryAgain(
                DeliveryFailure.OTHER,
                "HTTP " + answer.status() + " with an answer that is not from Grafana",
                Optional.empty());
    }

    @Override
    public Future<Void> close() {
        return sender.close();
    }
}
