package dev.probation.agent.receiver.notify.opsgenie;

import dev.probation.agent.notice.IncidentAction;
import dev.probation.agent.notice.Notice;
import dev.probation.agent.receiver.Delivery;
import dev.probation.agent.receiver.Receiver;
import dev.probation.agent.receiver.http.HttpSender;
import dev.probation.agent.store.Message;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonObject;

/** Opens and closes alerts; an open alert with the same alias only counts up, so a repeat is harmless. */
final class OpsgenieReceiver implements Receiver {

    private final OpsgenieSettings settings;
    private final HttpSender sender;

    OpsgenieReceiver(OpsgenieSettings settings, HttpSender sender) {
        this.settings = settings;
        this.sender = sender;
    }

    @Override
    public Future<Delivery> send(Message message) {
        Notice notice = message.notice();
        String alias = OpsgenieAlert.alias(message.incident());
        return notice.action() == IncidentAction.RESOLVE
                ? post("/v2/alerts/" + alias + "/close?identifierType=alias", OpsgenieAlert.closing(notice))
                : post("/v2/alerts", OpsgenieAlert.opening(notice, alias));
    }

    private Future<Delivery> post(String path, JsonObject body) {
        String base = settings.url().toString().replaceFirst("/+$", "");
        MultiMap headers = MultiMap.caseInsensitiveMultiMap()
                .set("Authorization", "GenieKey " + settings.apiKey().reveal());
        return sender.post(base + path, headers, body.toBuffer(), HttpSender::taken);
    }

    @Override
    public Future<Void> close() {
        return sender.close();
    }
}
