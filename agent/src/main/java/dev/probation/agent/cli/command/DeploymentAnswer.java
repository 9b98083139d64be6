package dev.probation.agent.cli.command;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A deployment as an agent shows it; what the answer lacks reads as empty. */
public record DeploymentAnswer(JsonObject json) {

    /** One window that has begun. */
    public record Window(JsonObject json) {

        public String name() {
            return json.getString("name", "");
        }

        public String verdict() {
            return json.getString("verdict", "");
        }

        public boolean isRunning() {
            return verdict().equals("running");
        }

        Optional<Instant> to() {
            try {
                return Optional.of(Instant.parse(json.getString("to", "")));
            } catch (DateTimeParseException absent) {
                return Optional.empty();
            }
        }

        List<JsonObject> checks() {
            return objects(json, "checks");
        }

        /** {@code 1 failing, 5 ok}. */
        public String states() {
            return checks().stream()
                    .collect(Collectors.groupingBy(
                            check -> check.getString("state", ""), TreeMap::new, Collectors.counting()))
                    .entrySet()
                    .stream()
                    .map(state -> state.getValue() + " " + state.getKey())
                    .collect(Collectors.joining(", "));
        }
    }

    public String id() {
        return deployment().getString("id", "");
    }

    public String phase() {
        return deployment().getString("phase", "");
    }

    public boolean isOpen() {
        return phase().equals("watching") || phase().equals("rolling-back");
    }

    /** Whether it ended before its windows did, without a verdict of its own. */
    public boolean isCutShort() {
        return phase().equals("cancelled") || phase().equals("superseded");
    }

    public String service() {
        return deployment().getString("service", "");
    }

    public String version() {
        return deployment().getString("version", "");
    }

    public String deployedAt() {
        return deployment().getString("deployedAt", "");
    }

    public String verdict() {
        return deployment().getString("verdict", "");
    }

    /** In one sentence, that more has happened than this shows; empty where it has not. */
    public Optional<String> notSaved() {
        return json.getBoolean("current", true)
                ? Optional.empty()
                : Optional.of(id() + " is shown as of " + json.getString("asOf", "an earlier time")
                        + ": not all that happened since is saved yet, because the agent's store is unavailable");
    }

    /** What is wrong with the version that is read; empty where nothing is. */
    public Optional<String> versionProblem() {
        return Optional.ofNullable(json.getString("versionProblem"));
    }

    /** The checks that could decide a rollback and measure nothing, a line for each; an older agent tells of none. */
    public List<String> unmeasured() {
        return json.getJsonArray("unmeasured", new JsonArray()).stream()
                .map(JsonObject.class::cast)
                .map(one -> one.getString("check", "") + ": " + one.getString("reason", ""))
                .toList();
    }

    /** Whether it was announced as a rollback. */
    public boolean isRollback() {
        return deployment().getBoolean("rollback", false);
    }

    /** An item of the checklist that a person confirms; {@code signature} is empty where nobody has. */
    record SignOff(String name, String title, Optional<String> signature) {}

    List<SignOff> signOffs() {
        return objects(json, "signOffs").stream()
                .map(item -> new SignOff(
                        item.getString("name", ""),
                        item.getString("title", ""),
                        Optional.ofNullable(item.getJsonObject("signature")).map(DeploymentAnswer::signature)))
                .toList();
    }

    private static String signature(JsonObject signature) {
        String note = signature.getString("note", "");
        return "by " + signature.getString("by", "") + " at " + signature.getString("at", "")
                + (note.isEmpty() ? "" : ": " + note);
    }

    private JsonObject deployment() {
        return json.getJsonObject("deployment", new JsonObject());
    }

    public Optional<RollbackAnswer> rollback() {
        return Optional.ofNullable(json.getJsonObject("rollback")).map(RollbackAnswer::new);
    }

    public List<Window> windows() {
        return objects(json, "windows").stream().map(Window::new).toList();
    }

    /** The names of all windows that there are to be; empty where the agent does not say. */
    public List<String> plannedWindows() {
        return objects(json, "plannedWindows").stream()
                .map(window -> window.getString("name", ""))
                .toList();
    }

    private static List<JsonObject> objects(JsonObject json, String key) {
        JsonArray array = json.getJsonArray(key, new JsonArray());
        return IntStream.range(0, array.size()).mapToObj(array::getJsonObject).toList();
    }
}
