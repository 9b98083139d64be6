package dev.probation.agent.signal.pagerduty;

import dev.probation.agent.signal.Excerpt;
import dev.probation.agent.signal.Notice;
import io.vertx.core.json.JsonObject;

/** A notice as a change event, without the routing key: no page, but a mark beside the incidents of the time. */
final class PagerDutyChange {

    private PagerDutyChange() {}

    static JsonObject of(Notice notice) {
        JsonObject change = new JsonObject()
                .put(
                        "payload",
                        new JsonObject()
                                .put("summary", Excerpt.of(notice.headline(), PagerDutyEvent.SUMMARY))
                                .put("timestamp", notice.at().toString())
                                .put("source", PagerDutyDetails.line(notice.service()))
                                .put("custom_details", PagerDutyDetails.of(notice)));
        PagerDutyEvent.links(notice).ifPresent(links -> change.put("links", links));
        return change;
    }
}
