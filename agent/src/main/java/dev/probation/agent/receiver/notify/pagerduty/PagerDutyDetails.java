package dev.probation.agent.receiver.notify.pagerduty;

import dev.probation.agent.notice.Notice;
import dev.probation.agent.text.Sanitizer;
import dev.probation.agent.text.Truncation;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** All of a notice that those on call may need, cut so that an event stays below 512 kB whatever is in it. */
final class PagerDutyDetails {

    private static final String CHECKS = "checks";
    private static final int MOST_CHECKS = 80;
    private static final int LINE = 120;

    private PagerDutyDetails() {}

    static JsonObject of(Notice notice) {
        // announcements are for those who are not paged
        JsonObject details = notice.abridged().announced(null).toJson();
        JsonArray checks = details.getJsonArray(CHECKS, new JsonArray());
        if (checks.size() > MOST_CHECKS) {
            details.put(CHECKS, new JsonArray(checks.getList().subList(0, MOST_CHECKS)))
                    .put("further_checks", checks.size() - MOST_CHECKS);
        }
        return details;
    }

    /** What is to be one short line. */
    static String line(String text) {
        return Truncation.codePoints(Sanitizer.MESSAGE.line(text), LINE);
    }
}
