package dev.probation.agent.receiver.notify.slack;

import dev.probation.agent.metrics.DeliveryFailure;
import dev.probation.agent.receiver.Delivery;
import dev.probation.agent.receiver.Delivery.Refused;
import dev.probation.agent.receiver.Delivery.TryAgain;
import dev.probation.agent.receiver.http.HttpSender;
import dev.probation.agent.receiver.http.HttpSender.Answer;
import java.util.Optional;
import java.util.regex.Pattern;

/** What Slack answers, where the status is one of success. */
final class SlackAnswer {

    /** Such as {@code invalid_blocks}; nothing that could hold a secret. */
    private static final Pattern ERROR = Pattern.compile("[a-z]{1,20}(_[a-z]{1,20}){1,5}");

    private SlackAnswer() {}

    /** Slack took it only where the body is {@code ok}; it answers some errors with status 200. */
    static Delivery sort(Answer answer) {
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
                DeliveryFailure.OTHER,
                "HTTP " + answer.status() + " with an answer that is not from Slack",
                Optional.empty());
    }

    /** Slack's own word for what is wrong. */
    static Optional<String> error(Answer answer) {
        return error(answer.body().strip());
    }

    private static Optional<String> error(String body) {
        return Optional.of(body).filter(ERROR.asMatchPredicate());
    }
}
