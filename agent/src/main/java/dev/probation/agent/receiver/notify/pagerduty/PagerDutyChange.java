package dev.probation.agent.receiver.notify.pagerduty;

import dev.probation.agent.notice.Notice;
import dev.probation.agent.notice.Notice.Ending;
import dev.probation.agent.text.Sanitizer;
import dev.probation.agent.text.Truncation;
import dev.probation.rules.window.Verdict;
import io.vertx.core.json.JsonObject;

/** A notice as a change event, without the routing key: no page, but a mark beside the incidents of the time. */
final class PagerDutyChange {

    private PagerDutyChange() {}

    static JsonObject of(Notice notice) {
        JsonObject change = new JsonObject()
                .put(
                        "payload",
                        new JsonObject()
                                .put(
                                        "summary",
                                        Truncation.codePoints(
                                                Sanitizer.MESSAGE.line(summary(notice)), PagerDutyEvent.SUMMARY))
                                .put("timestamp", notice.at().toString())
                                .put("source", PagerDutyDetails.line(notice.service()))
                                .put("custom_details", PagerDutyDetails.of(notice)));
        PagerDutyEvent.links(notice).ifPresent(links -> change.put("links", links));
        return change;
    }

    private static String summary(Notice notice) {
        return notice.window()
                .flatMap(Ending::overall)
                .map(verdict -> notice.service() + ' ' + notice.version() + ": " + ended(verdict))
                .orElseGet(notice::headline);
    }

    private static String ended(Verdict verdict) {
        return switch (verdict) {
            case PASS, WARN -> "passed its probation";
            case FAIL -> "failed its probation";
            case INCONCLUSIVE -> "ended its probation without a verdict";
            case RUNNING -> "is no longer watched";
        };
    }
}
