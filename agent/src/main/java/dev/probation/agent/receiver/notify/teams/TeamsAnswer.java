package dev.probation.agent.receiver.notify.teams;

import dev.probation.agent.metrics.DeliveryFailure;
import dev.probation.agent.receiver.Delivery;
import dev.probation.agent.receiver.Delivery.Refused;
import dev.probation.agent.receiver.Delivery.TryAgain;
import dev.probation.agent.receiver.http.HttpSender;
import dev.probation.agent.receiver.http.HttpSender.Answer;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What Teams answers, where the status is one of success. */
final class TeamsAnswer {

    private static final int ACCEPTED = 202;

    /** How the connectors that came before Workflows answer, with status 200, what Teams itself answered. */
    private static final Pattern INNER = Pattern.compile("HTTP error (\\d{3})");

    /** Such as "Summary or Text is required." */
    private static final Pattern SENTENCE = Pattern.compile("[A-Z][a-z]+ [A-Za-z][^\\n{}]*");

    private TeamsAnswer() {}

    static Delivery sort(Answer answer) {
        String body = answer.body().strip();
        // 1 is the older connectors' word for success
        if (answer.status() == ACCEPTED || body.isEmpty() || body.equals("1")) {
            return HttpSender.taken(answer);
        }
        Matcher inner = INNER.matcher(body);
        if (!inner.find()) {
            return unknown(answer, body);
        }
        String detail = "HTTP " + answer.status() + ", which contains HTTP " + inner.group(1);
        if (inner.group(1).equals("429")) {
            return new TryAgain(DeliveryFailure.RATE_LIMITED, detail, Optional.empty());
        }
        return inner.group(1).startsWith("5")
                ? new TryAgain(DeliveryFailure.SERVER_ERROR, detail, Optional.empty())
                : new Refused(DeliveryFailure.REFUSED, detail);
    }

    private static Delivery unknown(Answer answer, String body) {
        String status = "HTTP " + answer.status();
        return SENTENCE.matcher(body).matches()
                ? new Refused(
                        DeliveryFailure.REFUSED,
                        status
                                + " with a sentence, as older connectors answer when they refuse; a workflow answers 202")
                : new TryAgain(
                        DeliveryFailure.OTHER, status + " with an answer that is not from Teams", Optional.empty());
    }
}
