package dev.probation.agent.receiver.http;

import dev.probation.agent.config.Secret;
import dev.probation.agent.notice.Notice;
import dev.probation.agent.receiver.Delivery;
import dev.probation.agent.receiver.Receiver;
import dev.probation.agent.receiver.http.HttpSender.Answer;
import dev.probation.agent.store.Message;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonObject;
import java.util.function.Function;

/** Posts to a webhook of a chat, whose address is the secret. */
public final class ChatReceiver implements Receiver {

    private final Secret url;
    private final HttpSender sender;
    private final Function<Notice, JsonObject> payload;
    private final Function<Answer, Delivery> sort;

    /**
     * A receiver.
     *
     * @param payload what is posted
     * @param sort what an answer with a status of success means
     */
    public ChatReceiver(
            Secret url, HttpSender sender, Function<Notice, JsonObject> payload, Function<Answer, Delivery> sort) {
        this.url = url;
        this.sender = sender;
        this.payload = payload;
        this.sort = sort;
    }

    @Override
    public Future<Delivery> send(Message message) {
        Notice notice = message.notice();
        return sender.post(
                url.reveal(),
                MultiMap.caseInsensitiveMultiMap(),
                payload.apply(notice).toBuffer(),
                sort);
    }

    @Override
    public Future<Void> close() {
        return sender.close();
    }
}
