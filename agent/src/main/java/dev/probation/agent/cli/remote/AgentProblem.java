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
 * @param word an agent's word for it; empty where another server or a proxy says it
 */
record AgentProblem(int status, Optional<String> said, Optional<String> word) {

    /** An agent's words for programs; others write a sentence or nothing. */
    private static final Pattern WORD = Pattern.compile("[a-z]+(-[a-z]+)*");

    static AgentProblem of(int status, String body) {
        try {
            JsonObject json = new JsonObject(body);
            Optional<String> said = Stream.of("detail", "message", "error")
                    .flatMap(key -> text(json, key).stream())
                    .findFirst()
                    .map(Sanitizer.TERMINAL::line);
            Optional<String> word = text(json, "error")
                    .filter(WORD.asMatchPredicate())
                    .filter(error -> text(json, "message").isPresent());
            return new AgentProblem(status, said, word);
        } catch (DecodeException notJson) {
            return new AgentProblem(status, Optional.empty(), Optional.empty());
        }
    }

    private static Optional<String> text(JsonObject json, String key) {
        return Optional.ofNullable(json.getValue(key))
                .filter(String.class::isInstance)
                .map(String.class::cast);
    }

    boolean isOfAgent() {
        return word.isPresent();
    }

    /** Whether the agent had too many requests at once to look at this one. */
    boolean isOverload() {
        return word.filter("overloaded"::equals).isPresent();
    }

    /** Whether the same may be done later: an agent that cannot do it now, or a proxy's limit. */
    private boolean passes() {
        return status / 100 != 4 || status == 408 || status == 429;
    }

    /** With which a command ends that asked for it. */
    int exitCode() {
        if (!isOfAgent() || passes()) {
            return ExitCode.UNREACHABLE;
        }
        return status == 409 ? ExitCode.FAIL : ExitCode.USAGE;
    }
}
