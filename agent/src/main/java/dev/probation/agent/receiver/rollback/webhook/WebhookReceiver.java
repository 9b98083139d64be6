package dev.probation.agent.receiver.rollback.webhook;

import dev.probation.agent.notice.Notice;
import dev.probation.agent.notice.Notice.Evidence;
import dev.probation.agent.receiver.Delivery;
import dev.probation.agent.receiver.Receiver;
import dev.probation.agent.receiver.http.HttpSender;
import dev.probation.agent.receiver.http.WebhookSignature;
import dev.probation.agent.store.Message;
import dev.probation.agent.time.Time;
import dev.probation.rules.sample.CheckId;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** Posts the rollback signal, signed as Standard Webhooks; a repeat has the same id, by which it is dropped. */
final class WebhookReceiver implements Receiver {

    private final WebhookSettings settings;
    private final HttpSender sender;
    private final Time time;
    private final @Nullable WebhookSignature signature;

    WebhookReceiver(WebhookSettings settings, HttpSender sender, Time time) {
        this.settings = settings;
        this.sender = sender;
        this.time = time;
        this.signature = settings.secret().map(WebhookSignature::of).orElse(null);
    }

    @Override
    public Future<Delivery> send(Message message) {
        Notice notice = message.notice();
        String id = notice.decision().orElse(message.id());
        Buffer body = body(id, notice.abridged()).toBuffer();
        long timestamp = time.now().getEpochSecond();
        MultiMap headers = MultiMap.caseInsensitiveMultiMap()
                .set("webhook-id", id)
                .set("webhook-timestamp", Long.toString(timestamp));
        if (signature != null) {
            headers.set("webhook-signature", signature.sign(id, timestamp, body.getBytes()));
        }
        return sender.post(settings.url().reveal(), headers, body, HttpSender::taken);
    }

    private static JsonObject body(String id, Notice notice) {
        return new JsonObject()
                .put("type", "rollback")
                .put("id", id)
                .put("deployment", notice.deployment())
                .put("service", notice.service())
                .put("version", notice.version())
                .put("check", notice.check().map(Evidence::check).orElse(CheckId.MANUAL))
                .put("reason", notice.reason())
                .put("decidedAt", notice.at());
    }

    @Override
    public Future<Void> close() {
        return sender.close();
    }
}
