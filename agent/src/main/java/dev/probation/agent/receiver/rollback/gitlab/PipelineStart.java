package dev.probation.agent.receiver.rollback.gitlab;

import dev.probation.agent.receiver.RollbackSignal;
import dev.probation.agent.text.Sanitizer;
import dev.probation.agent.text.Truncation;
import io.vertx.core.json.JsonObject;

/** What a pipeline is started with. */
final class PipelineStart {

    /** Of the agent's own variables. */
    static final String PREFIX = "PROBATION_";

    private static final int LONGEST_REASON = 1_000;

    private PipelineStart() {}

    static JsonObject of(GitLabSettings settings, RollbackSignal signal) {
        JsonObject variables = new JsonObject();
        settings.variables().forEach(variables::put);
        variables
                .put(PREFIX + "ID", signal.id())
                .put(PREFIX + "SERVICE", signal.service())
                .put(PREFIX + "VERSION", Sanitizer.MESSAGE.lines(signal.version()))
                .put(PREFIX + "DEPLOYMENT", signal.deployment())
                .put(PREFIX + "CHECK", signal.check())
                .put(PREFIX + "DECIDED_AT", signal.decidedAt().toString())
                .put(PREFIX + "REASON", Truncation.codePoints(signal.reason(), LONGEST_REASON));
        return new JsonObject()
                .put("token", settings.token().reveal())
                .put("ref", settings.ref())
                .put("variables", variables);
    }
}
