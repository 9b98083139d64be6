package dev.probation.agent.receiver.notify.notifywebhook;

import dev.probation.agent.receiver.Delivery;
import dev.probation.agent.receiver.Receiver;
import dev.probation.agent.receiver.http.HttpSender;
import dev.probation.agent.receiver.http.WebhookSignature;
import dev.probation.agent.store.Message;
import dev.probation.agent.time.Time;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** Posts notices, signed as Standard Webhooks; a repeat has the same id, by which it is dropped. */
final class NotifyWebhookReceiver implements Receiver {

    private final NotifyWebhookSettings settings;
    private final HttpSender sender;
    private final Time time;
    private final @Nullable WebhookSignature signature;
    private final @Nullable BodyTemplate template;

    NotifyWebhookReceiver(NotifyWebhookSettings settings, HttpSender sender, Time time) {
        this.settings = settings;
        this.sender = sender;
        this.time = time;
        this.signature = settings.secret().map(WebhookSignature::of).orElse(null);
        this.template = settings.template()
                .map(text -> BodyTemplate.of(text, settings.bodyType()))
                .orElse(null);
    }

    @Override
    public Future<Delivery> send(Message message) {
        JsonObject fields = NoticeFields.of(message);
        Buffer body = template == null ? fields.toBuffer() : Buffer.buffer(template.render(fields));
        long timestamp = time.now().getEpochSecond();
        MultiMap headers = MultiMap.caseInsensitiveMultiMap()
                .set("Content-Type", settings.bodyType().mediaType())
                .set("webhook-id", message.id())
                .set("webhook-timestamp", Long.toString(timestamp));
        if (signature != null) {
            headers.set("webhook-signature", signature.sign(message.id(), timestamp, body.getBytes()));
        }
        return sender.send(HttpMethod.POST, settings.url().reveal(), headers, body, HttpSender::taken);
    }

    @Override
    public Future<Void> close() {
        return sender.close();
    }
}
