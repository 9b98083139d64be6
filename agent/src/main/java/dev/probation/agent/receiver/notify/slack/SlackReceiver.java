package dev.probation.agent.receiver.notify.slack;

import dev.probation.agent.metrics.DeliveryFailure;
import dev.probation.agent.notice.Notice;
import dev.probation.agent.receiver.Delivery;
import dev.probation.agent.receiver.Delivery.Refused;
import dev.probation.agent.receiver.Delivery.TryAgain;
import dev.probation.agent.receiver.Receiver;
import dev.probation.agent.receiver.http.HttpSender;
import dev.probation.agent.receiver.http.HttpSender.Answer;
import dev.probation.agent.store.Message;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import java.util.Optional;
import java.util.regex.Pattern;

/** Posts to one Slack channel. */
final class SlackReceiver implements Receiver {

    /** Such as {@code invalid_blocks}; nothing that could hold a secret. */
    private static final Pattern ERROR = Pattern.compile("[a-z]{1,20}(_[a-z]{1,20}){1,5}");

    private final SlackSettings settings;
    private final HttpSender sender;

    SlackReceiver(SlackSettings settings, HttpSender sender) {
        this.settings = settings;
        this.sender = sender.explaining(answer -> error(answer.body().strip()));
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

    /** Slack took it only where the body is {@code ok}; it answers some errors with status 200. */
    private static Delivery sort(Answer answer) {
        String body = answer.body().strip();
        if (body.equals("ok")) {
            return HttpSender.taken(answer);
        }
        Optional<String> error = error(body);
        if (body.startsWith("{") || error.isPresent()) {
            String why = error.map(word -> ": " + word).orElse("");
            return new Refused(
                    DeliveryFailure.REFUSED, "HTTP " + answer.status() + ", and Slack did not take it" + why);
        }
        return new TryAgain(
                DeliveryFailure.OTHER, "HTTP " + answer.status() + " that is not Slack's", Optional.empty());
    }

    private static Optional<String> error(String body) {
        return Optional.of(body).filter(ERROR.asMatchPredicate());
    }

    @Override
    public Future<Void> close() {
        return sender.close();
    }
}
