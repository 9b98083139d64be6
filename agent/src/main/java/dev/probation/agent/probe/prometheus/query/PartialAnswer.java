package dev.probation.agent.probe.prometheus.query;

import dev.probation.agent.json.JsonTree;
import java.util.Optional;

/** What an answer says against itself: that parts of it may be missing. */
final class PartialAnswer {

    /** A remark on the query. Prometheus puts it among the warnings up to 2.53, Thanos still does; nothing is missing. */
    private static final String REMARK = "PromQL info:";

    private PartialAnswer() {}

    /** Why it may be partial, in the server's words; empty where nothing says so. */
    static Optional<String> why(JsonTree answer) {
        return answer.at("isPartial").isTrue() // VictoriaMetrics
                ? Optional.of("isPartial is true")
                : answer.at("warnings").items().stream()
                        .map(JsonTree::written)
                        .filter(warning -> !warning.startsWith(REMARK))
                        .findFirst();
    }
}
