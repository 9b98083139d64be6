package dev.probation.agent.signal.slack;

import dev.probation.agent.metrics.DeliveryFailure;
import dev.probation.agent.signal.Delivery;
import dev.probation.agent.signal.Delivery.Refused;
import dev.probation.agent.signal.HttpSender;
import dev.probation.agent.signal.HttpSender.Answer;
import dev.probation.agent.signal.Notice;
import dev.probation.agent.signal.Receiver;
import dev.probation.agent.store.Message;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;

/** Posts to one Slack channel. */
final class SlackReceiver implements Receiver {

    private final SlackSettings settings;
    private final HttpSender sender;

    SlackReceiver(SlackSettings settings, HttpSender sender) {
        this.settings = settings;
        this.sender = sender;
    }

    @Override
    public Future<Delivery> send(Message message) {
        Notice notice = Notice.fromJson(message.body());
        return sender.post(
                settings.url().reveal(),
                MultiMap.caseInsensitiveMultiMap(),
                SlackPayload.of(notice).toBuffer(),
                SlackReceiver::sort);
    }

    /** Slack took it only where the body is {@code ok}; it has been seen to answer errors with status 200. */
    private static Delivery sort(Answer answer) {
        if (answer.status() == 200 && answer.body().strip().equals("ok")) {
            return HttpSender.taken(answer);
        }
        return new Refused(
                DeliveryFailure.REFUSED, "HTTP " + answer.status() + " whose body is not ok, so Slack did not take it");
    }

    @Override
    public Future<Void> close() {
        return sender.close();
    }
}
