package dev.probation.agent.cli.remote;

import dev.probation.agent.cli.command.ExitCode;
import dev.probation.agent.text.Sanitizer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What is answered where what was asked is not done.
 *
 * @param said in which words, if they can be shown
 * @param isOfAgent whether an agent says it, rather than another server or a proxy
 */
record AgentProblem(int status, Optional<String> said, boolean isOfAgent) {

    /** An agent's words for programs; others write a sentence or nothing. */
    private static final Pattern WORD = Pattern.compile("[a-z]+(-[a-z]+)*");

    static AgentProblem of(int status, String body) {
        try {
            JsonObject json = new JsonObject(body);
            Optional<String> said = Stream.of("detail", "message", "error")
                    .flatMap(key -> text(json, key).stream())
                    .findFirst()
                    .map(Sanitizer.TERMINAL::line);
            boolean isOfAgent = text(json, "message").isPresent()
                    && text(json, "error").filter(WORD.asMatchPredicate()).isPresent();
            return new AgentProblem(status, said, isOfAgent);
        } catch (DecodeException notJson) {
            return new AgentProblem(status, Optional.empty(), false);
        }
    }

    private static Optional<String> text(JsonObject json, String key) {
        return Optional.ofNullable(json.getValue(key))
                .filter(String.class::isInstance)
                .map(String.class::cast);
    }

    /** Whether the same may be done later: an agent that cannot do it now, or a proxy's limit. */
    private boolean passes() {
        return status / 100 != 4 || status == 408 || status == 429;
    }

    /** With which a command ends that asked for it. */
    int exitCode() {
        if (!isOfAgent || passes()) {
            return ExitCode.UNREACHABLE;
        }
        return status == 409 ? ExitCode.FAIL : ExitCode.USAGE;
    }
}
